import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import { kindOf } from "../fields/index.ts"
import { t } from "../i18n/messages.ts"
import { sentenceOf } from "../ui/problem.ts"
import type { EditorProps, FieldEditorKind } from "./editor.ts"
import { prepareWriting, type Writer } from "./use-writer.ts"

/** Until the editor is there, a plain field takes what is typed. A key that began the editing adds to what is there. */
function RichTextEditor({ record, field, value, typed = "", onDraft }: EditorProps) {
  const [writer, setWriter] = useState<Writer>()
  const [problem, setProblem] = useState<string>()
  const early = useRef(typed)
  useEffect(() => {
    let isHere = true
    const prepare = async () => {
      const ready = await prepareWriting(record, field)
      if (ready && "error" in ready) setProblem(sentenceOf(ready.error))
      else if (ready && isHere) setWriter(ready.writer)
      // Whoever left before it was there has written all the same.
      else if (ready && record && early.current !== "") ready.writer.append(record, field, early.current)
    }
    void prepare()
    return () => void (isHere = false)
  }, [])
  if (writer) return <writer.RichTextWriting {...{ record, field, value, onDraft }} typed={early.current} />
  const take = (text: string) => {
    early.current = text
    if (!record) onDraft(kindOf(field).parse!(text, field))
  }
  return (
    <>
      <Early label={field.label} typed={typed} onType={take} />
      {problem === undefined ? (
        <p class="hint" role="status">
          {t().app.loading}
        </p>
      ) : (
        <p class="error" role="alert">
          {problem}
        </p>
      )}
    </>
  )
}

function Early({ label, typed, onType }: { label: string; typed: string; onType(text: string): void }) {
  const area = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => {
    area.current!.value = typed
    if (typed !== "") onType(typed)
  }, [])
  return (
    <textarea
      ref={area}
      class="area"
      aria-label={label}
      aria-busy
      rows={4}
      autofocus
      onInput={(event) => onType(event.currentTarget.value)}
    />
  )
}

export const richTextEditor: FieldEditorKind = {
  Editor: RichTextEditor,
  shape: "panel",
  ownsEnter: true,
  keepsOnEscape: true,
  writesItself: true,
}
