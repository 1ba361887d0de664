/** API keys: a row that names the key and its role, and a signed token that names the row. */
import { and, desc, eq, sql } from "drizzle-orm"
import { auditAs, recordAudit } from "../auth/audit.ts"
import { notWhileImpersonating, requirePermission, requirePerson, type Principal } from "../auth/principal.ts"
import type { SignedToken } from "../auth/tokens.ts"
import { core } from "../db/core.ts"
import { apiKey } from "../db/core-tables.ts"
import { AppError, badInput } from "../errors.ts"
import { changesOf } from "./changes.ts"
import { isUuid } from "../metadata/scalar.ts"
import { raiseRights, requireKeyRole } from "./roles.ts"
import type { Services } from "./services.ts"

export type ApiKey = typeof apiKey.$inferSelect

export interface ApiKeyInput {
  name: string
  expiresAt: string
  revokedAt?: string | null
  roleId: string
}

export async function listApiKeys(services: Services, principal: Principal): Promise<ApiKey[]> {
  requirePermission(principal, "API_KEYS_AND_WEBHOOKS")
  return core(services.db)
    .select()
    .from(apiKey)
    .where(eq(apiKey.workspaceId, principal.workspaceId))
    .orderBy(desc(apiKey.createdAt))
}

/** Throws NOT_FOUND. */
export async function getApiKey(services: Services, principal: Principal, id: string): Promise<ApiKey> {
  requirePermission(principal, "API_KEYS_AND_WEBHOOKS")
  const [row] = isUuid(id) ? await core(services.db).select().from(apiKey).where(ownKey(principal, id)) : []
  if (row) return row
  throw new AppError("NOT_FOUND", "API key not found", { subCode: "API_KEY_NOT_FOUND" })
}

/** Only a signed-in person makes keys: a key must not be able to outlive its own revocation by making another. */
export async function createApiKey(services: Services, principal: Principal, input: ApiKeyInput): Promise<ApiKey> {
  requirePermission(principal, "API_KEYS_AND_WEBHOOKS")
  requirePerson(principal)
  if (input.name.trim() === "") throw badInput("An API key needs a name", "INVALID_INPUT")
  await requireKeyRole(services.db, principal, input.roleId)
  const values = {
    name: input.name.trim(),
    expiresAt: instant(input.expiresAt),
    revokedAt: input.revokedAt ? instant(input.revokedAt) : null,
    roleId: input.roleId,
    workspaceId: principal.workspaceId,
  }
  return services.db.transaction(async (tx) => {
    const [row] = await core(tx).insert(apiKey).values(values).returning()
    const { roleId, expiresAt } = values
    await recordAudit(tx, {
      ...auditAs(principal),
      event: "apiKey.created",
      target: targetOf(row!),
      details: { roleId, expiresAt },
    })
    return row!
  })
}

const targetOf = ({ id, name }: ApiKey) => ({ kind: "apiKey", id, name })

/** The token is shown once and kept nowhere. It holds as long as the key at most. Whoever has it has the key's role. */
export async function createApiKeyToken(
  services: Services,
  principal: Principal,
  id: string,
  expiresAt: string,
): Promise<SignedToken> {
  if (principal.impersonatorUserWorkspaceId !== null) throw notWhileImpersonating()
  const key = await getApiKey(services, principal, id)
  await requireKeyRole(services.db, principal, key.roleId)
  if (key.revokedAt) throw new AppError("FORBIDDEN", "This API Key is revoked", { subCode: "FORBIDDEN_EXCEPTION" })
  const end = Math.min(new Date(instant(expiresAt)).getTime(), new Date(key.expiresAt).getTime())
  const claims = { sub: principal.workspaceId, workspaceId: principal.workspaceId, jti: key.id }
  const details = { expiresAt: new Date(end).toISOString() }
  await recordAudit(services.db, { ...auditAs(principal), event: "apiKey.tokenIssued", target: targetOf(key), details })
  return services.tokens.sign("API_KEY", claims, new Date(end))
}

export async function updateApiKey(
  services: Services,
  principal: Principal,
  id: string,
  update: { name?: string | null; expiresAt?: string | null; revokedAt?: string | null },
): Promise<ApiKey> {
  const before = await getApiKey(services, principal, id)
  return services.db.transaction(async (tx) => {
    const [row] = await core(tx)
      .update(apiKey)
      .set({
        ...(update.name && { name: update.name }),
        ...(update.expiresAt && { expiresAt: instant(update.expiresAt) }),
        ...(update.revokedAt !== undefined && { revokedAt: update.revokedAt ? instant(update.revokedAt) : null }),
        updatedAt: sql`now()`,
      })
      .where(ownKey(principal, id))
      .returning()
    await raiseRights(tx, principal.workspaceId)
    await recordAudit(tx, {
      ...auditAs(principal),
      event: row!.revokedAt && !before.revokedAt ? "apiKey.revoked" : "apiKey.changed",
      target: targetOf(row!),
      details: changesOf(before, row!, ["name", "expiresAt", "revokedAt"]),
    })
    return row!
  })
}

export function revokeApiKey(services: Services, principal: Principal, id: string): Promise<ApiKey> {
  return updateApiKey(services, principal, id, { revokedAt: new Date().toISOString() })
}

/** Counts in the key's very next request. Throws what {@link createApiKey} throws, and NOT_FOUND. */
export async function updateKeyRole(
  services: Services,
  principal: Principal,
  id: string,
  roleId: string,
): Promise<void> {
  const key = await getApiKey(services, principal, id)
  await requireKeyRole(services.db, principal, roleId)
  await services.db.transaction(async (tx) => {
    await core(tx)
      .update(apiKey)
      .set({ roleId, updatedAt: sql`now()` })
      .where(ownKey(principal, id))
    await raiseRights(tx, principal.workspaceId)
    const details = { roleId: [key.roleId, roleId] }
    await recordAudit(tx, { ...auditAs(principal), event: "apiKey.changed", target: targetOf(key), details })
  })
}

const ownKey = (principal: Principal, id: string) =>
  and(eq(apiKey.id, id), eq(apiKey.workspaceId, principal.workspaceId))

function instant(text: string): string {
  const date = new Date(text)
  if (Number.isNaN(date.getTime())) throw badInput(`"${text}" is not a date`, "INVALID_INPUT")
  return date.toISOString()
}
