/** How fields are asked for and edited by users. */
import type { OptionInput } from "./options.ts"
import type { FieldTypeName, Json } from "./schema.ts"

export interface RelationInput {
  /** a MANY_TO_MANY brings an object along whose records are the links */
  type: "MANY_TO_ONE" | "ONE_TO_MANY" | "MANY_TO_MANY"
  targetObjectMetadataId: string
  targetFieldLabel: string
  targetFieldIcon?: string | null
  /** name of the other side; made from the label when left out */
  targetFieldName?: string | null
  /** of a MANY_TO_MANY: names of the object that holds the links; made from both objects' names when left out */
  junctionNameSingular?: string | null
  junctionNamePlural?: string | null
}

export interface FieldInput {
  objectMetadataId: string
  type: FieldTypeName
  name: string
  label: string
  description?: string | null
  icon?: string | null
  isNullable?: boolean | null
  isUnique?: boolean | null
  isUIEditable?: boolean | null
  defaultValue?: Json
  options?: OptionInput[] | null
  settings?: Record<string, Json> | null
  isLabelSyncedWithName?: boolean | null
  relationCreationPayload?: RelationInput | null
  morphRelationsCreationPayload?: RelationInput[] | null
}

export type FieldUpdate = Partial<
  Pick<
    FieldInput,
    | "name"
    | "label"
    | "description"
    | "icon"
    | "isNullable"
    | "isUnique"
    | "defaultValue"
    | "options"
    | "settings"
    | "isLabelSyncedWithName"
    | "isUIEditable"
  >
> & {
  isActive?: boolean
  /** value of an option that goes → value of the one that records get in its place; without one, the default or nothing */
  optionReplacements?: Record<string, string> | null
}
