/** P-03: a code, a recovery code, or setting up an authenticator app where the workspace asks for one. */
import { useEffect, useRef, useState } from "preact/hooks"
import { useLocation } from "preact-iso"
import { provisionCode } from "../../api/accounts.ts"
import { enter, type TokenPair } from "../../api/session.ts"
import type { ApiError } from "../../api/send.ts"
import { t } from "../../i18n/messages.ts"
import { Redirect } from "../../shell/redirect.tsx"
import { Button } from "../../ui/button.tsx"
import { copyText } from "../../ui/copy.ts"
import { sentenceOf } from "../../ui/problem.ts"
import { Card } from "./card.tsx"
import { arrive, step } from "../../api/way-in.ts"
import { CodeList } from "./code-list.tsx"
import { QrCode } from "./qr-code.tsx"
import { CodeForm, SecondStep } from "./second-step.tsx"

export default function SecondFactor() {
  const current = step.value
  if (current?.name === "code") return <AskCode loginToken={current.loginToken} />
  if (current?.name === "enrol") return <Enrol loginToken={current.loginToken} />
  return <Redirect to="/sign-in" />
}

function AskCode({ loginToken }: { loginToken: string }) {
  const { route } = useLocation()
  const { entry } = t()
  const done = async ({ tokens }: { tokens: TokenPair }) => {
    enter(tokens)
    await arrive(route)
  }
  return (
    <Card title={entry.factorTitle}>
      <SecondStep loginToken={loginToken} onDone={done}>
        <a href="/sign-in">{entry.someoneElse}</a>
      </SecondStep>
    </Card>
  )
}

function Enrol({ loginToken }: { loginToken: string }) {
  const { route } = useLocation()
  const [uri, setUri] = useState<string | null>(null)
  const [failure, setFailure] = useState<ApiError | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  const tokens = useRef<TokenPair | null>(null)
  useEffect(() => {
    void provisionCode(loginToken).then((answer) => {
      setUri(answer.data)
      setFailure(answer.error)
    })
  }, [loginToken])
  const { entry } = t()
  const finish = async () => {
    if (tokens.current) enter(tokens.current)
    await arrive(route)
  }
  if (codes) return <RecoveryCodes codes={codes} onKept={() => void finish()} />
  return (
    <Card title={entry.setUpTitle} text={entry.setUpText}>
      {failure && (
        <p class="note bad" role="alert">
          {sentenceOf(failure)}
        </p>
      )}
      {uri && <Secret uri={uri} />}
      {uri && (
        <CodeForm
          loginToken={loginToken}
          onDone={(answer) => {
            tokens.current = answer.tokens
            setCodes(answer.recoveryCodes ?? [])
          }}
        />
      )}
      <div class="links">
        <a href="/sign-in">{entry.someoneElse}</a>
      </div>
    </Card>
  )
}

function Secret({ uri }: { uri: string }) {
  const { entry } = t()
  const secret = new URL(uri).searchParams.get("secret") ?? ""
  return (
    <>
      <QrCode text={uri} label={entry.openApp} />
      <p>
        <span class="muted">{entry.secret}</span>
        <br />
        <code class="secret">{secret}</code>
      </p>
      <Button onClick={() => void copyText(secret)}>{entry.copy}</Button>
    </>
  )
}

function RecoveryCodes({ codes, onKept }: { codes: string[]; onKept(): void }) {
  const [isKept, setKept] = useState(false)
  const { entry } = t()
  return (
    <Card title={entry.codesTitle} text={entry.codesText}>
      <CodeList codes={codes} />
      <label class="check">
        <input type="checkbox" checked={isKept} onChange={(event) => setKept(event.currentTarget.checked)} />
        {entry.codesKept}
      </label>
      <Button kind="primary" wide disabled={!isKept} onClick={onKept}>
        {entry.continue}
      </Button>
    </Card>
  )
}
