/** Metadata rows → the frozen schema of a workspace. Pure: the same rows give an equal schema anywhere. */
import { junctionTargetOf, leadsOn } from "./junction-target.ts"
import { uncapitalize } from "./names.ts"
import type { FieldRow, IndexFieldRow, IndexRow, MetadataRows, ObjectRow } from "./rows.ts"
import { OwnTexts, sharedText, sharedValue } from "./shared-values.ts"
import type { FieldLookup, FieldSchema, IndexSchema, ObjectSchema, OnDelete, WorkspaceSchema } from "./schema.ts"
import { isSecret } from "./secret-fields.ts"

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
type Draft = Mutable<ObjectSchema> & { fields: FieldSchema[] }

/** Throws a plain Error when rows contradict each other: a schema change is checked before, so that is a bug. */
export function compile(rows: MetadataRows): WorkspaceSchema {
  const own = new OwnTexts()
  const drafts = new Map(rows.objects.map((row) => [row.id, draftObject(row, own)]))
  const fields = new Map<string, Mutable<FieldSchema>>()
  for (const row of rows.fields) {
    const object = drafts.get(row.objectMetadataId)
    if (!object) throw new Error(`Field ${row.id} belongs to no object`)
    const field = draftField(row, object, own)
    object.fields.push(field)
    fields.set(row.id, field)
  }
  for (const row of rows.fields) relate(row, fields)
  const fieldRows = new Map(rows.fields.map((row) => [row.id, row]))
  for (const row of rows.fields) relateThrough(row, fieldRows, fields)
  addIndexes(rows, drafts, own)
  for (const row of rows.objects) finishObject(row, drafts.get(row.id)!, fields)
  return freeze(rows, [...drafts.values()])
}

function draftObject(row: ObjectRow, own: OwnTexts): Draft {
  const text = row.standardId === null ? <T>(each: T) => each : sharedText
  return {
    id: own.share(row.id),
    standardId: text(row.standardId),
    nameSingular: text(row.nameSingular),
    namePlural: text(row.namePlural),
    labelSingular: text(row.labelSingular),
    labelPlural: text(row.labelPlural),
    description: text(row.description),
    icon: text(row.icon),
    color: text(row.color),
    shortcut: text(row.shortcut),
    table: text(row.targetTableName),
    isActive: row.isActive,
    isSystem: row.isSystem,
    isCustom: row.isCustom,
    isRemote: row.isRemote,
    isSearchable: row.isSearchable,
    isUICreatable: row.isUICreatable,
    isUIEditable: row.isUIEditable,
    isLabelSyncedWithName: row.isLabelSyncedWithName,
    labelField: undefined as unknown as FieldSchema,
    imageField: null,
    duplicateCriteria: row.duplicateCriteria,
    fields: [],
    lookup: new Map(),
    indexes: [],
    createdAt: own.share(row.createdAt),
    updatedAt: own.share(row.updatedAt),
  }
}

function draftField(row: FieldRow, object: ObjectSchema, own: OwnTexts): Mutable<FieldSchema> {
  const text = row.standardId === null ? <T>(each: T) => each : sharedText
  const value = row.standardId === null ? <T>(each: T) => each : sharedValue
  return {
    id: own.share(row.id),
    standardId: text(row.standardId),
    object,
    name: text(row.name),
    type: sharedText(row.type),
    label: text(row.label),
    description: text(row.description),
    icon: text(row.icon),
    isNullable: row.isNullable,
    isUnique: row.isUnique,
    isActive: row.isActive,
    isSystem: row.isSystem,
    isCustom: row.isCustom,
    isUIEditable: row.isUIEditable,
    isLabelSyncedWithName: row.isLabelSyncedWithName,
    defaultValue: value(row.defaultValue ?? null),
    options: row.options ? row.options.toSorted((a, b) => a.position - b.position) : null,
    settings: value(row.settings ?? {}),
    column: text(row.columnName),
    columnType: text(row.columnType),
    morphId: row.morphId,
    relation: null,
    createdAt: own.share(row.createdAt),
    updatedAt: own.share(row.updatedAt),
  }
}

function relate(row: FieldRow, fields: Map<string, Mutable<FieldSchema>>): void {
  if (!row.relationTargetFieldMetadataId) return
  const field = fields.get(row.id)!
  const targetField = fields.get(row.relationTargetFieldMetadataId)
  if (!targetField) throw new Error(`Relation ${field.object.nameSingular}.${field.name} has lost its other side`)
  const isManyToOne = field.settings.relationType === "MANY_TO_ONE"
  const owner = isManyToOne ? field : targetField
  field.relation = {
    kind: isManyToOne ? "MANY_TO_ONE" : "ONE_TO_MANY",
    target: targetField.object,
    targetField,
    onDelete: (owner.settings.onDelete ?? "SET_NULL") as OnDelete,
    joinName: sharedText(`${owner.name}Id`),
    junction: null,
  }
}

/** Where a list of links leads on to. A setting that names something else is for the doctor to find. */
function relateThrough(row: FieldRow, rows: Map<string, FieldRow>, fields: Map<string, Mutable<FieldSchema>>): void {
  const end = rows.get(junctionTargetOf(row) ?? "")
  const field = fields.get(row.id)!
  if (field.relation && leadsOn(row, end)) field.relation = { ...field.relation, junction: fields.get(end.id)! }
}

function addIndexes(rows: MetadataRows, objects: Map<string, Draft>, own: OwnTexts): void {
  const parts = Map.groupBy(rows.indexFields, (each) => each.indexMetadataId)
  for (const row of rows.indexes) {
    const object = objects.get(row.objectMetadataId)
    if (!object) throw new Error(`Index ${row.name} belongs to no object`)
    object.indexes = [...object.indexes, compileIndex(row, parts.get(row.id) ?? [], own)]
  }
}

function compileIndex(row: IndexRow, parts: readonly IndexFieldRow[], own: OwnTexts): IndexSchema {
  return {
    id: row.id,
    name: row.isCustom ? row.name : sharedText(row.name),
    isUnique: row.isUnique,
    isCustom: row.isCustom,
    indexType: sharedText(row.indexType) as IndexSchema["indexType"],
    indexWhereClause: row.indexWhereClause,
    status: sharedText(row.status) as IndexSchema["status"],
    failure: row.failure,
    fields: parts
      .toSorted((a, b) => a.order - b.order)
      .map((each) => ({ fieldId: own.share(each.fieldMetadataId), subfield: each.subFieldName })),
    createdAt: own.share(row.createdAt),
    updatedAt: own.share(row.updatedAt),
  }
}

function finishObject(row: ObjectRow, object: Draft, fields: Map<string, FieldSchema>): void {
  const label = fields.get(row.labelIdentifierFieldMetadataId ?? "") ?? object.fields.find((each) => each.name === "id")
  if (!label) throw new Error(`Object ${row.nameSingular} has no field that names its records`)
  object.labelField = label
  object.imageField = fields.get(row.imageIdentifierFieldMetadataId ?? "") ?? null
  object.lookup = buildLookup(object)
}

/** Names of the wire. A relation is served only while both of its ends are active. */
function buildLookup(object: ObjectSchema): ReadonlyMap<string, FieldLookup> {
  const lookup = new Map<string, FieldLookup>()
  const served = object.fields.filter(
    (field) => field.isActive && !isSecret(object, field) && (!field.relation || isServed(field)),
  )
  for (const field of served) {
    lookup.set(field.name, { kind: "field", field })
    if (field.relation?.kind === "MANY_TO_ONE") lookup.set(field.relation.joinName, { kind: "join", field })
  }
  for (const field of served) {
    if (field.type !== "MORPH_RELATION" || !field.name.startsWith("target")) continue
    // Before morph relations `targetPerson` was `person`; scripts of that time still run.
    const older = uncapitalize(field.name.slice("target".length))
    if (!lookup.has(older)) lookup.set(older, { kind: "field", field })
    if (!lookup.has(`${older}Id`)) lookup.set(`${older}Id`, { kind: "join", field })
  }
  return lookup
}

function isServed(field: FieldSchema): boolean {
  return field.relation!.target.isActive && field.relation!.targetField.isActive
}

function freeze(rows: MetadataRows, objects: ObjectSchema[]): WorkspaceSchema {
  for (const object of objects) {
    for (const field of object.fields) Object.freeze(field)
    Object.freeze(object.fields)
    Object.freeze(object)
  }
  const active = objects.filter((object) => object.isActive)
  return Object.freeze({
    workspaceId: rows.workspaceId,
    schemaName: rows.schemaName,
    version: rows.version,
    objects: Object.freeze(objects),
    bySingular: new Map(active.map((object) => [object.nameSingular, object])),
    byPlural: new Map(active.map((object) => [object.namePlural, object])),
    byId: new Map(objects.map((object) => [object.id, object])),
  })
}
