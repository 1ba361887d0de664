/** What has to be answered before anything else goes on. The browser keeps the focus inside and gives it back afterwards. */
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks"
import type { ComponentChildren } from "preact"
import { X } from "lucide-preact"
import { t } from "../i18n/messages.ts"
import { Button, IconButton } from "./button.tsx"
import { Field } from "./field.tsx"

interface DialogProps {
  title: string
  /** asks about something that cannot be undone */
  isAlert?: boolean
  /** wider than a question */
  wide?: boolean
  /** without it nothing but an answer closes it */
  onClose?(): void
  children: ComponentChildren
}

/** Is open for as long as it is there. */
export function Dialog({ title, isAlert = false, wide = false, onClose, children }: DialogProps) {
  const id = useId()
  const root = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const dialog = root.current!
    dialog.showModal()
    dialog.querySelector<HTMLElement>("[data-first]")?.focus()
    // Closed before it goes, so that the browser gives the focus back.
    return () => dialog.close()
  }, [])
  return (
    <dialog
      ref={root}
      class={`dialog${wide ? " wide" : ""}`}
      role={isAlert ? "alertdialog" : undefined}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose?.()
      }}
      onKeyDown={(event) => {
        event.stopPropagation()
        // The browser lets the second Escape pass whatever was said to the first.
        if (event.key === "Escape" && !onClose) event.preventDefault()
      }}
    >
      <header>
        <h2 id={id}>{title}</h2>
        {onClose && <IconButton label={t().app.close} icon={X} onClick={onClose} />}
      </header>
      {children}
    </dialog>
  )
}

interface ConfirmProps {
  /** the act, with its count */
  title: string
  /** what follows from it */
  text: string
  /** the verb */
  action: string
  /** has to be typed first */
  typed?: string
  /** @returns what went wrong; undefined when it is done */
  onConfirm(): Promise<string | undefined>
  onClose(): void
}

/** Before what cannot be undone. The focus is on Cancel, so that Enter does no harm. */
export function Confirm({ title, text, action, typed, onConfirm, onClose }: ConfirmProps) {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const [answer, setAnswer] = useState("")
  const { app } = t()
  const confirm = async () => {
    setBusy(true)
    const said = await onConfirm()
    setBusy(false)
    setProblem(said)
    if (said === undefined) onClose()
  }
  return (
    <Dialog title={title} isAlert onClose={onClose}>
      <p>{text}</p>
      {typed !== undefined && <Field label={app.typeToConfirm(typed)} value={answer} onValue={setAnswer} />}
      <p class="error" role="alert">
        {problem}
      </p>
      <footer>
        <Button data-first onClick={onClose}>
          {app.cancel}
        </Button>
        <Button
          kind="danger"
          busy={isBusy}
          disabled={typed !== undefined && answer.trim() !== typed}
          onClick={() => void confirm()}
        >
          {action}
        </Button>
      </footer>
    </Dialog>
  )
}
