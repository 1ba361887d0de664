/** Parts of a path → what they name. */
import { badInput, type AppError } from "../../errors.ts"
import { isUuid } from "../../metadata/scalar.ts"
import type { ObjectSchema, WorkspaceSchema } from "../../metadata/schema.ts"
import { malformed } from "../respond.ts"

/** Throws BAD_USER_INPUT for an unknown object, with the right name for whoever wrote the singular. */
export function objectNamed(schema: WorkspaceSchema, plural: string): ObjectSchema {
  const object = schema.byPlural.get(plural)
  if (object) return object
  const meant = schema.bySingular.get(plural)
  const hint = meant ? `Did you mean '${meant.namePlural}'?` : "eg: companies"
  throw badInput(`object '${plural}' not found. ${hint}`)
}

export function recordId(text: string): string {
  if (isUuid(text)) return text
  throw badInput(`'${text}' is not a valid UUID`)
}

export function badPath(path: string): AppError {
  return badInput(
    `Query path '${path}' invalid. Valid examples: /rest/companies/id or /rest/companies or /rest/batch/companies`,
  )
}

/** The id in a path of `/rest/metadata`. */
export function pathId(id: string): string {
  if (isUuid(id)) return id.toLowerCase()
  throw malformed("Validation failed (uuid is expected)")
}
