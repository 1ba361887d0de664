/** Definitions → metadata rows. Used for the standard objects of a new workspace and for everything users add. */
import type {
  FieldDefinition,
  IndexDefinition,
  ObjectDefinition,
  OptionDefinition,
  RelationTarget,
} from "./definition.ts"
import { ratingOptions } from "./field-types/rating.ts"
import { fieldTypes } from "./field-types/index.ts"
import { capitalize, constraintName, stableId, tableName, upperSnake } from "./names.ts"
import { withoutRequired } from "./required-fields.ts"
import type { FieldRow, IndexFieldRow, IndexRow, MetadataRows, ObjectRow } from "./rows.ts"
import type { FieldTypeName, Json, OnDelete } from "./schema.ts"

/** Metadata rows while they are being changed: arrays that may be pushed to, rows that are replaced and never edited. */
export interface RowsDraft extends MetadataRows {
  objects: ObjectRow[]
  fields: FieldRow[]
  indexes: IndexRow[]
  indexFields: IndexFieldRow[]
  /** one instant for all rows of a change: rows are read in order of it, and a clock that ticks in between would show */
  at: string
}

export function draftOf(rows: MetadataRows): RowsDraft {
  return {
    ...rows,
    objects: [...rows.objects],
    fields: [...rows.fields],
    indexes: [...rows.indexes],
    indexFields: [...rows.indexFields],
    at: new Date().toISOString(),
  }
}

/** Adds the objects with their fields, the relations between them and their indexes. */
export function addDefinitions(draft: RowsDraft, definitions: readonly ObjectDefinition[]): void {
  for (const definition of definitions) addObject(draft, definition, { isCustom: false })
  for (const definition of definitions) addFields(draft, definition)
  for (const definition of definitions) {
    addObjectIndexes(draft, definition.nameSingular)
    for (const index of definition.indexes ?? []) addNamedIndex(draft, definition.nameSingular, index)
  }
}

// --- objects --------------------------------------------------------------------------------------------------------

/** The object with the eight fields that every record has. */
export function addObject(
  draft: RowsDraft,
  definition: Omit<ObjectDefinition, "fields" | "labelField">,
  { isCustom }: { isCustom: boolean },
): ObjectRow {
  const now = draft.at
  const row: ObjectRow = {
    id: crypto.randomUUID(),
    standardId: isCustom ? null : stableId(definition.nameSingular),
    dataSourceId: draft.dataSourceId,
    nameSingular: definition.nameSingular,
    namePlural: definition.namePlural,
    labelSingular: definition.labelSingular,
    labelPlural: definition.labelPlural,
    description: definition.description,
    icon: definition.icon,
    color: null,
    shortcut: definition.shortcut ?? null,
    targetTableName: tableName(definition.nameSingular, isCustom),
    isCustom,
    isRemote: false,
    isActive: true,
    isSystem: definition.isSystem ?? false,
    isSearchable: definition.isSearchable ?? false,
    isUICreatable: definition.isUICreatable ?? true,
    isUIEditable: definition.isUIEditable ?? true,
    isLabelSyncedWithName: false,
    duplicateCriteria: (definition.duplicateCriteria as string[][] | undefined) ?? null,
    labelIdentifierFieldMetadataId: null,
    imageIdentifierFieldMetadataId: null,
    workspaceId: draft.workspaceId,
    createdAt: now,
    updatedAt: now,
  }
  draft.objects.push(row)
  for (const [name, field] of Object.entries(baseFields(isCustom)))
    addField(draft, row, name, field, { isCustom: false })
  return row
}

const systemField = { isSystem: true, isUIEditable: false }

function baseFields(isCustom: boolean): Record<string, FieldDefinition> {
  const actor: Json = isCustom
    ? { name: "''", source: "'MANUAL'" }
    : { name: "'System'", source: "'MANUAL'", workspaceMemberId: null }
  return {
    id: { type: "UUID", label: "Id", icon: "Icon123", isNullable: false, defaultValue: "uuid", ...systemField },
    createdAt: instant("Creation date", "IconCalendar", false),
    updatedAt: instant("Last update", "IconCalendarClock", false),
    deletedAt: instant("Deleted at", "IconCalendarMinus", true),
    createdBy: {
      type: "ACTOR",
      label: "Created by",
      icon: "IconCreativeCommonsSa",
      isNullable: false,
      defaultValue: actor,
      ...systemField,
    },
    updatedBy: {
      type: "ACTOR",
      label: "Updated by",
      icon: "IconUserCircle",
      isNullable: false,
      defaultValue: actor,
      ...systemField,
    },
    position: {
      type: "POSITION",
      label: "Position",
      icon: "IconHierarchy2",
      isNullable: false,
      defaultValue: 0,
      isSystem: true,
    },
    searchVector: { type: "TS_VECTOR", label: "Search vector", icon: "IconUser", ...systemField },
  }
}

function instant(label: string, icon: string, isNullable: boolean): FieldDefinition {
  const defaultValue = isNullable ? null : "now"
  return {
    type: "DATE_TIME",
    label,
    icon,
    isNullable,
    defaultValue,
    settings: { displayFormat: "RELATIVE" },
    ...systemField,
  }
}

/** Replaces a row of the draft by a copy with other values. */
export function replaceRow<T extends { id: string }>(rows: T[], id: string, change: Partial<T>): T {
  const index = rows.findIndex((row) => row.id === id)
  const next = { ...rows[index]!, ...change, updatedAt: new Date().toISOString() }
  rows[index] = next
  return next
}

export function objectNamed(draft: MetadataRows, nameSingular: string): ObjectRow {
  const row = draft.objects.find((object) => object.nameSingular === nameSingular)
  if (!row) throw new Error(`There is no object ${nameSingular}`)
  return row
}

// --- fields ---------------------------------------------------------------------------------------------------------

function addFields(draft: RowsDraft, definition: ObjectDefinition): void {
  const object = objectNamed(draft, definition.nameSingular)
  for (const [name, field] of Object.entries(definition.fields)) {
    if (field.relation) addRelations(draft, object, name, field, { isCustom: false })
    else addField(draft, object, name, field, { isCustom: false })
  }
  const idOf = (name: string | undefined) =>
    draft.fields.find((field) => field.objectMetadataId === object.id && field.name === name)?.id ?? null
  replaceRow(draft.objects, object.id, {
    labelIdentifierFieldMetadataId: idOf(definition.labelField),
    imageIdentifierFieldMetadataId: idOf(definition.imageField),
  })
}

export function addField(
  draft: RowsDraft,
  object: ObjectRow,
  name: string,
  definition: FieldDefinition,
  { isCustom }: { isCustom: boolean },
): FieldRow {
  const row = fieldRow(draft, object, name, definition, isCustom)
  draft.fields.push(row)
  return row
}

function fieldRow(
  draft: RowsDraft,
  object: ObjectRow,
  name: string,
  definition: FieldDefinition,
  isCustom: boolean,
): FieldRow {
  const now = draft.at
  return {
    id: crypto.randomUUID(),
    standardId: isCustom || object.isCustom ? null : stableId(`${object.nameSingular}.${name}`),
    objectMetadataId: object.id,
    name,
    label: definition.label,
    description: definition.description ?? null,
    icon: definition.icon ?? null,
    type: definition.type,
    isNullable: definition.isNullable ?? true,
    isUnique: definition.isUnique ?? false,
    isSystem: definition.isSystem ?? false,
    isCustom,
    isActive: true,
    isUIEditable: definition.isUIEditable ?? true,
    isLabelSyncedWithName: false,
    defaultValue: definition.defaultValue ?? null,
    options: buildOptions(definition.type, definition.options),
    settings: definition.settings ?? null,
    relationTargetObjectMetadataId: null,
    relationTargetFieldMetadataId: null,
    morphId: null,
    columnName: definition.column ?? name,
    columnType: definition.columnType ?? null,
    workspaceId: draft.workspaceId,
    createdAt: now,
    updatedAt: now,
  }
}

function buildOptions(type: FieldTypeName, given: readonly OptionDefinition[] | undefined): FieldRow["options"] {
  const definitions = type === "RATING" ? ratingOptions : given
  return definitions?.map((option, position) => ({ id: crypto.randomUUID(), position, ...option })) ?? null
}

// --- relations ------------------------------------------------------------------------------------------------------

/**
 * Both sides of a relation, once per target. A morph relation has one field per target, `target` → `targetPerson`, which
 * share a `morphId`. Returns the many-to-one fields.
 */
export function addRelations(
  draft: RowsDraft,
  object: ObjectRow,
  name: string,
  definition: FieldDefinition,
  { isCustom, morphId = crypto.randomUUID() }: { isCustom: boolean; morphId?: string },
): FieldRow[] {
  const { targets, onDelete } = definition.relation!
  const isMorph = definition.type === "MORPH_RELATION"
  return targets.map((target) => {
    const own = isMorph ? `${name}${capitalize(target.object)}` : name
    const column = target.column ?? definition.column ?? `${own}Id`
    const field = addField(draft, object, own, { ...definition, column }, { isCustom })
    const inverse = addInverse(draft, target, field, isCustom)
    return replaceRow(draft.fields, field.id, {
      settings: relationSettings(definition.settings, "MANY_TO_ONE", onDelete, `${own}Id`),
      relationTargetObjectMetadataId: inverse.objectMetadataId,
      relationTargetFieldMetadataId: inverse.id,
      morphId: isMorph ? morphId : null,
    })
  })
}

function relationSettings(
  given: Record<string, Json> | undefined,
  relationType: string,
  onDelete?: OnDelete,
  joinColumnName?: string,
): Record<string, Json> {
  return { ...given, relationType, ...(onDelete && { onDelete }), ...(joinColumnName && { joinColumnName }) }
}

function addInverse(draft: RowsDraft, target: RelationTarget, field: FieldRow, isCustom: boolean): FieldRow {
  const object = objectNamed(draft, target.object)
  const definition: FieldDefinition = {
    type: "RELATION",
    label: target.inverseLabel,
    icon: target.inverseIcon,
    isUIEditable: target.isInverseUIEditable ?? true,
  }
  const row = addField(draft, object, target.inverseName, definition, { isCustom })
  return replaceRow(draft.fields, row.id, {
    columnName: null,
    settings: relationSettings(undefined, "ONE_TO_MANY"),
    relationTargetObjectMetadataId: field.objectMetadataId,
    relationTargetFieldMetadataId: field.id,
  })
}

// --- indexes --------------------------------------------------------------------------------------------------------

/** The indexes that the engine gives every table: join columns, unique fields, search, order. */
export function addObjectIndexes(draft: RowsDraft, nameSingular: string): void {
  const object = objectNamed(draft, nameSingular)
  const fields = draft.fields.filter((field) => field.objectMetadataId === object.id)
  for (const field of fields) addFieldIndexes(draft, object, field)
  const named = (name: string) => fields.filter((field) => field.name === name)
  addIndex(draft, object, named("position"), {})
  if (!object.isSystem) addIndex(draft, object, named("createdAt"), {})
  if (object.isSearchable) addIndex(draft, object, named("searchVector"), { indexType: "GIN" })
}

/** The index of a join column, that of files, and that of a unique field. */
export function addFieldIndexes(draft: RowsDraft, object: ObjectRow, field: FieldRow): void {
  if (field.relationTargetFieldMetadataId && field.columnName) addIndex(draft, object, [field], {})
  if (field.type === "FILES") addIndex(draft, object, [field], { indexType: "GIN" })
  if (field.isUnique && field.name !== "id") addIndex(draft, object, [field], { isUnique: true })
}

function addNamedIndex(draft: RowsDraft, nameSingular: string, definition: IndexDefinition): void {
  const object = objectNamed(draft, nameSingular)
  const fields = definition.fields.map((name) => {
    const field = draft.fields.find((each) => each.objectMetadataId === object.id && each.name === name)
    if (!field) throw new Error(`Index of ${nameSingular} names the unknown field ${name}`)
    return field
  })
  addIndex(draft, object, fields, definition)
}

/** An index that is there already under a generated name takes the given name over. */
export function addIndex(
  draft: RowsDraft,
  object: ObjectRow,
  fields: readonly FieldRow[],
  options: {
    name?: string
    isUnique?: boolean
    indexType?: "BTREE" | "GIN"
    isCustom?: boolean
    subfields?: (string | null)[]
  },
): IndexRow | null {
  const { isUnique = false, indexType = "BTREE" } = options
  const subfields = fields.map((field, i) => options.subfields?.[i] ?? (isUnique ? uniqueSubfield(field) : null))
  const twin = draft.indexes.find(
    (index) =>
      index.objectMetadataId === object.id &&
      index.indexType === indexType &&
      index.isUnique === isUnique &&
      sameFields(draft, index, fields, subfields),
  )
  if (twin) return options.name ? replaceRow(draft.indexes, twin.id, { name: options.name }) : null
  const now = draft.at
  const row: IndexRow = {
    id: crypto.randomUUID(),
    objectMetadataId: object.id,
    name: options.name ?? indexName(object, fields, isUnique),
    isCustom: options.isCustom ?? false,
    isUnique,
    indexType,
    indexWhereClause: coversLiving(fields, isUnique) ? '"deletedAt" IS NULL' : null,
    status: "READY",
    failure: null,
    workspaceId: draft.workspaceId,
    createdAt: now,
    updatedAt: now,
  }
  draft.indexes.push(row)
  fields.forEach((field, order) => {
    draft.indexFields.push({
      id: crypto.randomUUID(),
      indexMetadataId: row.id,
      fieldMetadataId: field.id,
      subFieldName: subfields[order] ?? null,
      order,
      createdAt: now,
      updatedAt: now,
    })
  })
  return row
}

/** What the wire tells of the condition that `tables.ts` gives an index. */
function coversLiving(fields: readonly FieldRow[], isUnique: boolean): boolean {
  return isUnique || !fields.some(coversDeleted)
}

function coversDeleted(field: FieldRow): boolean {
  return Boolean(field.relationTargetFieldMetadataId) || field.type === "POSITION" || field.type === "FILES"
}

function uniqueSubfield(field: FieldRow): string | null {
  return fieldTypes[field.type].uniqueBy || null
}

function sameFields(
  draft: RowsDraft,
  index: IndexRow,
  fields: readonly FieldRow[],
  subfields: (string | null)[],
): boolean {
  const parts = draft.indexFields.filter((part) => part.indexMetadataId === index.id)
  return (
    parts.length === fields.length &&
    fields.every((field, i) =>
      parts.some((p) => p.order === i && p.fieldMetadataId === field.id && p.subFieldName === subfields[i]),
    )
  )
}

/** Standard tables get names that say what they hold; custom ones get ids, because their names may change. */
function indexName(object: ObjectRow, fields: readonly FieldRow[], isUnique: boolean): string {
  const prefix = isUnique ? "UQ" : "IDX"
  if (object.isCustom || fields.some((field) => field.isCustom)) {
    return constraintName(prefix, ...fields.map((field) => field.id.replaceAll("-", "")))
  }
  return constraintName(prefix, upperSnake(object.nameSingular), ...fields.map((field) => indexPart(field)))
}

/** The seed writes IDX_COMPANY_SEARCH, so the search vector is called SEARCH. */
function indexPart(field: FieldRow): string {
  return field.name === "searchVector" ? "SEARCH" : upperSnake(field.name)
}

/**
 * Removes fields with the indexes that stand on them; lists of links that led on through one are plain lists then, and no
 * option asks for them any more.
 */
export function removeFields(draft: RowsDraft, ids: ReadonlySet<string>): void {
  for (const field of draft.fields) {
    const { junctionTargetFieldId, ...settings } = field.settings ?? {}
    if (ids.has(String(junctionTargetFieldId))) replaceRow(draft.fields, field.id, { settings })
    else if (field.settings?.requiredFields)
      replaceRow(draft.fields, field.id, { settings: withoutRequired(field.settings, ids) })
  }
  const doomed = new Set(
    draft.indexFields.filter((part) => ids.has(part.fieldMetadataId)).map((part) => part.indexMetadataId),
  )
  draft.fields = draft.fields.filter((field) => !ids.has(field.id))
  removeIndexes(draft, doomed)
}

/** Removes objects with their fields and every relation to them. */
export function removeObjects(draft: RowsDraft, ids: ReadonlySet<string>): void {
  const doomed = draft.fields.filter(
    (field) => ids.has(field.objectMetadataId) || ids.has(field.relationTargetObjectMetadataId ?? ""),
  )
  removeFields(draft, new Set(doomed.map((field) => field.id)))
  draft.objects = draft.objects.filter((row) => !ids.has(row.id))
}

export function removeIndexes(draft: RowsDraft, ids: ReadonlySet<string>): void {
  draft.indexes = draft.indexes.filter((index) => !ids.has(index.id))
  draft.indexFields = draft.indexFields.filter((part) => !ids.has(part.indexMetadataId))
}
