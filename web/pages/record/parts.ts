/** What of an object stands where on a record's page. */
import { kindOf } from "../../fields/index.ts"
import type { FieldModel, ObjectModel } from "../../model/workspace-model.ts"

/** Does the page show it? */
export function isShown(field: FieldModel): boolean {
  if (kindOf(field).isInternal || field === field.object.labelField || hidden.has(field.name)) return false
  return field.relation?.kind !== "ONE_TO_MANY"
}

/** The page says these in its own way. */
const hidden = new Set(["id", "deletedAt"])

/** Those that people fill in, then those that the platform keeps. */
export function fieldsOf({ fields }: ObjectModel): FieldModel[] {
  const short = fields.filter((field) => isShown(field) && !isLong(field))
  return short.toSorted((a, b) => Number(a.isSystem) - Number(b.isSystem))
}

/** Texts that need more room than a line. */
export function textsOf({ fields }: ObjectModel): FieldModel[] {
  return fields.filter((field) => isShown(field) && isLong(field))
}

const isLong = ({ type }: FieldModel): boolean => type === "RICH_TEXT"

/** To-many relations that are worth a card of their own: what hangs on a record without being anything itself is shown in tabs. */
export function relationsOf({ fields }: ObjectModel): FieldModel[] {
  return fields.filter(({ relation }) => relation?.kind === "ONE_TO_MANY" && !relation.target.isSystem)
}
