/** `bun run long schema-chaos [--edits N] [--seed S] [--record]` */
import { parseArgs } from "node:util"
import { recordEvidence } from "../support/evidence.ts"
import { runSchemaChaos } from "../support/schema-chaos.ts"

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    edits: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    record: { type: "boolean", default: false },
  },
})

const result = await runSchemaChaos({ edits: Number(values.edits), seed: Number(values.seed) })
const outcome = result.findings.length === 0 ? "metadata and tables always agreed" : "THE DOCTOR FOUND DAMAGE"
const line =
  `${result.kills} kills during ${result.edits} schema changes (seed ${values.seed}), ` +
  `${result.interrupted} of them inside a transaction: ${outcome}`
process.stdout.write(`${line}\n`)
for (const finding of result.findings) process.stdout.write(`  ${finding.code} ${finding.problem}\n`)
if (values.record) recordEvidence("schema-chaos", line)
process.exit(result.findings.length === 0 ? 0 : 1)
