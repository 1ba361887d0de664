/** Finding records to choose from by what they are called, and names of records that are known by their id alone. */
import { ask } from "../api/graphql.ts"
import type { Answer } from "../api/send.ts"
import { objectTypeName } from "../model/names.ts"
import type { ObjectModel } from "../model/workspace-model.ts"
import { liveRecord, peekValue, putRecord, type LiveRecord, type WireRecord } from "../store/records.ts"
import { kindOf, selectionOfLabel } from "./kinds.ts"

interface Found {
  page: { edges: { node: WireRecord }[] }
}

/** As {@link findRecords}; none when the server cannot be asked. */
export async function searchRecords(object: ObjectModel, text: string, signal?: AbortSignal): Promise<LiveRecord[]> {
  return (await findRecords(object, text, signal)).data ?? []
}

/** Those called so, or the latest where nothing is asked for. */
export function findRecords(object: ObjectModel, text: string, signal?: AbortSignal): Promise<Answer<LiveRecord[]>> {
  const { labelField } = object
  const wanted = text.trim()
  const filter = wanted && labelField ? kindOf(labelField).contains?.(labelField, wanted) : undefined
  return read(object, { filter, first: 20, orderBy: [{ updatedAt: "DescNullsLast" }] }, signal)
}

async function read(
  object: ObjectModel,
  variables: Record<string, unknown>,
  signal?: AbortSignal,
): Promise<Answer<LiveRecord[]>> {
  const type = objectTypeName(object)
  const query = `query ($filter: ${type}FilterInput, $orderBy: [${type}OrderByInput], $first: Int) {
    page: ${object.namePlural}(filter: $filter, orderBy: $orderBy, first: $first) { edges { node { id ${selectionOfLabel(object)} } } }
  }`
  const { data, error } = await ask<Found>("/graphql", { query, variables, ...(signal && { signal }) })
  return error ? { data: null, error } : { data: data.page.edges.map(({ node }) => putRecord(object, node)), error }
}

/** Ids whose names are asked for together, in the next moment. */
const wanted = new Map<ObjectModel, Set<string>>()

/** The record of that id; what it is called follows when it is not known. */
export function recordOfId(object: ObjectModel, id: string): LiveRecord {
  const record = liveRecord(object, id)
  const { labelField } = object
  if (labelField && peekValue(record, labelField.name) === undefined) {
    if (wanted.size === 0) queueMicrotask(() => void readWanted())
    wanted.set(object, (wanted.get(object) ?? new Set()).add(id))
  }
  return record
}

async function readWanted(): Promise<void> {
  const all = [...wanted]
  wanted.clear()
  await Promise.all(all.map(([object, ids]) => read(object, { filter: { id: { in: [...ids] } }, first: ids.size })))
}
