/** What people with random roles are answered and may write, compared with an evaluation in memory. */
import { expect, setDefaultTimeout, test } from "bun:test"
import type { Access } from "../../src/records/access.ts"
import { fuzzAccess } from "../support/access-fuzz.ts"

// A busy machine needs more than the usual.
setDefaultTimeout(600_000)

test("random roles are answered what the oracle works out from a world without what is withheld", async () => {
  const result = await fuzzAccess({ cases: 5000, seed: 20_261_122 })
  expect(result.difference).toBeNull()
  expect(result.cases).toBeGreaterThanOrEqual(5000)
  expect(result.refusals).toBeGreaterThan(200)
})

test.each<[string, (access: Access) => void]>([
  ["rows", (access) => (access.seen = () => null)],
  ["fields", (access) => (access.sees = () => true)],
  ["what is edited", (access) => (access.edits = () => true)],
  ["which rows are edited", (access) => (access.edited = () => null)],
  ["objects", (access) => (access.may = () => true)],
])("an engine that forgets %s is found out", async (_, weaken) => {
  const { difference } = await fuzzAccess({ cases: 5000, seed: 7, weaken, quick: true })
  expect(difference).not.toBeNull()
})
