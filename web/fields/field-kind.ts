/** What the client has to know about a field type. One file per type, as in `src/metadata/field-types`. */
import type { ComponentChildren } from "preact"
import { t } from "../i18n/fields/index.ts"
import type { FieldModel } from "../model/workspace-model.ts"

export type Direction = "AscNullsLast" | "DescNullsLast"

/** A value as a cell holds it, or why there is none, for people. */
export type Parsed = { value: unknown } | { problem: string }

export interface FieldKind {
  /** what to ask the server for; without it the field's name alone */
  select?(field: FieldModel): string
  /** what else there is to ask for where the value is read or written at length; without it that is the same */
  selectWhole?(field: FieldModel): string
  /** in cells and cards; null where there is nothing to show. What is cut is cut by style */
  show(value: unknown, field: FieldModel): ComponentChildren
  /** the value as a sentence, for what is too long to be seen and for whoever cannot see; null for empty */
  text(value: unknown, field: FieldModel): string | null
  /** what is written for a value that a cell holds; without it the value under the field's name */
  input?(value: unknown, field: FieldModel): Record<string, unknown>
  /** the value that typed or pasted text stands for; without it the field takes no text */
  parse?(text: string, field: FieldModel): Parsed
  /** text that `parse` takes back, for editors and the clipboard; without it `text` */
  copy?(value: unknown, field: FieldModel): string
  /** of a cell that is cleared; without it the field cannot be cleared */
  cleared?(field: FieldModel): Parsed
  /** changed by a click alone, without an editor: the value that follows */
  toggled?(value: unknown): unknown
  /** numbers stand at the end of their column */
  align?: "end"
  /** the wire's order; undefined where there is none */
  order?(field: FieldModel, direction: Direction): Record<string, unknown>
  /** a filter for whatever contains the text; undefined where it cannot be looked for */
  contains?(field: FieldModel, text: string): Record<string, unknown>
  /** never in a table: machinery of the server's */
  isInternal?: boolean
}

/** What a field is cleared to; one that is needed is not. */
export const clearedTo =
  (empty: unknown) =>
  ({ isNullable, label }: FieldModel): Parsed =>
    isNullable ? { value: empty } : { problem: t().needed(label) }

export const byName = ({ name }: FieldModel, direction: Direction) => ({ [name]: direction })

/** Signs that mean something in a pattern stand for themselves. */
export function pattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, "\\$&")}%`
}

export const asText = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null)

/** Objects of the wire: composite values and items of lists. */
export const asParts = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {}

export const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** A megabyte in a cell would be a megabyte in the page; nobody reads further than this in one line. */
export function excerpt(text: string, most = 300): string {
  const line = text
    .slice(0, most * 2)
    .replace(/\s+/g, " ")
    .trim()
  return line.length > most ? `${line.slice(0, most)}…` : line
}
