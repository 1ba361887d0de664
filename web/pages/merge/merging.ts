/** What records have in common, what they come to as one, and making them one. */
import { ask } from "../../api/graphql.ts"
import type { Answer, ApiError } from "../../api/send.ts"
import { inputOf } from "../../fields/edits.ts"
import { kindOf, selectionOfAll } from "../../fields/index.ts"
import { objectTypeName, objectTypeNames } from "../../model/names.ts"
import type { FieldModel, ObjectModel } from "../../model/workspace-model.ts"
import { putRecord, same, valueOf, type LiveRecord, type LiveRecords, type WireRecord } from "../../store/records.ts"
import { tellWritten } from "../../store/written.ts"
import { most } from "./mergeable.ts"

/** Fields of which one value is chosen, or all are put together. */
export function mergedFields({ fields }: ObjectModel): FieldModel[] {
  return fields.filter((field) => field.canEdit && !field.isSystem && !kindOf(field).isInternal && !isToMany(field))
}

const isToMany = ({ relation }: FieldModel) => relation?.kind === "ONE_TO_MANY"

/** Are the values of all records put together, rather than one of them chosen? */
export const isUnited = ({ type }: FieldModel) => united.has(type)

const united = new Set<FieldModel["type"]>(["ARRAY", "EMAILS", "FILES", "LINKS", "MULTI_SELECT", "PHONES"])

/** In the order of the ids; without those that are gone. */
export async function readRecords(object: ObjectModel, ids: readonly string[]): Promise<Answer<LiveRecord[]>> {
  const query = `query ($filter: ${objectTypeName(object)}FilterInput, $first: Int) {
    page: ${object.namePlural}(filter: $filter, first: $first) { edges { node { id ${selectionOf(object)} } } }
  }`
  const { data, error } = await ask<{ page: { edges: { node: WireRecord }[] } }>("/graphql", {
    query,
    variables: { filter: { id: { in: ids } }, first: most },
  })
  if (error) return { data: null, error }
  const records = new Map(data.page.edges.map(({ node }) => [node.id, putRecord(object, node)]))
  return { data: ids.flatMap((id) => records.get(id) ?? []), error: null }
}

function selectionOf(object: ObjectModel): string {
  const label = object.labelField ? [object.labelField] : []
  return selectionOfAll([...label, ...mergedFields(object), ...object.fields.filter(isToMany)])
}

/** What the server would make of them. @param kept which of the ids stays, and leads where values differ */
export function previewMerge(object: ObjectModel, ids: readonly string[], kept: number): Promise<Answer<LiveRecord>> {
  return sendMerge(object, { ids, kept, isDry: true })
}

/** What the others have that will belong to the kept record. */
export function movingWith(object: ObjectModel, others: readonly LiveRecord[]): { field: FieldModel; count: number }[] {
  return object.fields.filter(isToMany).flatMap((field) => {
    const totals = others.map((record) => (valueOf(record, field.name) as LiveRecords | undefined)?.total ?? 0)
    const count = totals.reduce((sum, each) => sum + each, 0)
    return count > 0 ? [{ field, count }] : []
  })
}

export const differs = (field: FieldModel, [first, ...rest]: readonly LiveRecord[]) =>
  rest.some((record) => !same(valueOf(record, field.name), valueOf(first!, field.name)))

export const isEmpty = (field: FieldModel, record: LiveRecord) =>
  kindOf(field).text(valueOf(record, field.name), field) === null

interface Merge {
  records: readonly LiveRecord[]
  /** among the records */
  kept: number
  /** values to be had in place of those that the server would choose */
  chosen: ReadonlyMap<FieldModel, unknown>
}

type Merged = { data: LiveRecord; error: null; rest: ApiError | null } | { data: null; error: ApiError }

/** @returns the kept record, and what went wrong when the chosen values were written into it */
export async function mergeRecords(object: ObjectModel, { records, kept, chosen }: Merge): Promise<Merged> {
  // The others are gone before these are written, so that no value is taken already.
  const input = Object.assign({}, ...[...chosen].map(([field, value]) => inputOf(field, value))) as Input
  const { data, error } = await sendMerge(object, { ids: records.map(({ id }) => id), kept, isDry: false })
  if (error) return { data: null, error }
  const rest = chosen.size === 0 ? null : await writeChosen(data, input)
  for (const each of new Set([object, ...object.fields.flatMap(({ relation }) => relation?.target ?? [])]))
    tellWritten(each)
  return { data, error: null, rest }
}

type Input = Readonly<Record<string, unknown>>

async function writeChosen({ object, id }: LiveRecord, input: Input): Promise<ApiError | null> {
  const type = objectTypeName(object)
  const { data, error } = await ask<{ record: WireRecord }>("/graphql", {
    query: `mutation ($id: UUID!, $data: ${type}UpdateInput!) {
      record: update${type}(id: $id, data: $data) { id ${selectionOf(object)} }
    }`,
    variables: { id, data: input },
  })
  if (data) putRecord(object, data.record)
  return error
}

interface Sent {
  ids: readonly string[]
  kept: number
  isDry: boolean
}

async function sendMerge(object: ObjectModel, { ids, kept, isDry }: Sent): Promise<Answer<LiveRecord>> {
  const { data, error } = await ask<{ record: WireRecord }>("/graphql", {
    query: `mutation ($ids: [UUID!]!, $kept: Int!, $isDry: Boolean) {
      record: merge${objectTypeNames(object)}(ids: $ids, conflictPriorityIndex: $kept, dryRun: $isDry) {
        id ${selectionOf(object)}
      }
    }`,
    variables: { ids, kept, isDry },
  })
  return error ? { data: null, error } : { data: putRecord(object, data.record), error: null }
}
