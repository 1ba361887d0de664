/** Records coming and going. What is said of them counts for every list at once, before the server has answered. */
import { batch } from "@preact/signals"
import { ask } from "../api/graphql.ts"
import type { Answer, ApiError } from "../api/send.ts"
import { objectTypeName, objectTypeNames } from "../model/names.ts"
import type { ObjectModel } from "../model/workspace-model.ts"
import { findRecord, putRecord, setValue, type LiveRecord, type WireRecord } from "./records.ts"
import { uuidv7 } from "./uuid.ts"
import { tellWritten } from "./written.ts"

interface Created {
  object: ObjectModel
  /** names and values of the wire */
  input: Readonly<Record<string, unknown>>
  /** what to ask for of the new record, in GraphQL */
  selection: string
}

/** Sent once more with the same id when no answer was heard, it creates nothing twice. */
export async function createRecord({ object, input, selection }: Created): Promise<Answer<LiveRecord>> {
  const name = objectTypeName(object)
  const { data, error } = await ask<{ record: WireRecord }>("/graphql", {
    query: `mutation ($data: ${name}CreateInput!) { record: create${name}(data: $data) { id ${selection} } }`,
    variables: { data: { id: uuidv7(), ...input } },
    key: uuidv7(),
  })
  if (error) return { data: null, error }
  tellWritten(object)
  return { data: putRecord(object, data.record), error: null }
}

/** Records of a request; a filter of more ids would be longer than what servers on the way let through. */
const most = 500

type Removal = "delete" | "restore" | "destroy"

/** @param onProgress told how many are done; it ends the rest by returning false */
export async function removeRecords(
  kind: Removal,
  object: ObjectModel,
  ids: readonly string[],
  onProgress: (done: number) => boolean = () => true,
): Promise<ApiError | null> {
  const type = objectTypeName(object)
  for (let at = 0; at < ids.length; at += most) {
    const some = ids.slice(at, at + most)
    const { error } = await ask("/graphql", {
      query: `mutation ($filter: ${type}FilterInput!) { ${kind}${objectTypeNames(object)}(filter: $filter) { id } }`,
      variables: { filter: filterOfIds(kind, some) },
    })
    if (error) return error
    showRemoved(kind, object, some)
    tellWritten(object)
    if (!onProgress(Math.min(ids.length, at + most))) break
  }
  return null
}

/** Whoever shows one of them sees it at once; when exactly it was deleted is the server's to say. */
function showRemoved(kind: Removal, object: ObjectModel, ids: readonly string[]): void {
  const deletedAt = kind === "restore" ? null : new Date().toISOString()
  batch(() => {
    for (const id of ids) {
      const record = findRecord(object, id)
      if (record) setValue(record, "deletedAt", deletedAt)
    }
  })
}

/** Deleted records are seen by whoever asks for them alone. */
function filterOfIds(kind: Removal, ids: readonly string[]) {
  const filter = { id: { in: ids } }
  return kind === "delete" ? filter : { and: [filter, { deletedAt: { is: "NOT_NULL" } }] }
}
