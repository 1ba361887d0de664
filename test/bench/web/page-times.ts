/** What runs in the page: frames while something scrolls, and how long what people do takes to be painted. */

export interface Scrolled {
  /** milliseconds between frames */
  frames: number[]
  /** frames in which there was a place without a row */
  blank: number
}

/** Scrolls so many pixels a second, as a wheel turned fast. @param selector what scrolls */
export const scrollFrames = ({ selector, seconds, speed }: { selector: string; seconds: number; speed: number }) =>
  new Promise<Scrolled>((resolve) => {
    const node = document.querySelector(selector)!
    const scrolled: Scrolled = { frames: [], blank: 0 }
    const begun = performance.now()
    let last = begun
    const { clientHeight } = node
    // Asked once the frame is painted, when it costs nothing to know.
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      const rows = [...node.querySelectorAll<HTMLElement>(".grid-body > [role=row]")]
      if (rows.length === 0) return
      const tops = rows.map(({ style }) => Number(/translateY\(([\d.]+)px/.exec(style.transform)![1]))
      const height = rows[0]!.offsetHeight
      const end = Math.min(node.scrollTop + clientHeight - height, node.scrollHeight - height)
      if (Math.min(...tops) > node.scrollTop || Math.max(...tops) + height < end) scrolled.blank += 1
    }
    const step = (now: number) => {
      scrolled.frames.push(now - last)
      node.scrollTop += ((now - last) * speed) / 1000
      last = now
      port2.postMessage(null)
      if (now - begun < seconds * 1000) requestAnimationFrame(step)
      // The first is how long it took to begin.
      else resolve({ ...scrolled, frames: scrolled.frames.slice(1) })
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

/**
 * Begins to wait for the next key or press, and for what it brings.
 * @param wanted text that the first of `selector` has then; undefined for any other than it has now
 */
export const noteChange = ({ selector, wanted }: { selector: string; wanted?: string }) => {
  const shown = () => document.querySelector(selector)?.textContent ?? ""
  const before = shown()
  const isThere = () =>
    (wanted === undefined ? shown() !== before && shown() !== "" : shown() === wanted) &&
    document.querySelector("[role=grid]")?.getAttribute("data-stale") === null
  const change = new Promise<number>((resolve) => {
    let since = 0
    const begin = (event: Event) => (since = event.timeStamp)
    for (const type of ["keydown", "pointerdown"]) addEventListener(type, begin, { capture: true })
    const look = () => {
      if (since === 0 || !isThere()) return void requestAnimationFrame(look)
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => resolve(performance.now() - since)
      port2.postMessage(null)
    }
    requestAnimationFrame(look)
  })
  Object.assign(globalThis, { notedChange: change })
}

/** Milliseconds from the last key or press to the end of the frame that shows what came of it. */
export const notedChange = () => (globalThis as unknown as { notedChange: Promise<number> }).notedChange

/** Begins to note tasks that keep the page from answering: those of more than 50 ms, as the browser counts them. */
export const noteLongTasks = () => {
  const noted: number[] = []
  Object.assign(globalThis, { longTasks: noted })
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) noted.push(duration)
  })
  observer.observe({ type: "longtask" })
}

export const notedLongTasks = () => (globalThis as unknown as { longTasks: number[] }).longTasks

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
