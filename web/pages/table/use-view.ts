import { useLayoutEffect, useRef } from "preact/hooks"

/** What of the content is seen, in pixels. */
export interface View {
  top: number
  left: number
  width: number
  height: number
}

/** Tells what of the content is seen, once a frame at most; `data-scrolled` says that it is not its beginning. */
export function useView(scroller: { current: HTMLDivElement | null }, onView: (view: View) => void): void {
  const tell = useRef(onView)
  tell.current = onView
  useLayoutEffect(() => {
    const node = scroller.current!
    // Asked of the node they would have it laid out; they only change with its size.
    const size = { width: node.clientWidth, height: node.clientHeight }
    let frame = 0
    const read = () => {
      frame = 0
      const left = Math.abs(node.scrollLeft)
      node.toggleAttribute("data-scrolled", left > 0)
      tell.current({ top: node.scrollTop, left, ...size })
    }
    // Before it moves, so that what is to stay does not start with it.
    const onWheel = ({ deltaX, deltaY, shiftKey }: WheelEvent) => {
      if (shiftKey || Math.abs(deltaX) > Math.abs(deltaY)) node.toggleAttribute("data-scrolled", true)
    }
    const later = () => (frame ||= requestAnimationFrame(read))
    read()
    const observer = new ResizeObserver(() => {
      Object.assign(size, { width: node.clientWidth, height: node.clientHeight })
      later()
    })
    observer.observe(node)
    node.addEventListener("scroll", later, { passive: true })
    node.addEventListener("wheel", onWheel, { passive: true })
    return () => {
      cancelAnimationFrame(frame)
      observer.disconnect()
      node.removeEventListener("scroll", later)
      node.removeEventListener("wheel", onWheel)
    }
  }, [])
}
