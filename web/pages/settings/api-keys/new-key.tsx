import { useState } from "preact/hooks"
import { developerSentences } from "../../../i18n/settings-developers/index.ts"
import { t } from "../../../i18n/messages.ts"
import { Button } from "../../../ui/button.tsx"
import { CopyButton } from "../../../ui/copy-button.tsx"
import { Dialog } from "../../../ui/dialog.tsx"
import { Field } from "../../../ui/field.tsx"
import { Form, useForm } from "../../../ui/form.tsx"
import { sentenceOf } from "../../../ui/problem.ts"
import { Section } from "../../../ui/section.tsx"
import { Select, type Choice } from "../../../ui/select.tsx"
import { needed } from "../../entry/rules.ts"
import { issueKey } from "./key.ts"

interface NewKeyProps {
  roles: readonly Choice[]
  onMade(token: string): void
  onClose(): void
}

const day = 86_400_000

export function NewKey({ roles, onMade, onClose }: NewKeyProps) {
  const { keys } = developerSentences()
  const { app } = t()
  const [isBusy, setBusy] = useState(false)
  const form = useForm({ name: "", roleId: roles[0]?.value ?? "", days: "365" }, ({ name }) => ({
    name: needed(keys.name, name),
  }))
  const make = async () => {
    if (!form.check()) return
    setBusy(true)
    const { name, roleId, days } = form.typed
    const expiresAt = new Date(Date.now() + Number(days) * day).toISOString()
    const { data, error } = await issueKey({ name: name.trim(), roleId, expiresAt })
    setBusy(false)
    if (error) form.show({ name: sentenceOf(error) })
    else onMade(data)
  }
  return (
    <Dialog title={keys.new} onClose={onClose}>
      <div ref={form.root}>
        <Form onSubmit={() => void make()}>
          <Field label={keys.name} hint={keys.nameHint} {...form.field("name")} />
          <Select label={keys.role} hint={keys.roleHint} choices={roles} {...form.field("roleId")} />
          <Select
            label={keys.expiresAfter}
            choices={Object.entries(keys.lifetimes).map(([value, label]) => ({ value, label }))}
            {...form.field("days")}
          />
          <footer>
            <Button onClick={onClose}>{app.cancel}</Button>
            <Button type="submit" kind="primary" busy={isBusy}>
              {app.create}
            </Button>
          </footer>
        </Form>
      </div>
    </Dialog>
  )
}

/** It is on this page until somebody leaves it or puts it away, and then nowhere. */
export function ShownKey({ token, onClose }: { token: string; onClose(): void }) {
  const { keys } = developerSentences()
  return (
    <Section title={keys.shownTitle} text={keys.shownText} action={<Button onClick={onClose}>{keys.kept}</Button>}>
      <div class="copied">
        <Field label={keys.token} readOnly value={token} onValue={() => {}} />
        <CopyButton text={token} />
      </div>
    </Section>
  )
}
