import { useEffect } from "preact/hooks"
import { clientConfig, passwordLength } from "../../api/client-config.ts"
import { t } from "../../i18n/messages.ts"
import { PasswordField } from "../../ui/field.tsx"
import { strengthOf } from "./rules.ts"

interface NewPasswordProps {
  label: string
  value: string
  onValue(value: string): void
  error?: string | undefined
}

/** Says what the server asks of a password, and then how good this one is. */
export function NewPassword(props: NewPasswordProps) {
  useEffect(() => {
    if (!passwordLength.peek()) void clientConfig()
  }, [])
  const { entry } = t()
  const hint =
    props.value === "" ? entry.passwordHint(passwordLength.value?.min) : entry.strengthIs(strengthOf(props.value))
  return <PasswordField {...props} autoComplete="new-password" hint={hint} />
}
