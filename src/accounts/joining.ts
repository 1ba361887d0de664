/** Becoming a member of a workspace that somebody else made: by a personal invitation or by the workspace's link. */
import { and, eq, isNull, sql } from "drizzle-orm"
import { recordAudit } from "../auth/audit.ts"
import { core } from "../db/core.ts"
import { appToken, role, user, userWorkspace, workspace } from "../db/core-tables.ts"
import { AppError } from "../errors.ts"
import type { WorkspaceSchema } from "../metadata/schema.ts"
import type { Connection } from "../ports/driver.ts"
import { findAppToken, isLive, type AppToken } from "./app-tokens.ts"
import { findApprovingWorkspaces } from "./approved-domains.ts"
import { addressKey } from "./credentials.ts"
import { findInvitationsOf } from "./invitations.ts"
import { raiseRights } from "./roles.ts"
import { findExpected, meetDirectory, requireWelcome } from "./scim/directory.ts"
import { withPlatform, type Services } from "./services.ts"
import {
  accountExists,
  checkCredentials,
  checkPasswordOf,
  createUser,
  getWorkspace,
  type Credentials,
  type User,
  type WorkspaceRow,
} from "./sign-in.ts"
import { requireOpenTo } from "./ways-in.ts"
import { createMember } from "./workspaces.ts"

export interface InviteArguments {
  workspaceId?: string | null | undefined
  workspaceInviteHash?: string | null | undefined
  workspacePersonalInviteToken?: string | null | undefined
}

/** Where somebody may join; `invitation` where it was for them alone. */
export interface OpenDoor {
  workspaceId: string
  invitation: AppToken | null
}

/**
 * Joins with a new account, or with the one that there is for the address. Members already just go in.
 * Throws FORBIDDEN for an invitation that does not hold or a wrong password, and what {@link createUser} throws.
 */
export async function joinWorkspace(
  services: Services,
  credentials: Credentials,
  invite: InviteArguments,
): Promise<{ person: User; workspace: WorkspaceRow }> {
  const door = await findDoor(services, credentials.email, invite)
  if (door) await requirePasswords(services, door)
  const person = door
    ? await authenticate(services, credentials, door.invitation)
    : await checkCredentials(services, credentials)
  const open = door ?? (await findDoorOfAccount(services, person, invite.workspaceId))
  await requirePasswords(services, open)
  await admit(services, open, () => Promise.resolve(person))
  return { person, workspace: await getWorkspace(services, open.workspaceId) }
}

/** Throws FORBIDDEN where a workspace takes newcomers by other ways alone. */
async function requirePasswords(services: Services, { workspaceId }: OpenDoor): Promise<void> {
  requireOpenTo(await getWorkspace(services, workspaceId), "password")
}

/** Makes somebody a member, in the transaction in which they are looked up or made. */
export function admit(
  services: Services,
  { workspaceId, invitation }: OpenDoor,
  findPerson: (tx: Connection) => Promise<User>,
): Promise<User> {
  return withPlatform(services, workspaceId, ({ schema }) =>
    services.db.transaction(async (tx) => {
      const person = await findPerson(tx)
      await join(services, tx, schema, person, invitation)
      return person
    }),
  )
}

/** The door that token or link open; undefined where neither was sent. Throws FORBIDDEN where it is not theirs. */
export async function findDoor(
  services: Services,
  email: string,
  { workspaceId, workspaceInviteHash: hash, workspacePersonalInviteToken: token }: InviteArguments,
): Promise<OpenDoor | undefined> {
  if (token) {
    const invitation = await findAppToken(services, "INVITATION", token)
    const isTheirs = invitation?.context?.email === addressKey(email)
    if (!invitation?.workspaceId || !isTheirs) throw badInvitation()
    if (workspaceId && workspaceId !== invitation.workspaceId) throw badInvitation()
    return { workspaceId: invitation.workspaceId, invitation }
  }
  if (!hash) return undefined
  const found = await findInvitingWorkspace(services, hash)
  if (!found?.isPublicInviteLinkEnabled || (workspaceId && workspaceId !== found.id)) throw badInvitation()
  return { workspaceId: found.id, invitation: null }
}

/** Whoever has shown that an address is theirs needs no link to what it, or its domain, may join. Throws FORBIDDEN. */
export async function findDoorOfAccount(
  services: Services,
  person: Pick<User, "email" | "isEmailVerified">,
  workspaceId: string | null | undefined,
): Promise<OpenDoor> {
  const invitations = person.isEmailVerified ? await findInvitationsOf(services, person.email) : []
  const invitation = invitations.find((each) => each.workspaceId === workspaceId)
  if (workspaceId && invitation) return { workspaceId, invitation }
  const approving = person.isEmailVerified ? await findApprovingWorkspaces(services, person.email) : []
  if (workspaceId && approving.includes(workspaceId)) return { workspaceId, invitation: null }
  throw badInvitation()
}

/** Whoever has a personal invitation reads the mail of its address. */
async function authenticate(services: Services, credentials: Credentials, invitation: AppToken | null): Promise<User> {
  if (await accountExists(services, credentials.email)) {
    return invitation
      ? verified(services, await checkPasswordOf(services, credentials))
      : checkCredentials(services, credentials)
  }
  if (!invitation) return createUser(services, credentials)
  return createUser(services, credentials, { isEmailVerified: true })
}

async function verified(services: Services, person: User): Promise<User> {
  const [row] = await core(services.db)
    .update(user)
    .set({ isEmailVerified: true, updatedAt: sql`now()` })
    .where(eq(user.id, person.id))
    .returning()
  return row!
}

async function join(
  services: Services,
  tx: Connection,
  schema: WorkspaceSchema,
  person: User,
  invitation: AppToken | null,
): Promise<void> {
  const { workspaceId } = schema
  await raiseRights(tx, workspaceId)
  if (invitation) await useInvitation(services, tx, invitation)
  const roleId = await roleOf(tx, workspaceId, invitation)
  const joined = await core(tx)
    .insert(userWorkspace)
    .values({ userId: person.id, workspaceId, roleId })
    .onConflictDoNothing()
    .returning({ id: userWorkspace.id })
  if (joined.length > 0) {
    await requireWelcome(tx, workspaceId, person, invitation !== null)
    await createMember(tx, schema, { ...person, ...(await findExpected(tx, workspaceId, person)) })
    await recordAudit(tx, {
      event: "member.joined",
      workspaceId,
      actor: { kind: "user", id: person.id },
      details: { by: invitation ? "invitation" : "link", roleId },
      client: services.client,
    })
  }
  await meetDirectory(tx, workspaceId, person, { isNew: joined.length > 0 })
}

/** Throws FORBIDDEN when it was used or taken back a moment ago. */
async function useInvitation(services: Services, tx: Connection, invitation: AppToken): Promise<void> {
  const used = await core(tx)
    .update(appToken)
    .set({ revokedAt: sql`now()`, updatedAt: sql`now()` })
    .where(and(eq(appToken.id, invitation.id), isLive(services, "INVITATION")))
    .returning({ id: appToken.id })
  if (used.length === 0) throw badInvitation()
}

/** The role of the invitation if it is still there, else the workspace's own for newcomers. */
async function roleOf(tx: Connection, workspaceId: string, invitation: AppToken | null): Promise<string | null> {
  const [found] = invitation?.context?.roleId
    ? await core(tx)
        .select({ id: role.id })
        .from(role)
        .where(and(eq(role.id, invitation.context.roleId), eq(role.workspaceId, workspaceId)))
    : []
  if (found) return found.id
  const [own] = await core(tx)
    .select({ id: workspace.defaultRoleId })
    .from(workspace)
    .where(eq(workspace.id, workspaceId))
  return own?.id ?? null
}

/** The workspace that a link belongs to, whether it is switched on or not. */
export async function findInvitingWorkspace(services: Services, hash: string): Promise<WorkspaceRow | undefined> {
  const [row] = await core(services.db)
    .select()
    .from(workspace)
    .where(and(eq(workspace.inviteHash, hash), isNull(workspace.deletedAt)))
  return row
}

function badInvitation(): AppError {
  return new AppError("FORBIDDEN", "Invalid invitation", {
    subCode: "FORBIDDEN_EXCEPTION",
    userFriendlyMessage: "This invitation was used, taken back or has expired. Ask for a new one.",
  })
}
