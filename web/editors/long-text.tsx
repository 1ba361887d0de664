import { useLayoutEffect, useRef } from "preact/hooks"
import { kindOf } from "../fields/index.ts"
import type { Draft, EditorProps, FieldEditorKind } from "./editor.ts"

interface TextAreaProps extends EditorProps {
  /** such as the text of JSON, with its lines */
  start: string
  isMono?: boolean
  /** what the text stands for; as the field has it where nothing is said */
  parse?(text: string): Draft
  onKeyDown?(event: KeyboardEvent & { currentTarget: HTMLTextAreaElement }): void
}

/** Text of several lines, as high as it is. */
export function TextArea({ field, typed, onDraft, start, isMono = false, parse, onKeyDown }: TextAreaProps) {
  const area = useRef<HTMLTextAreaElement>(null)
  const read = (text: string) => onDraft(parse?.(text) ?? kindOf(field).parse!(text, field))
  useLayoutEffect(() => {
    area.current!.value = typed ?? start
    if (typed !== undefined) read(typed)
  }, [])
  return (
    <textarea
      ref={area}
      class={`area${isMono ? " mono" : ""}`}
      aria-label={field.label}
      rows={4}
      autoComplete="off"
      spellcheck={!isMono}
      autofocus
      onInput={(event) => read(event.currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  )
}

function LongTextEditor(props: EditorProps) {
  return <TextArea {...props} start={typeof props.value === "string" ? props.value : ""} />
}

/** Enter is the holder's; with Shift it begins a line. */
export const longTextEditor: FieldEditorKind = { Editor: LongTextEditor, shape: "panel" }
