/** `bun run long answer-cache [--answers N] [--seed S] [--record]` */
import { parseArgs } from "node:util"
import { hammerAnswers } from "../support/answer-hammer.ts"
import { recordEvidence } from "../support/evidence.ts"

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    answers: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    record: { type: "boolean", default: false },
  },
})

const result = await hammerAnswers({ answers: Number(values.answers), seed: Number(values.seed) })
const outcome = result.stale.length === 0 ? "none was stale" : "A STALE ANSWER WAS GIVEN"
const line =
  `${result.kept} kept answers compared in their own snapshots (seed ${values.seed}), ${result.computed} computed anew, ` +
  `during ${result.commits} commits and ${result.rollbacks} rollbacks on two servers and in plain SQL: ${outcome}`
process.stdout.write(`${line}\n${result.stale.join("\n")}`)
if (values.record) recordEvidence("answer-cache", line)
process.exit(result.stale.length === 0 ? 0 : 1)
