/** A formatted text of a record: read until somebody presses on it, written where it stands. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import { Pencil } from "lucide-preact"
import { loadWriter, prepareWriting, type Writer } from "../../editors/use-writer.ts"
import { kindOf } from "../../fields/index.ts"
import { RichTextReader } from "../../fields/rich-text-reader.tsx"
import { t } from "../../i18n/record/index.ts"
import type { FieldModel } from "../../model/workspace-model.ts"
import { say } from "../../shell/toasts.tsx"
import { stateOf, valueOf, type LiveRecord } from "../../store/records.ts"
import { keepEarlyKeys, takeEarlyKeys, type EarlyKeys } from "../../ui/early-keys.ts"
import { sentenceOf } from "../../ui/problem.ts"

export interface RichTextProps {
  record: LiveRecord
  field: FieldModel
  /** of the text, for whoever hears it */
  label: string
  isFixed: boolean
}

export function RichText({ record, field, label, isFixed }: RichTextProps) {
  const [writing, setWriting] = useState<{ writer: Writer; typed: string }>()
  const waiting = useRef<EarlyKeys>(undefined)
  const button = useRef<HTMLButtonElement>(null)
  const isComingBack = useRef(false)
  const value = valueOf(record, field.name)
  const state = stateOf(record, field.name).value
  const isEmpty = kindOf(field).text(value, field) === null
  const words = t()
  const begin = async () => {
    const keys = keepEarlyKeys({ hasLines: true })
    waiting.current = keys
    const ready = await prepareWriting(record, field)
    if (!keys.isWanted()) return
    const typed = takeEarlyKeys() ?? ""
    if (ready && "error" in ready)
      return say({ kind: "error", text: sentenceOf(ready.error), onRetry: () => void begin() })
    isComingBack.current = false
    if (ready) setWriting({ writer: ready.writer, typed })
  }
  const leave = (isByKey: boolean) => {
    // That the editor goes takes the focus away as well.
    isComingBack.current ||= isByKey
    setWriting(undefined)
  }
  useLayoutEffect(() => {
    if (!writing && isComingBack.current) button.current?.focus({ preventScroll: true })
  }, [writing])
  useEffect(() => () => waiting.current?.end(), [])
  if (writing) {
    const { RichTextWriting } = writing.writer
    return <RichTextWriting {...{ record, field, label, value }} typed={writing.typed} onLeave={leave} />
  }
  // Whoever comes this close is likely to write.
  const isLikely = () => void loadWriter()
  return (
    <div class="body" data-sync={state === "refused" ? "error" : state}>
      {!isEmpty && <RichTextReader value={value} />}
      {field.canEdit && !isFixed && (
        <button
          ref={button}
          type="button"
          class="change"
          aria-label={words.edit(label)}
          onPointerEnter={isLikely}
          onFocus={isLikely}
          onClick={() => void begin()}
        >
          {isEmpty ? words.writeBody : <Pencil class="icon" size={12} strokeWidth={1.5} aria-hidden="true" />}
        </button>
      )}
    </div>
  )
}
