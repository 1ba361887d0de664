import { useLayoutEffect, useRef, useState } from "preact/hooks"
import { kindOf } from "../../fields/index.ts"
import { editOf, editStep } from "../../fields/edits.ts"
import { RecordLink } from "../../fields/record-link.tsx"
import { recordName } from "../../fields/record-name.tsx"
import { write } from "../../fields/write.ts"
import { t } from "../../i18n/record/index.ts"
import type { FieldModel } from "../../model/workspace-model.ts"
import { sayDone } from "../../shell/undo.tsx"
import { valueOf, type LiveRecord } from "../../store/records.ts"
import { perform } from "../../store/undo.ts"
import { TextArea } from "../../ui/text-area.tsx"
import type { Roles } from "./linked-fields.ts"

interface LinkedItemProps {
  record: LiveRecord
  roles: Roles
  isFixed: boolean
}

export function LinkedItem({ record, roles: { done, due, body }, isFixed }: LinkedItemProps) {
  const isDone = done !== undefined && valueOf(record, done.field.name) === done.value
  return (
    <li class={isDone ? "done" : undefined}>
      <div class="line">
        {done && (
          <input
            type="checkbox"
            aria-label={t().complete(recordName(record))}
            checked={isDone}
            disabled={isFixed || !done.field.canEdit}
            onChange={() => complete(record, done, !isDone)}
          />
        )}
        <RecordLink record={record} />
        {due && <span class="due">{kindOf(due).show(valueOf(record, due.name), due)}</span>}
      </div>
      {body && !done && <Body record={record} field={body} isFixed={isFixed} />}
    </li>
  )
}

function complete(record: LiveRecord, { field, value, open }: NonNullable<Roles["done"]>, isDone: boolean): void {
  if (!isDone) return write(record, field, open)
  const text = t().completed(recordName(record))
  const step = editStep(text, [editOf(record, field, value)])
  if (!step) return
  void perform(step)
  sayDone(text, step)
}

interface BodyProps {
  record: LiveRecord
  field: FieldModel
  isFixed: boolean
}

function Body({ record, field, isFixed }: BodyProps) {
  const [isOpen, setOpen] = useState(false)
  const text = kindOf(field).text(valueOf(record, field.name), field) ?? ""
  const words = t()
  if (isOpen)
    return (
      <Writing
        text={text}
        onLeave={(typed) => {
          setOpen(false)
          if (typed !== text) write(record, field, { markdown: typed })
        }}
      />
    )
  return (
    <div class="body">
      {text !== "" && <p>{text}</p>}
      {field.canEdit && !isFixed && (
        <button
          type="button"
          class="change"
          aria-label={words.edit(`${recordName(record)}: ${words.body}`)}
          onClick={() => setOpen(true)}
        >
          {text === "" ? words.writeBody : ""}
        </button>
      )}
    </div>
  )
}

/** @param onLeave told what stands there when somebody goes on to something else; Escape gives back what stood there */
function Writing({ text, onLeave }: { text: string; onLeave(typed: string): void }) {
  const root = useRef<HTMLElement>(null)
  const [typed, setTyped] = useState(text)
  useLayoutEffect(() => root.current?.querySelector("textarea")?.focus(), [])
  return (
    <section
      ref={root}
      onFocusOut={() => onLeave(typed)}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === "Escape") onLeave(text)
      }}
    >
      <TextArea label={t().body} value={typed} rows={6} onValue={setTyped} />
    </section>
  )
}
