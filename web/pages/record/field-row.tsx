/** A field of a record: its name, its value, and a press on it that changes it where it stands. */
import { useState } from "preact/hooks"
import { Lock, Pencil } from "lucide-preact"
import { useEditors } from "../../editors/use-editors.ts"
import { kindOf } from "../../fields/index.ts"
import { write } from "../../fields/write.ts"
import { t } from "../../i18n/record/index.ts"
import type { FieldModel } from "../../model/workspace-model.ts"
import { stateOf, valueOf, type LiveRecord } from "../../store/records.ts"
import { useFieldEditing } from "./editing.ts"

interface FieldRowProps {
  record: LiveRecord
  field: FieldModel
  /** what is there cannot be changed at all, as in a deleted record */
  isFixed?: boolean
}

export function FieldRow({ record, field, isFixed = false }: FieldRowProps) {
  const value = valueOf(record, field.name)
  const shown = kindOf(field).show(value, field)
  const state = stateOf(record, field.name).value
  return (
    <div class="field-row">
      <dt title={field.label}>{field.label}</dt>
      <dd data-sync={state === "refused" ? "error" : state}>
        <span class={`value${shown === null ? " empty-value" : ""}`}>{shown ?? "—"}</span>
        {field.canEdit && !isFixed ? <Change record={record} field={field} /> : <Locked field={field} />}
      </dd>
    </div>
  )
}

function Locked({ field }: { field: FieldModel }) {
  const sentence = t().locked(field.label)
  return (
    <span class="lock" role="img" aria-label={sentence} title={sentence}>
      <Lock class="icon" size={12} strokeWidth={1.5} aria-hidden="true" />
    </span>
  )
}

/** Lies over the whole value; links in it lie above. */
function Change({ record, field }: { record: LiveRecord; field: FieldModel }) {
  const editors = useEditors()
  const { isOpen, open, close, button } = useFieldEditing(field)
  const kind = kindOf(field)
  if (!kind.toggled && editors && !editors.editorOf(field)) return null
  const value = valueOf(record, field.name)
  const press = () => (kind.toggled ? write(record, field, kind.toggled(value)) : open())
  const Editor = editors?.FieldEditor
  return (
    <>
      <button ref={button} type="button" class="change" aria-label={t().edit(field.label)} onClick={press}>
        <Pencil class="icon" size={12} strokeWidth={1.5} aria-hidden="true" />
      </button>
      {isOpen && Editor && (
        <Editor
          field={field}
          value={value}
          anchor={() => button.current?.parentElement}
          onCommit={(next) => {
            write(record, field, next)
            close()
          }}
          onCancel={close}
        />
      )}
    </>
  )
}

/** Those fields stay shown that were filled once: one that is cleared does not vanish under the hand. */
export function useShown(record: LiveRecord, fields: readonly FieldModel[]) {
  const [isAll, setAll] = useState(false)
  const [once] = useState(() => new Set<string>())
  for (const field of fields) {
    if (kindOf(field).show(valueOf(record, field.name), field) !== null) once.add(field.id)
  }
  const empty = fields.filter((field) => !once.has(field.id))
  const isFolded = empty.length > fewEmpty
  return {
    shown: isFolded && !isAll ? fields.filter((field) => once.has(field.id)) : fields,
    /** how many a press would show or hide */
    folded: isFolded ? empty.length : 0,
    isAll,
    toggle: () => setAll(!isAll),
  }
}

/** So many empty fields are no crowd. */
const fewEmpty = 4
