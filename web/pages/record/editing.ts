import { useRef, useState } from "preact/hooks"
import { useOpening } from "../../editors/use-opening.ts"
import type { FieldModel } from "../../model/workspace-model.ts"

/** What a button opens, and what gives it the focus back. */
export function useEditing() {
  const [isOpen, setOpen] = useState(false)
  const { button, focus } = useButton()
  return {
    isOpen,
    button,
    open: () => setOpen(true),
    close() {
      setOpen(false)
      focus()
    },
  }
}

/** The editor of a field, which may have to be fetched first. */
export function useFieldEditing(field: FieldModel | undefined) {
  const { opened, open, close } = useOpening<{ field: FieldModel }>()
  const { button, focus } = useButton()
  return {
    isOpen: opened !== null,
    button,
    open: () => void (field && open({ field })),
    close() {
      close()
      focus()
    },
  }
}

function useButton() {
  const button = useRef<HTMLButtonElement>(null)
  return { button, focus: () => button.current?.focus({ preventScroll: true }) }
}
