/** The second step of signing in: a code, a recovery code, or a passkey. */
import { useRef, useState } from "preact/hooks"
import type { ComponentChildren } from "preact"
import { passkeyOptions, tradeWithCode, tradeWithPasskey } from "../../api/accounts.ts"
import type { TokenPair } from "../../api/session.ts"
import type { ApiError } from "../../api/send.ts"
import { t } from "../../i18n/messages.ts"
import { Button } from "../../ui/button.tsx"
import { Field } from "../../ui/field.tsx"
import { Form } from "../../ui/form.tsx"
import { sentenceOf } from "../../ui/problem.ts"

interface SecondStepProps {
  loginToken: string
  onDone(answer: { tokens: TokenPair }): Promise<void> | void
  /** other ways on, beside that to a recovery code */
  children: ComponentChildren
}

export function SecondStep({ loginToken, onDone, children }: SecondStepProps) {
  const [usesRecovery, setUsesRecovery] = useState(false)
  const { entry } = t()
  return (
    <>
      {!usesRecovery && <p class="muted">{entry.factorText}</p>}
      <CodeForm key={String(usesRecovery)} loginToken={loginToken} isRecovery={usesRecovery} onDone={onDone} />
      {hasPasskeys && <PasskeyButton loginToken={loginToken} onDone={onDone} />}
      <div class="links">
        <button type="button" class="link" onClick={() => setUsesRecovery(!usesRecovery)}>
          {usesRecovery ? entry.useApp : entry.useRecovery}
        </button>
        {children}
      </div>
    </>
  )
}

/** On unsafe origins there are none. */
const hasPasskeys = "PublicKeyCredential" in window

type PasskeyButtonProps = Omit<SecondStepProps, "children">

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
export function CodeForm({ loginToken, isRecovery = false, onDone }: CodeFormProps) {
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
