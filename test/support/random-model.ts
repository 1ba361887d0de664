/** Random objects with random fields, and random records of them. */
import fc from "fast-check"
import { type ModelField, type ModelObject, type Stored } from "./oracle.ts"
import type { Kind } from "./oracle-values.ts"
import { optionNames, ratings, valueOf, type RandomValue } from "./random-values.ts"

const leafKinds: Record<string, Kind> = {
  TEXT: "text",
  NUMBER: "number",
  BOOLEAN: "boolean",
  UUID: "uuid",
  DATE: "date",
  DATE_TIME: "dateTime",
  SELECT: "option",
  RATING: "option",
  MULTI_SELECT: "options",
  ARRAY: "texts",
  RAW_JSON: "json",
  FILES: "json",
}

const compositeTypes = ["FULL_NAME", "EMAILS", "PHONES", "LINKS", "ADDRESS", "CURRENCY", "ACTOR", "RICH_TEXT"]
const numberTypes = ["float", "int", "bigint"]

/** Every type that users can create, but for relations, which every model has. */
export const creatableTypes = [...Object.keys(leafKinds), ...compositeTypes]

/** Names that are awkward to SQL, in JSON and among each other. */
const words = [
  "order",
  "user",
  "caseName",
  "x1",
  "totals",
  "recordId",
  "aB",
  "group",
  "limit",
  "value",
  "table",
  "when",
]

/** What is asked of the metadata API for a field. */
export interface FieldPlan extends ModelField {
  options?: readonly string[]
}

export interface ModelPlan {
  main: readonly FieldPlan[]
  other: readonly FieldPlan[]
}

const fieldOf = (type: string): fc.Arbitrary<FieldPlan> =>
  fc
    .record({
      options: fc.shuffledSubarray(optionNames, { minLength: 2 }),
      dataType: fc.constantFrom(...numberTypes),
      files: fc.uniqueArray(fc.uuid({ version: 4 }), { minLength: 3, maxLength: 3 }),
    })
    .map(({ options, dataType, files }) => {
      const kind = leafKinds[type]
      const values = type === "RATING" ? ratings : options
      const hasOptions = kind === "option" || kind === "options"
      return {
        name: "",
        type,
        leaf: kind ? { kind, ...(hasOptions && { options: values }), ...(type === "FILES" && { files }) } : null,
        ...(type === "NUMBER" && { dataType }),
        ...(hasOptions && type !== "RATING" && { options: values }),
      }
    })

const fieldsOf = (types: fc.Arbitrary<string[]>): fc.Arbitrary<FieldPlan[]> =>
  types.chain((chosen) =>
    fc.tuple(fc.shuffledSubarray(words, { minLength: words.length }), fc.tuple(...chosen.map(fieldOf))).map(
      // A word and its place, so that no name is there twice.
      ([names, fields]) => fields.map((field, i) => ({ ...field, name: `${names[i % names.length]}${i}` })),
    ),
  )

/** The main object has most types, its neighbour a few. */
export const modelPlan: fc.Arbitrary<ModelPlan> = fc.record({
  main: fieldsOf(fc.shuffledSubarray([...creatableTypes, "NUMBER"], { minLength: 13, maxLength: 16 })),
  other: fieldsOf(fc.shuffledSubarray(creatableTypes, { minLength: 4, maxLength: 6 })),
})

// --- records --------------------------------------------------------------------------------------------------------

/** What is sent to make a record, and the record that the oracle keeps. */
export interface RandomRecord {
  input: Record<string, unknown>
  stored: Stored
}

const idPool = Array.from({ length: 24 }, (_, i) => {
  // Ids whose order is not that in which records are made.
  const head = ((i * 2_654_435_761) % 4_294_967_296).toString(16).padStart(8, "0")
  return `${head}-0000-4000-8000-${String(i).padStart(12, "0")}`
})

/** Records of the neighbour, then of the main object, whose relations lead to both. */
export function records(main: ModelObject, other: ModelObject): fc.Arbitrary<Record<string, RandomRecord[]>> {
  return fc
    .record({
      mains: someOf(idPool.slice(0, 14), 7, 12),
      others: someOf(idPool.slice(14), 3, 6),
    })
    .chain(({ mains, others }) => {
      const targets = { [main.singular]: mains, [other.singular]: others }
      return fc.record({
        [other.singular]: fc.tuple(...others.map((id) => record(other, id, {}))),
        [main.singular]: fc.tuple(
          ...mains.map((id, i) => record(main, id, { ...targets, [main.singular]: mains.slice(0, i) })),
        ),
      })
    })
}

/** Now and then few or none; but with a handful of records more questions have answers worth comparing. */
const someOf = (ids: string[], least: number, most: number) =>
  fc.oneof(
    { weight: 1, arbitrary: fc.shuffledSubarray(ids, { maxLength: least }) },
    { weight: 6, arbitrary: fc.shuffledSubarray(ids, { minLength: least, maxLength: most }) },
  )

/** @param targets ids that relations may lead to, by object */
function record(
  object: ModelObject,
  id: string,
  targets: Record<string, readonly string[]>,
): fc.Arbitrary<RandomRecord> {
  const values = Object.fromEntries(object.fields.map((field) => [field.name, valueOf(field)]))
  const joins = object.relations
    .filter((relation) => relation.kind === "one")
    .map((relation): [string, fc.Arbitrary<RandomValue>] => {
      const ids = targets[relation.target] ?? []
      const one = ids.length === 0 ? fc.constant(null) : fc.option(fc.constantFrom(...ids), { freq: 4 })
      return [relation.join, one.map((value) => ({ input: value, stored: value }))]
    })
  return fc.record({ ...values, ...Object.fromEntries(joins) }).map((made) => {
    const members = Object.entries(made) as [string, RandomValue][]
    const inputs = Object.fromEntries(members.map(([name, { input }]) => [name, input]))
    const stored = Object.fromEntries(members.map(([name, value]) => [name, value.stored]))
    return { input: { id, ...inputs }, stored: { ...stored, id, deletedAt: null } as Stored }
  })
}
