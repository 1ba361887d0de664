/**
 * What is known of each type, once `index.ts` has said it. It stands apart from the registry because relations, which are in
 * that, look up the kinds of what they lead to.
 */
import type { FieldTypeName } from "../../src/metadata/schema.ts"
import type { FieldModel, ObjectModel } from "../model/workspace-model.ts"
import type { FieldKind } from "./field-kind.ts"

let kinds: Readonly<Record<FieldTypeName, FieldKind>>

export function register(all: typeof kinds): void {
  kinds = all
}

export function kindOf({ type }: Pick<FieldModel, "type">): FieldKind {
  return kinds[type]
}

export function selectionOf(field: FieldModel): string {
  return kindOf(field).select?.(field) ?? field.name
}

/** All of the value, for pages of a record and for whoever writes it. */
export function wholeSelectionOf(field: FieldModel): string {
  return kindOf(field).selectWhole?.(field) ?? selectionOf(field)
}

export function selectionOfAll(fields: readonly FieldModel[]): string {
  return [...new Set(fields.map(selectionOf))].join(" ")
}

/** What is needed to name a record. A label that is a relation itself is left out, or it would have no end. */
export function selectionOfLabel({ labelField }: ObjectModel): string {
  return labelField && !labelField.relation && labelField.type !== "MORPH_RELATION" ? selectionOf(labelField) : ""
}
