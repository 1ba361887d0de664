/** Records that say of others that they belong together, or that say something about one. */
import type { FieldSchema, ObjectSchema } from "../metadata/schema.ts"

const base = new Set([
  "id",
  "createdAt",
  "updatedAt",
  "deletedAt",
  "createdBy",
  "updatedBy",
  "position",
  "searchVector",
])

/** Fields beside those that every record has. */
export const contentOf = (object: ObjectSchema) =>
  object.fields.filter((field) => field.column !== null && !base.has(field.name))

/** A record that says nothing but what belongs together, such as a task's target or a favorite. */
export function isLink(object: ObjectSchema): boolean {
  return object.isSystem && contentOf(object).every((field) => field.relation || field.type === "UUID")
}

/** The fields that say what a record belongs to; none where it stands on its own. */
export function linksOf(object: ObjectSchema): FieldSchema[] {
  const isAbout = isLink(object)
  const tells = object.nameSingular === "attachment" || object.nameSingular === "timelineActivity"
  return object.fields.filter(
    ({ type, column, relation }) =>
      column !== null && relation?.kind === "MANY_TO_ONE" && (isAbout || (tells && type === "MORPH_RELATION")),
  )
}
