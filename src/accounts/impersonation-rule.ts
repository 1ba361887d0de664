/** Who may look through whose eyes. */
import { roleColumn } from "../auth/role-rows.ts"
import { isNoMorePowerful, type Role } from "../auth/role.ts"
import { render, sql } from "../db/sql.ts"
import { AppError } from "../errors.ts"
import type { Services } from "./services.ts"

/** A membership with its role. */
interface Joined {
  id: string
  userId: string
  allowedUntil: string | null
  allowImpersonation: boolean
  role: Role
}

/**
 * The workspace allows it, the person has consented and still does, and their role allows nothing that the impersonator's
 * does not. Gives the impersonator's membership. Throws FORBIDDEN; to strangers of the workspace in the same words.
 */
export async function requireImpersonation(
  services: Services,
  { userId, workspaceId, by }: { userId: string; workspaceId: string; by: string },
): Promise<{ userId: string; userWorkspaceId: string }> {
  const joined = await joinedOf(services, workspaceId, userId, by)
  const target = joined.find((each) => each.userId === userId)
  const impersonator = joined.find((each) => each.id === by)
  if (!impersonator || !target || target.id === by || !isNoMorePowerful(target.role, impersonator.role)) throw refused()
  if (!target.allowImpersonation) throw refused("The workspace does not allow impersonation")
  const until = target.allowedUntil === null ? 0 : new Date(target.allowedUntil).getTime()
  if (until <= services.now()) throw refused("The person has not consented to being impersonated")
  return { userId: impersonator.userId, userWorkspaceId: impersonator.id }
}

async function joinedOf({ db }: Services, workspaceId: string, userId: string, by: string): Promise<Joined[]> {
  const { text, params } = render(sql`
    select m.id, m."userId", m."impersonationAllowedUntil" as "allowedUntil", w."allowImpersonation", ${roleColumn("r")} as role
    from core."userWorkspace" m join core.workspace w on w.id = m."workspaceId" and w."deletedAt" is null
    join core.role r on r.id = coalesce(m."roleId", w."defaultRoleId")
    where w.id = ${workspaceId}::uuid and m."deletedAt" is null and (m."userId" = ${userId}::uuid or m.id = ${by}::uuid)`)
  const rows = await db.query<Omit<Joined, "role"> & { role: string }>(text, params)
  return rows.map((row) => ({ ...row, role: JSON.parse(row.role) as Role }))
}

function refused(message = "This user cannot be impersonated"): AppError {
  return new AppError("FORBIDDEN", message, {
    subCode: "CANNOT_IMPERSONATE",
    userFriendlyMessage: "You cannot act in the name of this person.",
  })
}
