import { useEffect, useState } from "preact/hooks"
import { modelSentences } from "../../../i18n/settings-model/index.ts"
import { t } from "../../../i18n/messages.ts"
import { Button } from "../../../ui/button.tsx"
import { Dialog } from "../../../ui/dialog.tsx"
import { Field } from "../../../ui/field.tsx"

interface DeleteDialogProps {
  title: string
  text: string
  /** has to be typed */
  name: string
  /** sentences about what goes or changes with it */
  dependants(): Promise<string[]>
  /** @returns what went wrong; undefined when it is gone */
  onDelete(): Promise<string | undefined>
  onClose(): void
}

/** Says what hangs on it before it goes. */
export function DeleteDialog({ title, text, name, dependants, onDelete, onClose }: DeleteDialogProps) {
  const { dependants: sentence } = modelSentences()
  const { app } = t()
  const [found, setFound] = useState<string[] | null>(null)
  const [typed, setTyped] = useState("")
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  useEffect(() => void dependants().then(setFound), [])
  const remove = async () => {
    setBusy(true)
    const said = await onDelete()
    setBusy(false)
    setProblem(said)
    if (!said) onClose()
  }
  return (
    <Dialog title={title} isAlert onClose={onClose}>
      <div class="form">
        <p>{text}</p>
        <div aria-busy={found === null} aria-live="polite">
          {found?.length === 0 && <p class="muted">{sentence.none}</p>}
          {found && found.length > 0 && (
            <ul class="bullets">
              {found.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ul>
          )}
        </div>
        <Field label={app.typeToConfirm(name)} value={typed} onValue={setTyped} />
        <p class="error" role="alert">
          {problem}
        </p>
      </div>
      <footer>
        <Button data-first onClick={onClose}>
          {app.cancel}
        </Button>
        <Button
          kind="danger"
          busy={isBusy}
          disabled={found === null || typed.trim() !== name}
          onClick={() => void remove()}
        >
          {app.delete}
        </Button>
      </footer>
    </Dialog>
  )
}
