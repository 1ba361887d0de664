/** Deleting an account, or a whole workspace. */
import { and, count, eq, isNull, sql } from "drizzle-orm"
import { auditAs, recordAudit, recordAuditOf, type AuditActor } from "../auth/audit.ts"
import { requirePermission, systemPrincipal } from "../auth/principal.ts"
import type { Client } from "../auth/client.ts"
import { core } from "../db/core.ts"
import { session, user, userWorkspace, workspace as workspaceTable } from "../db/core-tables.ts"
import { AppError } from "../errors.ts"
import type { Connection } from "../ports/driver.ts"
import { readRecords } from "../records/read.ts"
import { inTransaction } from "../records/transaction.ts"
import { openWorkspace, type Workspace } from "../records/workspace.ts"
import { removeMember } from "./leaving.ts"
import { announceWork } from "./mails.ts"
import { listMembers } from "./members.ts"
import { requireSomeAdmin } from "./roles.ts"
import { withPlatform, type Services } from "./services.ts"
import { findWorkspaces } from "./sign-in.ts"
import { shutSqlLogins } from "./sql-logins.ts"

/**
 * Shuts the workspace at once, for everybody and every key; a worker then removes what is in it.
 * Throws FORBIDDEN; keys cannot delete what they were made in.
 */
export async function deleteWorkspace(workspace: Workspace): Promise<void> {
  const { principal } = workspace
  requirePermission(principal, "WORKSPACE")
  if (principal.kind !== "user") {
    throw new AppError("FORBIDDEN", "This endpoint requires a session access token", { subCode: "FORBIDDEN_EXCEPTION" })
  }
  await inTransaction(workspace, async (own) => {
    await readRecords(own, [])
    const { actor, client } = auditAs(principal)
    await shutWorkspace(own.connection, principal.workspaceId, { actor, client })
  })
}

/** Its own log goes with it, so that who did it is kept with what is no workspace's. */
async function shutWorkspace(
  tx: Connection,
  workspaceId: string,
  by: { actor: AuditActor; client?: Client | undefined },
): Promise<void> {
  const target = { kind: "workspace", id: workspaceId }
  await recordAudit(tx, { ...by, event: "workspace.deleted", workspaceId: null, target })
  await core(tx)
    .update(workspaceTable)
    .set({ deletedAt: sql`now()`, updatedAt: sql`now()`, rightsRevision: sql`"rightsRevision" + 1` })
    .where(eq(workspaceTable.id, workspaceId))
  await core(tx)
    .update(session)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(session.workspaceId, workspaceId), isNull(session.revokedAt)))
  await shutSqlLogins(tx, workspaceId)
  await announceWork(tx)
}

/**
 * Deletes an account for ever. It leaves its workspaces first; one that has nobody else is deleted with it. Should it be
 * interrupted, it can be asked again. Throws FORBIDDEN / CANNOT_UNASSIGN_LAST_ADMIN before anything has happened.
 */
export async function deleteUser(services: Services, userId: string): Promise<void> {
  const workspaces = await findWorkspaces(services, userId)
  for (const { id } of workspaces) {
    if (!(await isAlone(services.db, id))) await requireSomeAdmin(services.db, id, userId)
  }
  for (const { id } of workspaces) await leave(services, id, userId)
  await services.db.transaction(async (tx) => {
    const actor = { kind: "user" as const, id: userId }
    await recordAuditOf(tx, userId, { event: "account.deleted", actor, client: services.client })
    await core(tx).delete(user).where(eq(user.id, userId))
  })
}

async function isAlone(connection: Connection, workspaceId: string): Promise<boolean> {
  const [row] = await core(connection)
    .select({ members: count() })
    .from(userWorkspace)
    .where(and(eq(userWorkspace.workspaceId, workspaceId), isNull(userWorkspace.deletedAt)))
  return row!.members <= 1
}

/** Alone or not is asked in the transaction that depends on it, with the workspace's row locked. */
function leave(services: Services, workspaceId: string, userId: string): Promise<void> {
  return withPlatform(services, workspaceId, ({ schema }) =>
    services.db.transaction(async (tx) => {
      await core(tx).select().from(workspaceTable).where(eq(workspaceTable.id, workspaceId)).for("update")
      const own = openWorkspace(tx, schema, systemPrincipal(workspaceId))
      const by = { actor: { kind: "user" as const, id: userId }, client: services.client }
      if (await isAlone(tx, workspaceId)) return shutWorkspace(tx, workspaceId, by)
      const [member] = await listMembers(own, { userId: { eq: userId } })
      if (member) await removeMember(own, member.id)
    }),
  )
}
