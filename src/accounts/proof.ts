/** Showing again who one is, before what a stolen session must not do. */
import { eq } from "drizzle-orm"
import { requirePerson, type Person, type Principal } from "../auth/principal.ts"
import { requireLiveSession } from "../auth/sessions.ts"
import { core } from "../db/core.ts"
import { user } from "../db/core-tables.ts"
import { AppError } from "../errors.ts"
import { countGuess, forgetGuesses } from "./guesses.ts"
import type { Services } from "./services.ts"
import { useCode } from "./two-factor-methods.ts"

export interface Proof {
  password?: string | null | undefined
  /** of the authenticator app, or a recovery code */
  otp?: string | null | undefined
}

/** Milliseconds after signing in during which nothing more is asked. */
const fresh = 30 * 60_000

/**
 * Whoever changes their second factors has signed in within the last half hour, or gives the password or a code along.
 * Throws FORBIDDEN / PROOF_REQUIRED without either, what {@link useCode} throws, and FORBIDDEN for a wrong password.
 */
export async function requireProof(
  services: Services,
  principal: Principal,
  { password, otp }: Proof,
): Promise<Person> {
  requirePerson(principal)
  const { createdAt } = await requireLiveSession(services.db, principal.credential.id)
  if (services.now() - new Date(createdAt).getTime() < fresh) return principal
  if (otp) await useCode(services, principal.userId, otp)
  else if (password) await checkOwnPassword(services, principal.userId, password)
  else throw proofRequired()
  return principal
}

async function checkOwnPassword(services: Services, userId: string, password: string): Promise<void> {
  await countGuess(services, userId)
  const [row] = await core(services.db).select({ hash: user.passwordHash }).from(user).where(eq(user.id, userId))
  if (!row?.hash || !(await services.passwords.verify(password, row.hash))) {
    throw new AppError("FORBIDDEN", "Wrong password", { subCode: "FORBIDDEN_EXCEPTION" })
  }
  await forgetGuesses(services.db, userId)
}

function proofRequired(): AppError {
  return new AppError("FORBIDDEN", "Give your password or a code along, or sign in anew", {
    subCode: "PROOF_REQUIRED",
    userFriendlyMessage: "Enter your password or a code to do this, or sign in again.",
  })
}
