/** What floats over the page beside something on it: above everything, inside the window, as long as it is there. On a phone a sheet. */
import { useLayoutEffect, useRef } from "preact/hooks"
import type { ComponentChildren, JSX } from "preact"

interface PopoverProps extends Omit<JSX.IntrinsicElements["div"], "popover" | "ref" | "size" | "icon"> {
  /** what it stands beside; its parent where there is none */
  anchor?: () => Anchor | null | undefined
  /** on top of the anchor, at least as wide, or below it */
  place: "over" | "below"
  /** the pointer went down elsewhere */
  onOutside(): void
  children: ComponentChildren
}

/** An element, or a place in the window that is none. */
type Anchor = Pick<Element, "getBoundingClientRect"> & Partial<Pick<Element, "contains">>

/** Pixels kept free at the edges of the window. */
const margin = 8

export function Popover({ anchor, place, onOutside, children, class: className = "", ...rest }: PopoverProps) {
  const root = useRef<HTMLDivElement>(null)
  const outside = useRef(onOutside)
  outside.current = onOutside
  useLayoutEffect(() => {
    const node = root.current!
    const beside = (): Anchor => anchor?.() ?? node.parentElement!
    const move = () => put(node, beside().getBoundingClientRect(), place)
    // What asks for the focus by `autofocus` gets it now; before it could not.
    node.showPopover()
    move()
    const size = new ResizeObserver(move)
    size.observe(node)
    const press = ({ target }: Event) => {
      const isInside = (part: Anchor) => part.contains?.(target as Node) === true
      if (isInside(node) || (place === "below" && isInside(beside())) || isInDialogAbove(target, node)) return
      outside.current()
    }
    document.addEventListener("pointerdown", press, true)
    document.addEventListener("scroll", move, { capture: true, passive: true })
    window.addEventListener("resize", move)
    return () => {
      size.disconnect()
      document.removeEventListener("pointerdown", press, true)
      document.removeEventListener("scroll", move, true)
      window.removeEventListener("resize", move)
    }
  }, [])
  return (
    <div ref={root} popover="manual" class={`popover ${className}`} {...rest}>
      {children}
    </div>
  )
}

/** What has to be answered first was opened over it, and leaves it as it is. */
function isInDialogAbove(target: EventTarget | null, node: HTMLElement): boolean {
  const dialog = target instanceof Element ? target.closest("dialog") : null
  return dialog !== null && !dialog.contains(node)
}

function put(node: HTMLElement, beside: DOMRect, place: PopoverProps["place"]): void {
  const { style } = node
  if (place === "over") style.minWidth = `${beside.width}px`
  const below = place === "over" ? beside.top : beside.bottom + 4
  const { offsetWidth: width, offsetHeight: height } = node
  const fits = below + height <= innerHeight - margin
  const above = place === "over" ? beside.bottom - height : beside.top - 4 - height
  style.top = `${fits || above < margin ? Math.max(margin, Math.min(below, innerHeight - margin - height)) : above}px`
  style.left = `${Math.max(margin, Math.min(beside.left, innerWidth - margin - width))}px`
}
