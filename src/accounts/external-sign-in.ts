/**
 * Whom a sign-in with somebody else's word is for: Google, Microsoft, or an identity provider that a workspace set up.
 *
 * What a provider says is believed as far as its word goes, and no further:
 *
 * 1. A provider knows people by a subject that never changes. Whoever is known by it is that user, whatever their address.
 * 2. An address counts only when the provider vouches for it; without one, nobody is linked and nobody joins.
 * 3. Google and Microsoft were chosen by the operator: an address that they vouch for is its owner's. An account of that
 *    address is linked. Had nobody shown yet that the address is theirs, its password, second factors and sessions end, because whoever
 *    set them may be somebody else.
 * 4. A workspace's provider was chosen by that workspace's admins, who could let it say anything. So it only ever lets
 *    people into that workspace (see {@link requireWayIn} and the tokens' `authProvider`, which keep it there), it changes
 *    nothing about an account that exists, and it shows nobody that an address is theirs. An account is linked when it is
 *    a member already, or when the person brings the invitation that was mailed to that address.
 * 5. A provider knows an account by one subject. An address that comes with another one is somebody new at that provider.
 * 6. Where there is no account: a workspace's provider makes one, a member of that workspace with its default role. Google
 *    and Microsoft need an invitation, the workspace's public link, a workspace that approves of the address's domain, or the
 *    wish to found one. Whoever was removed from a workspace needs an invitation, too.
 */
import { and, eq, isNull, sql } from "drizzle-orm"
import { recordAuditOf } from "../auth/audit.ts"
import { revokeSessions } from "../auth/sessions.ts"
import type { SignedToken } from "../auth/tokens.ts"
import { core } from "../db/core.ts"
import { externalIdentity, user, userWorkspace } from "../db/core-tables.ts"
import { AppError } from "../errors.ts"
import type { Connection } from "../ports/driver.ts"
import { findApprovingWorkspaces } from "./approved-domains.ts"
import { normalizeEmail } from "./credentials.ts"
import { requireVerified } from "./email-verification.ts"
import { admit, findDoor, findDoorOfAccount, type InviteArguments, type OpenDoor } from "./joining.ts"
import type { Services } from "./services.ts"
import { meetDirectory } from "./scim/directory.ts"
import { findWorkspaces, foundWorkspace, getWorkspace, loginToken, type User } from "./sign-in.ts"
import { removeSecondFactors } from "./two-factor-methods.ts"
import { requireOpenTo } from "./ways-in.ts"

/** What a provider said, once it was found to have said it. */
export interface ExternalPerson {
  /** of a workspace, whose own it is; null for Google and Microsoft */
  identityProvider: { id: string; workspaceId: string } | null
  authProvider: "google" | "microsoft" | "sso"
  issuer: string
  subject: string
  /** only where the provider vouches for it */
  email: string | undefined
  firstName: string
  lastName: string
}

/** What the person came for. */
export interface Wish extends InviteArguments {
  locale?: string | undefined
  /** `create-new-workspace` founds one */
  action?: string | undefined
  /** where they began: selects the workspace when nothing else does */
  origin?: string | undefined
}

/** A login token for the workspace that the person may enter. Throws FORBIDDEN with what they can do instead. */
export async function signInExternally(services: Services, who: ExternalPerson, wish: Wish): Promise<SignedToken> {
  const { identityProvider } = who
  const { person, workspaceId } = identityProvider
    ? await enterOwn(services, who, identityProvider.workspaceId, wish)
    : await enterAny(services, who, wish)
  if (person.disabled) throw refusal("This account is disabled. Ask an admin.")
  return loginToken(services, person, workspaceId, { authProvider: who.authProvider })
}

interface Entry {
  person: User
  workspaceId: string
}

// --- a workspace's own provider -------------------------------------------------------------------------------------

async function enterOwn(services: Services, who: ExternalPerson, workspaceId: string, wish: Wish): Promise<Entry> {
  const { workspacePersonalInviteToken } = wish
  await getWorkspace(services, workspaceId)
  const known = await findKnown(services.db, who)
  if (known && (await isMember(services.db, known.id, workspaceId))) return { person: known, workspaceId }
  const email = known?.email ?? vouchedAddress(who)
  const account = known ?? (await findAccount(services.db, email))
  const door = (await findDoor(services, email, { workspaceId, workspacePersonalInviteToken })) ?? {
    workspaceId,
    invitation: null,
  }
  if (account && (await isMember(services.db, account.id, workspaceId))) {
    requireVerified(services, account)
    await services.db.transaction(async (tx) => {
      await link(tx, who, account)
      await meetDirectory(tx, workspaceId, account)
    })
    return { person: account, workspaceId }
  }
  if (account && !door.invitation) {
    throw refusal("You are not a member of this workspace. Ask an admin to invite you, and use the link in the mail.")
  }
  const person = await admit(services, door, (tx) => linkOrCreate(tx, who, email, wish))
  return { person, workspaceId }
}

// --- Google and Microsoft -------------------------------------------------------------------------------------------

async function enterAny(services: Services, who: ExternalPerson, wish: Wish): Promise<Entry> {
  const provider = who.authProvider as "google" | "microsoft"
  const known = await findKnown(services.db, who)
  const email = known?.email ?? vouchedAddress(who)
  const account = known ?? (await findAccount(services.db, email))
  const door = await findSocialDoor(services, email, wish, account)
  if (door) {
    requireOpenTo(await getWorkspace(services, door.workspaceId), provider)
    const person = await admit(services, door, (tx) => linkOrCreate(tx, who, email, wish))
    return { person, workspaceId: door.workspaceId }
  }
  const founds = wish.action === "create-new-workspace"
  if (!account && !founds) {
    throw refusal("There is no account with this address. Found a workspace of your own, or ask to be invited to one.")
  }
  const person = await services.db.transaction((tx) => linkOrCreate(tx, who, email, wish))
  if (founds) return { person, workspaceId: (await foundWorkspace(services, person.id, {})).id }
  return { person, workspaceId: await chooseWorkspace(services, person, provider, wish) }
}

/**
 * What was brought along opens it; so does an invitation to the workspace that is named, or its approval of the domain, as
 * the address is shown to be theirs. Whoever names none and has no account comes into the oldest that approves of theirs.
 */
async function findSocialDoor(
  services: Services,
  email: string,
  wish: Wish,
  account: User | undefined,
): Promise<OpenDoor | undefined> {
  const door = await findDoor(services, email, wish)
  const { workspaceId } = wish
  if (door) return door
  if (!workspaceId) {
    const [approving] =
      account || wish.action === "create-new-workspace" ? [] : await findApprovingWorkspaces(services, email)
    return approving ? { workspaceId: approving, invitation: null } : undefined
  }
  if (account && (await isMember(services.db, account.id, workspaceId))) return undefined
  return findDoorOfAccount(services, { email, isEmailVerified: true }, workspaceId)
}

/** The workspace that is named, or the one of the origin, or the oldest that lets people in this way. */
async function chooseWorkspace(
  services: Services,
  person: User,
  provider: "google" | "microsoft",
  { workspaceId, origin }: Wish,
): Promise<string> {
  if (workspaceId) return workspaceId
  const rows = await findWorkspaces(services, person.id)
  const host = origin && URL.canParse(origin) ? new URL(origin).hostname : ""
  const named = rows.find((row) => host === row.customDomain || host.split(".")[0] === row.subdomain)
  const open = rows.find((row) => (provider === "google" ? row.isGoogleAuthEnabled : row.isMicrosoftAuthEnabled))
  const found = named ?? open ?? rows[0]
  if (found) return found.id
  throw refusal("You are in no workspace. Found one of your own, or ask to be invited to one.")
}

// --- people ---------------------------------------------------------------------------------------------------------

/** Whoever the provider knows by this subject. */
async function findKnown(connection: Connection, who: ExternalPerson): Promise<User | undefined> {
  const [row] = await core(connection)
    .select({ user })
    .from(externalIdentity)
    .innerJoin(user, and(eq(user.id, externalIdentity.userId), isNull(user.deletedAt)))
    .where(and(isAt(who), eq(externalIdentity.subject, who.subject)))
  return row?.user
}

const isAt = ({ identityProvider, issuer }: ExternalPerson) =>
  and(
    identityProvider
      ? eq(externalIdentity.identityProviderId, identityProvider.id)
      : isNull(externalIdentity.identityProviderId),
    eq(externalIdentity.issuer, issuer),
  )

async function findAccount(connection: Connection, email: string): Promise<User | undefined> {
  const [row] = await core(connection)
    .select()
    .from(user)
    .where(and(eq(user.email, email), isNull(user.deletedAt)))
  return row
}

async function isMember(connection: Connection, userId: string, workspaceId: string): Promise<boolean> {
  const [row] = await core(connection)
    .select({ id: userWorkspace.id })
    .from(userWorkspace)
    .where(
      and(
        eq(userWorkspace.userId, userId),
        eq(userWorkspace.workspaceId, workspaceId),
        isNull(userWorkspace.deletedAt),
      ),
    )
  return row !== undefined
}

/** Two tabs may come at once: the second finds what the first has made. */
async function linkOrCreate(tx: Connection, who: ExternalPerson, email: string, wish: Wish): Promise<User> {
  await core(tx).execute(sql`select pg_advisory_xact_lock(hashtextextended(${`sign-in:${email}`}, 0))`)
  const known = await findKnown(tx, who)
  if (known) return known
  const account = await findAccount(tx, email)
  const person = account ? await claim(tx, who, account) : await createPerson(tx, who, email, wish)
  await link(tx, who, person)
  return person
}

/** Rule 3: whoever owns the address gets the account for themselves. */
async function claim(tx: Connection, who: ExternalPerson, account: User): Promise<User> {
  if (who.identityProvider || account.isEmailVerified) return account
  const [row] = await core(tx)
    .update(user)
    .set({
      isEmailVerified: true,
      passwordHash: null,
      credentialRevision: sql`"credentialRevision" + 1`,
      updatedAt: sql`now()`,
    })
    .where(eq(user.id, account.id))
    .returning()
  await revokeSessions(tx, account.id)
  await removeSecondFactors(tx, account.id)
  await recordAuditOf(tx, account.id, {
    event: "password.reset",
    actor: { kind: "user", id: account.id },
    details: { reason: `Claimed by ${who.authProvider}: password, second factors and sessions of before are gone` },
  })
  return row!
}

async function createPerson(tx: Connection, who: ExternalPerson, email: string, { locale }: Wish): Promise<User> {
  const [row] = await core(tx)
    .insert(user)
    .values({
      email,
      firstName: who.firstName.trim().slice(0, 100),
      lastName: who.lastName.trim().slice(0, 100),
      locale: locale || "en",
      // A workspace's provider shows this to nobody but its workspace.
      isEmailVerified: who.identityProvider === null,
    })
    .returning()
  return row!
}

/** Throws FORBIDDEN where the provider knows the account by another subject already. */
async function link(tx: Connection, who: ExternalPerson, { id }: User): Promise<void> {
  const linked = await core(tx)
    .select({ subject: externalIdentity.subject })
    .from(externalIdentity)
    .where(and(isAt(who), eq(externalIdentity.userId, id)))
  if (linked.some(({ subject }) => subject === who.subject)) return
  if (linked.length > 0) {
    throw refusal("The account with your address belongs to somebody else at this provider. Ask an admin.")
  }
  await core(tx)
    .insert(externalIdentity)
    .values({
      userId: id,
      identityProviderId: who.identityProvider?.id ?? null,
      issuer: who.issuer,
      subject: who.subject,
    })
    .onConflictDoNothing()
}

/** Throws FORBIDDEN. */
function vouchedAddress({ email }: ExternalPerson): string {
  if (email) return normalizeEmail(email)
  throw refusal(
    "Your provider does not confirm that your e-mail address is yours. Confirm it there, or sign in with a password.",
  )
}

function refusal(userFriendlyMessage: string): AppError {
  return new AppError("FORBIDDEN", "Sign-in refused", { subCode: "FORBIDDEN_EXCEPTION", userFriendlyMessage })
}
