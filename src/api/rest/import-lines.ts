/**
 * `POST /rest/batch/{plural}` with newline-delimited JSON: a stream of any length, written as it arrives. So many lines
 * at a time are one transaction; the answer says of each line what became of it.
 */
import { withWorkspace, type Services } from "../../accounts/services.ts"
import type { Identity } from "../../auth/principals.ts"
import { AppError, badInput } from "../../errors.ts"
import { requireAccess } from "../../records/access.ts"
import { createBatch } from "../../records/create.ts"
import { readRecords } from "../../records/read.ts"
import { expected } from "../respond.ts"
import { readLines, respondLines } from "./lines.ts"
import { readFlag } from "./parameters.ts"
import { objectNamed } from "./path.ts"

/** Lines that are written together, and bytes after which fewer are. */
const batchLines = 1000
const batchBytes = 8 * 1024 * 1024

/** Bytes of the answer that wait for a client which sends everything before it reads: about 250,000 lines. */
const answerAhead = 16 * 1024 * 1024

interface Line {
  number: number
  /** the record, or why there is none */
  content: { input: unknown } | { error: AppError }
}

interface LineError {
  message: string
  field?: string
  code: string
}

/** What became of a line. */
type Outcome = { line: number; id: string } | { line: number; error: LineError }

type WriteBatch = (lines: readonly Line[]) => Promise<Outcome[]>

/** A batch that was refused as a whole for some of its lines. */
class RefusedBatch extends Error {
  override name = "RefusedBatch"

  constructor(
    readonly lines: readonly Line[],
    readonly outcomes: Outcome[],
  ) {
    super(`Lines ${lines[0]!.number} to ${lines.at(-1)!.number} are written together, and some of them are bad`)
  }
}

/** Throws what is wrong with the request as a whole. */
export async function importLines(
  services: Services,
  identity: Identity,
  plural: string,
  request: Request,
): Promise<Response> {
  const query = new URL(request.url).searchParams
  const options = { selection: null, upsert: readFlag(query, "upsert"), partial: readFlag(query, "partial") }
  await withWorkspace(services, identity, async (workspace) => {
    requireAccess(workspace.access, "create", objectNamed(workspace.schema, plural))
    await readRecords(workspace, [])
  })
  const create = (inputs: unknown[]) =>
    withWorkspace(services, identity, (workspace) =>
      createBatch(workspace, objectNamed(workspace.schema, plural), inputs, options),
    )
  const write: WriteBatch = options.partial ? (lines) => writeGood(lines, create) : (lines) => writeAll(lines, create)
  return respondLines(outcomes(request.body ?? new Blob([]).stream(), write), answerAhead)
}

/** A line for each line that was dealt with, and one that says how it ended. */
async function* outcomes(body: ReadableStream<Uint8Array>, write: WriteBatch): AsyncGenerator<string> {
  const counts = { written: 0, failed: 0 }
  let writtenThrough = 0
  try {
    for await (const batch of batches(body)) {
      const done = await write(batch)
      count(counts, done)
      writtenThrough = batch.at(-1)!.number
      yield asLines(done)
    }
    yield asLines([{ done: true, ...counts }])
  } catch (error) {
    const blamed = error instanceof RefusedBatch ? error.outcomes : []
    count(counts, blamed)
    yield asLines([...blamed, { done: false, ...counts, writtenThrough, error: present(failureOf(error)) }])
  }
}

function failureOf(error: unknown): AppError {
  if (!(error instanceof RefusedBatch)) return expected(error)
  return badInput(`${error.message}; with partial=true the others are written`, "BATCH_REFUSED")
}

function count(counts: { written: number; failed: number }, done: readonly Outcome[]): void {
  for (const outcome of done) counts["id" in outcome ? "written" : "failed"]++
}

const asLines = (values: readonly object[]) => values.map((value) => `${JSON.stringify(value)}\n`).join("")

// --- reading --------------------------------------------------------------------------------------------------------

/** Empty lines count as lines, and are nothing else. */
async function* batches(body: ReadableStream<Uint8Array>): AsyncGenerator<Line[]> {
  let batch: Line[] = []
  let size = 0
  let number = 0
  for await (const bytes of readLines(body)) {
    number++
    const content = readLine(bytes, number)
    if (content === null) continue
    batch.push({ number, content })
    size += bytes.length
    if (batch.length < batchLines && size < batchBytes) continue
    yield batch
    batch = []
    size = 0
  }
  if (batch.length > 0) yield batch
}

/** Null for an empty line. */
function readLine(bytes: Uint8Array, number: number): Line["content"] | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes)
    return text.trim() === "" ? null : { input: JSON.parse(text) }
  } catch (error) {
    const what = error instanceof SyntaxError ? `not valid JSON: ${error.message}` : "not UTF-8"
    return { error: badInput(`Line ${number} is ${what}`, "MALFORMED_LINE") }
  }
}

// --- writing --------------------------------------------------------------------------------------------------------

type Create = (inputs: unknown[]) => ReturnType<typeof createBatch>

/** All lines or none. Throws {@link RefusedBatch} where it can say which are to blame. */
async function writeAll(lines: readonly Line[], create: Create): Promise<Outcome[]> {
  const malformed = lines.flatMap(({ number, content }) => ("error" in content ? [failed(number, content.error)] : []))
  if (malformed.length > 0) throw new RefusedBatch(lines, malformed)
  try {
    return await written(lines, create)
  } catch (error) {
    const blamed = error instanceof AppError ? blame(lines, error) : []
    throw blamed.length > 0 ? new RefusedBatch(lines, blamed) : error
  }
}

/** The lines that a refusal names. */
function blame(lines: readonly Line[], error: AppError): Outcome[] {
  if (lines.length === 1 && error.code === "BAD_USER_INPUT") return [failed(lines[0]!.number, error)]
  const named = (error.extensions?.errors ?? []) as { index: number; message: string; field?: string }[]
  return named.map(({ index, ...each }) => ({
    line: lines[index]!.number,
    error: { ...each, code: codeOf(error) },
  }))
}

/** The good lines. */
async function writeGood(lines: readonly Line[], create: Create): Promise<Outcome[]> {
  const good = lines.filter(({ content }) => "input" in content)
  const done = new Map((await written(good, create)).map((outcome) => [outcome.line, outcome]))
  return lines.map(({ number, content }) => ("error" in content ? failed(number, content.error) : done.get(number)!))
}

async function written(lines: readonly Line[], create: Create): Promise<Outcome[]> {
  if (lines.length === 0) return []
  const inputs = lines.map(({ content }) => ("input" in content ? content.input : null))
  const { text, order, failures } = await create(inputs)
  const ids = JSON.parse(text) as { id: string }[]
  const done: Outcome[] = lines.map(({ number }) => ({ line: number, id: "" }))
  for (const [i, index] of order.entries()) done[index] = { line: lines[index]!.number, id: ids[i]!.id }
  for (const { index, error } of failures) done[index] = failed(lines[index]!.number, error)
  return done
}

const failed = (line: number, error: AppError): Outcome => ({ line, error: present(error) })

function present(error: AppError): LineError {
  const field = error.extensions?.field as string | undefined
  return { message: error.message, ...(field !== undefined && { field }), code: codeOf(error) }
}

const codeOf = (error: AppError) => error.subCode ?? error.code
