/** Creating, editing and deleting fields: pure steps from rows to rows, or everything that is wrong with them. */
import { quoteIdent as q, quoteLiteral } from "../db/sql.ts"
import { AppError } from "../errors.ts"
import {
  addField,
  addFieldIndexes,
  addIndex,
  addRelations,
  removeFields,
  removeIndexes,
  removeObjects,
  replaceRow,
  type RowsDraft,
} from "./build.ts"
import { getObject } from "./change-object.ts"
import {
  checkName,
  checkType,
  checkContents,
  checkDeleteRule,
  checkJunctionTarget,
  relationInputs,
  checkRelation,
  type Contents,
} from "./check-field.ts"
import { createJunction, junctionsOn } from "./junction.ts"
import type { FieldInput, FieldUpdate, RelationInput } from "./field-input.ts"
import type { FieldDefinition, RelationTarget } from "./definition.ts"
import { unquoteDefault } from "./field-type.ts"
import { capitalize, nameFromLabel } from "./names.ts"
import { completeOptions, type OptionInput } from "./options.ts"
import { Problems } from "./problems.ts"
import { checkRequiredFields, followOptions, tidied } from "./required-fields.ts"
import type { FieldRow, MetadataRows, ObjectRow } from "./rows.ts"
import type { Json } from "./schema.ts"

// --- create ---------------------------------------------------------------------------------------------------------

/** Returns the id of the new field. */
export function createField(draft: RowsDraft, input: FieldInput): string {
  const object = getObject(draft, input.objectMetadataId)
  const problems = new Problems("fieldMetadata", "create", { name: input.name, objectMetadataId: object.id })
  checkName(draft, problems, object, input, null)
  checkType(problems, object, input)
  checkContents(problems, input.type, input)
  checkRequiredFields(problems, input, fieldsOf(draft, object))
  const relations = relationInputs(problems, input)
  for (const relation of relations) checkRelation(draft, problems, object, input, relation)
  problems.throwIfAny()
  if (relations[0]?.type === "MANY_TO_MANY") return createJunction(draft, object, input, relations[0])
  if (relations.length > 0) return createRelation(draft, object, input, relations)
  const row = addField(draft, object, input.name, definition(input), { isCustom: true })
  replaceRow(draft.fields, row.id, { isLabelSyncedWithName: input.isLabelSyncedWithName ?? false })
  addFieldIndexes(
    draft,
    object,
    draft.fields.find((field) => field.id === row.id)!,
  )
  return row.id
}

const fieldsOf = (draft: RowsDraft, object: ObjectRow) =>
  draft.fields.filter((field) => field.objectMetadataId === object.id)

function definition(input: FieldInput): FieldDefinition {
  return {
    type: input.type,
    label: input.label,
    description: input.description ?? undefined,
    icon: input.icon ?? undefined,
    isNullable: input.isNullable ?? true,
    isUnique: input.isUnique ?? false,
    isUIEditable: input.isUIEditable ?? true,
    defaultValue: input.defaultValue ?? null,
    options: input.options ? completeOptions(input.options) : undefined,
    settings: tidied(input.settings ?? null) ?? undefined,
  }
}

function createRelation(draft: RowsDraft, object: ObjectRow, input: FieldInput, relations: RelationInput[]): string {
  const isManyToOne = relations[0]!.type === "MANY_TO_ONE"
  if (isManyToOne) {
    const targets = relations.map((relation) => relationTarget(draft, relation))
    const added = addRelations(
      draft,
      object,
      input.name,
      { ...definition(input), relation: { onDelete: "SET_NULL", targets } },
      { isCustom: true },
    )
    return finishRelation(draft, added)[0]!.id
  }
  // Asked for from the one side: the many side is where the join column goes.
  const inverse = relations.map((relation) => {
    const source = getObject(draft, relation.targetObjectMetadataId)
    const own = {
      object: object.nameSingular,
      inverseName: inverseName(input, relations, source),
      inverseLabel: input.label,
      inverseIcon: input.icon ?? undefined,
    }
    const name = relation.targetFieldName || nameFromLabel(relation.targetFieldLabel)
    const field = {
      type: "RELATION" as const,
      label: relation.targetFieldLabel,
      icon: relation.targetFieldIcon ?? undefined,
    }
    return finishRelation(
      draft,
      addRelations(
        draft,
        source,
        name,
        { ...field, relation: { onDelete: "SET_NULL", targets: [own] } },
        { isCustom: true },
      ),
    )[0]!
  })
  return withJunctionTarget(draft, inverse[0]!.relationTargetFieldMetadataId!, input)
}

/** A list may be told at once where its links lead on to. */
function withJunctionTarget(draft: RowsDraft, id: string, { settings }: FieldInput): string {
  if (settings?.junctionTargetFieldId == null) return id
  const { junctionTargetFieldId } = settings
  const list = getField(draft, id)
  const row = replaceRow(draft.fields, id, { settings: { ...list.settings, junctionTargetFieldId } })
  const problems = new Problems("fieldMetadata", "create", { name: row.name, objectMetadataId: row.objectMetadataId })
  checkJunctionTarget(draft, problems, row)
  problems.throwIfAny()
  return id
}

function inverseName(input: FieldInput, relations: RelationInput[], source: ObjectRow): string {
  return relations.length === 1 ? input.name : `${input.name}${capitalize(source.namePlural)}`
}

function finishRelation(draft: RowsDraft, added: FieldRow[]): FieldRow[] {
  for (const field of added) addFieldIndexes(draft, getObject(draft, field.objectMetadataId), field)
  return added
}

function relationTarget(draft: RowsDraft, relation: RelationInput): RelationTarget {
  return {
    object: getObject(draft, relation.targetObjectMetadataId).nameSingular,
    inverseName: relation.targetFieldName || nameFromLabel(relation.targetFieldLabel),
    inverseLabel: relation.targetFieldLabel,
    inverseIcon: relation.targetFieldIcon ?? undefined,
  }
}

// --- update ---------------------------------------------------------------------------------------------------------

const standardMayChange = new Set([
  "defaultValue",
  "description",
  "icon",
  "isActive",
  "label",
  "options",
  "settings",
  "isUnique",
])
/** Whatever else is sent with an update is what the field is, and stays. */
const mayChange = new Set([...standardMayChange, "name", "isLabelSyncedWithName", "isNullable", "isUIEditable"])
const relationMayChange = new Set([
  "label",
  "description",
  "icon",
  "isActive",
  "name",
  "isLabelSyncedWithName",
  "settings",
  "isUIEditable",
])

/** Statements that bring stored values in line with new options, for the tables as they are named in the end. */
export type ValueUpdate = (rows: MetadataRows) => string[]

export function updateField(draft: RowsDraft, id: string, update: FieldUpdate): ValueUpdate {
  const field = getField(draft, id)
  const object = getObject(draft, field.objectMetadataId)
  const problems = new Problems("fieldMetadata", "update", { id, name: field.name, objectMetadataId: object.id })
  const change = changedKeys(field, update)
  const isStandard = !field.isCustom && !(object.isCustom && field.name === "name")
  if (isStandard) refuseKeys(change, standardMayChange, "Cannot edit standard field metadata properties: ")
  if (field.relationTargetFieldMetadataId)
    refuseKeys(change, relationMayChange, "Forbidden updated properties for relation field metadata: ")
  const next: FieldRow = {
    ...field,
    ...change,
    options: update.options ? mergeOptions(field, update.options) : field.options,
  }
  if (change.name !== undefined || change.label !== undefined || change.isLabelSyncedWithName) {
    checkName(draft, problems, object, next, field)
  }
  if (isContentChange(change)) checkContents(problems, field.type, next as Contents)
  if (change.settings) {
    const settings = keepRelationSettings(field, next.settings)
    checkDeleteRule(problems, field, settings)
    checkRequiredFields(problems, next, fieldsOf(draft, object))
    checkJunctionTarget(draft, problems, { ...next, settings })
  }
  if (change.isActive === false && object.labelIdentifierFieldMetadataId === id) {
    problems.add("INVALID_FIELD_INPUT", "Label identifier field metadata cannot be deactivated", field.name)
  }
  const replacements = update.optionReplacements ?? {}
  checkReplacements(problems, next, replacements)
  problems.throwIfAny()
  const settings =
    change.settings === undefined ? followOptions(field.settings, optionMoves(field, next)) : tidied(next.settings)
  applyUpdate(draft, object, field, { ...next, settings })
  return (rows) => optionUpdates(rows, field, next, replacements)
}

/** Records cannot get what is no option. */
function checkReplacements(problems: Problems, { options }: FieldRow, replacements: Replacements): void {
  const stray = Object.values(replacements).find((value) => !options?.some((option) => option.value === value))
  if (stray === undefined) return
  problems.add("INVALID_FIELD_INPUT", `The replacement "${stray}" must be one of the option values`, stray)
}

function changedKeys(field: FieldRow, update: FieldUpdate): Partial<FieldRow> {
  const entries = Object.entries(update).filter(
    ([key, value]) =>
      mayChange.has(key) &&
      value !== undefined &&
      JSON.stringify(value) !== JSON.stringify(field[key as keyof FieldRow] ?? null),
  )
  return Object.fromEntries(entries) as Partial<FieldRow>
}

function refuseKeys(change: Partial<FieldRow>, allowed: Set<string>, message: string): void {
  const forbidden = Object.keys(change).filter((key) => !allowed.has(key))
  if (forbidden.length === 0) return
  throw new AppError("FORBIDDEN", `${message}${forbidden.join(", ")}`, { subCode: "FIELD_MUTATION_NOT_ALLOWED" })
}

const isContentChange = (change: Partial<FieldRow>) =>
  ["isNullable", "isUnique", "defaultValue", "options", "settings"].some((key) => key in change)

function mergeOptions(field: FieldRow, options: OptionInput[]): FieldRow["options"] {
  return completeOptions(options).map((option, i) => {
    const known =
      field.options?.find((old) => old.id === option.id) ??
      field.options?.find((old) => !option.id && old.value === option.value)
    return {
      id: option.id ?? known?.id ?? crypto.randomUUID(),
      value: option.value,
      label: option.label,
      color: option.color,
      position: option.position ?? i,
    }
  })
}

function applyUpdate(draft: RowsDraft, object: ObjectRow, field: FieldRow, next: FieldRow): void {
  const isJoin = field.relationTargetFieldMetadataId !== null && field.columnName !== null
  const columnName =
    field.columnName === null || next.name === field.name ? field.columnName : isJoin ? `${next.name}Id` : next.name
  const settings =
    isJoin && next.name !== field.name ? { ...next.settings, joinColumnName: `${next.name}Id` } : next.settings
  const row = replaceRow(draft.fields, field.id, {
    ...next,
    columnName,
    settings: keepRelationSettings(field, settings),
  })
  if (next.isUnique && !field.isUnique) addIndex(draft, object, [row], { isUnique: true })
  if (!next.isUnique && field.isUnique) dropUniqueIndex(draft, field)
}

/** What makes a relation a relation is not the caller's to edit, except what happens on deletion. */
function keepRelationSettings(field: FieldRow, settings: FieldRow["settings"]): FieldRow["settings"] {
  if (!field.relationTargetFieldMetadataId) return settings
  const { relationType, joinColumnName } = {
    ...field.settings,
    ...(settings?.joinColumnName && { joinColumnName: settings.joinColumnName }),
  } as Record<string, Json>
  return { ...field.settings, ...settings, relationType: relationType!, ...(joinColumnName && { joinColumnName }) }
}

function dropUniqueIndex(draft: RowsDraft, field: FieldRow): void {
  const parts = draft.indexFields.filter((part) => part.fieldMetadataId === field.id)
  const ids = draft.indexes
    .filter((index) => index.isUnique && parts.some((part) => part.indexMetadataId === index.id))
    .map((index) => index.id)
  removeIndexes(draft, new Set(ids))
}

type Replacements = Readonly<Record<string, string>>

/** A renamed value follows its option; a removed one becomes its replacement, the default, or nothing. */
function optionUpdates(rows: MetadataRows, old: FieldRow, next: FieldRow, replacements: Replacements): string[] {
  const field = rows.fields.find((row) => row.id === old.id)
  const moves = optionMoves(old, next).map(({ from, to = replacements[from] }) => ({ from, to }))
  if (!field || moves.length === 0) return []
  const object = rows.objects.find((row) => row.id === field.objectMetadataId)!
  const table = `${q(rows.schemaName)}.${q(object.targetTableName)}`
  const column = q(field.columnName!)
  return [old.type === "SELECT" ? moveOptions(table, column, moves, next) : moveListOptions(table, column, moves)]
}

interface OptionMove {
  from: string
  /** undefined when the option is no more */
  to: string | undefined
}

function optionMoves(old: FieldRow, next: FieldRow): OptionMove[] {
  if (!old.options || !next.options || !["SELECT", "MULTI_SELECT"].includes(old.type)) return []
  const successor = (option: { id: string; value: string }) =>
    next.options!.find((each) => each.id === option.id) ?? next.options!.find((each) => each.value === option.value)
  return old.options
    .map((option) => ({ from: option.value, to: successor(option)?.value }))
    .filter((move) => move.from !== move.to)
}

/** All moves in one statement, so that two options may exchange their values. */
function moveOptions(table: string, column: string, moves: OptionMove[], field: FieldRow): string {
  const fallback = unquoteDefault(field.defaultValue ?? null)
  const removed = typeof fallback === "string" ? quoteLiteral(fallback) : "NULL"
  return `UPDATE ${table} SET ${column} = ${moveCase(column, moves, removed)} WHERE ${column} IN (${moves.map((move) => quoteLiteral(move.from)).join(", ")})`
}

/** The same for each element; the order stays, and a value that is there twice then is kept once. */
function moveListOptions(table: string, column: string, moves: OptionMove[]): string {
  const moved = `SELECT ${moveCase("each", moves, "NULL")} AS value, place FROM unnest(${column}) WITH ORDINALITY AS u(each, place)`
  const first = `SELECT value, min(place) AS place FROM (${moved}) m WHERE value IS NOT NULL GROUP BY value`
  const from = moves.map((move) => quoteLiteral(move.from)).join(", ")
  return `UPDATE ${table} SET ${column} = (SELECT array_agg(value ORDER BY place) FROM (${first}) f) WHERE ${column} && ARRAY[${from}]`
}

function moveCase(value: string, moves: OptionMove[], removed: string): string {
  const cases = moves.map(
    (move) => `WHEN ${quoteLiteral(move.from)} THEN ${move.to === undefined ? removed : quoteLiteral(move.to)}`,
  )
  return `CASE ${value} ${cases.join(" ")} ELSE ${value} END`
}

// --- delete ---------------------------------------------------------------------------------------------------------

/** Deletes the field; both sides of a relation go together, and a morph relation goes as a whole. */
export function deleteField(draft: RowsDraft, id: string): void {
  const field = getField(draft, id)
  const object = getObject(draft, field.objectMetadataId)
  if (!field.isCustom) {
    throw new AppError("FORBIDDEN", `Cannot delete standard field "${field.name}"`, {
      subCode: "FIELD_MUTATION_NOT_ALLOWED",
    })
  }
  const problems = new Problems("fieldMetadata", "delete", { id, name: field.name, objectMetadataId: object.id })
  const group = draft.fields.filter(
    (each) => each.id === id || (field.morphId !== null && each.morphId === field.morphId && each.isCustom),
  )
  const doomed = new Set(group.flatMap((each) => [each.id, each.relationTargetFieldMetadataId ?? each.id]))
  if (draft.objects.some((row) => doomed.has(row.labelIdentifierFieldMetadataId ?? ""))) {
    problems.add("INVALID_FIELD_INPUT", "Cannot delete, please update the label identifier field first", field.name)
  }
  problems.throwIfAny()
  const junctions = junctionsOn(draft, (each) => doomed.has(each.id))
  removeFields(draft, doomed)
  removeObjects(draft, junctions)
}

/** Throws NOT_FOUND. */
export function getField(draft: RowsDraft, id: string): FieldRow {
  const field = draft.fields.find((row) => row.id === id)
  if (field) return field
  throw new AppError("NOT_FOUND", "Field metadata not found", { subCode: "FIELD_METADATA_NOT_FOUND" })
}
