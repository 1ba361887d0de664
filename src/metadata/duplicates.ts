/** Values that stand in the way of a unique index, for the person who has to merge or mend them. */
import { quoteIdent as q } from "../db/sql.ts"
import { AppError } from "../errors.ts"
import type { Connection } from "../ports/driver.ts"
import type { ObjectSchema, WorkspaceSchema } from "./schema.ts"
import { planIndex, type IndexPlan } from "./tables.ts"

export interface Duplicate {
  value: string
  count: string
}

/** Values that a new unique index would forbid are shown before anything is done. Throws BAD_USER_INPUT. */
export async function refuseDuplicates(tx: Connection, before: WorkspaceSchema, after: WorkspaceSchema): Promise<void> {
  const known = new Set(before.objects.flatMap((object) => object.indexes.map((index) => index.id)))
  for (const object of after.objects) {
    const old = before.byId.get(object.id)
    if (!old) continue
    for (const index of object.indexes.filter((each) => each.isUnique && !known.has(each.id))) {
      // A column that is new is empty.
      if (!index.fields.every((part) => old.fields.some((field) => field.id === part.fieldId))) continue
      const found = await duplicatesOf(tx, `${q(before.schemaName)}.${q(old.table)}`, planIndex(old, index))
      if (found.length > 0) throw duplicates(found, fieldNames(object, index.fields))
    }
  }
}

function fieldNames(object: ObjectSchema, parts: readonly { fieldId: string }[]): string {
  return parts.map((part) => `"${object.fields.find((field) => field.id === part.fieldId)!.name}"`).join(" with ")
}

function duplicates(found: Duplicate[], names: string): AppError {
  const shown = shownDuplicates(found)
  return new AppError(
    "BAD_USER_INPUT",
    `Field ${names} cannot be unique yet, some values occur more than once: ${shown}`,
    {
      subCode: "DUPLICATE_VALUES",
      userFriendlyMessage: `Some values occur more than once: ${shown}`,
    },
  )
}

/** The ten commonest. Like the index, it leaves out deleted records and empty values. */
export async function duplicatesOf(connection: Connection, table: string, index: IndexPlan): Promise<Duplicate[]> {
  const values = index.expressions.map((each) => `${each}::text`).join(", ")
  const filled = index.expressions.map((each) => `${each} is not null`).join(" and ")
  return await connection.query<{ value: string; count: string }>(
    `select concat_ws(', ', ${values}) as value, count(*) as count from ${table}
     where ${index.where ?? "true"} and ${filled}
     group by ${index.expressions.join(", ")} having count(*) > 1 order by 2 desc, 1 limit 10`,
  )
}

/** @example `"acme.com" (3), "example.com" (2)` */
export function shownDuplicates(found: Duplicate[]): string {
  return found.map((each) => `"${each.value}" (${each.count})`).join(", ")
}
