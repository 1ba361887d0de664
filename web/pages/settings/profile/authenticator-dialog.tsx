/** The key for an authenticator app, and the code by which it shows that it has it. */
import { useState } from "preact/hooks"
import { sentences } from "../../../i18n/settings/index.ts"
import { t } from "../../../i18n/messages.ts"
import { Button } from "../../../ui/button.tsx"
import { CopyButton } from "../../../ui/copy-button.tsx"
import { Dialog } from "../../../ui/dialog.tsx"
import { Field } from "../../../ui/field.tsx"
import { Form } from "../../../ui/form.tsx"
import { sentenceOf } from "../../../ui/problem.ts"
import { QrCode } from "../../entry/qr-code.tsx"
import { change } from "../answered.ts"

interface AuthenticatorDialogProps {
  uri: string
  /** @param codes new recovery codes, where it is the first second factor */
  onAdded(codes: string[] | null): void
  onClose(): void
}

export function AuthenticatorDialog({ uri, onAdded, onClose }: AuthenticatorDialogProps) {
  const [otp, setOtp] = useState("")
  const [problem, setProblem] = useState<string>()
  const { entry, app } = t()
  const secret = new URL(uri).searchParams.get("secret") ?? ""
  const verify = async () => {
    const { data, error } = await change<{
      verifyTwoFactorAuthenticationMethodForAuthenticatedUser: { recoveryCodes: string[] | null }
    }>(
      `mutation ($otp: String!) {
        verifyTwoFactorAuthenticationMethodForAuthenticatedUser(otp: $otp) { recoveryCodes }
      }`,
      { otp: otp.trim() },
    )
    if (error) setProblem(error.code === "INVALID_OTP" ? entry.wrongCode : sentenceOf(error))
    else onAdded(data.verifyTwoFactorAuthenticationMethodForAuthenticatedUser.recoveryCodes)
  }
  return (
    <Dialog title={sentences().profile.addApp} onClose={onClose}>
      <Form onSubmit={() => void verify()}>
        <p class="muted">{sentences().profile.addAppText}</p>
        <QrCode text={uri} label={entry.openApp} />
        <div class="copied">
          <code class="secret">{secret}</code>
          <CopyButton text={secret} />
        </div>
        <Field
          label={entry.code}
          autoComplete="one-time-code"
          inputMode="numeric"
          value={otp}
          onValue={(value) => {
            setProblem(undefined)
            setOtp(value)
          }}
          error={problem}
        />
        <footer>
          <Button onClick={onClose}>{app.cancel}</Button>
          <Button type="submit" kind="primary">
            {entry.verify}
          </Button>
        </footer>
      </Form>
    </Dialog>
  )
}
