/** Metadata rows that contradict each other. Pure. */
import { quoteIdent as q, quoteLiteral } from "../db/sql.ts"
import { byHand, type Finding, type Repair } from "./doctor-finding.ts"
import { finding } from "./doctor-place.ts"
import { fieldTypes } from "./field-types/index.ts"
import { junctionTargetOf, leadsOn } from "./junction-target.ts"
import { capitalize, uncapitalize } from "./names.ts"
import type { FieldRow, IndexRow, MetadataRows, ObjectRow } from "./rows.ts"

export function checkMetadata(rows: MetadataRows): Finding[] {
  const index = indexRows(rows)
  return [
    ...rows.objects.flatMap((object) => checkObject(index, object)),
    ...rows.fields.flatMap((field) => checkField(index, field)),
    ...rows.indexes.flatMap((each) => checkIndex(index, each)),
    ...sharedNames(rows),
  ]
}

interface RowIndex {
  rows: MetadataRows
  objects: Map<string, ObjectRow>
  fields: Map<string, FieldRow>
}

function indexRows(rows: MetadataRows): RowIndex {
  return {
    rows,
    objects: new Map(rows.objects.map((row) => [row.id, row])),
    fields: new Map(rows.fields.map((row) => [row.id, row])),
  }
}

const metadata = (...statements: string[]): Repair => ({ kind: "metadata", statements })

function removeRow(table: "fieldMetadata" | "indexMetadata", id: string): string {
  return `DELETE FROM core.${q(table)} WHERE id = ${quoteLiteral(id)}`
}

// --- objects --------------------------------------------------------------------------------------------------------

function checkObject({ rows, fields }: RowIndex, object: ObjectRow): Finding[] {
  const place = object.nameSingular
  const id = rows.fields.find((field) => field.objectMetadataId === object.id && field.name === "id")
  if (!id) {
    const problem = `The object ${place} has no field id.`
    return [finding("BROKEN_METADATA", place, problem, "Has to be mended by hand.", byHand)]
  }
  const strays = (["labelIdentifierFieldMetadataId", "imageIdentifierFieldMetadataId"] as const).filter(
    (key) => object[key] !== null && fields.get(object[key])?.objectMetadataId !== object.id,
  )
  return strays.map((key) => {
    const value = key === "labelIdentifierFieldMetadataId" ? quoteLiteral(id.id) : "NULL"
    const set = `UPDATE core."objectMetadata" SET ${q(key)} = ${value} WHERE id = ${quoteLiteral(object.id)}`
    const problem = `The object ${place} names a field as its ${key} that it does not have.`
    return finding("BROKEN_METADATA", place, problem, "Lets it name the id, or none.", metadata(set))
  })
}

// --- fields ---------------------------------------------------------------------------------------------------------

function checkField(index: RowIndex, field: FieldRow): Finding[] {
  const object = index.objects.get(field.objectMetadataId)
  if (!object) {
    const problem = `The field ${field.name} (${field.id}) belongs to no object of the workspace.`
    const remove: Repair = { kind: "drop", statements: [removeRow("fieldMetadata", field.id)], touchesMetadata: true }
    return [finding("ORPHAN_METADATA", field.name, problem, "Removes the field.", remove)]
  }
  if (field.type === "RELATION" || field.type === "MORPH_RELATION") return checkRelation(index, object, field)
  const place = `${object.nameSingular}.${field.name}`
  if (field.columnName === null) {
    const problem = `The field ${place} names no column.`
    return [finding("BROKEN_METADATA", place, problem, "Has to be mended by hand.", byHand)]
  }
  if (fieldTypes[field.type]) return []
  return [
    finding("BROKEN_METADATA", place, `The field ${place} has an unknown type.`, "Has to be mended by hand.", byHand),
  ]
}

function checkRelation(index: RowIndex, object: ObjectRow, field: FieldRow): Finding[] {
  const place = `${object.nameSingular}.${field.name}`
  const other = index.fields.get(field.relationTargetFieldMetadataId ?? "")
  if (!other) return [oneSided(index, object, field)]
  const isPair =
    other.relationTargetFieldMetadataId === field.id &&
    other.objectMetadataId === field.relationTargetObjectMetadataId &&
    other.settings?.relationType !== field.settings?.relationType &&
    (field.settings?.relationType === "MANY_TO_ONE") === (field.columnName !== null)
  if (isPair) return checkJunction(index, place, field)
  const problem = `The relation ${place} and its other side ${other.name} do not fit together.`
  return [finding("BROKEN_METADATA", place, problem, "Has to be mended by hand.", byHand)]
}

/** A list of links that leads nowhere is a plain list. */
function checkJunction({ fields }: RowIndex, place: string, field: FieldRow): Finding[] {
  const id = junctionTargetOf(field)
  if (id === null || leadsOn(field, fields.get(id))) return []
  const problem = `The list ${place} says that its links lead on through a field that they do not have.`
  const set = `UPDATE core."fieldMetadata" SET settings = settings - 'junctionTargetFieldId' WHERE id = ${quoteLiteral(field.id)}`
  return [finding("BROKEN_METADATA", place, problem, "Makes it a plain list.", metadata(set))]
}

/** The list side holds nothing and can go; the side with the column holds values, so it gets another side. */
function oneSided(index: RowIndex, object: ObjectRow, field: FieldRow): Finding {
  const place = `${object.nameSingular}.${field.name}`
  const problem = `The relation ${place} has lost its other side.`
  if (field.columnName === null) {
    const remove = metadata(removeRow("fieldMetadata", field.id))
    return finding("ONE_SIDED_RELATION", place, problem, "Removes the field, which holds no values.", remove)
  }
  const target = index.objects.get(field.relationTargetObjectMetadataId ?? "")
  if (!target) {
    const remove: Repair = { kind: "drop", statements: [removeRow("fieldMetadata", field.id)], touchesMetadata: true }
    return finding("ONE_SIDED_RELATION", place, problem, "Removes the field; its column is then an extra one.", remove)
  }
  const name = freeName(index, target, uncapitalize(object.namePlural))
  const remedy = `Gives ${target.nameSingular} the list ${name} as the other side.`
  return finding("ONE_SIDED_RELATION", place, problem, remedy, metadata(...addOtherSide(object, field, target, name)))
}

function freeName({ rows }: RowIndex, object: ObjectRow, wanted: string): string {
  const taken = new Set(rows.fields.filter((field) => field.objectMetadataId === object.id).map((field) => field.name))
  const names = [wanted, ...Array.from({ length: 1000 }, (_, i) => `${wanted}${i + 2}`)]
  return names.find((name) => !taken.has(name))!
}

function addOtherSide(object: ObjectRow, field: FieldRow, target: ObjectRow, name: string): string[] {
  const id = quoteLiteral(crypto.randomUUID())
  return [
    `INSERT INTO core."fieldMetadata" (id, "objectMetadataId", name, label, type, "isCustom", settings,
      "relationTargetObjectMetadataId", "relationTargetFieldMetadataId", "morphId", "workspaceId")
     SELECT ${id}, ${quoteLiteral(target.id)}, ${quoteLiteral(name)}, ${quoteLiteral(capitalize(object.labelPlural))},
       'RELATION', "isCustom", '{"relationType": "ONE_TO_MANY"}', "objectMetadataId", id, null, "workspaceId"
     FROM core."fieldMetadata" WHERE id = ${quoteLiteral(field.id)}`,
    `UPDATE core."fieldMetadata" SET "relationTargetFieldMetadataId" = ${id} WHERE id = ${quoteLiteral(field.id)}`,
  ]
}

// --- indexes and names ----------------------------------------------------------------------------------------------

function checkIndex({ rows, objects, fields }: RowIndex, index: IndexRow): Finding[] {
  const parts = rows.indexFields.filter((part) => part.indexMetadataId === index.id)
  const isWhole =
    objects.has(index.objectMetadataId) &&
    parts.length > 0 &&
    parts.every((part) => {
      const field = fields.get(part.fieldMetadataId)
      const hasPart = !part.subFieldName || (field && part.subFieldName in fieldTypes[field.type].subfields)
      return field?.objectMetadataId === index.objectMetadataId && field.columnName !== null && hasPart
    })
  if (isWhole) return []
  const problem = `The index ${index.name} stands on fields that its object does not have.`
  const remove = metadata(removeRow("indexMetadata", index.id))
  return [finding("ORPHAN_METADATA", index.name, problem, "Removes it from the metadata.", remove)]
}

function sharedNames(rows: MetadataRows): Finding[] {
  const tables = twice(rows.objects.map((object) => object.targetTableName))
  const columns = rows.objects.flatMap((object) => {
    const own = rows.fields.filter((field) => field.objectMetadataId === object.id && field.columnName !== null)
    return twice(own.map((field) => `${object.nameSingular}.${field.columnName}`))
  })
  return [
    ...tables.map((name) => [name, `Several objects name the table ${name}.`] as const),
    ...columns.map((name) => [name, `Several fields name the column ${name}.`] as const),
  ].map(([place, problem]) => finding("BROKEN_METADATA", place, problem, "Has to be mended by hand.", byHand))
}

function twice(names: string[]): string[] {
  return [...new Set(names.filter((name, i) => names.indexOf(name) !== i))]
}
