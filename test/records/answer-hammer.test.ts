/** Kept answers under fire: each one is compared with what its own snapshot holds. */
import { expect, setDefaultTimeout, test } from "bun:test"
import { hammerAnswers } from "../support/answer-hammer.ts"

// A busy machine needs more than the usual.
setDefaultTimeout(300_000)

test("no kept answer is stale, whoever writes and whenever it commits", async () => {
  const { kept, computed, stale, commits, rollbacks } = await hammerAnswers({ answers: 10_000, seed: 1 })
  expect(stale).toEqual([])
  expect(kept).toBeGreaterThanOrEqual(10_000)
  // Else nothing was under fire.
  expect(computed).toBeGreaterThan(100)
  expect(commits).toBeGreaterThan(20)
  expect(rollbacks).toBeGreaterThan(2)
})

test("a probe that overlooks running transactions, or later ones, gives stale answers", async () => {
  for (const part of ["e.xid = any(", "e.xid >= "]) {
    const altered = (text: string) => (text.includes(" as changed") ? text.replaceAll(part, `false and ${part}`) : text)
    const { stale } = await hammerAnswers({ answers: 20_000, seed: 1, altered })
    expect(stale.length).toBeGreaterThan(0)
  }
})
