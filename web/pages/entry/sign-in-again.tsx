/** A session that ended while somebody was at work: they sign in over the page, and the page stays as it is. */
import { useEffect, useState } from "preact/hooks"
import { signIn, trade, waysIn, type AvailableWorkspace, type Credentials, type WaysIn } from "../../api/accounts.ts"
import type { ApiError } from "../../api/send.ts"
import { enter } from "../../api/session.ts"
import { secondSteps } from "../../api/way-in.ts"
import { t as again } from "../../i18n/again/index.ts"
import { t } from "../../i18n/messages.ts"
import { workspace } from "../../shell/workspace.ts"
import { Button } from "../../ui/button.tsx"
import { Dialog } from "../../ui/dialog.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import "./entry.css"
import { OtherWays } from "./other-ways.tsx"
import { PasswordForm, refusalOf } from "./password-form.tsx"
import { SecondStep } from "./second-step.tsx"

/** How far somebody is. */
type Step =
  | { name: "password" }
  | { name: "code"; loginToken: string }
  | { name: "enrol" }
  | { name: "provider"; sso: AvailableWorkspace["sso"] }

/** It goes by itself once there is a session, whichever window that comes from. */
export default function SignInAgain() {
  const [ways, setWays] = useState<WaysIn | null>(null)
  const [failure, setFailure] = useState<ApiError | null>(null)
  const [step, setStep] = useState<Step>({ name: "password" })
  const look = async () => {
    const answer = await waysIn()
    setFailure(answer.error)
    setWays(answer.data)
  }
  useEffect(() => void look(), [])
  const words = again()
  const { app } = t()
  return (
    <Dialog title={words.title}>
      <div class="sign-in-again">
        {step.name !== "code" && <p class="muted">{words.text}</p>}
        {failure && (
          <>
            <p class="note bad" role="alert">
              {sentenceOf(failure)}
            </p>
            <Button onClick={() => void look()}>{app.retry}</Button>
          </>
        )}
        {ways && <CurrentStep ways={ways} step={step} onStep={setStep} />}
      </div>
    </Dialog>
  )
}

interface CurrentStepProps {
  ways: WaysIn
  step: Step
  onStep(step: Step): void
}

function CurrentStep({ ways, step, onStep }: CurrentStepProps) {
  const { entry, app } = t()
  const words = again()
  if (step.name === "code") {
    return (
      <SecondStep loginToken={step.loginToken} onDone={({ tokens }) => enter(tokens)}>
        <button type="button" class="link" onClick={() => onStep({ name: "password" })}>
          {app.back}
        </button>
      </SecondStep>
    )
  }
  if (step.name === "enrol") {
    return (
      <>
        <p class="note">{words.enrol}</p>
        <a class="button primary wide" href="/sign-in" target="_blank" rel="noopener">
          {words.enrolBeside}
        </a>
        <Links />
      </>
    )
  }
  const offered = step.name === "provider" ? { ...ways, password: false, sso: step.sso } : ways
  const enterHere = async (credentials: Credentials) => {
    const next = await signInHere(credentials)
    if (next && "problem" in next) return next.problem
    if (next) onStep(next)
    return undefined
  }
  const hasOthers = offered.google || offered.microsoft || offered.sso.length > 0
  return (
    <>
      {hasOthers && <p class="muted">{words.beside}</p>}
      <OtherWays ways={offered} isBeside />
      {offered.password && <PasswordForm email={workspace.value!.member.email} onSubmit={enterHere} />}
      {!offered.password && !hasOthers && <p class="note">{entry.noWay}</p>}
      <Links hasPassword={offered.password} />
    </>
  )
}

function Links({ hasPassword = false }: { hasPassword?: boolean }) {
  return (
    <div class="links">
      {hasPassword && (
        <a href="/reset-password" target="_blank" rel="noopener">
          {t().entry.forgot}
        </a>
      )}
      <SomeoneElse />
    </div>
  )
}

/** Everything is read anew for another person; the browser asks first where something is unsaved. */
function SomeoneElse() {
  return (
    <button type="button" class="link" onClick={() => location.assign("/sign-in")}>
      {t().entry.someoneElse}
    </button>
  )
}

/** @returns null once there is a session; what is asked for next, or what is wrong, where there is none yet */
async function signInHere(credentials: Credentials): Promise<Step | { problem: string } | null> {
  const { data, error } = await signIn(credentials)
  if (error) return { problem: refusalOf(error) }
  const found = data.workspaces.find(({ id }) => id === workspace.value!.workspace.id)
  if (!found) return { problem: again().notMember }
  const { loginToken, sso } = found
  if (!loginToken) return { name: "provider", sso }
  const traded = await trade(loginToken)
  if (!traded.error) return null
  const missing = secondSteps[traded.error.code]
  return missing ? { name: missing, loginToken } : { problem: sentenceOf(traded.error) }
}
