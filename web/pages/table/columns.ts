import { kindOf } from "../../fields/index.ts"
import type { FieldModel, ObjectModel, ViewModel } from "../../model/workspace-model.ts"

export interface Column {
  field: FieldModel
  /** pixels */
  width: number
}

const least = 80
const most = 800

/** The view's columns, the label first, whatever the view says of it. Without a view: every field that people fill in. */
export function columnsOf(object: ObjectModel, view: ViewModel | undefined): Column[] {
  const shown: readonly Column[] =
    view && view.columns.length > 0
      ? view.columns
      : object.fields.filter((field) => !field.isSystem).map((field) => ({ field, width: 150 }))
  const { labelField } = object
  const usable = shown.filter(({ field }) => !kindOf(field).isInternal && field !== labelField)
  const label = labelField && {
    field: labelField,
    width: shown.find(({ field }) => field === labelField)?.width ?? 200,
  }
  return [...(label ? [label] : []), ...usable].map(({ field, width }) => ({ field, width: clamp(width || 150) }))
}

/** On a phone the label leaves room for the rest. @param frame pixels of the whole table */
export function fitted(columns: readonly Column[], frame: number): Column[] {
  const room = frame < 640 ? Math.min(140, Math.floor(frame * 0.45)) : most
  return columns.map((column, i) => (i === 0 ? { ...column, width: Math.min(column.width, room) } : column))
}

const clamp = (width: number) => Math.min(most, Math.max(least, width))
