/** Where somebody is signed in, and signing out from there. */
import { inArray } from "drizzle-orm"
import { auditAs, recordAudit } from "../auth/audit.ts"
import { requirePermission, requirePerson, type Principal } from "../auth/principal.ts"
import { listSessions, revokeOtherSessions, revokeSession, revokeSessions, type SessionRow } from "../auth/sessions.ts"
import { core } from "../db/core.ts"
import { workspace } from "../db/core-tables.ts"
import { AppError } from "../errors.ts"
import { isUuid } from "../metadata/scalar.ts"
import type { Workspace } from "../records/workspace.ts"
import { recordOwn } from "./account-audit.ts"
import { getMember } from "./members.ts"
import type { Services } from "./services.ts"

export interface OwnSession extends SessionRow {
  /** null for one that only serves to choose a workspace */
  workspaceName: string | null
  /** is it the one of this request? */
  isCurrent: boolean
}

/** The caller's own, in whatever workspace, the one used last first. Throws FORBIDDEN. */
export async function listOwnSessions(services: Services, principal: Principal): Promise<OwnSession[]> {
  requirePerson(principal)
  const rows = await listSessions(services.db, principal.userId)
  const ids = [...new Set(rows.flatMap(({ workspaceId }) => workspaceId ?? []))]
  const named = await core(services.db)
    .select({ id: workspace.id, name: workspace.displayName })
    .from(workspace)
    .where(inArray(workspace.id, ids))
  const names = new Map(named.map(({ id, name }) => [id, name]))
  return rows.map((row) => ({
    ...row,
    workspaceName: (row.workspaceId && names.get(row.workspaceId)) ?? null,
    isCurrent: row.id === principal.credential.id,
  }))
}

/** Signs out one of the caller's own, this one included. Throws FORBIDDEN and NOT_FOUND. */
export async function endOwnSession(services: Services, principal: Principal, id: string): Promise<void> {
  requirePerson(principal)
  const isEnded = isUuid(id) && (await revokeSession(services.db, principal.userId, id))
  if (isEnded) return recordEnd(services, principal, "signed out")
  throw new AppError("NOT_FOUND", "Session not found", { subCode: "SESSION_NOT_FOUND" })
}

/** Signs out everywhere but here. Gives how many sessions that were. Throws FORBIDDEN. */
export async function endOtherSessions(services: Services, principal: Principal): Promise<number> {
  requirePerson(principal)
  const ended = await revokeOtherSessions(services.db, principal.userId, principal.credential.id)
  if (ended > 0) await recordEnd(services, principal, `signed out of ${ended} other sessions`)
  return ended
}

function recordEnd(services: Services, { userId }: { userId: string }, reason: string): Promise<void> {
  return recordOwn(services, services.db, userId, { event: "session.ended", details: { reason } })
}

/** Signs a member out of this workspace, and of it alone. Throws FORBIDDEN and NOT_FOUND. */
export async function endMemberSessions(own: Workspace, memberId: string): Promise<void> {
  requirePermission(own.principal, "WORKSPACE_MEMBERS")
  const { userId } = await getMember(own, memberId)
  await revokeSessions(own.connection, userId, own.schema.workspaceId)
  const target = { kind: "member", id: memberId }
  await recordAudit(own.connection, {
    ...auditAs(own.principal),
    event: "session.ended",
    target,
    details: { reason: "all sessions of the member were ended" },
  })
}
