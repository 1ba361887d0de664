/** Accounts: signing up, signing in, and the tokens that come of it. */
import { and, asc, eq, isNull, sql } from "drizzle-orm"
import { recordAudit } from "../auth/audit.ts"
import {
  openSession,
  renewSession,
  revokeSession,
  type SecondFactor,
  type SessionOwner,
  type TokenPair,
} from "../auth/sessions.ts"
import { invalidToken, lifetimes, type SignedToken, type Verified } from "../auth/tokens.ts"
import { core } from "../db/core.ts"
import { usedToken, user, userWorkspace, workspace } from "../db/core-tables.ts"
import { AppError } from "../errors.ts"
import { DatabaseError } from "../ports/driver.ts"
import type { Services } from "./services.ts"
import { addressLimits, limitByAddress, withinSignInLimits } from "./attempt-limits.ts"
import { mailVerification, requireVerified } from "./email-verification.ts"
import { checkPassword, normalizeEmail } from "./credentials.ts"
import { requireWayIn, type AuthProvider } from "./ways-in.ts"
import { requireImpersonation } from "./impersonation-rule.ts"
import { secondFactorNeed, secondFactorRequired } from "./second-factor-rule.ts"
import { createWorkspace, findMembership } from "./workspaces.ts"
import { selectPerson } from "./person-by-address.ts"

export type User = typeof user.$inferSelect
export type WorkspaceRow = typeof workspace.$inferSelect

export interface Credentials {
  email: string
  password: string
  locale?: string | null
}

/** Creates the account. Throws BAD_USER_INPUT for a malformed e-mail or weak password, FORBIDDEN when it is taken. */
export async function createUser(
  services: Services,
  { email, password, locale }: Credentials,
  { isEmailVerified = false } = {},
): Promise<User> {
  const address = normalizeEmail(email)
  checkPassword(password)
  await limitByAddress(services, addressLimits.signUp)
  const passwordHash = await services.passwords.hash(password)
  try {
    return await services.db.transaction(async (tx) => {
      const [row] = await core(tx)
        .insert(user)
        .values({ email: address, passwordHash, locale: locale || "en", isEmailVerified })
        .returning()
      if (services.config.isEmailVerificationRequired && !isEmailVerified) await mailVerification(services, tx, row!)
      const actor = { kind: "user" as const, id: row!.id }
      await recordAudit(tx, { event: "account.created", workspaceId: null, actor, client: services.client })
      return row!
    })
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined
    if (!(cause instanceof DatabaseError) || cause.code !== "23505") throw error
    throw new AppError("FORBIDDEN", "User already exists", { subCode: "USER_ALREADY_EXISTS", cause })
  }
}

/** The same for whoever asks from outside, who may not ask for as many as they like. Throws TOO_MANY_REQUESTS. */
export async function lookUpAccount(services: Services, email: string): Promise<boolean> {
  await limitByAddress(services, addressLimits.lookUp)
  return accountExists(services, email)
}

export async function accountExists({ db }: Services, email: string): Promise<boolean> {
  const [row] = await selectPerson(db, email)
  return row !== undefined
}

/** Throws FORBIDDEN: what {@link checkPasswordOf} throws, and EMAIL_NOT_VERIFIED when both are right. */
export async function checkCredentials(services: Services, credentials: Credentials): Promise<User> {
  const person = await checkPasswordOf(services, credentials)
  requireVerified(services, person)
  return person
}

/** Throws FORBIDDEN, in the same words and after the same work whether the user or the password is wrong; TOO_MANY_REQUESTS. */
export function checkPasswordOf(services: Services, credentials: Credentials): Promise<User> {
  return withinSignInLimits(services, credentials.email, () => comparePassword(services, credentials))
}

async function comparePassword(services: Services, credentials: Credentials): Promise<User> {
  const person = await findByPassword(services, credentials)
  if (person) return person
  throw new AppError("FORBIDDEN", "Wrong password", { subCode: "FORBIDDEN_EXCEPTION" })
}

/** Whoever has both, within limits that the caller keeps; the work is the same when there is no such account. */
export async function findByPassword(services: Services, { email, password }: Credentials): Promise<User | undefined> {
  const [row] = await selectPerson(services.db, email)
  const good = await services.passwords.verify(password, row?.passwordHash || noPassword)
  return row && good && !row.disabled ? row : undefined
}

/** Hash of a random password that nobody knows, with the same cost as a real one. */
const noPassword = "$argon2id$v=19$m=19456,t=2,p=1$a2l0aC1ub2JvZHkta25vd3M$1Wn1hXlUNwvFUUoTOf6tUxNQ9dlf5ZlWgNSi8UuEYeM"

/** A session that only serves to choose or create a workspace. */
export function agnosticSession(services: Services, user: User): Promise<TokenPair> {
  return openAudited(services, { userId: user.id, authProvider: "password", member: null, impersonator: null }, null)
}

// --- workspaces of a user -------------------------------------------------------------------------------------------

export async function findWorkspaces(services: Services, userId: string): Promise<WorkspaceRow[]> {
  const rows = await core(services.db)
    .select({ workspace })
    .from(userWorkspace)
    .innerJoin(workspace, eq(workspace.id, userWorkspace.workspaceId))
    .where(and(eq(userWorkspace.userId, userId), isNull(userWorkspace.deletedAt), isNull(workspace.deletedAt)))
    .orderBy(asc(userWorkspace.createdAt))
  return rows.map((row) => row.workspace)
}

/** The first account founds a workspace; so may every later one. */
export async function foundWorkspace(
  services: Services,
  userId: string,
  input: { displayName?: string | null; subdomain?: string | null },
): Promise<WorkspaceRow> {
  const [founder] = await core(services.db).select().from(user).where(eq(user.id, userId))
  if (!founder) throw invalidToken()
  requireVerified(services, founder)
  const { workspaceId } = await createWorkspace(services, founder, input)
  return getWorkspace(services, workspaceId)
}

/** Throws NOT_FOUND. */
export async function getWorkspace(services: Services, id: string): Promise<WorkspaceRow> {
  const [row] = await core(services.db)
    .select()
    .from(workspace)
    .where(and(eq(workspace.id, id), isNull(workspace.deletedAt)))
  if (row) return row
  throw new AppError("NOT_FOUND", "Workspace not found", { subCode: "WORKSPACE_NOT_FOUND" })
}

/** The user's workspace that an origin names by its first label; their only or oldest one where it names none. */
export async function workspaceForOrigin(
  services: Services,
  userId: string,
  origin: string | null | undefined,
): Promise<WorkspaceRow> {
  const rows = await findWorkspaces(services, userId)
  const host = origin && URL.canParse(origin) ? new URL(origin).hostname : ""
  const named = rows.find((row) => host === row.customDomain || host.split(".")[0] === row.subdomain)
  const found = named ?? rows[0]
  if (found) return found
  throw new AppError("UNAUTHENTICATED", "Workspace not found", { subCode: "WORKSPACE_NOT_FOUND" })
}

// --- login tokens ---------------------------------------------------------------------------------------------------

export interface LoginWay {
  authProvider: AuthProvider
  /** the membership of whoever looks through the person's eyes */
  impersonatorUserWorkspaceId?: string
}

/**
 * A token that can be traded once for a session in the workspace. Throws FORBIDDEN where the workspace does not let this
 * person in that way.
 */
export async function loginToken(
  services: Services,
  { id, email, credentialRevision }: Pick<User, "id" | "email" | "credentialRevision">,
  workspaceId: string,
  way: LoginWay = { authProvider: "password" },
): Promise<SignedToken> {
  await requireWayIn(services.db, { userId: id, workspaceId, authProvider: way.authProvider })
  const claims = {
    sub: email,
    userId: id,
    workspaceId,
    jti: crypto.randomUUID(),
    ...way,
    revision: credentialRevision,
  }
  return services.tokens.sign("LOGIN", claims, new Date(Date.now() + lifetimes.LOGIN))
}

/** A login token that holds, with the person whom it is for; not used up yet. */
export interface Login {
  claims: Verified<"LOGIN">
  person: User
}

/**
 * Throws UNAUTHENTICATED when the token is used, expired or its owner no longer belongs to the workspace, and FORBIDDEN /
 * TWO_FACTOR_AUTHENTICATION_…_REQUIRED, without using it up, where a second factor is missing.
 */
export async function tradeLoginToken(services: Services, token: string): Promise<TokenPair> {
  const login = await openLoginToken(services, token)
  const need = await secondFactorNeed(services, login.claims)
  if (need) throw secondFactorRequired(need)
  return enter(services, login, null)
}

/**
 * Throws UNAUTHENTICATED when it is used or expired, when the password was changed since it was signed, or when the account
 * is disabled or gone.
 */
export async function openLoginToken(services: Services, token: string): Promise<Login> {
  const claims = await services.tokens.verify(token, ["LOGIN"])
  const person = await requireAccount(services, claims.userId)
  if (person.credentialRevision !== claims.revision) throw invalidToken()
  const [used] = await core(services.db).select().from(usedToken).where(eq(usedToken.id, claims.jti))
  if (used) throw invalidToken()
  if (!vouchedFor.has(claims.authProvider)) requireVerified(services, person)
  return { claims, person }
}

/** The workspace's own provider answers for its people, and the operator for whom they rescue. */
const vouchedFor: ReadonlySet<string> = new Set<AuthProvider>(["sso", "rescue"])

async function requireAccount({ db }: Services, userId: string): Promise<User> {
  const [person] = await core(db)
    .select()
    .from(user)
    .where(and(eq(user.id, userId), isNull(user.deletedAt)))
  if (!person || person.disabled) throw invalidToken()
  return person
}

/** Uses the login token up and begins the session. Throws UNAUTHENTICATED when somebody else was first. */
export async function enter(
  services: Services,
  { claims }: Login,
  secondFactor: SecondFactor | null,
): Promise<TokenPair> {
  const used = await core(services.db)
    .insert(usedToken)
    .values({ id: claims.jti, expiresAt: new Date(claims.exp * 1000).toISOString() })
    .onConflictDoNothing()
    .returning({ id: usedToken.id })
  if (used.length === 0) throw invalidToken()
  await core(services.db)
    .delete(usedToken)
    .where(sql`"expiresAt" < now()`)
  const owner = await sessionOwner(services, claims, claims.impersonatorUserWorkspaceId ?? null)
  return openAudited(services, owner, secondFactor)
}

function openAudited(
  { db, tokens, client }: Services,
  owner: SessionOwner,
  secondFactor: SecondFactor | null,
): Promise<TokenPair> {
  return db.transaction(async (tx) => {
    const { userId, authProvider, member, impersonator } = owner
    await recordAudit(tx, {
      event: "session.opened",
      workspaceId: member?.workspaceId ?? null,
      actor: { kind: "user", id: userId },
      details: {
        authProvider,
        ...(secondFactor && { secondFactor }),
        ...(impersonator && { by: impersonator.userWorkspaceId }),
      },
      client,
    })
    return openSession(tx, tokens, owner, { client, secondFactor })
  })
}

async function sessionOwner(
  services: Services,
  { userId, workspaceId, authProvider }: { userId: string; workspaceId: string | null; authProvider: string },
  impersonatorUserWorkspaceId: string | null,
): Promise<SessionOwner> {
  if (workspaceId === null) return { userId, authProvider, member: null, impersonator: null }
  const member = await findMembership(services, userId, workspaceId)
  if (!member) throw invalidToken()
  await requireWayIn(services.db, { userId, workspaceId, authProvider })
  const impersonator =
    impersonatorUserWorkspaceId === null
      ? null
      : await impersonatorOf(services, { userId, workspaceId, by: impersonatorUserWorkspaceId })
  return { userId, authProvider, member, impersonator }
}

async function impersonatorOf(services: Services, pair: { userId: string; workspaceId: string; by: string }) {
  const { userId } = await requireImpersonation(services, pair)
  const impersonator = await findMembership(services, userId, pair.workspaceId)
  if (!impersonator) throw invalidToken()
  return impersonator
}

/**
 * Throws UNAUTHENTICATED; with the subCode TWO_FACTOR_AUTHENTICATION_…_REQUIRED where a session that began without a second
 * factor would have to have one by now. It ends then, and the next sign-in asks.
 */
export function renewTokens(services: Services, refreshToken: string): Promise<TokenPair> {
  return renewSession(services.db, services.tokens, refreshToken, async (row) => {
    const { userId, workspaceId, secondFactor } = row
    await requireAccount(services, userId)
    const need = workspaceId === null ? null : await secondFactorNeed(services, { ...row, workspaceId })
    if (need === "PROVISION" || (need === "VERIFICATION" && secondFactor === null)) {
      await revokeSession(services.db, userId, row.id)
      throw secondFactorRequired(need, "UNAUTHENTICATED")
    }
    return sessionOwner(services, row, row.impersonatorUserWorkspaceId)
  })
}
