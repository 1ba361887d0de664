/** Half an hour after signing in, whoever changes how they sign in shows again who they are. */
import { useState } from "preact/hooks"
import type { Answer } from "../../../api/send.ts"
import { sentences } from "../../../i18n/settings/index.ts"
import { t } from "../../../i18n/messages.ts"
import { Button } from "../../../ui/button.tsx"
import { Dialog } from "../../../ui/dialog.tsx"
import { Field, PasswordField } from "../../../ui/field.tsx"
import { Form } from "../../../ui/form.tsx"
import { sentenceOf } from "../../../ui/problem.ts"

/** One of the two. */
export interface Proof {
  password?: string
  otp?: string
}

type Act<T> = (proof: Proof) => Promise<Answer<T>>

interface Waiting {
  act: Act<unknown>
  done(answer: Answer<unknown>): void
}

/**
 * Does something that may need a proof, and asks for one where it does.
 * @returns `prove` answers as the act does, with null when nobody proved anything; `dialog` has to be shown
 */
export function useProof() {
  const [waiting, setWaiting] = useState<Waiting | null>(null)
  const prove = async <T,>(act: Act<T>): Promise<Answer<T> | null> => {
    const first = await act({})
    if (first.error?.code !== "PROOF_REQUIRED") return first
    return new Promise((resolve) => setWaiting({ act, done: (answer) => resolve(answer as Answer<T>) }))
  }
  const dialog = waiting && <ProofDialog waiting={waiting} onClose={() => setWaiting(null)} />
  return { prove, dialog }
}

function ProofDialog({ waiting, onClose }: { waiting: Waiting; onClose(): void }) {
  const [password, setPassword] = useState("")
  const [otp, setOtp] = useState("")
  const [problem, setProblem] = useState<string>()
  const { profile } = sentences()
  const { app, entry } = t()
  const send = async () => {
    const answer = await waiting.act(otp.trim() ? { otp: otp.trim() } : { password })
    if (answer.error && ["INVALID_OTP", "FORBIDDEN_EXCEPTION", "PROOF_REQUIRED"].includes(answer.error.code)) {
      setProblem(sentenceOf(answer.error))
      return
    }
    waiting.done(answer)
    onClose()
  }
  return (
    <Dialog title={profile.proofTitle} onClose={onClose}>
      <Form onSubmit={() => void send()}>
        <p class="muted">{profile.proofText}</p>
        <PasswordField
          label={entry.password}
          autoComplete="current-password"
          value={password}
          onValue={setPassword}
          error={problem}
        />
        <Field label={profile.orCode} autoComplete="one-time-code" inputMode="numeric" value={otp} onValue={setOtp} />
        <footer>
          <Button onClick={onClose}>{app.cancel}</Button>
          <Button type="submit" kind="primary">
            {entry.continue}
          </Button>
        </footer>
      </Form>
    </Dialog>
  )
}
