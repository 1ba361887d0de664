/** The editor of formatted texts: a chunk of its own, fetched when somebody begins to write, or is about to. */
import type { ApiError } from "../api/send.ts"
import { asParts } from "../fields/field-kind.ts"
import { readWhole } from "../fields/whole.ts"
import type { FieldModel } from "../model/workspace-model.ts"
import { peekValue, type LiveRecord } from "../store/records.ts"
import { part } from "../ui/part.ts"

export type Writer = typeof import("./rich-text/index.ts")

const writer = part<Writer>(() => import("./rich-text/index.ts"))

export const loadWriter = writer.load

/** The editor and the whole text, or why it cannot be written on now; undefined where people have been told already. */
export async function prepareWriting(
  record: LiveRecord | undefined,
  field: FieldModel,
): Promise<{ writer: Writer } | { error: ApiError } | undefined> {
  const isWhole = !record || asParts(peekValue(record, field.name)).blocknote !== undefined
  const [loaded, error] = await Promise.all([writer.load(), isWhole ? null : readWhole(record, field)])
  if (error) return { error }
  return loaded && { writer: loaded }
}
