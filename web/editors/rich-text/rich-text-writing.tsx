/** Writes on the text of a record: sent as one goes on, in one step that can be undone. Without a record it says where it stands. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks"
import type { Node } from "prosemirror-model"
import { asParts, asText } from "../../fields/field-kind.ts"
import { blocksOf } from "../../fields/blocks.ts"
import { openWriting, refusedValue } from "../../fields/writing.ts"
import type { FieldModel } from "../../model/workspace-model.ts"
import { same, stateOf, type LiveRecord } from "../../store/records.ts"
import type { Draft } from "../editor.ts"
import { documentOf, paragraphsOf } from "./from-blocks.ts"
import { draftOf, tooLarge } from "./value.ts"
import { Writing, type WritingHandle } from "./writing.tsx"

interface RichTextWritingProps {
  /** undefined while it is only being made */
  record?: LiveRecord | undefined
  field: FieldModel
  /** of the textbox; the field's where there is nothing else */
  label?: string
  /** as the cell holds it, with all of its document */
  value: unknown
  /** was typed already, and is added */
  typed?: string
  onDraft?(draft: Draft): void
  /** Escape was pressed, or the focus has gone elsewhere; without it the holder sees to that */
  onLeave?(isByKey: boolean): void
}

export function RichTextWriting(props: RichTextWritingProps) {
  const { record, field, label = field.label, value, typed, onDraft, onLeave } = props
  const [problem, setProblem] = useState<string>()
  const writing = useMemo(() => record && openWriting(record, field), [])
  const start = useMemo(() => documentFrom((record && refusedValue(record, field)) ?? value), [])
  const handle = useRef<WritingHandle>(null)
  useEffect(() => () => writing?.close(), [])

  /** what came in or went out last */
  const known = useRef(value)
  const draft = useRef<Draft>(undefined)
  const take = (doc: Node): unknown => {
    const next = (draft.current = draftOf(doc, field))
    setProblem("problem" in next ? next.problem : undefined)
    onDraft?.(next)
    if (!("value" in next)) return undefined
    known.current = next.value
    return next.value
  }
  // What somebody else has written comes in as long as nothing of one's own is on its way.
  const seen = useRef(value)
  useLayoutEffect(() => {
    if (value === seen.current) return
    seen.current = value
    const isBusy = record && (stateOf(record, field.name).peek() !== undefined || writing?.isAhead())
    if (isBusy || isSameText(value, known.current) || blocksOf(value) === null) return
    known.current = value
    handle.current?.replace(documentFrom(value))
  }, [value])

  const leave = (isByKey: boolean) => {
    writing?.flush()
    // Whoever was told what is wrong may leave it so.
    if (problem !== undefined || !draft.current || "value" in draft.current) onLeave?.(isByKey)
  }
  return (
    <>
      <Writing
        handle={handle}
        label={label}
        start={start}
        typed={typed}
        onChange={(doc) => (writing ? writing.change(() => take(doc)) : void take(doc))}
        onTooLarge={(size) => setProblem(tooLarge(size).problem)}
        onRest={() => writing?.flush()}
        onLeave={onLeave && leave}
      />
      {problem !== undefined && (
        <p class="error" role="alert">
          {problem}
        </p>
      )}
    </>
  )
}

/** Markdown alone, as of a record that is only being made, is taken as it stands. */
function documentFrom(value: unknown): Node {
  return documentOf(blocksOf(value) ?? paragraphsOf(asText(asParts(value).markdown) ?? ""))
}

function isSameText(a: unknown, b: unknown): boolean {
  const [left, right] = [asParts(a).blocknote ?? null, asParts(b).blocknote ?? null]
  return left === right && (left !== null || same(asText(asParts(a).markdown), asText(asParts(b).markdown)))
}
