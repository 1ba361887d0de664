/** Who is asked for a second factor. */
import { and, eq, isNull } from "drizzle-orm"
import { core } from "../db/core.ts"
import { twoFactorAuthenticationMethod, workspace } from "../db/core-tables.ts"
import { AppError, type ErrorCode } from "../errors.ts"
import type { Services } from "./services.ts"

/** VERIFICATION where the person has one, PROVISION where they have to set one up first. */
export type SecondFactorNeed = "VERIFICATION" | "PROVISION"

export interface SignIn {
  userId: string
  workspaceId: string
  authProvider: string
}

/**
 * Whoever has a second factor is asked for it; in a workspace that enforces it everybody else has to set one up.
 * Exempt are those who come from the workspace's own identity provider (`sso`), which asks by itself, unless
 * `isTwoFactorAuthenticationEnforcedForSso` says that they are not; and whoever impersonates, who has signed in already.
 * Google and Microsoft are nobody's own: those who come from there are asked.
 */
export async function secondFactorNeed(services: Services, signIn: SignIn): Promise<SecondFactorNeed | null> {
  const { authProvider } = signIn
  if (authProvider === "impersonation") return null
  const rules = await rulesOf(services, signIn.workspaceId)
  if (authProvider === "sso" && !rules?.isEnforcedForSso) return null
  if (await hasSecondFactor(services, signIn.userId)) return "VERIFICATION"
  return rules?.isEnforced ? "PROVISION" : null
}

async function rulesOf({ db }: Services, workspaceId: string) {
  const [row] = await core(db)
    .select({
      isEnforced: workspace.isTwoFactorAuthenticationEnforced,
      isEnforcedForSso: workspace.isTwoFactorAuthenticationEnforcedForSso,
    })
    .from(workspace)
    .where(and(eq(workspace.id, workspaceId), isNull(workspace.deletedAt)))
  return row
}

export async function hasSecondFactor({ db }: Services, userId: string): Promise<boolean> {
  const [row] = await core(db)
    .select({ id: twoFactorAuthenticationMethod.id })
    .from(twoFactorAuthenticationMethod)
    .where(and(eq(twoFactorAuthenticationMethod.userId, userId), eq(twoFactorAuthenticationMethod.status, "VERIFIED")))
    .limit(1)
  return row !== undefined
}

const demands = {
  VERIFICATION: {
    message: "Two factor authentication verification required",
    userFriendlyMessage: "Enter the code of your authenticator app, or use a passkey.",
  },
  PROVISION: {
    message: "Two factor authentication setup required",
    userFriendlyMessage: "This workspace asks for a second factor. Set one up to sign in.",
  },
}

export function secondFactorRequired(need: SecondFactorNeed, code: ErrorCode = "FORBIDDEN"): AppError {
  const { message, userFriendlyMessage } = demands[need]
  return new AppError(code, message, { subCode: `TWO_FACTOR_AUTHENTICATION_${need}_REQUIRED`, userFriendlyMessage })
}
