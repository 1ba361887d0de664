/** What an e-mail address and a password have to be like. */
import { AppError, badInput } from "../errors.ts"

/** How an address is kept and looked for. */
export function addressKey(email: string): string {
  return email.trim().toLowerCase()
}

/** None of the signs by which a mail's header could be read as several addresses. */
const address = /^[^\s@,;:<>()[\]\\"]+@[^\s@,;:<>()[\]\\"]+\.[^\s@,;:<>()[\]\\"]+$/

/** Throws BAD_USER_INPUT. */
export function normalizeEmail(email: string): string {
  const key = addressKey(email)
  if (address.test(key) && key.length <= 254) return key
  throw new AppError("BAD_USER_INPUT", "email must be an email", {
    userFriendlyMessage: "This is not an e-mail address.",
  })
}

/** Characters. Twenty's clients let people choose as few; told to ours by `GET /client-config`. */
export const passwordLength = { min: 8, max: 1000 }

/** A new one; those of before stay good. Throws BAD_USER_INPUT. */
export function checkPassword(password: string): void {
  const { min, max } = passwordLength
  if (password.length >= min && password.length <= max) return
  throw badInput("Password too weak", "INVALID_INPUT", {
    userFriendlyMessage: `Choose a password of ${min} to ${max} characters.`,
  })
}
