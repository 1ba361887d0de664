/** Values of which lists show a part: the rest is asked for where a record is read at length. */
import { ask } from "../api/graphql.ts"
import type { ApiError } from "../api/send.ts"
import { objectTypeName } from "../model/names.ts"
import type { FieldModel } from "../model/workspace-model.ts"
import { putRecord, type LiveRecord, type WireRecord } from "../store/records.ts"
import { wholeSelectionOf } from "./kinds.ts"

/** Asks for all of a field's value, which its record holds then. @returns why that cannot be had now */
export function readWhole(record: LiveRecord, field: FieldModel): Promise<ApiError | null> {
  return readFields(record, [field])
}

/** The same for several. */
export async function readFields({ object, id }: LiveRecord, fields: readonly FieldModel[]): Promise<ApiError | null> {
  const selection = [...new Set(fields.map(wholeSelectionOf))].join(" ")
  const { data, error } = await ask<{ record: WireRecord | null }>("/graphql", {
    query: `query ($filter: ${objectTypeName(object)}FilterInput!) {
      record: ${object.nameSingular}(filter: $filter) { id ${selection} }
    }`,
    variables: { filter: { id: { eq: id } } },
  })
  if (data?.record) putRecord(object, data.record)
  return error
}
