import { useState } from "preact/hooks"
import { t as core } from "../../i18n/messages.ts"
import { t } from "../../i18n/views/index.ts"
import { Button } from "../../ui/button.tsx"
import { Dialog } from "../../ui/dialog.tsx"
import { Field } from "../../ui/field.tsx"
import { Form, useForm } from "../../ui/form.tsx"

interface SaveViewDialogProps {
  /** of the view as it is called now; empty for a new one */
  name: string
  /** may it be for everybody? Undefined where that is not asked */
  canShare?: boolean
  /** @returns what went wrong */
  onSave(name: string, isPersonal: boolean): Promise<string | undefined>
  onClose(): void
}

export function SaveViewDialog({ name, canShare, onSave, onClose }: SaveViewDialogProps) {
  const [isPersonal, setPersonal] = useState(canShare === false)
  const [isBusy, setBusy] = useState(false)
  const words = t()
  const { app, fieldErrors } = core()
  const form = useForm({ name }, (typed) => ({
    name: typed.name.trim() ? undefined : fieldErrors.needed(words.viewName),
  }))
  const submit = async () => {
    if (!form.check()) return
    setBusy(true)
    const problem = await onSave(form.typed.name.trim(), isPersonal)
    setBusy(false)
    if (problem) form.show({ name: problem })
    else onClose()
  }
  return (
    <Dialog title={name === "" ? words.saveAs : words.rename} onClose={onClose}>
      <div ref={form.root}>
        <Form onSubmit={() => void submit()}>
          <Field label={words.viewName} autofocus {...form.field("name")} />
          {canShare !== undefined && (
            <label class="check">
              <input
                type="checkbox"
                checked={isPersonal}
                disabled={!canShare}
                onChange={(event) => setPersonal(event.currentTarget.checked)}
              />
              {words.onlyMe}
            </label>
          )}
          <footer>
            <Button onClick={onClose}>{app.cancel}</Button>
            <Button type="submit" kind="primary" busy={isBusy}>
              {app.save}
            </Button>
          </footer>
        </Form>
      </div>
    </Dialog>
  )
}
