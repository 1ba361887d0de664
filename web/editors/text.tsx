import { useLayoutEffect, useRef, useState } from "preact/hooks"
import { kindOf } from "../fields/index.ts"
import type { EditorProps, FieldEditorKind } from "./editor.ts"

interface LineEditorProps extends EditorProps {
  mode?: "decimal" | "numeric"
  /** what is typed as it will be understood, where that is worth a look */
  preview?(text: string): string | null
}

/** One line of text, for every type whose values can be typed: its `parse` says what they are. */
export function LineEditor({ field, value, typed, onDraft, mode, preview }: LineEditorProps) {
  const input = useRef<HTMLInputElement>(null)
  const [shown, setShown] = useState<string | null>(null)
  const kind = kindOf(field)
  const read = (text: string) => {
    onDraft(kind.parse!(text, field))
    setShown(preview?.(text) ?? null)
  }
  useLayoutEffect(() => {
    const node = input.current!
    node.value = typed ?? kind.copy?.(value, field) ?? kind.text(value, field) ?? ""
    if (typed !== undefined) read(typed)
  }, [])
  return (
    <>
      <input
        ref={input}
        class={`line-input${kind.align === "end" ? " end" : ""}`}
        aria-label={field.label}
        inputMode={mode}
        autoComplete="off"
        spellcheck={false}
        autofocus
        onFocus={(event) => typed === undefined && event.currentTarget.select()}
        onInput={(event) => read(event.currentTarget.value)}
      />
      {shown !== null && <output class="preview">{shown}</output>}
    </>
  )
}

export const textEditor: FieldEditorKind = { Editor: LineEditor, shape: "line" }
