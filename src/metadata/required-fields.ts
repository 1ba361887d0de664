/**
 * What an option asks for before a record gets it: `settings.requiredFields` of a SELECT field, the value of an option → ids
 * of fields of the same object. Interfaces ask for those that are empty; a write is never refused for it, so that no
 * integration breaks because somebody wants a reason to be given.
 */
import type { Problems } from "./problems.ts"
import type { FieldRow } from "./rows.ts"
import type { FieldTypeName, Json } from "./schema.ts"

type Settings = FieldRow["settings"]
type RequiredFields = Record<string, string[]>

/** A SELECT as it is to be; one that is only being made has no id. */
interface Asking {
  id?: string
  type: FieldTypeName
  options?: readonly { value: string }[] | null
  settings?: Settings
}

/** @param siblings the fields of its object */
export function checkRequiredFields(problems: Problems, asking: Asking, siblings: readonly FieldRow[]): void {
  const given = asking.settings?.requiredFields ?? null
  const add = (message: string, value?: unknown) => problems.add("INVALID_FIELD_INPUT", message, value)
  if (given === null) return
  if (asking.type !== "SELECT") return add("requiredFields is a setting of SELECT fields", asking.type)
  if (!isRequiredFields(given)) return add("requiredFields must be an object {OPTION: [ids of fields]}", given)
  const values = (asking.options ?? []).map(({ value }) => value)
  for (const value of Object.keys(given)) {
    if (!values.includes(value))
      add(`requiredFields names "${value}", which is no option of the field. Options are: ${values.join(", ")}`, value)
  }
  for (const id of new Set(Object.values(given).flat())) {
    const problem = problemOf(
      siblings.find((each) => each.id === id),
      asking,
    )
    if (problem) add(problem, id)
  }
}

function isRequiredFields(given: Json): given is RequiredFields {
  const isList = (each: Json) => Array.isArray(each) && each.every((id) => typeof id === "string")
  return typeof given === "object" && given !== null && !Array.isArray(given) && Object.values(given).every(isList)
}

function problemOf(field: FieldRow | undefined, asking: Asking): string | undefined {
  if (!field) return "requiredFields takes ids of fields of the same object, and this is none"
  if (field.id === asking.id) return `The options of "${field.name}" cannot ask for "${field.name}" itself`
  if (!canBeFilledIn(field)) return `Nobody can fill in the field "${field.name}", so no option can ask for it`
  return undefined
}

/** Kept by the platform, or, as a morph relation, several fields that people see as one. */
const notFilledIn: readonly FieldTypeName[] = ["ACTOR", "MORPH_RELATION", "POSITION", "TS_VECTOR", "UUID"]

const canBeFilledIn = ({ type, isSystem, isUIEditable, settings }: FieldRow) =>
  !isSystem && isUIEditable && !notFilledIn.includes(type) && settings?.relationType !== "ONE_TO_MANY"

/** Without options that ask for nothing, and each field once. */
export function tidied(settings: Settings): Settings {
  return mapRequired(settings, (value, ids) => [value, [...new Set(ids)]])
}

/** What is asked for goes along when the value of an option changes, and goes with an option that goes. */
export function followOptions(
  settings: Settings,
  moves: readonly { from: string; to: string | undefined }[],
): Settings {
  const moved = new Map(moves.map(({ from, to }) => [from, to]))
  return mapRequired(settings, (value, ids) => [moved.has(value) ? moved.get(value) : value, ids])
}

export function withoutRequired(settings: Settings, gone: ReadonlySet<string>): Settings {
  return mapRequired(settings, (value, ids) => [value, ids.filter((id) => !gone.has(id))])
}

/** @param next an option and its fields as they are to be; no option where they are to go */
function mapRequired(
  settings: Settings,
  next: (value: string, ids: string[]) => readonly [string | undefined, string[]],
): Settings {
  const { requiredFields = null, ...others } = settings ?? {}
  if (settings?.requiredFields === undefined || (requiredFields !== null && !isRequiredFields(requiredFields)))
    return settings
  const entries = Object.entries(requiredFields ?? {}).map(([value, ids]) => next(value, ids))
  const kept = entries.filter(([value, ids]) => value !== undefined && ids.length > 0)
  return kept.length > 0 ? { ...others, requiredFields: Object.fromEntries(kept) as RequiredFields } : others
}
