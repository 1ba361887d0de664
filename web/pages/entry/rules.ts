/** What may be typed where somebody signs in or up; the server has the last word. */
import { passwordLength } from "../../api/client-config.ts"
import { t } from "../../i18n/messages.ts"

export function needed(label: string, value: string): string | undefined {
  return value.trim() === "" ? t().fieldErrors.needed(label) : undefined
}

export function emailProblem(value: string): string | undefined {
  const { fieldErrors, entry } = t()
  return (
    needed(entry.email, value) ?? (/^\S+@\S+\.\S+$/.test(value.trim()) ? undefined : fieldErrors.email(value.trim()))
  )
}

export function newPasswordProblem(value: string): string | undefined {
  const { fieldErrors, entry } = t()
  const { min, max } = passwordLength.peek() ?? { min: 0, max: Infinity }
  const isGood = value.length >= min && value.length <= max
  return needed(entry.password, value) ?? (isGood ? undefined : fieldErrors.passwordLength(min, max))
}

/** By length and variety alone: a hint, never a verdict. */
export function strengthOf(password: string): string {
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d]/u].filter((kind) => kind.test(password)).length
  const points = password.length + kinds * 2 - (new Set(password).size < 5 ? 8 : 0)
  const { strength } = t().entry
  if (points < 12) return strength.weak
  if (points < 16) return strength.fair
  return points < 22 ? strength.good : strength.strong
}
