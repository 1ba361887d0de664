/** Bodies of schema changes → typed inputs. Unknown members are dropped; every wrong one is named. */
import type { ApiKeyInput } from "../../accounts/api-keys.ts"
import type { WebhookInput } from "../../accounts/webhooks.ts"
import type { FieldInput, FieldUpdate } from "../../metadata/field-input.ts"
import type { ObjectInput, ObjectUpdate } from "../../metadata/change-object.ts"
import { isUuid } from "../../metadata/scalar.ts"
import { fieldTypeNames } from "../../metadata/schema.ts"
import { malformed } from "../respond.ts"

export const readObjectInput = (body: unknown) => read<ObjectInput>(body, objectInput)
export const readObjectUpdate = (body: unknown) => read<ObjectUpdate>(body, objectUpdate)
export const readFieldInput = (body: unknown) => read<FieldInput>(body, fieldInput)
export const readFieldUpdate = (body: unknown) => read<FieldUpdate>(body, fieldUpdate)
export const readWebhookInput = (body: unknown) => read<WebhookInput>(body, webhookInput)
export const readWebhookUpdate = (body: unknown) => read<Partial<WebhookInput>>(body, webhookUpdate)
export const readKeyInput = (body: unknown) => read<ApiKeyInput>(body, keyInput)
export const readKeyUpdate = (body: unknown) => read<Partial<ApiKeyInput>>(body, keyUpdate)

/** Returns what is believed of a value, and notes what is wrong with it. */
type Reader = (value: unknown, path: string, problems: string[]) => unknown

function read<T>(body: unknown, reader: Reader): T {
  const problems: string[] = []
  const value = reader(body, "body", problems)
  if (problems.length > 0) throw malformed(problems.join("; "), problems)
  return value as T
}

// --- readers --------------------------------------------------------------------------------------------------------

const checked =
  (isGood: (value: unknown) => boolean, rule: string): Reader =>
  (value, path, problems) => {
    if (!isGood(value)) problems.push(`${path} ${rule}`)
    return value
  }

const text = checked((value) => typeof value === "string", "must be a string")
const flag = checked((value) => typeof value === "boolean", "must be a boolean value")
const number = checked((value) => typeof value === "number", "must be a number")
const id = checked(isUuid, "must be a UUID")
const anything: Reader = (value) => value
const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value)
const object = checked(isObject, "must be an object")

const oneOf = (values: readonly string[]) =>
  checked((value) => values.includes(value as string), `must be one of the following values: ${values.join(", ")}`)

const orNull =
  (reader: Reader): Reader =>
  (value, path, problems) =>
    value === null ? null : reader(value, path, problems)

const listOf =
  (reader: Reader): Reader =>
  (value, path, problems) => {
    if (!Array.isArray(value)) {
      problems.push(`${path} must be an array`)
      return value
    }
    return value.map((each, i) => reader(each, `${path}.${i}`, problems))
  }

const shape =
  (members: Record<string, Reader>, required: readonly string[] = []): Reader =>
  (value, path, problems) => {
    if (!isObject(value)) {
      problems.push(`${path} must be an object`)
      return value
    }
    const given = value as Record<string, unknown>
    const prefix = path === "body" ? "" : `${path}.`
    const entries = Object.entries(members).filter(([key]) => given[key] !== undefined || required.includes(key))
    return Object.fromEntries(entries.map(([key, reader]) => [key, reader(given[key], `${prefix}${key}`, problems)]))
  }

// --- shapes ---------------------------------------------------------------------------------------------------------

const names = { nameSingular: text, namePlural: text, labelSingular: text, labelPlural: text }
const looks = { description: orNull(text), icon: orNull(text), color: orNull(text), shortcut: orNull(text) }

const objectInput = shape(
  { ...names, ...looks, isLabelSyncedWithName: orNull(flag), skipNameField: orNull(flag) },
  Object.keys(names),
)

const objectUpdate = shape({
  ...names,
  ...looks,
  isActive: flag,
  isSearchable: flag,
  isLabelSyncedWithName: flag,
  labelIdentifierFieldMetadataId: orNull(id),
  imageIdentifierFieldMetadataId: orNull(id),
})

const option = shape({ id, value: text, label: text, color: text, position: number }, ["value", "label"])

const relation = shape(
  {
    type: oneOf(["MANY_TO_ONE", "ONE_TO_MANY", "MANY_TO_MANY"]),
    targetObjectMetadataId: id,
    targetFieldLabel: text,
    targetFieldIcon: orNull(text),
    targetFieldName: orNull(text),
    junctionNameSingular: orNull(text),
    junctionNamePlural: orNull(text),
  },
  ["type", "targetObjectMetadataId", "targetFieldLabel"],
)

const contents = {
  name: text,
  label: text,
  description: orNull(text),
  icon: orNull(text),
  isNullable: orNull(flag),
  isUnique: orNull(flag),
  defaultValue: anything,
  options: orNull(listOf(option)),
  settings: orNull(object),
}

const fieldInput = shape(
  {
    objectMetadataId: id,
    type: oneOf(fieldTypeNames),
    ...contents,
    isUIEditable: orNull(flag),
    isLabelSyncedWithName: orNull(flag),
    relationCreationPayload: orNull(relation),
    morphRelationsCreationPayload: orNull(listOf(relation)),
  },
  ["objectMetadataId", "type", "name", "label"],
)

const fieldUpdate = shape({
  ...contents,
  isActive: flag,
  isLabelSyncedWithName: flag,
  optionReplacements: orNull(object),
})

const webhook = { targetUrl: text, operations: listOf(text), description: orNull(text), secret: orNull(text) }

const webhookInput = shape({ id, ...webhook }, ["targetUrl", "operations"])
const webhookUpdate = shape(webhook)

const key = { name: text, expiresAt: text, revokedAt: orNull(text) }

const keyInput = shape({ ...key, roleId: id }, ["name", "expiresAt", "roleId"])
const keyUpdate = shape(key)
