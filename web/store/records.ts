/**
 * Every record that the page knows, once: whoever shows it shows the same one, and sees its changes. A record lives as long
 * as somebody holds it.
 */
import { batch, signal, type Signal } from "@preact/signals"
import { morphName } from "../model/names.ts"
import type { FieldModel, ObjectModel } from "../model/workspace-model.ts"

type Values = Record<string, unknown>

export class LiveRecord {
  /** what it shows, by field; live records where that is a relation */
  values: Values = {}
  /** of the fields that somebody has looked at, so that a change paints only the cells that show it */
  cells: Map<string, Signal<unknown>> | undefined
  /** by field, what the server says of it while another value is shown that it has not got yet */
  unsaved: Map<string, unknown> | undefined
  states: Map<string, Signal<CellState>> | undefined

  constructor(
    readonly object: ObjectModel,
    readonly id: string,
  ) {}
}

/** Of a cell: nothing, what it shows is on its way to the server, or the server did not take what was written. */
export type CellState = "pending" | "refused" | undefined

/** A field's value as on the wire, or live records where it is a relation. Whoever reads it is told of changes. */
export function valueOf(record: LiveRecord, name: string): unknown {
  const cells = (record.cells ??= new Map())
  let cell = cells.get(name)
  if (!cell) cells.set(name, (cell = signal(peekValue(record, name))))
  return cell.value
}

/** The same for whoever is not to be told. */
export function peekValue({ values }: LiveRecord, name: string): unknown {
  return Object.hasOwn(values, name) ? values[name] : undefined
}

export function setValue(record: LiveRecord, name: string, value: unknown): void {
  record.values[name] = value
  const cell = record.cells?.get(name)
  if (cell) cell.value = value
}

export function stateOf(record: LiveRecord, name: string): Signal<CellState> {
  const states = (record.states ??= new Map())
  let state = states.get(name)
  if (!state) states.set(name, (state = signal<CellState>(undefined)))
  return state
}

/** The value of a to-many relation: the first few, and how many there are. */
export interface LiveRecords {
  total: number
  records: readonly LiveRecord[]
}

/** What the server says of a record. */
export type WireRecord = Readonly<Record<string, unknown>> & { id: string }

const known = new Map<string, WeakRef<LiveRecord>>()
const forgotten = new FinalizationRegistry<string>((key) => {
  if (known.get(key)?.deref() === undefined) known.delete(key)
})

/** The one door by which news of a record comes in, answers of queries and events alike. */
export function putRecord(object: ObjectModel, wire: WireRecord): LiveRecord {
  const record = liveRecord(object, wire.id)
  const values = normalize(object, wire, record)
  batch(() => {
    for (const [name, value] of Object.entries(values)) {
      if (record.unsaved?.has(name)) record.unsaved.set(name, value)
      else if (!same(peekValue(record, name), value)) setValue(record, name, value)
    }
  })
  return record
}

/** The record of that id, known or not. */
export function liveRecord(object: ObjectModel, id: string): LiveRecord {
  const there = findRecord(object, id)
  if (there) return there
  const key = keyOf(object, id)
  const record = new LiveRecord(object, id)
  known.set(key, new WeakRef(record))
  forgotten.register(record, key)
  return record
}

/** The record of that id where somebody holds it. */
export function findRecord(object: ObjectModel, id: string): LiveRecord | undefined {
  return known.get(keyOf(object, id))?.deref()
}

const keyOf = (object: ObjectModel, id: string) => `${object.id} ${id}`

/** Related records become live records of their own. */
function normalize(object: ObjectModel, wire: WireRecord, record: LiveRecord): Values {
  const values: Record<string, unknown> = { ...wire }
  for (const field of object.fields) {
    if (field.type === "MORPH_RELATION") values[field.name] = morphTarget(field, wire)
    else if (field.type === "RICH_TEXT" && wire[field.name])
      values[field.name] = wholeText(peekValue(record, field.name), wire[field.name] as RichText)
    else if (field.relation && wire[field.name] !== undefined) values[field.name] = related(field, wire[field.name])
  }
  return values
}

interface RichText {
  blocknote?: string | null
  markdown?: string
}

/** Lists ask for the Markdown alone: as long as that says the same, the document that is known still stands. */
function wholeText(known: unknown, said: RichText): unknown {
  const isKnown = said.blocknote === undefined && (known as RichText | undefined)?.markdown === said.markdown
  return isKnown ? known : said
}

interface Connection {
  totalCount: number
  edges: { node: WireRecord }[]
}

function related({ relation }: FieldModel, value: unknown): LiveRecord | LiveRecords | null {
  if (!relation || value === null) return null
  if (relation.kind === "MANY_TO_ONE") return putRecord(relation.target, value as WireRecord)
  const { totalCount, edges } = value as Connection
  return { total: totalCount, records: edges.map(({ node }) => putRecord(relation.target, node)) }
}

function morphTarget(field: FieldModel, wire: WireRecord): LiveRecord | null | undefined {
  const parts = field.targets.map((target) => [target, wire[morphName(field, target)]] as const)
  if (parts.every(([, value]) => value === undefined)) return undefined
  const [found] = parts.filter(([, value]) => value)
  return found ? putRecord(found[0], found[1] as WireRecord) : null
}

/** Are they the same to see? An answer without news paints nothing. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (a instanceof LiveRecord || b instanceof LiveRecord || typeof a !== "object" || typeof b !== "object" || !a || !b)
    return false
  const [left, right] = [Object.entries(a), b as Record<string, unknown>]
  return left.length === Object.keys(b).length && left.every(([key, value]) => same(value, right[key]))
}
