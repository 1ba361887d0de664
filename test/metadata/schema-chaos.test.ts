import { expect, test } from "bun:test"
import { runSchemaChaos } from "../support/schema-chaos.ts"

test("killed in the middle of schema changes, metadata and tables still agree", async () => {
  const result = await runSchemaChaos({ edits: 25, seed: 7 })
  expect(result.findings).toEqual([])
  expect(result.edits).toBeGreaterThanOrEqual(25)
})
