/** P-03: a code, a recovery code, or setting up an authenticator app where the workspace asks for one. */
import { useEffect, useRef, useState } from "preact/hooks"
import { useLocation } from "preact-iso"
import { passkeyOptions, provisionCode, tradeWithCode, tradeWithPasskey } from "../../api/accounts.ts"
import { enter, type TokenPair } from "../../api/session.ts"
import type { ApiError } from "../../api/send.ts"
import { t } from "../../i18n/messages.ts"
import { Redirect } from "../../shell/redirect.tsx"
import { Button } from "../../ui/button.tsx"
import { copyText } from "../../ui/copy.ts"
import { Field } from "../../ui/field.tsx"
import { Form } from "../../ui/form.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import { Card } from "./card.tsx"
import { arrive, step } from "../../api/way-in.ts"
import { CodeList } from "./code-list.tsx"
import { QrCode } from "./qr-code.tsx"

export default function SecondFactor() {
  const current = step.value
  if (current?.name === "code") return <AskCode loginToken={current.loginToken} />
  if (current?.name === "enrol") return <Enrol loginToken={current.loginToken} />
  return <Redirect to="/sign-in" />
}

function AskCode({ loginToken }: { loginToken: string }) {
  const { route } = useLocation()
  const [usesRecovery, setUsesRecovery] = useState(false)
  const { entry } = t()
  const done = async ({ tokens }: { tokens: TokenPair }) => {
    enter(tokens)
    await arrive(route)
  }
  return (
    <Card title={entry.factorTitle} text={usesRecovery ? undefined : entry.factorText}>
      <CodeForm key={String(usesRecovery)} loginToken={loginToken} isRecovery={usesRecovery} onDone={done} />
      {hasPasskeys && <PasskeyButton loginToken={loginToken} onDone={done} />}
      <div class="links">
        <button type="button" class="link" onClick={() => setUsesRecovery(!usesRecovery)}>
          {usesRecovery ? entry.useApp : entry.useRecovery}
        </button>
        <a href="/sign-in">{entry.someoneElse}</a>
      </div>
    </Card>
  )
}

/** On unsafe origins there are none. */
const hasPasskeys = "PublicKeyCredential" in window

interface PasskeyButtonProps {
  loginToken: string
  onDone(answer: { tokens: TokenPair }): Promise<void>
}

function PasskeyButton({ loginToken, onDone }: PasskeyButtonProps) {
  const [problem, setProblem] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const { entry } = t()
  const use = async () => {
    setBusy(true)
    setProblem(await signInWithPasskey(loginToken, onDone))
    setBusy(false)
  }
  return (
    <>
      <Button wide busy={isBusy} onClick={() => void use()}>
        {entry.usePasskey}
      </Button>
      <p class="error" role="alert">
        {problem}
      </p>
    </>
  )
}

/** @returns what went wrong */
async function signInWithPasskey(
  loginToken: string,
  onDone: PasskeyButtonProps["onDone"],
): Promise<string | undefined> {
  const asked = await passkeyOptions(loginToken)
  if (asked.error) return sentenceOf(asked.error)
  const credential = await askAuthenticator(asked.data)
  if (!credential) return t().entry.noPasskey
  const { data, error } = await tradeWithPasskey(loginToken, credential)
  if (error) return sentenceOf(error)
  await onDone({ tokens: data })
  return undefined
}

/** Null where somebody changed their mind, or the device has no passkey of theirs. */
async function askAuthenticator(options: PublicKeyCredentialRequestOptionsJSON): Promise<unknown> {
  try {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options)
    const credential = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential | null
    return credential?.toJSON() ?? null
  } catch (error) {
    if (error instanceof DOMException) return null
    throw error
  }
}

interface CodeFormProps {
  loginToken: string
  isRecovery?: boolean
  onDone(answer: { tokens: TokenPair; recoveryCodes: string[] | null }): Promise<void> | void
}

/** Six digits send themselves; a wrong code goes, and the focus stays. */
function CodeForm({ loginToken, isRecovery = false, onDone }: CodeFormProps) {
  const [code, setCode] = useState("")
  const [error, setError] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  const { entry } = t()
  const label = isRecovery ? entry.recoveryCode : entry.code

  const submit = async (value: string) => {
    if (isBusy || value === "") return
    setBusy(true)
    const answer = await tradeWithCode(loginToken, value)
    setBusy(false)
    if (answer.data) return onDone(answer.data)
    setCode("")
    setError(explain(answer.error, isRecovery))
    place.current?.querySelector("input")?.focus()
  }
  const type = (value: string) => {
    const kept = isRecovery ? value : value.replace(/\D/g, "").slice(0, 6)
    setCode(kept)
    setError(undefined)
    if (!isRecovery && kept.length === 6) void submit(kept)
  }
  return (
    <div ref={place}>
      <Form onSubmit={() => void submit(code.trim())}>
        <Field
          label={label}
          value={code}
          onValue={type}
          error={error}
          inputMode={isRecovery ? "text" : "numeric"}
          autoComplete={isRecovery ? "off" : "one-time-code"}
        />
        <Button type="submit" kind="primary" wide busy={isBusy}>
          {entry.verify}
        </Button>
      </Form>
    </div>
  )
}

function explain(error: ApiError, isRecovery: boolean): string {
  if (error.code !== "INVALID_OTP") return sentenceOf(error)
  return isRecovery ? t().entry.wrongRecovery : t().entry.wrongCode
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
