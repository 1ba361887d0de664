/** Name and address. */
import { useState } from "preact/hooks"
import { sentences } from "../../../i18n/settings/index.ts"
import { t } from "../../../i18n/messages.ts"
import { say } from "../../../shell/toasts.tsx"
import { Button } from "../../../ui/button.tsx"
import { Field } from "../../../ui/field.tsx"
import { Form, useForm } from "../../../ui/form.tsx"
import { sentenceOf } from "../../../ui/problem.ts"
import { Section } from "../../../ui/section.tsx"
import { emailProblem, needed } from "../../entry/rules.ts"
import { change, sayError } from "../answered.ts"
import { saveMember } from "../save-member.ts"
import type { Person } from "./profile-query.ts"

export function NameSection({ person }: { person: Person }) {
  const { entry, app } = t()
  const { profile, frame } = sentences()
  const [isBusy, setBusy] = useState(false)
  const form = useForm({ ...person.workspaceMember.name }, ({ firstName }) => ({
    firstName: needed(entry.firstName, firstName),
  }))
  const save = async () => {
    if (!form.check()) return
    setBusy(true)
    const { firstName, lastName } = form.typed
    const error = await saveMember({ name: { firstName: firstName.trim(), lastName: lastName.trim() } })
    setBusy(false)
    if (error) sayError(error)
    else say({ kind: "success", text: frame.saved })
  }
  return (
    <Section title={profile.name} text={profile.nameText}>
      <div ref={form.root}>
        <Form onSubmit={() => void save()}>
          <div class="pair">
            <Field label={entry.firstName} autoComplete="given-name" {...form.field("firstName")} />
            <Field label={entry.lastName} autoComplete="family-name" {...form.field("lastName")} />
          </div>
          <footer>
            <Button type="submit" kind="primary" busy={isBusy}>
              {app.save}
            </Button>
          </footer>
        </Form>
      </div>
    </Section>
  )
}

/** Until the link that is sent to the new address is followed, the present one counts. */
export function EmailSection({ email }: { email: string }) {
  const { profile } = sentences()
  const [sentTo, setSentTo] = useState<string>()
  const form = useForm({ email }, ({ email: typed }) => ({
    email: typed.trim() === email ? profile.sameEmail : emailProblem(typed),
  }))
  const send = async () => {
    if (!form.check()) return
    const newEmail = form.typed.email.trim()
    const { error } = await change(`mutation ($newEmail: String!) { updateUserEmail(newEmail: $newEmail) }`, {
      newEmail,
    })
    if (error) form.show({ email: sentenceOf(error) })
    else setSentTo(newEmail)
  }
  return (
    <Section title={t().entry.email} text={profile.emailText}>
      <div ref={form.root}>
        <Form onSubmit={() => void send()}>
          <Field type="email" label={profile.emailLabel} autoComplete="email" {...form.field("email")} />
          {sentTo && (
            <p class="note" role="status">
              {profile.emailSent(sentTo)}
            </p>
          )}
          <footer>
            <Button type="submit">{profile.changeEmail}</Button>
          </footer>
        </Form>
      </div>
    </Section>
  )
}
