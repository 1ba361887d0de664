/** Authenticator app, passkeys and recovery codes: what is asked for beside the password. */
import { useState } from "preact/hooks"
import { Fingerprint, Smartphone } from "lucide-preact"
import type { Answer } from "../../../api/send.ts"
import { sentences } from "../../../i18n/settings/index.ts"
import { formatInstant } from "../../../i18n/format.ts"
import { t } from "../../../i18n/messages.ts"
import { say } from "../../../shell/toasts.tsx"
import { Button } from "../../../ui/button.tsx"
import { Confirm } from "../../../ui/dialog.tsx"
import { Section } from "../../../ui/section.tsx"
import { Tag } from "../../../ui/tag.tsx"
import { change, sayError } from "../answered.ts"
import { AuthenticatorDialog } from "./authenticator-dialog.tsx"
import { hasPasskeys, keepPasskey, makePasskey, passkeyOptions } from "./passkey.ts"
import type { SecondFactor, SecondFactorSummary } from "./profile-query.ts"
import { useProof, type Proof } from "./proof.tsx"
import { RecoveryCodesDialog } from "./recovery-codes-dialog.tsx"

interface SecondFactorsProps {
  of: SecondFactorSummary
  onChanged(): Promise<void>
}

export function SecondFactors({ of, onChanged }: SecondFactorsProps) {
  const { profile } = sentences()
  const [codes, setCodes] = useState<string[] | null>(null)
  const [uri, setUri] = useState<string | null>(null)
  const [doomed, setDoomed] = useState<SecondFactor | null>(null)
  const { prove, dialog } = useProof()
  const methods = (of.twoFactorAuthenticationMethodSummary ?? []).filter(({ status }) => status === "VERIFIED")
  const hasApp = methods.some(({ strategy }) => strategy === "TOTP")

  /** What was answered to a proven act; undefined, having said why, where it failed. */
  const proven = async <T,>(act: (proof: Proof) => Promise<Answer<T>>): Promise<T | undefined> => {
    const answer = await prove(act)
    if (answer?.error) sayError(answer.error)
    return answer?.data ?? undefined
  }
  const added = (recoveryCodes: string[] | null) => {
    setUri(null)
    setCodes(recoveryCodes)
    void onChanged()
  }
  const addApp = async () => {
    const data = await proven((proof) =>
      change<{ initiateOTPProvisioningForAuthenticatedUser: { uri: string } }>(
        `mutation ($password: String, $otp: String) {
          initiateOTPProvisioningForAuthenticatedUser(password: $password, otp: $otp) { uri }
        }`,
        { ...proof },
      ),
    )
    if (data) setUri(data.initiateOTPProvisioningForAuthenticatedUser.uri)
  }
  const addPasskey = async () => {
    const options = await proven(passkeyOptions)
    const credential = options && (await makePasskey(options))
    if (!options) return
    if (!credential) return say({ kind: "warning", text: profile.noPasskey })
    const { data, error } = await keepPasskey(credential, profile.passkeyName(methods.length + 1))
    if (error) sayError(error)
    else added(data)
  }
  const renew = async () => {
    const data = await proven((proof) =>
      change<{ generateRecoveryCodes: { recoveryCodes: string[] } }>(
        `mutation ($password: String, $otp: String) {
          generateRecoveryCodes(password: $password, otp: $otp) { recoveryCodes }
        }`,
        { ...proof },
      ),
    )
    if (data) added(data.generateRecoveryCodes.recoveryCodes)
  }
  const remove = async ({ twoFactorAuthenticationMethodId: id }: SecondFactor) => {
    const data = await proven((proof) =>
      change(
        `mutation ($id: UUID!, $password: String, $otp: String) {
          deleteTwoFactorAuthenticationMethod(twoFactorAuthenticationMethodId: $id, password: $password, otp: $otp) {
            success
          }
        }`,
        { id, ...proof },
      ),
    )
    if (data) await onChanged()
  }
  return (
    <Section title={profile.factors} text={profile.factorsText}>
      {methods.length === 0 && <p class="empty-line">{profile.noFactors}</p>}
      <ul class="rows">
        {methods.map((method) => (
          <Method key={method.twoFactorAuthenticationMethodId} method={method} onRemove={() => setDoomed(method)} />
        ))}
        {methods.length > 0 && (
          <li>
            <span class="what">
              <strong>{profile.recoveryCodes}</strong>
              <small>{profile.codesLeft(of.recoveryCodesLeft ?? 0)}</small>
            </span>
            <Button onClick={() => void renew()}>{profile.newCodes}</Button>
          </li>
        )}
      </ul>
      <div class="actions">
        {!hasApp && <Button onClick={() => void addApp()}>{profile.addApp}</Button>}
        {hasPasskeys() && <Button onClick={() => void addPasskey()}>{profile.addPasskey}</Button>}
      </div>
      {uri && <AuthenticatorDialog uri={uri} onAdded={added} onClose={() => setUri(null)} />}
      {codes && <RecoveryCodesDialog codes={codes} onClose={() => setCodes(null)} />}
      {doomed && (
        <Confirm
          title={profile.removeFactor(doomed.name)}
          text={methods.length === 1 ? profile.removeLastFactor : profile.removeFactorText}
          action={t().app.remove}
          onConfirm={async () => void remove(doomed)}
          onClose={() => setDoomed(null)}
        />
      )}
      {dialog}
    </Section>
  )
}

function Method({ method, onRemove }: { method: SecondFactor; onRemove(): void }) {
  const { profile } = sentences()
  const isApp = method.strategy === "TOTP"
  const Icon = isApp ? Smartphone : Fingerprint
  return (
    <li>
      <Icon class="icon" size={20} strokeWidth={1.5} aria-hidden="true" />
      <span class="what">
        <strong>
          <bdi>{method.name}</bdi> <Tag color="green">{isApp ? profile.app : profile.passkey}</Tag>
        </strong>
        <small>
          {method.lastUsedAt
            ? profile.lastUsed(formatInstant(method.lastUsedAt))
            : profile.added(formatInstant(method.createdAt))}
        </small>
      </span>
      <Button onClick={onRemove} aria-label={profile.removeFactor(method.name)}>
        {t().app.remove}
      </Button>
    </li>
  )
}
