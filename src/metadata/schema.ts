import { fieldTypeEnum } from "../db/core-tables.ts"
import type { Json } from "../db/json.ts"

export type { Json } from "../db/json.ts"

/**
 * The compiled description of a workspace: one frozen value per (workspace, version), from which GraphQL, REST, OpenAPI,
 * events and forms are projected. Nothing here knows a transport.
 */

/** Every field type there is: the values of the column that says a field's type. */
export const fieldTypeNames = fieldTypeEnum.enumValues

export type FieldTypeName = (typeof fieldTypeNames)[number]

export interface Option {
  id: string
  /** UPPER_SNAKE, what is stored and sent */
  value: string
  label: string
  color: string
  position: number
}

export const deleteRules = ["CASCADE", "SET_NULL", "RESTRICT", "NO_ACTION"] as const

export type OnDelete = (typeof deleteRules)[number]

/** What a field type's file may rely on: a field without its surroundings. */
export interface FieldShape {
  name: string
  type: FieldTypeName
  isNullable: boolean
  /** in the wire's spelling: text is quoted inside the string (`"'NEW'"`), functions are bare (`"now"`) */
  defaultValue: Json
  options: readonly Option[] | null
  settings: Readonly<Record<string, Json>>
  /** column name; null when the field has none (one-to-many) */
  column: string | null
  /** SQL type where the seed prescribes another than the field type's own, such as DATE for `closeDate` */
  columnType: string | null
}

export interface RelationSchema {
  kind: "MANY_TO_ONE" | "ONE_TO_MANY"
  target: ObjectSchema
  /** the other side */
  targetField: FieldSchema
  /** what happens to the many side when the one side is destroyed */
  onDelete: OnDelete
  /** wire name of the join column, such as `companyId`; on the many-to-one side */
  joinName: string
  /** on a one-to-many side whose records are links of a many-to-many relation: the field of a link that leads on */
  junction: FieldSchema | null
}

export interface FieldSchema extends FieldShape {
  id: string
  standardId: string | null
  object: ObjectSchema
  label: string
  description: string | null
  icon: string | null
  isUnique: boolean
  isActive: boolean
  isSystem: boolean
  isCustom: boolean
  isUIEditable: boolean
  isLabelSyncedWithName: boolean
  /** fields of one morph relation share it */
  morphId: string | null
  relation: RelationSchema | null
  createdAt: string
  updatedAt: string
}

export interface IndexSchema {
  id: string
  name: string
  isUnique: boolean
  isCustom: boolean
  indexType: "BTREE" | "GIN"
  indexWhereClause: string | null
  status: "BUILDING" | "READY" | "FAILED"
  /** why it FAILED */
  failure: string | null
  fields: readonly { fieldId: string; subfield: string | null }[]
  createdAt: string
  updatedAt: string
}

export interface ObjectSchema {
  id: string
  standardId: string | null
  nameSingular: string
  namePlural: string
  labelSingular: string
  labelPlural: string
  description: string | null
  icon: string | null
  color: string | null
  shortcut: string | null
  table: string
  isActive: boolean
  isSystem: boolean
  isCustom: boolean
  isRemote: boolean
  isSearchable: boolean
  isUICreatable: boolean
  isUIEditable: boolean
  isLabelSyncedWithName: boolean
  labelField: FieldSchema
  imageField: FieldSchema | null
  duplicateCriteria: readonly (readonly string[])[] | null
  /** every field, switched-off ones included */
  fields: readonly FieldSchema[]
  /** active fields by wire name, join columns (`companyId`) and older names (`personId`) included */
  readonly lookup: ReadonlyMap<string, FieldLookup>
  indexes: readonly IndexSchema[]
  createdAt: string
  updatedAt: string
}

/** What a name in a filter, order, selection or input means. */
export type FieldLookup =
  | { kind: "field"; field: FieldSchema }
  /** the join column of a many-to-one relation */
  | { kind: "join"; field: FieldSchema }

export interface WorkspaceSchema {
  workspaceId: string
  /** PostgreSQL schema, `workspace_<base36>` */
  schemaName: string
  version: number
  /** every object, switched-off ones included */
  objects: readonly ObjectSchema[]
  /** active objects by nameSingular */
  readonly bySingular: ReadonlyMap<string, ObjectSchema>
  /** active objects by namePlural */
  readonly byPlural: ReadonlyMap<string, ObjectSchema>
  readonly byId: ReadonlyMap<string, ObjectSchema>
}
