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

const result = await fuzzAccess({ cases: Number(values.cases), seed: Number(values.seed) })
const outcome =
  result.difference === null ? "nothing withheld got out, and nothing granted was held back" : "A DIFFERENCE WAS FOUND"
const line =
  `${result.cases} answers to ${result.roles} random roles (seed ${values.seed}), ${result.refusals} of them refusals: ` +
  outcome
process.stdout.write(`${line}\n${result.difference ?? ""}\n`)
if (values.record) recordEvidence("access-fuzz", line)
process.exit(result.difference === null ? 0 : 1)
