/** P-04: where the mailed link of a forgotten password leads. */
import { useEffect, useState } from "preact/hooks"
import { useLocation, useRoute } from "preact-iso"
import { resetAddress, setPassword } from "../../api/accounts.ts"
import type { ApiError } from "../../api/send.ts"
import { t } from "../../i18n/messages.ts"
import { Button } from "../../ui/button.tsx"
import { Field, PasswordField } from "../../ui/field.tsx"
import { Form, useProblems } from "../../ui/form.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import { Card } from "./card.tsx"
import { NewPassword } from "./new-password-field.tsx"
import { newPasswordProblem } from "./rules.ts"

export default function SetPassword() {
  const { route } = useLocation()
  const token = useRoute().params.token ?? ""
  const [email, setEmail] = useState<string | null>(null)
  const [failure, setFailure] = useState<ApiError | null>(null)
  const [first, setFirst] = useState("")
  const [second, setSecond] = useState("")
  const [isBusy, setBusy] = useState(false)
  useEffect(() => {
    void resetAddress(token).then((answer) => {
      setEmail(answer.data)
      setFailure(answer.error)
    })
  }, [token])
  const { entry } = t()
  const form = useProblems(() => ({
    first: newPasswordProblem(first),
    second: first === second ? undefined : entry.different,
  }))
  const submit = async () => {
    if (!form.check()) return
    setBusy(true)
    const { error } = await setPassword(token, first)
    setBusy(false)
    if (error) form.show({ first: sentenceOf(error) })
    else route("/sign-in?reset", true)
  }
  if (failure) return <DeadLink text={isDead(failure) ? entry.deadResetLink : sentenceOf(failure)} />
  return (
    <Card title={entry.resetTitle}>
      {email !== null && (
        <div ref={form.root}>
          <Form onSubmit={() => void submit()}>
            <Field label={entry.email} value={email} onValue={() => {}} readOnly autoComplete="username" />
            <NewPassword label={entry.newPassword} value={first} onValue={setFirst} error={form.problems.first} />
            <PasswordField
              label={entry.repeatPassword}
              autoComplete="new-password"
              value={second}
              onValue={setSecond}
              error={form.problems.second}
            />
            <Button type="submit" kind="primary" wide busy={isBusy}>
              {entry.setPassword}
            </Button>
          </Form>
        </div>
      )}
    </Card>
  )
}

const isDead = ({ kind }: ApiError) => kind !== "offline" && kind !== "server" && kind !== "limited"

function DeadLink({ text }: { text: string }) {
  const { entry } = t()
  return (
    <Card title={entry.deadLink} text={text}>
      <a class="button primary wide" href="/reset-password">
        {entry.requestLink}
      </a>
      <div class="links">
        <a href="/sign-in">{entry.toSignIn}</a>
      </div>
    </Card>
  )
}
