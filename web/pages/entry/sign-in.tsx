/** P-01: the ways into the workspace that the address stands for, or into any. */
import { useEffect, useState } from "preact/hooks"
import { useLocation } from "preact-iso"
import { signIn, waysIn, type Credentials, type WaysIn } from "../../api/accounts.ts"
import type { ApiError } from "../../api/send.ts"
import { t } from "../../i18n/messages.ts"
import { Button } from "../../ui/button.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import { Card } from "./card.tsx"
import { goOn, step } from "../../api/way-in.ts"
import { OtherWays } from "./other-ways.tsx"
import { PasswordForm, refusalOf } from "./password-form.tsx"

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
  const enter = async (credentials: Credentials) => {
    const answer = await signIn(credentials)
    const error = answer.data ? await goOn(answer.data, ways?.workspace?.id, route) : answer.error
    if (error?.code !== "EMAIL_NOT_VERIFIED") return error ? refusalOf(error) : undefined
    step.value = { name: "mail", email: credentials.email }
    route("/verify-email")
    return undefined
  }
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
      {ways?.password && <PasswordForm onSubmit={enter} />}
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
