/** What is wrong with a field as it is asked for: its name, its type, its contents, the other side of its relation. */
import type { RowsDraft } from "./build.ts"
import { unquoteDefault } from "./field-type.ts"
import { fieldTypes } from "./field-types/index.ts"
import type { FieldInput, RelationInput } from "./field-input.ts"
import { junctionTargetOf, leadsOn } from "./junction-target.ts"
import { capitalize, nameFromLabel, nameProblem } from "./names.ts"
import { checkOptions } from "./options.ts"
import type { Problems } from "./problems.ts"
import type { FieldRow, ObjectRow } from "./rows.ts"
import { deleteRules, type FieldTypeName, type Json } from "./schema.ts"

/** `Id` of a join column and the prefix of its morph variants must still fit. */
const nameRoom = 3

export function checkName(
  draft: RowsDraft,
  problems: Problems,
  object: ObjectRow,
  input: { name: string; label: string; type: FieldTypeName; isLabelSyncedWithName?: boolean | null },
  self: FieldRow | null,
): void {
  const problem = nameProblem(input.name, nameRoom)
  if (problem) problems.add(problem.code, problem.message, input.name)
  if (input.label.trim() === "") problems.add("INVALID_FIELD_INPUT", "Label must not be empty", input.label)
  checkAvailable(draft, problems, object, input.name, self)
  if (input.isLabelSyncedWithName && nameFromLabel(input.label) !== input.name) {
    problems.add("NAME_NOT_SYNCED_WITH_LABEL", "Name is not synced with label", input.name)
  }
}

function checkAvailable(
  draft: RowsDraft,
  problems: Problems,
  object: ObjectRow,
  name: string,
  self: FieldRow | null,
): void {
  const siblings = draft.fields.filter((field) => field.objectMetadataId === object.id && field.id !== self?.id)
  if (siblings.some((field) => field.name === name)) {
    problems.add("NOT_AVAILABLE", `Name "${name}" is not available as it is already used by another field`, name)
  }
  if (
    siblings.some(
      (field) =>
        field.columnName !== null &&
        field.columnName !== field.name &&
        [field.columnName, `${field.name}Id`].includes(name),
    )
  ) {
    problems.add(
      "NOT_AVAILABLE",
      `Name "${name}" is not available as it is already used by another join column name`,
      name,
    )
  }
  for (const field of siblings) {
    const parts = Object.keys(fieldTypes[field.type].subfields)
    if (parts.some((part) => `${field.name}${capitalize(part)}` === name)) {
      problems.add("RESERVED_KEYWORD", `Name "${name}" is reserved composite field name`, name)
    }
  }
}

export function checkType(problems: Problems, object: ObjectRow, input: FieldInput): void {
  if (object.isRemote)
    problems.add("FIELD_MUTATION_NOT_ALLOWED", "Remote objects cannot be changed here", object.nameSingular)
  if (input.type === "NUMERIC") {
    problems.add(
      "INVALID_FIELD_INPUT",
      "Field type NUMERIC is not supported for field creation. Use NUMBER instead.",
      input.type,
    )
  } else if (!fieldTypes[input.type].isCreatable) {
    problems.add(
      "INVALID_FIELD_INPUT",
      `Field type ${input.type} is kept by the system and cannot be created`,
      input.type,
    )
  }
}

export type Contents = Pick<FieldInput, "isNullable" | "isUnique" | "defaultValue" | "options" | "settings">

export function checkContents(problems: Problems, type: FieldTypeName, input: Contents): void {
  if (type === "SELECT" || type === "MULTI_SELECT") {
    checkOptions(problems, input.options ?? [])
    checkOptionDefault(problems, input)
  }
  if (input.isUnique) checkUnique(problems, type, input)
  if (
    input.isNullable === false &&
    (input.defaultValue ?? null) === null &&
    fieldTypes[type].composite === null &&
    type !== "TEXT"
  ) {
    problems.add("INVALID_FIELD_INPUT", "Default value cannot be null for non-nullable fields", null)
  }
  if (type === "FILES") checkFileCount(problems, input.settings?.maxNumberOfValues)
  if (typeof input.defaultValue === "string" && needsQuotes(type) && !/^'.*'$/s.test(input.defaultValue)) {
    problems.add(
      "INVALID_FIELD_INPUT",
      `Default value ${input.defaultValue} must be quoted: "'${input.defaultValue}'"`,
      input.defaultValue,
    )
  }
  if (type === "NUMBER" && (input.defaultValue ?? null) !== null && typeof input.defaultValue !== "number") {
    problems.add("INVALID_FIELD_INPUT", "Default value of a number field must be a number", input.defaultValue)
  }
  if (type === "BOOLEAN" && (input.defaultValue ?? null) !== null && typeof input.defaultValue !== "boolean") {
    problems.add("INVALID_FIELD_INPUT", "Default value of a boolean field must be true or false", input.defaultValue)
  }
}

const needsQuotes = (type: FieldTypeName) => type === "TEXT" || type === "SELECT" || type === "RATING"

function checkOptionDefault(problems: Problems, input: Contents): void {
  const values = (input.options ?? []).map((option) => option.value)
  const given = input.defaultValue ?? null
  for (const value of Array.isArray(given) ? given : [given]) {
    if (value === null || values.includes(String(unquoteDefault(value)))) continue
    problems.add("INVALID_FIELD_INPUT", `Default value "${String(value)}" must be one of the option values`, value)
  }
}

function checkUnique(problems: Problems, type: FieldTypeName, input: Contents): void {
  if (fieldTypes[type].uniqueBy === null) {
    problems.add("INDEX_FIELD_INVALID_TYPE_FOR_UNIQUE", `${type} fields cannot be unique.`, type)
  } else if ((input.defaultValue ?? null) !== null) {
    problems.add("INDEX_FIELD_INVALID_DEFAULT_VALUE", `${type} fields cannot have a default value.`, input.defaultValue)
  }
}

function checkFileCount(problems: Problems, count: Json | undefined): void {
  if (typeof count === "number" && count > 0 && count <= 60) return
  problems.add(
    "INVALID_FIELD_INPUT",
    "maxNumberOfValues must be defined in settings and be a number greater than 0 and less than or equal to 60",
    count,
  )
}

const relationTypes: readonly string[] = ["MANY_TO_ONE", "ONE_TO_MANY", "MANY_TO_MANY"]

export function relationInputs(problems: Problems, input: FieldInput): RelationInput[] {
  if (input.type === "RELATION") {
    if (input.relationCreationPayload) return [input.relationCreationPayload]
    problems.add("FIELD_METADATA_RELATION_MALFORMED", "Relation creation payload is required", null)
  }
  if (input.type === "MORPH_RELATION") {
    const payloads = input.morphRelationsCreationPayload ?? []
    if (payloads.length === 0)
      problems.add("FIELD_METADATA_RELATION_MALFORMED", "Morph relation creation payloads are empty", null)
    else if (payloads.some((payload) => payload.type !== "MANY_TO_ONE")) {
      problems.add("FIELD_METADATA_RELATION_MALFORMED", "Morph relations are created from their many-to-one side", null)
    }
    return payloads
  }
  return []
}

/** What happens to the many side when the one side is destroyed is written into the table, word for word. */
export function checkDeleteRule(problems: Problems, field: FieldRow, settings: FieldRow["settings"]): void {
  const rule = settings?.onDelete ?? null
  if (field.relationTargetFieldMetadataId === null || rule === null) return
  const isManyToOne = field.columnName !== null
  if (isManyToOne && deleteRules.some((each) => each === rule)) return
  const message = isManyToOne
    ? `onDelete must be one of ${deleteRules.join(", ")}`
    : "onDelete is a setting of the many-to-one side"
  problems.add("FIELD_METADATA_RELATION_MALFORMED", message, rule)
}

/** What `settings.junctionTargetFieldId` may name: a field of the links that leads on to another record. */
export function checkJunctionTarget(draft: RowsDraft, problems: Problems, field: FieldRow): void {
  const id = junctionTargetOf(field)
  const end = draft.fields.find((row) => row.id === id)
  if (id === null || leadsOn(field, end)) return
  problems.add(
    "FIELD_METADATA_RELATION_MALFORMED",
    "junctionTargetFieldId must name a many-to-one field of the object that the relation lists, other than its own reverse",
    id,
  )
}

export function checkRelation(
  draft: RowsDraft,
  problems: Problems,
  object: ObjectRow,
  input: FieldInput,
  relation: RelationInput,
): void {
  const target = draft.objects.find((row) => row.id === relation.targetObjectMetadataId)
  if (!target) {
    problems.add(
      "FIELD_METADATA_RELATION_MALFORMED",
      "Object metadata relation target not found for relation creation payload",
      relation.targetObjectMetadataId,
    )
    return
  }
  if (!relationTypes.includes(relation.type)) {
    const message = `Relation type must be one of ${relationTypes.join(", ")}`
    problems.add("FIELD_METADATA_RELATION_MALFORMED", message, relation.type)
    return
  }
  const name = relation.targetFieldName || nameFromLabel(relation.targetFieldLabel ?? "")
  const problem = nameProblem(name, nameRoom)
  if (problem) problems.add("FIELD_METADATA_RELATION_MALFORMED", `Other side of the relation: ${problem.message}`, name)
  else checkAvailable(draft, problems, target, name, null)
  if (relation.type === "MANY_TO_ONE") checkJoinColumn(draft, problems, object, joinColumn(input, target))
  else if (relation.type === "ONE_TO_MANY") checkJoinColumn(draft, problems, target, `${name}Id`)
  const isSelfClash = target.id === object.id && name === input.name
  if (isSelfClash) problems.add("NOT_AVAILABLE", "Both sides of the relation would have the same name", name)
}

function joinColumn(input: FieldInput, target: ObjectRow): string {
  return input.type === "MORPH_RELATION" ? `${input.name}${capitalize(target.nameSingular)}Id` : `${input.name}Id`
}

function checkJoinColumn(draft: RowsDraft, problems: Problems, object: ObjectRow, column: string): void {
  const problem = nameProblem(column, 0)
  if (problem) problems.add(problem.code, problem.message, column)
  if (
    draft.fields.some(
      (field) => field.objectMetadataId === object.id && (field.name === column || field.columnName === column),
    )
  ) {
    problems.add("NOT_AVAILABLE", `Name "${column}" is not available as it is already used by another field`, column)
  }
}
