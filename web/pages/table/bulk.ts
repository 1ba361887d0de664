/** Work on any number of records, in portions: it can be watched, stopped, and undone in one step. */
import { ask } from "../../api/graphql.ts"
import type { ApiError } from "../../api/send.ts"
import { inputOf } from "../../fields/edits.ts"
import { selectionOfAll } from "../../fields/index.ts"
import { objectTypeName, objectTypeNames } from "../../model/names.ts"
import type { FieldModel, ObjectModel } from "../../model/workspace-model.ts"
import type { ListQuestion } from "../../store/queries.ts"
import { peekValue, putRecord, type WireRecord } from "../../store/records.ts"
import { tellWritten } from "../../store/written.ts"
import type { Chosen } from "./selection.ts"

/** Records of a request. */
const portion = 500

/** Told how far it is; false ends it. */
export type Watch = (done: number) => boolean

/** Ids of the chosen records, those among them that are not loaded too. */
export async function idsOf(
  chosen: Chosen,
  { object, filter, viewFilter }: ListQuestion,
): Promise<string[] | ApiError> {
  if (!chosen.isAll) return [...chosen.ids]
  const ids: string[] = []
  const type = objectTypeName(object)
  const query = `query ($filter: ${type}FilterInput, $viewFilter: JSON, $after: String) {
    page: ${object.namePlural}(filter: $filter, viewFilter: $viewFilter, orderBy: [{ id: AscNullsLast }], first: 5000, after: $after) {
      edges { node { id } } pageInfo { hasNextPage endCursor }
    }
  }`
  for (let after: string | null = null; ;) {
    const { data, error }: Awaited<ReturnType<typeof ask<IdPage>>> = await ask<IdPage>("/graphql", {
      query,
      variables: { filter, viewFilter, after },
    })
    if (error) return error
    for (const { node } of data.page.edges) if (!chosen.ids.has(node.id)) ids.push(node.id)
    if (!data.page.pageInfo.hasNextPage) return ids
    after = data.page.pageInfo.endCursor
  }
}

interface IdPage {
  page: { edges: { node: { id: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } }
}

/** What the fields held, of each record that was changed: what is written to have it back. */
export type Before = Map<string, Readonly<Record<string, unknown>>>

interface Changed {
  before: Before
  error: ApiError | null
}

/** Records that get the same values. */
export interface Change {
  ids: readonly string[]
  values: ReadonlyMap<FieldModel, unknown>
}

/** Writes values into fields of many records; what was there is read first, in the same portions. */
export async function changeMany(object: ObjectModel, changes: readonly Change[], watch: Watch): Promise<Changed> {
  const before: Before = new Map()
  let done = 0
  for (const { ids, values } of changes.flatMap(inPortions)) {
    const fields = [...values.keys()]
    const read = await readValues(object, ids, fields)
    if (!Array.isArray(read)) return { before, error: read }
    for (const record of read)
      before.set(
        record.id,
        inputOfAll(fields, (field) => peekValue(record, field.name)),
      )
    const input = inputOfAll(fields, (field) => values.get(field))
    const error = await updateMany(object, ids, input, selectionOfAll(fields))
    tellWritten(object)
    if (error) {
      for (const id of ids) before.delete(id)
      return { before, error }
    }
    done += ids.length
    if (!watch(done)) break
  }
  return { before, error: null }
}

function inPortions({ ids, values }: Change): Change[] {
  const starts = Array.from({ length: Math.ceil(ids.length / portion) }, (_, i) => i * portion)
  return starts.map((at) => ({ ids: ids.slice(at, at + portion), values }))
}

function inputOfAll(
  fields: readonly FieldModel[],
  valueOf: (field: FieldModel) => unknown,
): Readonly<Record<string, unknown>> {
  return Object.assign({}, ...fields.map((field) => inputOf(field, valueOf(field))))
}

/** Writes back what was there, records with the same value together. */
export async function changeBack(
  object: ObjectModel,
  before: Before,
  fields: readonly FieldModel[],
  watch: Watch,
): Promise<ApiError | null> {
  const groups = new Map<string, { input: Readonly<Record<string, unknown>>; ids: string[] }>()
  for (const [id, input] of before) {
    const key = JSON.stringify(input)
    const group = groups.get(key) ?? { input, ids: [] }
    group.ids.push(id)
    groups.set(key, group)
  }
  let done = 0
  for (const { input, ids } of groups.values()) {
    for (let at = 0; at < ids.length; at += portion) {
      const some = ids.slice(at, at + portion)
      const error = await updateMany(object, some, input, selectionOfAll(fields))
      if (error) return error
      done += some.length
      watch(done)
    }
  }
  tellWritten(object)
  return null
}

async function readValues(object: ObjectModel, ids: readonly string[], fields: readonly FieldModel[]) {
  const type = objectTypeName(object)
  const query = `query ($filter: ${type}FilterInput, $first: Int) {
    page: ${object.namePlural}(filter: $filter, first: $first) { edges { node { id ${selectionOfAll(fields)} } } }
  }`
  const variables = { filter: { id: { in: ids } }, first: ids.length }
  const { data, error } = await ask<{ page: { edges: { node: WireRecord }[] } }>("/graphql", { query, variables })
  if (error) return error
  return data.page.edges.map(({ node }) => putRecord(object, node))
}

async function updateMany(
  object: ObjectModel,
  ids: readonly string[],
  data: Readonly<Record<string, unknown>>,
  selection: string,
): Promise<ApiError | null> {
  const type = objectTypeName(object)
  const query = `mutation ($filter: ${type}FilterInput!, $data: ${type}UpdateInput!) {
    records: update${objectTypeNames(object)}(filter: $filter, data: $data) { id ${selection} }
  }`
  const variables = { filter: { id: { in: ids } }, data }
  const answer = await ask<{ records: WireRecord[] }>("/graphql", { query, variables })
  for (const wire of answer.data?.records ?? []) putRecord(object, wire)
  return answer.error
}
