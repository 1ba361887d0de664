/**
 * Options that ask for fields: a record has these filled before it gets the option. Whatever is written of fields goes through
 * here, so that the rule holds for cells, cards and pages alike; it is one of interfaces, and the server refuses nothing for it.
 */
import type { FieldModel } from "../model/workspace-model.ts"
import type { Edit } from "../store/edits.ts"

/** As far as the role may see them; what is switched off is not asked for. */
export function requiredFields({ settings, object }: FieldModel, value: unknown): readonly FieldModel[] {
  const all = settings.requiredFields as Readonly<Record<string, readonly string[]>> | undefined
  const ids = (typeof value === "string" && all?.[value]) || []
  return ids.flatMap((id) => object.byId.get(id) ?? [])
}

export function requiredBy({ record, name, value }: Edit): readonly FieldModel[] {
  const field = record.object.byName.get(name)
  return field ? requiredFields(field, value) : []
}

/** May they have to be completed first? */
export const asksForMore = (edits: readonly Edit[]) => edits.some((edit) => requiredBy(edit).length > 0)

type Complete = (edits: readonly Edit[]) => Promise<readonly Edit[] | null>

let complete: Complete = async (edits) => edits

/** Whoever asks people for what is missing. */
export function onAsking(ask: Complete): void {
  complete = ask
}

/** @returns them with what their options ask for; null where they are not to be made, of which people know */
export async function completed(edits: readonly Edit[]): Promise<readonly Edit[] | null> {
  return asksForMore(edits) ? complete(edits) : edits
}
