/** What may be typed where somebody signs in or up; the server has the last word. */
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
  return needed(entry.password, value) ?? (value.length < 8 ? fieldErrors.shortPassword : undefined)
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
