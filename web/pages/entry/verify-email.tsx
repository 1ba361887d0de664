/** P-04: an address is confirmed as soon as its link is opened; without a link this says that one was mailed. */
import { useEffect, useState } from "preact/hooks"
import { useLocation } from "preact-iso"
import { resendVerification, verifyEmail, waysIn } from "../../api/accounts.ts"
import type { ApiError } from "../../api/send.ts"
import { t } from "../../i18n/messages.ts"
import { Button } from "../../ui/button.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import { Card } from "./card.tsx"
import { goOn, step } from "../../api/way-in.ts"

export default function VerifyEmail() {
  const { route, query } = useLocation()
  const { email = "", emailVerificationToken: token } = query
  const [failure, setFailure] = useState<ApiError | null>(null)
  const confirm = async (emailToken: string) => {
    const answer = await verifyEmail(email, emailToken)
    if (!answer.data) return setFailure(answer.error)
    const ways = await waysIn()
    setFailure(await goOn(answer.data, ways.data?.workspace?.id, route))
  }
  useEffect(() => {
    if (token) void confirm(token)
  }, [token])
  const { entry } = t()
  const address = email || (step.value?.name === "mail" ? step.value.email : "")
  if (failure) {
    const text = failure.kind === "offline" || failure.kind === "server" ? sentenceOf(failure) : entry.deadVerifyLink
    return (
      <Card title={entry.deadLink} text={text}>
        <Resend email={address} />
        <div class="links">
          <a href="/sign-in">{entry.toSignIn}</a>
        </div>
      </Card>
    )
  }
  return (
    <Card title={entry.verifyTitle} text={token ? entry.verifying : entry.verifyText(address)}>
      {!token && <Resend email={address} />}
      <div class="links">
        <a href="/sign-in">{entry.toSignIn}</a>
      </div>
    </Card>
  )
}

function Resend({ email }: { email: string }) {
  const [said, setSaid] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const { entry } = t()
  const resend = async () => {
    setBusy(true)
    const { error } = await resendVerification(email)
    setBusy(false)
    setSaid(error ? sentenceOf(error) : entry.sent)
  }
  if (email === "") return null
  return (
    <>
      {said && (
        <p class="note" role="status">
          {said}
        </p>
      )}
      <Button wide busy={isBusy} onClick={() => void resend()}>
        {entry.resend}
      </Button>
    </>
  )
}
