import { useRef, useState } from "preact/hooks"

/** An editor that a button opens, and that gives it the focus back. */
export function useEditing() {
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  return {
    isOpen,
    button,
    open: () => setOpen(true),
    close() {
      setOpen(false)
      button.current?.focus({ preventScroll: true })
    },
  }
}
