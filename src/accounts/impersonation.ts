/** Looking through somebody else's eyes, to help them: with the workspace's leave and theirs, for an hour. */
import { auditAs, recordAudit } from "../auth/audit.ts"
import { and, eq, isNull, sql } from "drizzle-orm"
import { requirePermission, requirePerson, type Principal } from "../auth/principal.ts"
import { revokeImpersonations } from "../auth/sessions.ts"
import type { SignedToken } from "../auth/tokens.ts"
import { core } from "../db/core.ts"
import { user, userWorkspace } from "../db/core-tables.ts"
import { AppError, badInput } from "../errors.ts"
import { isUuid } from "../metadata/scalar.ts"
import { requireImpersonation } from "./impersonation-rule.ts"
import { raiseRights } from "./roles.ts"
import type { Services } from "./services.ts"
import { getWorkspace, loginToken, type WorkspaceRow } from "./sign-in.ts"

/**
 * A login token for the session of somebody else. Every impersonation begins here, and nowhere else: whoever keeps a record
 * of them does so here. The rule is looked at again when the token is traded, and whenever rights are read.
 * Throws FORBIDDEN.
 */
export async function impersonate(
  services: Services,
  principal: Principal,
  { userId, workspaceId }: { userId: string; workspaceId: string },
): Promise<{ loginToken: SignedToken; workspace: WorkspaceRow }> {
  requirePerson(principal)
  requirePermission(principal, "IMPERSONATE")
  if (workspaceId !== principal.workspaceId || !isUuid(userId)) {
    throw new AppError("FORBIDDEN", "This user cannot be impersonated", { subCode: "CANNOT_IMPERSONATE" })
  }
  await requireImpersonation(services, { userId, workspaceId, by: principal.userWorkspaceId })
  const [person] = await core(services.db).select().from(user).where(eq(user.id, userId))
  const target = { kind: "user", id: userId, name: `${person!.firstName} ${person!.lastName}`.trim() }
  await recordAudit(services.db, { ...auditAs(principal), event: "impersonation.begun", target })
  const way = { authProvider: "impersonation" as const, impersonatorUserWorkspaceId: principal.userWorkspaceId }
  return {
    loginToken: await loginToken(services, person!, workspaceId, way),
    workspace: await getWorkspace(services, workspaceId),
  }
}

/** Milliseconds for which somebody can consent at most. */
const longestConsent = 30 * 24 * 3_600_000

/**
 * Lets admins of this workspace look through one's eyes until then; null takes it back, which ends what they are doing.
 * Throws FORBIDDEN, BAD_USER_INPUT.
 */
export async function consentToImpersonation(
  services: Services,
  principal: Principal,
  until: string | null,
): Promise<string | null> {
  requirePerson(principal)
  const end = until === null ? null : readEnd(services, until)
  await services.db.transaction(async (tx) => {
    await core(tx)
      .update(userWorkspace)
      .set({ impersonationAllowedUntil: end, updatedAt: sql`now()` })
      .where(and(eq(userWorkspace.id, principal.userWorkspaceId), isNull(userWorkspace.deletedAt)))
    const event = end === null ? "impersonation.ended" : "impersonation.allowed"
    await recordAudit(tx, { ...auditAs(principal), event, ...(end && { details: { until: end } }) })
    if (end === null) await revokeImpersonations(tx, principal.workspaceId, principal.userId)
    await raiseRights(tx, principal.workspaceId)
  })
  return end
}

function readEnd(services: Services, text: string): string {
  const end = Date.parse(text)
  const now = services.now()
  if (end > now && end <= now + longestConsent) return new Date(end).toISOString()
  throw badInput("Choose a time within the next 30 days", "INVALID_INPUT")
}
