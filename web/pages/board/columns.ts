/** The columns of a board: one for each option of its field, and one for records without. */
import { t } from "../../i18n/board/index.ts"
import type { FieldModel, ObjectModel } from "../../model/workspace-model.ts"
import { RecordList } from "../../store/queries.ts"
import type { ViewState } from "../../views/view-state.ts"
import { orderOf, viewFilterOf } from "../../views/view-state.ts"

export interface BoardColumn {
  /** null for records without */
  value: string | null
  label: string
  color: string | undefined
  list: RecordList
}

/** @param selection what to ask for of each card, in GraphQL */
export function boardColumns(
  object: ObjectModel,
  field: FieldModel,
  state: ViewState,
  selection: string,
): BoardColumn[] {
  const list = (filter: Record<string, unknown>) =>
    new RecordList({ object, selection, filter, viewFilter: viewFilterOf(state), orderBy: orderOf(object, state) })
  const columns: BoardColumn[] = field.options.map(({ value, label, color }) => ({
    value,
    label,
    color,
    list: list({ [field.name]: { in: [value] } }),
  }))
  if (!field.isNullable) return columns
  const without = { value: null, label: t().noValue, color: undefined, list: list({ [field.name]: { is: "NULL" } }) }
  return [...columns, without]
}
