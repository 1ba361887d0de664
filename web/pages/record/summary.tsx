/** Who or what the record is: its picture, its name, which is changed where it stands, and who made it when. */
import type { RefObject } from "preact"
import { useLayoutEffect, useRef } from "preact/hooks"
import { Pencil } from "lucide-preact"
import { useEditors } from "../../editors/use-editors.ts"
import { asParts, asText } from "../../fields/field-kind.ts"
import { recordName } from "../../fields/record-name.tsx"
import { write } from "../../fields/write.ts"
import { describeInstant, formatRelative } from "../../i18n/format.ts"
import { t } from "../../i18n/record/index.ts"
import { useActions } from "../../shell/actions.ts"
import { useArrival } from "../../shell/arrival.ts"
import { takePanelFocus } from "../../shell/panel.ts"
import { valueOf, type LiveRecord } from "../../store/records.ts"
import { Avatar } from "../../ui/avatar.tsx"
import { useFieldEditing } from "./editing.ts"

interface SummaryProps {
  record: LiveRecord
  isFixed: boolean
  /** 1 on a page of its own, 2 beside another */
  level: 1 | 2
}

export function Summary({ record, isFixed, level }: SummaryProps) {
  const name = recordName(record)
  return (
    <div class="summary">
      <span class="big">
        <Avatar id={record.id} name={name} isPerson={record.object.labelField?.type === "FULL_NAME"} />
      </span>
      <div class="who">
        <Title record={record} name={name} isFixed={isFixed} level={level} />
        <Created record={record} />
      </div>
    </div>
  )
}

function Title({ record, name, isFixed, level }: SummaryProps & { name: string }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const editors = useEditors()
  const { labelField } = record.object
  const { isOpen, open, close, button } = useFieldEditing(labelField)
  // Whether it has an editor is not known before they are there, which they may be only when one is opened.
  const isEditable =
    labelField?.canEdit === true && !isFixed && (!editors || editors.editorOf(labelField) !== undefined)
  useActions(
    isEditable && level === 1
      ? [{ id: "edit-name", label: t().editName, icon: Pencil, keys: "e", scope: "page", run: open }]
      : [],
  )
  useFocus(heading, record, level)
  const Heading = level === 1 ? "h1" : "h2"
  const Editor = editors?.FieldEditor
  return (
    <div class="title">
      <Heading ref={heading} tabIndex={-1}>
        <bdi>{name}</bdi>
      </Heading>
      {isEditable && (
        <button ref={button} type="button" class="change" aria-label={t().editName} onClick={open}>
          <Pencil class="icon" size={14} strokeWidth={1.5} aria-hidden="true" />
        </button>
      )}
      {isOpen && labelField && Editor && (
        <Editor
          field={labelField}
          value={valueOf(record, labelField.name)}
          anchor={() => heading.current}
          onCommit={(value) => {
            write(record, labelField, value)
            close()
          }}
          onCancel={close}
        />
      )}
    </div>
  )
}

function useFocus(heading: RefObject<HTMLHeadingElement | null>, record: LiveRecord, level: 1 | 2): void {
  useArrival(heading, level === 1 ? record : null)
  useLayoutEffect(() => {
    if (level === 2 && takePanelFocus()) heading.current?.focus({ preventScroll: true })
  }, [record])
}

function Created({ record }: { record: LiveRecord }) {
  const at = asText(valueOf(record, "createdAt"))
  if (at === null) return null
  const who = asText(asText(asParts(valueOf(record, "createdBy")).name)?.trim())
  return (
    <p class="created">
      <time dateTime={at} title={describeInstant(at)}>
        {t().created(formatRelative(at), who)}
      </time>
    </p>
  )
}
