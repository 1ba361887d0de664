/** Sessions: what a sign-in begins, a refresh token continues and a revocation ends. */
import { and, eq, isNull, sql } from "drizzle-orm"
import { core } from "../db/core.ts"
import { session } from "../db/core-tables.ts"
import type { Connection } from "../ports/driver.ts"
import { recordAudit } from "./audit.ts"
import { invalidToken, lifetimes, type SignedToken, type Tokens } from "./tokens.ts"

export interface TokenPair {
  accessOrWorkspaceAgnosticToken: SignedToken
  refreshToken: SignedToken
}

/** Whom the session is for; without a workspace its access token only serves to choose one. */
export interface SessionOwner {
  userId: string
  authProvider: string
  member: { workspaceId: string; workspaceMemberId: string | null; userWorkspaceId: string } | null
}

const after = (milliseconds: number) => new Date(Date.now() + milliseconds)

export async function openSession(connection: Connection, tokens: Tokens, owner: SessionOwner): Promise<TokenPair> {
  const refreshId = crypto.randomUUID()
  const expiresAt = after(lifetimes.REFRESH)
  const [row] = await core(connection)
    .insert(session)
    .values({
      userId: owner.userId,
      workspaceId: owner.member?.workspaceId ?? null,
      authProvider: owner.authProvider,
      refreshId,
      expiresAt: expiresAt.toISOString(),
    })
    .returning({ id: session.id })
  return signPair(tokens, owner, row!.id, refreshId, expiresAt)
}

async function signPair(
  tokens: Tokens,
  owner: SessionOwner,
  sid: string,
  refreshId: string,
  expiresAt: Date,
): Promise<TokenPair> {
  const { userId, authProvider, member } = owner
  const targetedTokenType = member ? "ACCESS" : "WORKSPACE_AGNOSTIC"
  const access = member
    ? tokens.sign("ACCESS", { sub: userId, userId, sid, authProvider, ...member }, after(lifetimes.ACCESS))
    : tokens.sign("WORKSPACE_AGNOSTIC", { sub: userId, userId, sid, authProvider }, after(lifetimes.WORKSPACE_AGNOSTIC))
  const claims = {
    sub: userId,
    userId,
    sid,
    jti: refreshId,
    targetedTokenType,
    authProvider,
    ...(member && { workspaceId: member.workspaceId }),
  }
  return { accessOrWorkspaceAgnosticToken: await access, refreshToken: await tokens.sign("REFRESH", claims, expiresAt) }
}

/** Two tabs may renew at the same moment: the token before the current one is good for this long. */
const grace = "1 minute"

/**
 * Trades a refresh token for a new pair. A token that was traded before ends the session: it has been stolen, or its
 * thief is the one who traded it. Throws UNAUTHENTICATED.
 */
export async function renewSession(
  connection: Connection,
  tokens: Tokens,
  refreshToken: string,
  findOwner: (userId: string, workspaceId: string | null, authProvider: string) => Promise<SessionOwner>,
): Promise<TokenPair> {
  const claims = await tokens.verify(refreshToken, ["REFRESH"])
  const next = crypto.randomUUID()
  const [row] = await core(connection)
    .update(session)
    .set({
      refreshId: sql`case when "refreshId" = ${claims.jti}::uuid then ${next}::uuid else "refreshId" end`,
      previousRefreshId: sql`case when "refreshId" = ${claims.jti}::uuid then "refreshId" else "previousRefreshId" end`,
      rotatedAt: sql`case when "refreshId" = ${claims.jti}::uuid then now() else "rotatedAt" end`,
      revokedAt: sql`case when "refreshId" = ${claims.jti}::uuid
        or ("previousRefreshId" = ${claims.jti}::uuid and "rotatedAt" > now() - interval '${sql.raw(grace)}') then "revokedAt" else now() end`,
      updatedAt: sql`now()`,
    })
    .where(sql`${session.id} = ${claims.sid}::uuid and "revokedAt" is null and "expiresAt" > now()`)
    .returning()
  if (row?.revokedAt) await recordReuse(connection, row)
  if (!row || row.revokedAt) throw invalidToken()
  const owner = await findOwner(row.userId, row.workspaceId, row.authProvider)
  return signPair(tokens, owner, row.id, row.refreshId, new Date(row.expiresAt))
}

function recordReuse(connection: Connection, { userId, workspaceId }: typeof session.$inferSelect): Promise<void> {
  const details = { reason: "A refresh token was used again after it had been traded" }
  return recordAudit(connection, { event: "session.ended", workspaceId, actor: { kind: "user", id: userId }, details })
}

/** Counts in the very next request, on every server. */
export async function revokeSession(connection: Connection, id: string): Promise<void> {
  await core(connection)
    .update(session)
    .set({ revokedAt: sql`now()` })
    .where(eq(session.id, id))
}

/** Ends every session of a person, or those in one workspace. Counts in the very next request, on every server. */
export async function revokeSessions(connection: Connection, userId: string, workspaceId?: string): Promise<void> {
  await core(connection)
    .update(session)
    .set({ revokedAt: sql`now()` })
    .where(
      and(
        eq(session.userId, userId),
        isNull(session.revokedAt),
        workspaceId === undefined ? undefined : eq(session.workspaceId, workspaceId),
      ),
    )
}

/** For what is done outside the record statements, whose guard asks this by itself. Throws UNAUTHENTICATED. */
export async function requireLiveSession(connection: Connection, id: string): Promise<void> {
  const [row] = await core(connection)
    .select({ id: session.id })
    .from(session)
    .where(and(eq(session.id, id), isNull(session.revokedAt)))
  if (!row) throw invalidToken()
}
