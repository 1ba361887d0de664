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

/** Begins to note how long each interaction takes until the next paint, as the browser tells it: in steps of 8 ms. */
export const noteInteractions = () => {
  const noted: Record<number, number> = {}
  Object.assign(globalThis, { notedInteractions: noted })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { interactionId: number })[]) {
      if (entry.interactionId > 0)
        noted[entry.interactionId] = Math.max(noted[entry.interactionId] ?? 0, entry.duration)
    }
  }).observe({ type: "event", durationThreshold: 16, buffered: false } as PerformanceObserverInit)
}

export const notedInteractions = () =>
  Object.values((globalThis as unknown as { notedInteractions: Record<number, number> }).notedInteractions)

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
