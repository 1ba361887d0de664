/** Sessions: what a sign-in begins, a refresh token continues and a revocation ends. */
import { and, desc, eq, gt, inArray, isNull, ne, or, sql } from "drizzle-orm"
import { core } from "../db/core.ts"
import { session, userWorkspace } from "../db/core-tables.ts"
import type { Connection } from "../ports/driver.ts"
import { networkOf } from "../ip-address.ts"
import { recordAudit } from "./audit.ts"
import { noClient, type Client } from "./client.ts"
import { notWhileImpersonating } from "./principal.ts"
import { invalidToken, lifetimes, type ImpersonationClaims, type SignedToken, type Tokens } from "./tokens.ts"

export interface TokenPair {
  accessOrWorkspaceAgnosticToken: SignedToken
  refreshToken: SignedToken
}

export type SessionRow = typeof session.$inferSelect

export type SecondFactor = "TOTP" | "PASSKEY" | "RECOVERY_CODE"

/** Whom the session is for; without a workspace its access token only serves to choose one. */
export interface SessionOwner {
  userId: string
  authProvider: string
  member: { workspaceId: string; workspaceMemberId: string | null; userWorkspaceId: string } | null
  /** who really acts, where that is somebody else */
  impersonator: { userWorkspaceId: string; workspaceMemberId: string } | null
}

/** How a session begins. */
export interface Beginning {
  client: Client
  secondFactor: SecondFactor | null
}

/** Milliseconds that somebody can look through somebody else's eyes. */
const impersonationLifetime = 3_600_000

const after = (milliseconds: number) => new Date(Date.now() + milliseconds)

export async function openSession(
  connection: Connection,
  tokens: Tokens,
  owner: SessionOwner,
  { client, secondFactor }: Beginning = { client: noClient, secondFactor: null },
): Promise<TokenPair> {
  const [row] = await core(connection)
    .insert(session)
    .values({
      userId: owner.userId,
      workspaceId: owner.member?.workspaceId ?? null,
      authProvider: owner.authProvider,
      secondFactor,
      ...placeOf(client),
      impersonatorUserWorkspaceId: owner.impersonator?.userWorkspaceId ?? null,
      impersonatorWorkspaceMemberId: owner.impersonator?.workspaceMemberId ?? null,
      refreshId: crypto.randomUUID(),
      expiresAt: after(owner.impersonator ? impersonationLifetime : lifetimes.REFRESH).toISOString(),
    })
    .returning()
  return signPair(tokens, owner, row!)
}

/** What is kept of where a session began, so that its person can tell it from others: the network, not the machine. */
function placeOf({ userAgent, address }: Client) {
  return { userAgent: userAgent?.slice(0, 150) ?? null, address: address === "" ? null : networkOf(address) }
}

/** No token outlives its session. */
async function signPair(tokens: Tokens, owner: SessionOwner, row: SessionRow): Promise<TokenPair> {
  const { userId, authProvider, member } = owner
  const end = new Date(row.expiresAt)
  const until = (lifetime: number) => new Date(Math.min(after(lifetime).getTime(), end.getTime()))
  const person = { sub: userId, userId, sid: row.id, authProvider }
  const acting = impersonationClaims(owner)
  const access = member
    ? tokens.sign("ACCESS", { ...person, ...member, ...acting }, until(lifetimes.ACCESS))
    : tokens.sign("WORKSPACE_AGNOSTIC", person, until(lifetimes.WORKSPACE_AGNOSTIC))
  const claims = {
    ...person,
    jti: row.refreshId,
    targetedTokenType: member ? "ACCESS" : "WORKSPACE_AGNOSTIC",
    ...(member && { workspaceId: member.workspaceId }),
    ...acting,
  }
  return { accessOrWorkspaceAgnosticToken: await access, refreshToken: await tokens.sign("REFRESH", claims, end) }
}

function impersonationClaims({ member, impersonator }: SessionOwner): ImpersonationClaims {
  if (!member || !impersonator) return {}
  return {
    isImpersonating: true,
    impersonatorUserWorkspaceId: impersonator.userWorkspaceId,
    impersonatedUserWorkspaceId: member.userWorkspaceId,
  }
}

/** Two tabs may renew at the same moment: the token before the current one is good for this long. */
const grace = "1 minute"

/**
 * Trades a refresh token for a new pair. A token that was traded before ends the session: it has been stolen, or its
 * thief is the one who traded it. Whoever goes on using a session keeps it; an impersonation ends when it was to end.
 * Throws UNAUTHENTICATED and whatever `findOwner` throws.
 */
export async function renewSession(
  connection: Connection,
  tokens: Tokens,
  refreshToken: string,
  findOwner: (row: SessionRow) => Promise<SessionOwner>,
): Promise<TokenPair> {
  const claims = await tokens.verify(refreshToken, ["REFRESH"])
  const next = crypto.randomUUID()
  const isCurrent = sql`"refreshId" = ${claims.jti}::uuid`
  const isGraced = sql`"previousRefreshId" = ${claims.jti}::uuid and "rotatedAt" > now() - interval '${sql.raw(grace)}'`
  const end = after(lifetimes.REFRESH).toISOString()
  const [row] = await core(connection)
    .update(session)
    .set({
      refreshId: sql`case when ${isCurrent} then ${next}::uuid else "refreshId" end`,
      previousRefreshId: sql`case when ${isCurrent} then "refreshId" else "previousRefreshId" end`,
      rotatedAt: sql`case when ${isCurrent} then now() else "rotatedAt" end`,
      expiresAt: sql`case when ${isCurrent} and "impersonatorUserWorkspaceId" is null then ${end}::timestamptz else "expiresAt" end`,
      revokedAt: sql`case when (${isCurrent}) or (${isGraced}) then "revokedAt" else now() end`,
      updatedAt: sql`now()`,
    })
    .where(and(eq(session.id, claims.sid), eq(session.userId, claims.userId), isLive))
    .returning()
  if (row?.revokedAt) await recordReuse(connection, row)
  if (!row || row.revokedAt) throw invalidToken()
  return signPair(tokens, await findOwner(row), row)
}

function recordReuse(connection: Connection, { userId, workspaceId }: SessionRow): Promise<void> {
  const details = { reason: "A refresh token was used again after it had been traded" }
  return recordAudit(connection, { event: "session.ended", workspaceId, actor: { kind: "user", id: userId }, details })
}

const isLive = and(isNull(session.revokedAt), gt(session.expiresAt, sql`now()`))

/** The living sessions of a person, the one used last first. */
export function listSessions(connection: Connection, userId: string): Promise<SessionRow[]> {
  return core(connection)
    .select()
    .from(session)
    .where(and(eq(session.userId, userId), isLive))
    .orderBy(desc(sql`coalesce(${session.rotatedAt}, ${session.createdAt})`), desc(session.id))
}

const ended = { revokedAt: sql`now()`, updatedAt: sql`now()` }

/** Counts in the very next request, on every server. Gives false when the person has no such session. */
export async function revokeSession(connection: Connection, userId: string, id: string): Promise<boolean> {
  const rows = await core(connection)
    .update(session)
    .set(ended)
    .where(and(eq(session.id, id), eq(session.userId, userId), isLive))
    .returning({ id: session.id })
  return rows.length > 0
}

/**
 * Every session of a person but one, and those in which they look through somebody else's eyes. Gives how many there were.
 */
export async function revokeOtherSessions(connection: Connection, userId: string, id: string): Promise<number> {
  const rows = await core(connection)
    .update(session)
    .set(ended)
    .where(and(ne(session.id, id), isBegunBy(connection, userId), isLive))
    .returning({ id: session.id })
  return rows.length
}

/** Theirs, and whatever they do in the name of others. */
function isBegunBy(connection: Connection, userId: string) {
  const memberships = core(connection)
    .select({ id: userWorkspace.id })
    .from(userWorkspace)
    .where(eq(userWorkspace.userId, userId))
  return or(eq(session.userId, userId), inArray(session.impersonatorUserWorkspaceId, memberships))
}

/**
 * Ends every session of a person, or those in one workspace, and those in which they look through somebody else's eyes.
 * Counts in the very next request, on every server.
 */
export async function revokeSessions(connection: Connection, userId: string, workspaceId?: string): Promise<void> {
  await core(connection)
    .update(session)
    .set(ended)
    .where(
      and(
        isBegunBy(connection, userId),
        isNull(session.revokedAt),
        workspaceId === undefined ? undefined : eq(session.workspaceId, workspaceId),
      ),
    )
}

/** A second factor was set up, and shown to work, within the session. */
export async function confirmSession(connection: Connection, id: string, secondFactor: SecondFactor): Promise<void> {
  await core(connection)
    .update(session)
    .set({ secondFactor, updatedAt: sql`now()` })
    .where(eq(session.id, id))
}

/** Ends what others do in the name of members of a workspace, or of one of them. */
export async function revokeImpersonations(
  connection: Connection,
  workspaceId: string,
  userId?: string,
): Promise<void> {
  await core(connection)
    .update(session)
    .set(ended)
    .where(
      and(
        eq(session.workspaceId, workspaceId),
        sql`${session.impersonatorUserWorkspaceId} is not null`,
        isNull(session.revokedAt),
        userId === undefined ? undefined : eq(session.userId, userId),
      ),
    )
}

/**
 * For what people do to themselves outside the record statements, whose guard asks this by itself. Throws UNAUTHENTICATED,
 * and FORBIDDEN for whoever looks through somebody else's eyes.
 */
export async function requireLiveSession(connection: Connection, id: string): Promise<SessionRow> {
  const [row] = await core(connection)
    .select()
    .from(session)
    .where(and(eq(session.id, id), isLive))
  if (!row) throw invalidToken()
  if (row.impersonatorUserWorkspaceId !== null) throw notWhileImpersonating()
  return row
}
