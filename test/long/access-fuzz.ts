/** `bun run long access-fuzz [--cases N] [--seed S] [--jobs J] [--record]` */
import { availableParallelism } from "node:os"
import { parseArgs } from "node:util"
import { fuzzAccess, type AccessFuzzResult } from "../support/access-fuzz.ts"
import { recordEvidence } from "../support/evidence.ts"

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    cases: { type: "string", default: "1000000" },
    seed: { type: "string", default: "1" },
    jobs: { type: "string", default: String(availableParallelism()) },
    record: { type: "boolean", default: false },
    /** runs one part alone, and writes its result as a line of JSON */
    part: { type: "string" },
  },
})

/** Answers of a part. Each has data models and a process of its own, and ends before the sessions of its people do. */
const size = 50_000

if (values.part === undefined) await runAll()
else await runPart(Number(values.part))

async function runPart(part: number): Promise<void> {
  const cases = Math.min(size, Number(values.cases) - part * size)
  const result = await fuzzAccess({ cases, seed: Number(values.seed) * 1000 + part })
  process.stdout.write(`${JSON.stringify(result)}\n`)
  process.exit(0)
}

/** Several parts at once: a process asks, and waits while PostgreSQL works. */
async function runAll(): Promise<void> {
  const total: AccessFuzzResult = { cases: 0, roles: 0, refusals: 0, difference: null }
  const parts = Array.from({ length: Math.ceil(Number(values.cases) / size) }, (_, part) => part)
  const work = async () => {
    for (let part = parts.shift(); part !== undefined && total.difference === null; part = parts.shift()) {
      const found = await inProcess(part)
      total.cases += found.cases
      total.roles += found.roles
      total.refusals += found.refusals
      total.difference ??= found.difference && `part ${part}: ${found.difference}`
      process.stdout.write(`${total.cases} answers to ${total.roles} random roles so far\n`)
    }
  }
  await Promise.all(Array.from({ length: Number(values.jobs) }, work))
  const outcome =
    total.difference === null ? "nothing withheld got out, and nothing granted was held back" : "A DIFFERENCE WAS FOUND"
  const line =
    `${total.cases} answers to ${total.roles} random roles (seed ${values.seed}), ${total.refusals} of them refusals: ` +
    outcome
  process.stdout.write(`${line}\n${total.difference ?? ""}\n`)
  if (values.record) recordEvidence("access-fuzz", line)
  process.exit(total.difference === null ? 0 : 1)
}

async function inProcess(part: number): Promise<AccessFuzzResult> {
  const args = ["--cases", values.cases, "--seed", values.seed, "--part", String(part)]
  const child = Bun.spawn([process.execPath, import.meta.filename, ...args], { stdio: ["ignore", "pipe", "inherit"] })
  const output = await new Response(child.stdout).text()
  if ((await child.exited) !== 0) throw new Error(`Part ${part} ended with ${child.exitCode}`)
  return JSON.parse(output.trimEnd().split("\n").at(-1)!) as AccessFuzzResult
}
