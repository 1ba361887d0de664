/** P-01: e-mail first, then the password on the same page. The server is asked nothing about the address in between. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import { useLocation } from "preact-iso"
import { signIn, waysIn, type WaysIn } from "../../api/accounts.ts"
import type { ApiError } from "../../api/send.ts"
import { t } from "../../i18n/messages.ts"
import { Button } from "../../ui/button.tsx"
import { Field, PasswordField } from "../../ui/field.tsx"
import { Form, useProblems } from "../../ui/form.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import { Card } from "./card.tsx"
import { goOn, step } from "../../api/way-in.ts"
import { OtherWays } from "./other-ways.tsx"
import { emailProblem, needed } from "./rules.ts"

export default function SignIn() {
  const { route, query } = useLocation()
  const [ways, setWays] = useState<WaysIn | null>(null)
  const [failure, setFailure] = useState<ApiError | null>(null)
  const look = async () => {
    const answer = await waysIn()
    setFailure(answer.error)
    if (answer.data?.isNewInstallation) route("/sign-up", true)
    setWays(answer.data)
  }
  useEffect(() => void look(), [])
  const { entry, app } = t()
  const name = ways?.workspace?.displayName
  return (
    <Card title={name ? entry.signInTo(name) : entry.signIn} logo={ways?.workspace?.logo}>
      {"reset" in query && (
        <p class="note" role="status">
          {entry.passwordSet}
        </p>
      )}
      {failure && (
        <>
          <p class="note bad" role="alert">
            {sentenceOf(failure)}
          </p>
          <Button onClick={() => void look()}>{app.retry}</Button>
        </>
      )}
      {ways && <OtherWays ways={ways} />}
      {ways && !hasAny(ways) && <p class="note">{entry.noWay}</p>}
      {ways?.password && <PasswordForm workspaceId={ways.workspace?.id} />}
      {ways?.password && (
        <div class="links">
          <a href="/reset-password">{entry.forgot}</a>
          <a href="/sign-up">{entry.createAccount}</a>
        </div>
      )}
    </Card>
  )
}

const hasAny = ({ google, microsoft, password, sso }: WaysIn) => google || microsoft || password || sso.length > 0

function PasswordForm({ workspaceId }: { workspaceId: string | undefined }) {
  const { route } = useLocation()
  const [email, setEmail] = useState("")
  const [password, setPassword] = useState("")
  const [asksPassword, setAsksPassword] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const { entry } = t()
  const form = useProblems(() => ({
    email: emailProblem(email),
    password: asksPassword ? needed(entry.password, password) : undefined,
  }))
  const passwordPlace = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (asksPassword) passwordPlace.current?.querySelector("input")?.focus()
  }, [asksPassword])

  const submit = async () => {
    if (!form.check()) return
    if (!asksPassword) return setAsksPassword(true)
    setBusy(true)
    const answer = await signIn({ email: email.trim(), password })
    const error = answer.data ? await goOn(answer.data, workspaceId, route) : answer.error
    setBusy(false)
    if (error?.code === "EMAIL_NOT_VERIFIED") {
      step.value = { name: "mail", email: email.trim() }
      route("/verify-email")
    } else if (error) form.show({ password: error.kind === "forbidden" ? entry.wrongPair : sentenceOf(error) })
  }

  const typed = (set: (value: string) => void) => (value: string) => {
    form.forget()
    set(value)
  }
  return (
    <div ref={form.root}>
      <Form onSubmit={() => void submit()}>
        <Field
          label={entry.email}
          type="email"
          name="username"
          autoComplete="username"
          inputMode="email"
          value={email}
          onValue={typed(setEmail)}
          error={form.problems.email}
        />
        {asksPassword && (
          <div ref={passwordPlace}>
            <PasswordField
              label={entry.password}
              name="password"
              autoComplete="current-password"
              value={password}
              onValue={typed(setPassword)}
              error={form.problems.password}
            />
          </div>
        )}
        <Button type="submit" kind="primary" wide busy={isBusy}>
          {asksPassword ? entry.signIn : entry.continue}
        </Button>
      </Form>
    </div>
  )
}
