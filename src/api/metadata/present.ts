/** Objects, fields and indexes as the wire shows them. Members that lead elsewhere are functions, called when selected. */
import { stableId } from "../../metadata/names.ts"
import { holdsDays } from "../../metadata/field-types/date-time.ts"
import type { FieldSchema, IndexSchema, Json, ObjectSchema } from "../../metadata/schema.ts"
import { searchedFields } from "../../metadata/tables.ts"
import { connection, matches, type Paging } from "./connection.ts"

/** What is shipped with the product and what users made count as two applications. */
const standardApplication = stableId("application:standard")
export const customApplication = stableId("application:custom")

export function presentObject(object: ObjectSchema) {
  return {
    id: object.id,
    universalIdentifier: object.standardId ?? object.id,
    applicationId: object.isCustom ? customApplication : standardApplication,
    dataSourceId: null,
    nameSingular: object.nameSingular,
    namePlural: object.namePlural,
    labelSingular: object.labelSingular,
    labelPlural: object.labelPlural,
    description: object.description,
    icon: object.icon,
    color: object.color ?? "",
    shortcut: object.shortcut,
    isCustom: object.isCustom,
    isRemote: object.isRemote,
    isActive: object.isActive,
    isSystem: object.isSystem,
    isUIEditable: object.isUIEditable,
    isUICreatable: object.isUICreatable,
    isUIReadOnly: !object.isUIEditable,
    isSearchable: object.isSearchable,
    isLabelSyncedWithName: object.isLabelSyncedWithName,
    labelIdentifierFieldMetadataId: object.labelField.id,
    imageIdentifierFieldMetadataId: object.imageField?.id ?? null,
    duplicateCriteria: object.duplicateCriteria,
    createdAt: object.createdAt,
    updatedAt: object.updatedAt,
    fieldsList: () => shownFields(object).map(presentField),
    fields: ({ paging, filter }: { paging?: Paging; filter?: Record<string, unknown> }): unknown =>
      connection(
        shownFields(object)
          .map(presentField)
          .filter((field) => matches(field, filter)),
        paging,
      ),
    indexMetadataList: () => object.indexes.map(presentIndex),
    indexMetadatas: ({ paging, filter }: { paging?: Paging; filter?: Record<string, unknown> }) =>
      connection(
        object.indexes.map(presentIndex).filter((index) => matches(index, filter)),
        paging,
      ),
    searchFieldMetadataList: () => searchedFields(object).map(({ id }) => ({ id, fieldMetadataId: id })),
  }
}

/** Fields in lists: a morph relation is shown once for all its targets. */
export function shownFields(object: ObjectSchema): FieldSchema[] {
  const seen = new Set<string>()
  return object.fields.filter((field) => {
    if (field.morphId === null) return true
    if (seen.has(field.morphId)) return false
    return seen.add(field.morphId)
  })
}

/** Fields of the same morph relation, the field itself first. */
function morphGroup(field: FieldSchema): FieldSchema[] {
  if (field.morphId === null) return []
  return field.object.fields.filter((each) => each.morphId === field.morphId)
}

/** Null where there are none. A client that knows of days that are stored shows them as such. */
function presentSettings(field: FieldSchema): Readonly<Record<string, Json>> | null {
  const settings = holdsDays(field) ? { ...field.settings, precision: "DAY" } : field.settings
  return Object.keys(settings).length > 0 ? settings : null
}

export function presentField(field: FieldSchema) {
  const group = morphGroup(field)
  return {
    id: field.id,
    universalIdentifier: field.standardId ?? field.id,
    applicationId: field.isCustom ? customApplication : standardApplication,
    type: field.type,
    name: group.length > 0 ? morphName(field, group) : field.name,
    label: field.label,
    description: field.description,
    icon: field.icon,
    isCustom: field.isCustom,
    isActive: field.isActive,
    isSystem: field.isSystem,
    isUIEditable: field.isUIEditable,
    isUIReadOnly: !field.isUIEditable,
    isNullable: field.isNullable,
    isUnique: field.isUnique,
    isLabelSyncedWithName: field.isLabelSyncedWithName,
    defaultValue: field.defaultValue,
    options: field.options,
    settings: presentSettings(field),
    objectMetadataId: field.object.id,
    morphId: field.morphId,
    createdAt: field.createdAt,
    updatedAt: field.updatedAt,
    relation: () => (field.relation && group.length === 0 ? presentRelation(field) : null),
    morphRelations: () => (group.length > 0 ? group.map(presentRelation) : null),
    object: () => presentObject(field.object),
    targetColumnMap: null,
    fromRelationMetadata: () => (field.relation?.kind === "ONE_TO_MANY" ? { id: field.id } : null),
    toRelationMetadata: () => (field.relation?.kind === "MANY_TO_ONE" ? { id: field.id } : null),
  }
}

/** `targetPerson`, `targetCompany` … are one field `target`. */
function morphName(field: FieldSchema, group: FieldSchema[]): string {
  const target = field.relation!.target
  for (const suffix of [target.nameSingular, target.namePlural]) {
    const capitalized = suffix.charAt(0).toUpperCase() + suffix.slice(1)
    if (field.name.endsWith(capitalized)) return field.name.slice(0, -capitalized.length)
  }
  return group[0]!.name
}

function presentRelation(field: FieldSchema) {
  const { kind, target, targetField } = field.relation!
  return {
    type: kind,
    sourceObjectMetadata: () => presentObject(field.object),
    targetObjectMetadata: () => presentObject(target),
    sourceFieldMetadata: () => presentField(field),
    targetFieldMetadata: () => presentField(targetField),
  }
}

export function presentIndex(index: IndexSchema) {
  const { id, name, isCustom, isUnique, indexWhereClause, indexType, status, createdAt, updatedAt } = index
  const indexFieldMetadataList = index.fields.map((part, order) => ({
    id: stableId(`${id}:${order}`),
    fieldMetadataId: part.fieldId,
    order,
    subFieldName: part.subfield,
    createdAt,
    updatedAt,
  }))
  return {
    id,
    name,
    isCustom,
    isUnique,
    indexWhereClause,
    indexType,
    status,
    createdAt,
    updatedAt,
    indexFieldMetadataList,
  }
}
