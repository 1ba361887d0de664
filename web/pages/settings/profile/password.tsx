/** Another password: with the present one, or by a mailed link where there is none or it is forgotten. */
import { useState } from "preact/hooks"
import { requestReset } from "../../../api/accounts.ts"
import { sentences } from "../../../i18n/settings/index.ts"
import { t } from "../../../i18n/messages.ts"
import { say } from "../../../shell/toasts.tsx"
import { Button } from "../../../ui/button.tsx"
import { PasswordField } from "../../../ui/field.tsx"
import { Form, useForm } from "../../../ui/form.tsx"
import { sentenceOf } from "../../../ui/problem.ts"
import { Section } from "../../../ui/section.tsx"
import { NewPassword } from "../../entry/new-password-field.tsx"
import { needed, newPasswordProblem } from "../../entry/rules.ts"
import { change, sayError } from "../answered.ts"

interface PasswordSectionProps {
  email: string
  hasPassword: boolean
  /** sessions may have ended */
  onChanged(): Promise<void>
}

export function PasswordSection({ email, hasPassword, onChanged }: PasswordSectionProps) {
  const { profile } = sentences()
  const [isSent, setSent] = useState(false)
  const send = async () => {
    const { error } = await requestReset(email)
    if (error) sayError(error)
    else setSent(true)
  }
  return (
    <Section
      title={t().entry.password}
      text={hasPassword ? profile.passwordText : profile.noPassword}
      action={!hasPassword && <Button onClick={() => void send()}>{profile.mailPasswordLink}</Button>}
    >
      {isSent && (
        <p class="note" role="status">
          {profile.passwordSent(email)}
        </p>
      )}
      {hasPassword && <ChangeForm email={email} onChanged={onChanged} onForgotten={() => void send()} />}
    </Section>
  )
}

const update = `mutation ($password: String!, $newPassword: String!, $signOutOtherSessions: Boolean!) {
  updatePassword(password: $password, newPassword: $newPassword, signOutOtherSessions: $signOutOtherSessions) { success }
}`

interface ChangeFormProps extends Pick<PasswordSectionProps, "email" | "onChanged"> {
  onForgotten(): void
}

function ChangeForm({ email, onChanged, onForgotten }: ChangeFormProps) {
  const { entry } = t()
  const { profile } = sentences()
  const [signsOut, setSignsOut] = useState(true)
  const [isBusy, setBusy] = useState(false)
  const form = useForm({ password: "", newPassword: "" }, ({ password, newPassword }) => ({
    password: needed(profile.presentPassword, password),
    newPassword: newPasswordProblem(newPassword),
  }))
  const save = async () => {
    if (!form.check()) return
    setBusy(true)
    const { error } = await change(update, { ...form.typed, signOutOtherSessions: signsOut })
    setBusy(false)
    if (error?.code === "WRONG_PASSWORD") return form.show({ password: profile.wrongPassword })
    if (error) return form.show({ newPassword: sentenceOf(error) })
    form.clear()
    say({ kind: "success", text: signsOut ? profile.passwordChangedHereOnly : profile.passwordChanged })
    await onChanged()
  }
  return (
    <div ref={form.root}>
      <Form onSubmit={() => void save()}>
        {/* Password managers want to know whose it is. */}
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <PasswordField label={profile.presentPassword} autoComplete="current-password" {...form.field("password")} />
        <NewPassword label={entry.newPassword} {...form.field("newPassword")} />
        <label class="check">
          <input type="checkbox" checked={signsOut} onChange={(event) => setSignsOut(event.currentTarget.checked)} />
          {profile.signOutOthers}
        </label>
        <footer>
          <Button type="submit" kind="primary" busy={isBusy}>
            {profile.changePassword}
          </Button>
          <Button onClick={onForgotten}>{entry.forgot}</Button>
        </footer>
      </Form>
    </div>
  )
}
