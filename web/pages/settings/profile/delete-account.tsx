import { useState } from "preact/hooks"
import { leave } from "../../../api/session.ts"
import { sentences } from "../../../i18n/settings/index.ts"
import { Button } from "../../../ui/button.tsx"
import { Confirm } from "../../../ui/dialog.tsx"
import { Section } from "../../../ui/section.tsx"
import { changeOrTell } from "../answered.ts"

export function DeleteAccount({ email }: { email: string }) {
  const { profile } = sentences()
  const [isAsked, setAsked] = useState(false)
  const remove = async () => {
    const problem = await changeOrTell(`mutation { deleteUser { id } }`)
    if (problem) return problem
    leave()
    location.assign("/sign-in")
    return undefined
  }
  return (
    <Section
      title={profile.deleteAccount}
      text={profile.deleteAccountText}
      isDangerous
      action={
        <Button kind="danger" onClick={() => setAsked(true)}>
          {profile.deleteAccount}
        </Button>
      }
    >
      {isAsked && (
        <Confirm
          title={profile.deleteAccountTitle}
          text={profile.deleteAccountWarning}
          action={profile.deleteAccount}
          typed={email}
          onConfirm={remove}
          onClose={() => setAsked(false)}
        />
      )}
    </Section>
  )
}
