/** What a condition on records can be made of: which comparisons a field knows, and what value each of them needs. */
import type { FieldTypeName } from "../../../../src/metadata/schema.ts"
import type { RoleField } from "./role.ts"
import type { Rule } from "./role-draft.ts"

export type Operand =
  | "IS"
  | "IS_NOT"
  | "CONTAINS"
  | "DOES_NOT_CONTAIN"
  | "GREATER_THAN_OR_EQUAL"
  | "LESS_THAN_OR_EQUAL"
  | "IS_BEFORE"
  | "IS_AFTER"
  | "IS_TODAY"
  | "IS_IN_PAST"
  | "IS_IN_FUTURE"
  | "IS_EMPTY"
  | "IS_NOT_EMPTY"

/** How its value is given: not at all, as a text, a number, a day, an option, yes or no, or a member. */
export type ValueKind = "none" | "text" | "number" | "day" | "option" | "flag" | "member"

const empties: readonly Operand[] = ["IS_EMPTY", "IS_NOT_EMPTY"]
const texts: readonly Operand[] = ["CONTAINS", "DOES_NOT_CONTAIN", ...empties]
const numbers: readonly Operand[] = ["IS", "IS_NOT", "GREATER_THAN_OR_EQUAL", "LESS_THAN_OR_EQUAL", ...empties]
const dates: readonly Operand[] = ["IS", "IS_BEFORE", "IS_AFTER", "IS_TODAY", "IS_IN_PAST", "IS_IN_FUTURE", ...empties]
const choices: readonly Operand[] = ["IS", "IS_NOT", ...empties]

const operands: Partial<Record<FieldTypeName, readonly Operand[]>> = {
  ACTOR: ["IS", "IS_NOT"],
  ADDRESS: texts,
  ARRAY: texts,
  BOOLEAN: ["IS"],
  CURRENCY: numbers,
  DATE: dates,
  DATE_TIME: dates,
  EMAILS: texts,
  FULL_NAME: texts,
  LINKS: texts,
  MULTI_SELECT: texts,
  NUMBER: numbers,
  NUMERIC: numbers,
  PHONES: texts,
  RELATION: choices,
  RICH_TEXT: texts,
  SELECT: choices,
  TEXT: ["IS", "IS_NOT", ...texts],
}

const isMember = ({ relation }: RoleField) => relation?.targetObjectMetadata.nameSingular === "workspaceMember"

/** Of relations, those that lead to one record; whom or what they lead to is chosen among members alone. */
export function operandsOf(field: RoleField): readonly Operand[] {
  if (field.relation?.type === "ONE_TO_MANY") return []
  if (field.relation && !isMember(field)) return empties
  return operands[field.type] ?? []
}

export function valueKindOf(field: RoleField, operand: string): ValueKind {
  if (["IS_EMPTY", "IS_NOT_EMPTY", "IS_TODAY", "IS_IN_PAST", "IS_IN_FUTURE"].includes(operand)) return "none"
  if (field.type === "ACTOR" || field.relation) return "member"
  if (field.type === "SELECT" || field.type === "MULTI_SELECT") return "option"
  if (field.type === "BOOLEAN") return "flag"
  if (field.type === "DATE" || field.type === "DATE_TIME") return "day"
  return operands[field.type] === numbers ? "number" : "text"
}

/** Whoever it is that looks. */
export const me = { isCurrentWorkspaceMemberSelected: true, selectedRecordIds: [] }

/** A condition on the field as one begins with it. */
export function newRule(field: RoleField): Rule {
  const operand = operandsOf(field)[0] ?? "IS"
  // Who did it is told by the member, among the other things that an actor is.
  const subFieldName = field.type === "ACTOR" ? "workspaceMemberId" : null
  return { fieldId: field.id, operand, value: firstValue(field, operand), subFieldName }
}

export function firstValue(field: RoleField, operand: string): unknown {
  const starts: Record<ValueKind, unknown> = {
    none: null,
    text: "",
    number: "",
    day: "",
    option: [field.options?.[0]?.value ?? ""],
    flag: "true",
    member: me,
  }
  return starts[valueKindOf(field, operand)]
}

/** Does it lack what it is to be compared with? Such a rule would let nobody through. */
export function isUnfinished(field: RoleField | undefined, { operand, value }: Rule): boolean {
  if (!field) return false
  const kind = valueKindOf(field, operand)
  return ["text", "number", "day"].includes(kind) && String(value ?? "").trim() === ""
}
