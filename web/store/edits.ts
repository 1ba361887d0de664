/**
 * Changes of fields: shown at once, sent as soon as their record has no other request under way, taken back visibly when the
 * server refuses. While the server cannot be reached they wait, and what else comes in does not paint over them.
 */
import { batch, signal } from "@preact/signals"
import { ask } from "../api/graphql.ts"
import type { ApiError } from "../api/send.ts"
import { objectTypeName } from "../model/names.ts"
import { peekValue, putRecord, setValue, stateOf, type LiveRecord, type WireRecord } from "./records.ts"
import { tellWritten } from "./written.ts"

type Input = Readonly<Record<string, unknown>>

/** A change of one field of one record. */
export interface Edit {
  record: LiveRecord
  /** of the field */
  name: string
  /** what its cell holds then, and what it held */
  value: unknown
  before: unknown
  /** what is written for the one, and to have the other back */
  input: Input
  inputBefore: Input
  /** what to ask for of the field once it is written, in GraphQL */
  selection: string
  /** the value as the server has it since: addresses in lower case, texts without spaces at their ends */
  settled?: unknown
  /** of an input that says what changes, as of lists of links: what is written together with one that still waits */
  joined?(earlier: Input): Input
}

/** The same, the other way round. */
export function reversed(edit: Edit): Edit {
  const { settled: _, ...rest } = edit
  const { value, before, input, inputBefore } = edit
  return { ...rest, value: before, before: value, input: inputBefore, inputBefore: input }
}

/** How many records have something to be written or under way. */
export const unsaved = signal(0)

/** Told of every edit that the server refused, when its cell shows the old value again. */
export function onRefused(listener: (edit: Edit, error: ApiError) => void): () => void {
  refusals.add(listener)
  return () => refusals.delete(listener)
}

const refusals = new Set<(edit: Edit, error: ApiError) => void>()

/** By record, the latest edit of each field. */
const waiting = new Map<LiveRecord, Map<string, Edit>>()
const underway = new Set<LiveRecord>()

/** Records of a request. */
const most = 50
/** Milliseconds between tries while the server cannot be reached. */
const patience = { least: 500, most: 30_000 }

export function applyEdits(edits: readonly Edit[]): void {
  batch(() => {
    for (const edit of edits) show(edit)
  })
  count()
  queueMicrotask(() => void sendNext())
}

function show(edit: Edit): void {
  const { record, name, value } = edit
  const unsaved = (record.unsaved ??= new Map<string, unknown>())
  if (!unsaved.has(name)) unsaved.set(name, peekValue(record, name))
  setValue(record, name, value)
  stateOf(record, name).value = "pending"
  delete edit.settled
  const edits = waiting.get(record) ?? new Map<string, Edit>()
  const earlier = edits.get(name)
  const joined = earlier && edit.joined ? { ...edit, input: edit.joined(earlier.input) } : edit
  waiting.set(record, edits.set(name, joined))
}

function count(): void {
  unsaved.value = new Set([...waiting.keys(), ...underway]).size
}

async function sendNext(): Promise<void> {
  const ready = [...waiting].filter(([record]) => !underway.has(record)).slice(0, most)
  if (ready.length === 0) return
  for (const [record] of ready) {
    waiting.delete(record)
    underway.add(record)
  }
  const batches = ready.map(([record, edits]) => ({ record, edits: [...edits.values()] }))
  const answers = await sendUntilHeard(batches)
  for (const [i, { record, edits }] of batches.entries()) settle(record, edits, answers[i]!)
  count()
  const written = Map.groupBy(
    batches.map(({ record }) => record),
    ({ object }) => object,
  )
  for (const [object, records] of written) tellWritten(object, records)
  await sendNext()
}

interface Batch {
  record: LiveRecord
  edits: Edit[]
}

type Said = { wire: WireRecord } | { error: ApiError }

async function sendUntilHeard(batches: Batch[]): Promise<Said[]> {
  for (let wait = patience.least; ; wait = Math.min(patience.most, wait * 2)) {
    const answer = await ask<Record<string, WireRecord>>("/graphql", questionOf(batches))
    if (answer.data) return batches.map((_, i) => ({ wire: answer.data[`m${i}`]! }))
    const { error, parts } = answer
    if (error.kind !== "offline" && error.kind !== "limited") {
      return batches.map((_, i) => {
        const wire = parts?.data[`m${i}`] as WireRecord | null | undefined
        return wire ? { wire } : { error: parts?.errors.get(`m${i}`) ?? error }
      })
    }
    await new Promise((resolve) => setTimeout(resolve, error.retryAfter ? error.retryAfter * 1000 : wait))
  }
}

function questionOf(batches: Batch[]) {
  const parameters = batches.map(
    ({ record }, i) => `$i${i}: UUID!, $d${i}: ${objectTypeName(record.object)}UpdateInput!`,
  )
  const mutations = batches.map(
    ({ record, edits }, i) =>
      `m${i}: update${objectTypeName(record.object)}(id: $i${i}, data: $d${i}) { id ${edits.map((edit) => edit.selection).join(" ")} }`,
  )
  const variables = Object.fromEntries(
    batches.flatMap(({ record, edits }, i) => [
      [`i${i}`, record.id],
      [`d${i}`, Object.assign({}, ...edits.map((edit) => edit.input)) as Input],
    ]),
  )
  return { query: `mutation (${parameters.join(", ")}) { ${mutations.join(" ")} }`, variables }
}

function settle(record: LiveRecord, edits: Edit[], said: Said): void {
  underway.delete(record)
  const later = waiting.get(record)
  const settled = edits.filter(({ name }) => !later?.has(name))
  batch(() => {
    if ("wire" in said) {
      for (const { name } of settled) {
        record.unsaved?.delete(name)
        stateOf(record, name).value = undefined
      }
      putRecord(record.object, said.wire)
      for (const edit of settled) edit.settled = peekValue(record, edit.name)
    } else for (const edit of settled) takeBack(edit)
  })
  if ("error" in said) for (const edit of settled) for (const listener of refusals) listener(edit, said.error)
}

function takeBack({ record, name }: Edit): void {
  setValue(record, name, record.unsaved?.get(name))
  record.unsaved?.delete(name)
  stateOf(record, name).value = "refused"
}
