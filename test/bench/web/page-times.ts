/** What runs in the page: frames while something scrolls, and how long what people do takes to be painted. */

/**
 * Times between frames in milliseconds while the element scrolls, so many pixels a second.
 * @param selector what scrolls
 */
export const scrollFrames = ({ selector, seconds, speed }: { selector: string; seconds: number; speed: number }) =>
  new Promise<number[]>((resolve) => {
    const node = document.querySelector(selector)!
    const times: number[] = []
    const begun = performance.now()
    let last = begun
    const step = (now: number) => {
      times.push(now - last)
      node.scrollTop += ((now - last) * speed) / 1000
      last = now
      if (now - begun < seconds * 1000) requestAnimationFrame(step)
      // The first is how long it took to begin.
      else resolve(times.slice(1))
    }
    requestAnimationFrame(step)
  })

export interface Interaction {
  /** milliseconds from the event to the end of the frame that follows it */
  duration: number
  /** what was done, and to what */
  name: string
}

/**
 * Begins to note how long each interaction takes until its frame is ready to be shown. The browser's own Event Timing is of
 * no use here: without a screen it learns of many frames only when a later one is shown.
 */
export const noteInteractions = () => {
  const noted: Interaction[] = []
  Object.assign(globalThis, { notedInteractions: noted })
  const note = (event: Event) => {
    const what = event.target instanceof Element ? (event.target.getAttribute("role") ?? event.target.tagName) : ""
    const name = `${event.type} ${"key" in event ? String(event.key) : ""} on ${what.toLowerCase()}`
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => noted.push({ name, duration: performance.now() - event.timeStamp })
      port2.postMessage(null)
    })
  }
  for (const type of ["keydown", "keyup", "pointerdown", "pointerup", "click"]) addEventListener(type, note, true)
}

export const notedInteractions = () => (globalThis as unknown as { notedInteractions: Interaction[] }).notedInteractions

/** Notes when the first row of a table is there, in milliseconds since the address was asked for. */
export const noteFirstRow = () => {
  const look = new MutationObserver(() => {
    if (!document.querySelector("[role=rowheader] .record")) return
    look.disconnect()
    requestAnimationFrame(() => Object.assign(globalThis, { firstRowAt: performance.now() }))
  })
  look.observe(document, { childList: true, subtree: true })
}

export const firstRowAt = () => (globalThis as unknown as { firstRowAt?: number }).firstRowAt ?? null

/** A page on which nothing happens but the scrolling and the typing. */
export const emptyPage = `<!doctype html><title>Empty</title>
<style>html,body{margin:0;height:100%}#scroller{height:100%;overflow:auto}#tall{height:3200000px}</style>
<div id="scroller"><input id="field"><div id="tall"></div></div>`
