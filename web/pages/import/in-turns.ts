/** Work on many rows, a few at a time, so that the page stays usable. */

/** Milliseconds after which the page gets its turn. */
const turn = 10

/** @returns false when it was given up on the way */
export async function inTurns<Row>(
  rows: readonly Row[],
  signal: AbortSignal,
  work: (row: Row, number: number) => void,
): Promise<boolean> {
  let until = performance.now() + turn
  for (const [number, row] of rows.entries()) {
    if (performance.now() > until) {
      await new Promise((resolve) => setTimeout(resolve))
      if (signal.aborted) return false
      until = performance.now() + turn
    }
    work(row, number)
  }
  return true
}
