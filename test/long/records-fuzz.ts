/** `bun run long records-fuzz [--runs N] [--seed S] [--record]` */
import { parseArgs } from "node:util"
import { recordEvidence } from "../support/evidence.ts"
import { fuzzRecords } from "../support/records-fuzz.ts"

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: "string", default: "2000" },
    seed: { type: "string", default: "1" },
    record: { type: "boolean", default: false },
  },
})

const result = await fuzzRecords({ runs: Number(values.runs), seed: Number(values.seed) })
const outcome = result.difference === null ? "GraphQL and REST always agreed with the oracle" : "A DIFFERENCE WAS FOUND"
const line =
  `${result.runs} runs over ${result.models} random data models (seed ${values.seed}), ` +
  `${result.answers} answers compared: ${outcome}`
process.stdout.write(`${line}\n${result.difference ?? ""}\n`)
if (values.record) recordEvidence("records-fuzz", line)
process.exit(result.difference === null ? 0 : 1)
