import { ask } from "../../api/graphql.ts"
import type { Answer } from "../../api/send.ts"
import { selectionOfLabel, wholeSelectionOf } from "../../fields/index.ts"
import { objectTypeName } from "../../model/names.ts"
import type { FieldModel, ObjectModel } from "../../model/workspace-model.ts"
import { putRecord, type LiveRecord, type WireRecord } from "../../store/records.ts"
import { isShown, relationsOf } from "./parts.ts"

/** How many of a to-many relation are shown at once. */
export const few = 5

/** Everything that a page shows of a record, whether it is deleted or not. */
export async function readRecord(object: ObjectModel, id: string): Promise<Answer<LiveRecord>> {
  const { data, error } = await ask<{ record: WireRecord | null }>("/graphql", {
    query: `query ($filter: ${objectTypeName(object)}FilterInput!) {
      record: ${object.nameSingular}(filter: $filter) { id ${selectionOfPage(object)} }
    }`,
    variables: { filter: { and: [{ id: { eq: id } }, { or: deletedOrNot }] } },
  })
  if (error) return { data: null, error }
  return data.record ? { data: putRecord(object, data.record), error: null } : { data: null, error: missing }
}

const deletedOrNot = [{ deletedAt: { is: "NULL" } }, { deletedAt: { is: "NOT_NULL" } }]

const missing = { kind: "missing", code: "", message: "", retryAfter: null, requestId: "" } as const

function selectionOfPage(object: ObjectModel): string {
  const fields = object.fields.filter((field) => isShown(field) || field === object.labelField)
  const parts = [...fields.map(wholeSelectionOf), ...relationsOf(object).map(selectionOfRelation)]
  if (object.byName.has("deletedAt")) parts.push("deletedAt")
  return [...new Set(parts)].join(" ")
}

function selectionOfRelation({ name, relation }: FieldModel): string {
  return `${name}(first: ${few}) { totalCount edges { node { id ${selectionOfLabel(relation!.target)} } } }`
}
