/** How objects and fields are asked for: the shape of the standard objects, and what a schema change hands to the engine. */
import type { FieldTypeName, Json, OnDelete } from "./schema.ts"

export interface OptionDefinition {
  value: string
  label: string
  color: string
}

export interface FieldDefinition {
  type: FieldTypeName
  label: string
  description?: string
  icon?: string
  /** default true */
  isNullable?: boolean
  isUnique?: boolean
  isSystem?: boolean
  /** default true; false where only the platform writes */
  isUIEditable?: boolean
  /** wire spelling, see FieldShape.defaultValue */
  defaultValue?: Json
  options?: readonly OptionDefinition[]
  settings?: Record<string, Json>
  /** where the seed's column name differs from the field's name */
  column?: string
  /** where the seed's SQL type differs from the field type's own */
  columnType?: string
  /** for RELATION and MORPH_RELATION; always written on the many-to-one side, the inverse comes with it */
  relation?: RelationDefinition
}

export interface RelationDefinition {
  onDelete: OnDelete
  /** one target for RELATION, several for MORPH_RELATION */
  targets: readonly RelationTarget[]
}

export interface RelationTarget {
  /** nameSingular of the object on the one side */
  object: string
  /** name, label and icon of the one-to-many field that the target gets */
  inverseName: string
  inverseLabel: string
  inverseIcon?: string
  /** column of this target where it is not `{name}Id`; for morph relations of the seed: `personId` for `targetPerson` */
  column?: string
  /** the one-to-many side lists links of a many-to-many relation and shows this field's target in their place */
  junctionTargetField?: string
  isInverseUIEditable?: boolean
}

export interface ObjectDefinition {
  nameSingular: string
  namePlural: string
  labelSingular: string
  labelPlural: string
  description: string
  icon: string
  shortcut?: string
  isSystem?: boolean
  isSearchable?: boolean
  /** default true */
  isUICreatable?: boolean
  isUIEditable?: boolean
  labelField: string
  imageField?: string
  duplicateCriteria?: readonly (readonly string[])[]
  /** by field name; the eight fields that every record has are added by the engine */
  fields: Record<string, FieldDefinition>
  /** beside those that fields and relations bring */
  indexes?: readonly IndexDefinition[]
}

export interface IndexDefinition {
  /** as the seed names it, or absent for a generated name */
  name?: string
  fields: readonly string[]
  isUnique?: boolean
  indexType?: "BTREE" | "GIN"
}
