/**
 * Tokens with which a workspace's directory comes to `/scim/v2`: random, shown once, kept as a hash. They are no signed
 * tokens, so that nothing else takes them, and `/scim/v2` takes nothing else.
 */
import { and, desc, eq, gt, isNull, lt, or, sql } from "drizzle-orm"
import { auditAs, recordAudit } from "../../auth/audit.ts"
import { requirePermission, requirePerson, type Principal } from "../../auth/principal.ts"
import { core } from "../../db/core.ts"
import { scimToken, workspace } from "../../db/core-tables.ts"
import { AppError, badInput } from "../../errors.ts"
import { isUuid } from "../../metadata/scalar.ts"
import type { Services } from "../services.ts"

export type ScimToken = typeof scimToken.$inferSelect

export interface ScimTokenInput {
  name: string
  expiresAt?: string | null
}

/** Newest first, with those that were revoked. Throws FORBIDDEN. */
export async function listScimTokens(services: Services, principal: Principal): Promise<ScimToken[]> {
  requirePermission(principal, "SECURITY")
  return core(services.db)
    .select()
    .from(scimToken)
    .where(eq(scimToken.workspaceId, principal.workspaceId))
    .orderBy(desc(scimToken.createdAt))
}

/**
 * The token is in the answer and nowhere else. Only a signed-in person makes one: a key must not be able to outlive its own
 * revocation by it, nor whoever looks through somebody else's eyes. Throws FORBIDDEN and BAD_USER_INPUT.
 */
export async function createScimToken(
  services: Services,
  principal: Principal,
  { name, expiresAt }: ScimTokenInput,
): Promise<ScimToken & { token: string }> {
  requirePermission(principal, "SECURITY")
  requirePerson(principal)
  if (name.trim() === "" || name.length > 100) {
    throw badInput("A SCIM token needs a name of at most 100 characters", "INVALID_INPUT")
  }
  const token = newToken()
  const value = await services.mailedTokens.hash(token)
  return services.db.transaction(async (tx) => {
    const [row] = await core(tx)
      .insert(scimToken)
      .values({
        name: name.trim(),
        workspaceId: principal.workspaceId,
        value,
        expiresAt: expiresAt ? instant(expiresAt) : null,
      })
      .returning()
    await recordAudit(tx, { ...auditAs(principal), event: "scimToken.created", target: targetOf(row!) })
    return { ...row!, token }
  })
}

function targetOf({ id, name }: ScimToken) {
  return { kind: "scimToken", id, name }
}

/** Counts in the very next request. Throws FORBIDDEN and NOT_FOUND. */
export function revokeScimToken(services: Services, principal: Principal, id: string): Promise<ScimToken> {
  requirePermission(principal, "SECURITY")
  return services.db.transaction(async (tx) => {
    const [row] = isUuid(id)
      ? await core(tx)
          .update(scimToken)
          .set({ revokedAt: sql`coalesce("revokedAt", now())` })
          .where(and(eq(scimToken.id, id), eq(scimToken.workspaceId, principal.workspaceId)))
          .returning()
      : []
    if (!row) throw new AppError("NOT_FOUND", "SCIM token not found", { subCode: "SCIM_TOKEN_NOT_FOUND" })
    await recordAudit(tx, { ...auditAs(principal), event: "scimToken.revoked", target: targetOf(row) })
    return row
  })
}

/** The token as it is now, for one workspace only. Throws UNAUTHENTICATED. */
export async function checkScimToken(services: Services, workspaceId: string, token: string): Promise<ScimToken> {
  const value = await services.mailedTokens.hash(token)
  const [row] = isUuid(workspaceId)
    ? await core(services.db)
        .select({ scimToken })
        .from(scimToken)
        .innerJoin(workspace, and(eq(workspace.id, scimToken.workspaceId), isNull(workspace.deletedAt)))
        .where(
          and(
            eq(scimToken.value, value),
            eq(scimToken.workspaceId, workspaceId),
            isNull(scimToken.revokedAt),
            or(isNull(scimToken.expiresAt), gt(scimToken.expiresAt, new Date(services.now()).toISOString())),
          ),
        )
    : []
  if (!row) throw badScimToken()
  await noteUse(services, row.scimToken)
  return row.scimToken
}

export function badScimToken(): AppError {
  return new AppError("UNAUTHENTICATED", "SCIM needs a token that was made for this workspace and still holds", {
    subCode: "UNAUTHENTICATED",
  })
}

async function noteUse(services: Services, { id }: ScimToken): Promise<void> {
  await core(services.db)
    .update(scimToken)
    .set({ lastUsedAt: sql`now()` })
    .where(
      and(
        eq(scimToken.id, id),
        or(isNull(scimToken.lastUsedAt), lt(scimToken.lastUsedAt, sql`now() - interval '1 minute'`)),
      ),
    )
}

/** 32 random bytes behind a name by which scanners for secrets know them. */
function newToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return `kith_scim_${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`
}

function instant(text: string): string {
  const date = new Date(text)
  if (Number.isNaN(date.getTime())) throw badInput(`"${text}" is not a date`, "INVALID_INPUT")
  return date.toISOString()
}
