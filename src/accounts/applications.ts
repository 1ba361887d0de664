/** Applications: programs that act in a workspace by themselves, with a role of their own and tokens that are renewed. */
import { auditAs, recordAudit, type AuditEvent } from "../auth/audit.ts"
import type { Connection } from "../ports/driver.ts"
import { and, asc, eq, isNull, sql } from "drizzle-orm"
import { requirePermission, requirePerson, type Principal } from "../auth/principal.ts"
import { invalidToken, lifetimes, type SignedToken } from "../auth/tokens.ts"
import { core } from "../db/core.ts"
import { application, workspace } from "../db/core-tables.ts"
import { AppError, badInput } from "../errors.ts"
import { isUuid } from "../metadata/scalar.ts"
import { requireKeyRole } from "./roles.ts"
import type { Services } from "./services.ts"

export type Application = typeof application.$inferSelect

export interface ApplicationTokenPair {
  applicationAccessToken: SignedToken
  applicationRefreshToken: SignedToken
}

export function listApplications(services: Services, principal: Principal): Promise<Application[]> {
  requirePermission(principal, "APPLICATIONS")
  return core(services.db)
    .select()
    .from(application)
    .where(eq(application.workspaceId, principal.workspaceId))
    .orderBy(asc(application.createdAt))
}

/** Only a signed-in person makes applications, as with keys. Throws FORBIDDEN, NOT_FOUND and BAD_USER_INPUT. */
export async function createApplication(
  services: Services,
  principal: Principal,
  { name, roleId }: { name: string; roleId: string },
): Promise<Application> {
  requirePermission(principal, "APPLICATIONS")
  requirePerson(principal)
  if (name.trim() === "") throw badInput("An application needs a name", "INVALID_INPUT")
  await requireKeyRole(services.db, principal, roleId)
  return services.db.transaction(async (tx) => {
    const [row] = await core(tx)
      .insert(application)
      .values({ name: name.trim(), roleId, workspaceId: principal.workspaceId })
      .returning()
    await record(tx, principal, "application.created", row!)
    return row!
  })
}

/** Counts in its very next request, on every server; there is no way back. Throws FORBIDDEN and NOT_FOUND. */
export async function revokeApplication(services: Services, principal: Principal, id: string): Promise<Application> {
  requirePermission(principal, "APPLICATIONS")
  return services.db.transaction(async (tx) => {
    const change = core(tx)
      .update(application)
      .set({ revokedAt: sql`coalesce("revokedAt", now())`, updatedAt: sql`now()` })
    const [row] = isUuid(id)
      ? await change.where(and(eq(application.id, id), eq(application.workspaceId, principal.workspaceId))).returning()
      : []
    if (row) await record(tx, principal, "application.revoked", row)
    return row ?? missing()
  })
}

function record(connection: Connection, principal: Principal, event: AuditEvent, { id, name, roleId }: Application) {
  const target = { kind: "application", id, name }
  return recordAudit(connection, { ...auditAs(principal), event, target, details: { roleId } })
}

/** Only a signed-in person hands out tokens, which the application then renews by itself. Throws FORBIDDEN, NOT_FOUND. */
export async function createApplicationTokens(
  services: Services,
  principal: Principal,
  id: string,
): Promise<ApplicationTokenPair> {
  requirePermission(principal, "APPLICATIONS")
  requirePerson(principal)
  const found = isUuid(id) ? await findLiving(services, id) : undefined
  if (!found || found.workspaceId !== principal.workspaceId) missing()
  await requireKeyRole(services.db, principal, found.roleId)
  await record(services.db, principal, "application.tokenIssued", found)
  return signPair(services, found)
}

/**
 * A refresh token is good until it expires or the application is revoked, more than once: there is one program behind it,
 * not a browser. Throws UNAUTHENTICATED.
 */
export async function renewApplicationTokens(services: Services, refreshToken: string): Promise<ApplicationTokenPair> {
  const { applicationId, workspaceId } = await services.tokens.verify(refreshToken, ["APPLICATION_REFRESH"])
  const found = await findLiving(services, applicationId)
  if (!found || found.workspaceId !== workspaceId) throw invalidToken()
  return signPair(services, found)
}

async function findLiving({ db }: Services, id: string): Promise<Application | undefined> {
  const [row] = await core(db)
    .select({ application })
    .from(application)
    .innerJoin(workspace, and(eq(workspace.id, application.workspaceId), isNull(workspace.deletedAt)))
    .where(and(eq(application.id, id), isNull(application.revokedAt)))
  return row?.application
}

async function signPair({ tokens }: Services, { id, workspaceId }: Application): Promise<ApplicationTokenPair> {
  const claims = { sub: id, workspaceId, applicationId: id }
  const after = (lifetime: number) => new Date(Date.now() + lifetime)
  return {
    applicationAccessToken: await tokens.sign("APPLICATION_ACCESS", claims, after(lifetimes.APPLICATION_ACCESS)),
    applicationRefreshToken: await tokens.sign("APPLICATION_REFRESH", claims, after(lifetimes.APPLICATION_REFRESH)),
  }
}

function missing(): never {
  throw new AppError("NOT_FOUND", "Application not found", { subCode: "APPLICATION_NOT_FOUND" })
}
