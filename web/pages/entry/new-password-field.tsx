import { t } from "../../i18n/messages.ts"
import { PasswordField } from "../../ui/field.tsx"
import { strengthOf } from "./rules.ts"

interface NewPasswordProps {
  label: string
  value: string
  onValue(value: string): void
  error?: string | undefined
}

/** Says what is asked of a password, and then how good this one is. */
export function NewPassword(props: NewPasswordProps) {
  const { entry } = t()
  const hint = props.value === "" ? entry.passwordHint : entry.strengthIs(strengthOf(props.value))
  return <PasswordField {...props} autoComplete="new-password" hint={hint} />
}
