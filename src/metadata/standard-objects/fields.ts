/** Constructors that let the file of an object read like a table. */
import type { FieldDefinition, OptionDefinition } from "../definition.ts"
import type { FieldTypeName, OnDelete } from "../schema.ts"

type Fields = Record<string, FieldDefinition>
type Details = Omit<FieldDefinition, "type" | "label" | "options" | "relation" | "column">
type OptionRow = readonly [value: string, label: string, color: string]
type Inverse = readonly [name: string, label: string, icon: string]

interface RelationDetails extends Details {
  /** the one-to-many field that the target gets */
  inverse: Inverse
  onDelete: OnDelete
}

interface ManyToOneDetails extends RelationDetails {
  /** nameSingular of the target */
  to: string
  isInverseUIEditable?: boolean
}

interface MorphDetails extends RelationDetails {
  to: readonly string[]
  /** the targets whose one-to-many field only the platform writes */
  inverseReadOnlyOn?: readonly string[]
}

export const address = plain("ADDRESS")
export const array = plain("ARRAY")
export const boolean = plain("BOOLEAN")
export const currency = plain("CURRENCY")
export const dateTime = plain("DATE_TIME")
export const emails = plain("EMAILS")
export const files = plain("FILES")
export const fullName = plain("FULL_NAME")
export const links = plain("LINKS")
export const number = plain("NUMBER")
export const phones = plain("PHONES")
export const rawJson = plain("RAW_JSON")
export const richText = plain("RICH_TEXT")
export const text = plain("TEXT")
export const uuid = plain("UUID")

export const select = choice("SELECT")
export const multiSelect = choice("MULTI_SELECT")

/** @example company: manyToOne("Company", { to: "company", inverse: ["people", "People", "IconUsers"], onDelete: "SET_NULL" }) */
export function manyToOne(label: string, details: ManyToOneDetails): FieldDefinition {
  const { to, inverse, onDelete, isInverseUIEditable, ...rest } = details
  const target = { object: to, ...inverseOf(inverse), ...(isInverseUIEditable === false && { isInverseUIEditable }) }
  return { type: "RELATION", label, ...rest, relation: { onDelete, targets: [target] } }
}

/** A relation to one of several objects. The column of each target is `{object}Id`, without the name of the field. */
export function morph(label: string, details: MorphDetails): FieldDefinition {
  const { to, inverse, onDelete, inverseReadOnlyOn = [], ...rest } = details
  const targets = to.map((object) => ({
    object,
    ...inverseOf(inverse),
    column: `${object}Id`,
    ...(inverseReadOnlyOn.includes(object) && { isInverseUIEditable: false }),
  }))
  return { type: "MORPH_RELATION", label, ...rest, relation: { onDelete, targets } }
}

/** Fields that only the platform writes. */
export function readOnly(fields: Fields): Fields {
  return mapFields(fields, { isUIEditable: false })
}

/** Fields that only the platform writes and that belong to its workings. */
export function system(fields: Fields): Fields {
  return mapFields(fields, { isSystem: true, isUIEditable: false })
}

function plain(type: FieldTypeName) {
  return (label: string, details: Details = {}): FieldDefinition => ({ type, label, ...details })
}

function choice(type: FieldTypeName) {
  return (label: string, options: readonly OptionRow[], details: Details = {}): FieldDefinition => ({
    type,
    label,
    options: options.map(([value, name, color]): OptionDefinition => ({ value, label: name, color })),
    ...details,
  })
}

function inverseOf([inverseName, inverseLabel, inverseIcon]: Inverse) {
  return { inverseName, inverseLabel, inverseIcon }
}

function mapFields(fields: Fields, details: Partial<FieldDefinition>): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, { ...field, ...details }]))
}
