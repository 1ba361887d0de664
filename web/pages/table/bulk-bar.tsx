/** Below the records while some are chosen: what can be done to all of them. */
import { useState } from "preact/hooks"
import { Merge, Pencil, Trash2, X } from "lucide-preact"
import { kindOf } from "../../fields/index.ts"
import { t } from "../../i18n/bulk/index.ts"
import { formatNumber } from "../../i18n/format.ts"
import { t as core } from "../../i18n/messages.ts"
import type { FieldModel } from "../../model/workspace-model.ts"
import { useActions } from "../../shell/actions.ts"
import { navigate } from "../../shell/navigate.ts"
import type { Rows } from "../../store/queries.ts"
import { Button, IconButton } from "../../ui/button.tsx"
import { Dialog } from "../../ui/dialog.tsx"
import { canMerge, least, mergeAddress, most } from "../merge/mergeable.ts"
import { idsOf } from "./bulk.ts"
import { changeChosen, deleteChosen, sayError } from "./bulk-steps.ts"
import type { Selection } from "./selection.ts"
import { useEditors } from "../../editors/use-editors.ts"

interface BulkBarProps {
  list: Rows
  selection: Selection
}

export function BulkBar({ list, selection }: BulkBarProps) {
  const [isEditing, setEditing] = useState(false)
  const { count } = selection
  const { object } = list.question
  const { can, fields } = object
  const shown = formatNumber(count)
  const words = t()
  const remove = () => {
    selection.clear()
    void deleteChosen(selection, list)
  }
  const editable = fields.filter((field) => field.canEdit && !kindOf(field).isInternal)
  const canEdit = can.update && editable.length > 0
  const isMergeable = canMerge(object) && count >= least && count <= most
  const merge = () =>
    void idsOf(selection, list.question).then((ids) =>
      Array.isArray(ids) ? navigate(mergeAddress(object, ids)) : sayError(ids),
    )
  useActions(
    count === 0
      ? []
      : [
          ...(canEdit
            ? [
                {
                  id: "bulk-edit",
                  label: words.editTitle(shown, count),
                  keys: "Shift+E",
                  scope: "selection" as const,
                  run: () => setEditing(true),
                },
              ]
            : []),
          ...(isMergeable
            ? [{ id: "merge", label: words.merge, keys: "Shift+M", scope: "selection" as const, run: merge }]
            : []),
          ...(can.delete
            ? [
                {
                  id: "bulk-delete",
                  label: words.delete(shown, count),
                  keys: "Mod+Backspace",
                  scope: "selection" as const,
                  run: remove,
                },
              ]
            : []),
          { id: "clear-selection", label: words.clear, scope: "selection" as const, run: selection.clear },
        ],
  )
  if (count === 0) return null
  return (
    <div class="bulk-bar" role="toolbar" aria-label={words.bar}>
      <strong role="status">{words.selected(shown)}</strong>
      {canEdit && (
        <Button kind="quiet" onClick={() => setEditing(true)}>
          <Pencil class="icon" size={14} aria-hidden="true" />
          {words.edit}
        </Button>
      )}
      {isMergeable && (
        <Button kind="quiet" onClick={merge}>
          <Merge class="icon" size={14} aria-hidden="true" />
          {words.merge}
        </Button>
      )}
      {can.delete && (
        <Button kind="quiet" onClick={remove}>
          <Trash2 class="icon" size={14} aria-hidden="true" />
          {core().app.delete}
        </Button>
      )}
      <IconButton label={words.clear} icon={X} onClick={selection.clear} />
      {isEditing && <BulkEdit {...{ list, selection }} fields={editable} onClose={() => setEditing(false)} />}
    </div>
  )
}

interface BulkEditProps extends BulkBarProps {
  fields: readonly FieldModel[]
  onClose(): void
}

/** One field, and what it is to be: cleared, or a value. */
function BulkEdit({ list, selection, fields, onClose }: BulkEditProps) {
  const editors = useEditors()
  const usable = fields.filter((field) => kindOf(field).toggled || editors?.valueEditorOf(field))
  const [field, setField] = useState(usable[0])
  const [value, setValue] = useState<{ given: unknown }>()
  const [isOpen, setOpen] = useState(false)
  const words = t()
  const shown = formatNumber(selection.count)
  const kind = field && kindOf(field)
  const cleared = field && kind?.cleared?.(field)
  const apply = () => {
    onClose()
    void changeChosen(selection, list, field!, value!.given)
  }
  const Editor = editors?.FieldEditor
  return (
    <Dialog title={words.editTitle(shown, selection.count)} onClose={onClose}>
      <label class="stack">
        {words.chooseField}
        <select
          class="select"
          data-first
          value={field?.id}
          onChange={(event) => {
            setField(usable.find(({ id }) => id === event.currentTarget.value))
            setValue(undefined)
          }}
        >
          {usable.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {field && kind && (
        <div class="bulk-value">
          <span class="value">{value ? (kind.show(value.given, field) ?? "—") : ""}</span>
          {kind.toggled ? (
            <Button onClick={() => setValue({ given: kind.toggled!(value?.given) })}>{words.setValue}</Button>
          ) : (
            <Button onClick={() => setOpen(true)}>{words.setValue}</Button>
          )}
          {cleared && "value" in cleared && (
            <Button kind="quiet" onClick={() => setValue({ given: cleared.value })}>
              {words.clearField}
            </Button>
          )}
          {isOpen && Editor && (
            <Editor
              field={field}
              value={value?.given}
              onCommit={(given) => {
                setValue({ given })
                setOpen(false)
              }}
              onCancel={() => setOpen(false)}
            />
          )}
        </div>
      )}
      <footer>
        <Button onClick={onClose}>{core().app.cancel}</Button>
        <Button kind="primary" disabled={!value} onClick={apply}>
          {words.apply(shown, selection.count)}
        </Button>
      </footer>
    </Dialog>
  )
}
