import { useLayoutEffect, useRef } from "preact/hooks"
import { kindOf } from "../fields/index.ts"
import type { EditorProps, FieldEditorKind } from "./editor.ts"

/** One line of text, for every type whose values can be typed: its `parse` says what they are. */
export function LineEditor({ field, value, typed, onDraft, mode }: EditorProps & { mode?: "decimal" | "numeric" }) {
  const input = useRef<HTMLInputElement>(null)
  const kind = kindOf(field)
  useLayoutEffect(() => {
    const node = input.current!
    node.value = typed ?? kind.copy?.(value, field) ?? kind.text(value, field) ?? ""
    if (typed !== undefined) onDraft(kind.parse!(typed, field))
  }, [])
  return (
    <input
      ref={input}
      class="line-input"
      aria-label={field.label}
      inputMode={mode}
      autoComplete="off"
      spellcheck={false}
      autofocus
      onFocus={(event) => typed === undefined && event.currentTarget.select()}
      onInput={(event) => onDraft(kind.parse!(event.currentTarget.value, field))}
    />
  )
}

export const textEditor: FieldEditorKind = { Editor: LineEditor, shape: "line" }
