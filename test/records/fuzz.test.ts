/** What records answer, compared with an evaluation in memory that knows nothing of how they are answered. */
import { expect, setDefaultTimeout, test } from "bun:test"
import { operators } from "../support/oracle-values.ts"
import { fuzzRecords } from "../support/records-fuzz.ts"

// A busy machine needs more than the usual.
setDefaultTimeout(300_000)

test("random questions about random records have the answers that the oracle works out", async () => {
  const result = await fuzzRecords({ runs: 200, seed: 20_261_122 })
  expect(result.difference).toBeNull()
  expect(result.runs).toBe(200)
})

test("an operator that is off by a little is found", async () => {
  const result = await fuzzRecords({
    runs: 200,
    seed: 1,
    operators: { ...operators, gt: operators.gte! },
    shrinks: false,
  })
  expect(result.difference).toContain('"gt"')
})
