/** P-04: a link for whoever forgot their password. Whether there is such an account is not told. */
import { useEffect, useState } from "preact/hooks"
import { requestReset } from "../../api/accounts.ts"
import { t } from "../../i18n/messages.ts"
import { Button } from "../../ui/button.tsx"
import { Field } from "../../ui/field.tsx"
import { Form, useProblems } from "../../ui/form.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import { Card } from "./card.tsx"
import { emailProblem } from "./rules.ts"

/** Seconds until another link can be asked for. */
const pause = 30

export default function RequestReset() {
  const [email, setEmail] = useState("")
  const [isSent, setSent] = useState(false)
  const [wait, setWait] = useState(0)
  const [isBusy, setBusy] = useState(false)
  useEffect(() => {
    if (wait === 0) return
    const timer = setTimeout(() => setWait(wait - 1), 1000)
    return () => clearTimeout(timer)
  }, [wait])
  const { entry } = t()
  const form = useProblems(() => ({ email: emailProblem(email) }))
  const submit = async () => {
    if (wait > 0 || !form.check()) return
    setBusy(true)
    const { error } = await requestReset(email.trim())
    setBusy(false)
    if (error) return form.show({ email: sentenceOf(error) })
    setSent(true)
    setWait(pause)
  }
  return (
    <Card title={entry.resetTitle} text={entry.resetText}>
      {isSent && (
        <p class="note" role="status">
          {entry.linkSent}
        </p>
      )}
      <div ref={form.root}>
        <Form onSubmit={() => void submit()}>
          <Field
            label={entry.email}
            type="email"
            autoComplete="username"
            value={email}
            onValue={setEmail}
            error={form.problems.email}
          />
          <Button type="submit" kind="primary" wide busy={isBusy} disabled={wait > 0}>
            {wait > 0 ? entry.resendIn(wait) : isSent ? entry.resend : entry.sendLink}
          </Button>
        </Form>
      </div>
      <div class="links">
        <a href="/sign-in">{entry.toSignIn}</a>
      </div>
    </Card>
  )
}
