/** `bun run long access-fuzz [--cases N] [--seed S] [--record]` */
import { parseArgs } from "node:util"
import { fuzzAccess } from "../support/access-fuzz.ts"
import { recordEvidence } from "../support/evidence.ts"

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    cases: { type: "string", default: "1000000" },
    seed: { type: "string", default: "1" },
    record: { type: "boolean", default: false },
  },
})

/** Answers of a part. Each has data models of its own, and ends before the sessions of its people do. */
const part = 50_000

const result = { cases: 0, roles: 0, refusals: 0, difference: null as string | null }
for (let i = 0; result.cases < Number(values.cases) && result.difference === null; i++) {
  const cases = Math.min(part, Number(values.cases) - result.cases)
  const found = await fuzzAccess({ cases, seed: Number(values.seed) * 1000 + i })
  result.cases += found.cases
  result.roles += found.roles
  result.refusals += found.refusals
  result.difference = found.difference
  process.stdout.write(`${result.cases} answers to ${result.roles} random roles so far\n`)
}
const outcome =
  result.difference === null ? "nothing withheld got out, and nothing granted was held back" : "A DIFFERENCE WAS FOUND"
const line =
  `${result.cases} answers to ${result.roles} random roles (seed ${values.seed}), ${result.refusals} of them refusals: ` +
  outcome
process.stdout.write(`${line}\n${result.difference ?? ""}\n`)
if (values.record) recordEvidence("access-fuzz", line)
process.exit(result.difference === null ? 0 : 1)
