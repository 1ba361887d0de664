/** What records still lack for the options that they are about to get. */
import { ask } from "../../api/graphql.ts"
import type { ApiError } from "../../api/send.ts"
import { kindOf, wholeSelectionOf } from "../../fields/kinds.ts"
import { requiredBy } from "../../fields/required.ts"
import { objectTypeName } from "../../model/names.ts"
import type { FieldModel, ObjectModel } from "../../model/workspace-model.ts"
import type { Edit } from "../../store/edits.ts"
import { peekValue, putRecord, type LiveRecord, type WireRecord } from "../../store/records.ts"

/** Records that lack something, each with what. */
export type Lacking = ReadonlyMap<LiveRecord, readonly FieldModel[]>

/** Records of a request. */
const portion = 500

/**
 * What seems empty is read first: it may not be known yet, or somebody else may have filled it, which is not to be overwritten.
 * @returns what they lack once they are edited so, or why that cannot be known now
 */
export async function lackingAfter(edits: readonly Edit[]): Promise<Lacking | { error: ApiError }> {
  const required = requiredIn(edits)
  const inDoubt = [...required.keys()].filter(
    (record) => !isNew(record) && required.get(record)!.some((field) => isEmpty(record, field)),
  )
  for (const [object, records] of Map.groupBy(inDoubt, (record) => record.object)) {
    const error = await read(object, records, [...new Set(records.flatMap((record) => required.get(record)!))])
    if (error) return { error }
  }
  const lacking = [...required].map(
    ([record, fields]) => [record, fields.filter((field) => isEmpty(record, field))] as const,
  )
  return new Map(lacking.filter(([, fields]) => fields.length > 0))
}

/** Is it only about to be created? */
export const isNew = ({ id }: LiveRecord) => id === ""

const isEmpty = (record: LiveRecord, field: FieldModel) =>
  kindOf(field).text(peekValue(record, field.name), field) === null

/** By record, what its options ask for and the edits do not bring along. */
function requiredIn(edits: readonly Edit[]): Map<LiveRecord, readonly FieldModel[]> {
  const required = new Map<LiveRecord, readonly FieldModel[]>()
  for (const [record, own] of Map.groupBy(edits, (edit) => edit.record)) {
    const isGiven = (field: FieldModel) =>
      own.some(({ name, value }) => name === field.name && kindOf(field).text(value, field) !== null)
    const fields = [...new Set(own.flatMap(requiredBy))].filter((field) => !isGiven(field))
    if (fields.length > 0) required.set(record, fields)
  }
  return required
}

async function read(object: ObjectModel, records: readonly LiveRecord[], fields: readonly FieldModel[]) {
  const selection = [...new Set(fields.map(wholeSelectionOf))].join(" ")
  const query = `query ($filter: ${objectTypeName(object)}FilterInput, $first: Int) {
    page: ${object.namePlural}(filter: $filter, first: $first) { edges { node { id ${selection} } } }
  }`
  for (let at = 0; at < records.length; at += portion) {
    const ids = records.slice(at, at + portion).map(({ id }) => id)
    const variables = { filter: { id: { in: ids } }, first: ids.length }
    const { data, error } = await ask<{ page: { edges: { node: WireRecord }[] } }>("/graphql", { query, variables })
    if (error) return error
    for (const { node } of data.page.edges) putRecord(object, node)
  }
  return null
}
