/** The people of a workspace: who they are, what role they have, how they like to see things. */
import { and, eq, isNull, sql } from "drizzle-orm"
import { auditAs, recordAudit } from "../auth/audit.ts"
import { requirePermission, systemPrincipal, type Permission } from "../auth/principal.ts"
import { core } from "../db/core.ts"
import { user, userWorkspace } from "../db/core-tables.ts"
import { AppError, badInput } from "../errors.ts"
import { limits } from "../limits.ts"
import { isUuid } from "../metadata/scalar.ts"
import { StaleWorkspace } from "../records/guard.ts"
import type { Filter } from "../records/query.ts"
import { readRecords } from "../records/read.ts"
import { selectNamed } from "../records/select-field.ts"
import { inTransaction } from "../records/transaction.ts"
import { openWorkspace, type Workspace } from "../records/workspace.ts"
import { updateRecord } from "../records/write.ts"
import { raiseRights, raiseRightsOf, requireSomeAdmin, requireNoMore, requireUserRole } from "./roles.ts"

/** A member's record, in the wire's form. */
export interface MemberRecord {
  id: string
  userId: string
  userEmail: string
  name: { firstName: string; lastName: string }
  colorScheme: string
  avatarUrl: string | null
  locale: string
  timeZone: string
  dateFormat: string
  timeFormat: string
  numberFormat: string
  calendarStartDay: number
}

export interface Member extends MemberRecord {
  userWorkspaceId: string
  /** null where the workspace's own for newcomers counts */
  roleId: string | null
}

const shown = ["id", "userId", "userEmail", "name", "avatarUrl", "colorScheme", "locale", "timeZone"]
const formats = ["dateFormat", "timeFormat", "numberFormat", "calendarStartDay"]

/** Everybody who belongs to the workspace and is not in the bin, oldest first. Names are no secret among members. */
export async function listMembers(workspace: Workspace, filter: Filter = {}): Promise<Member[]> {
  const platform = asPlatform(workspace)
  const object = memberObject(workspace)
  const list = {
    filter,
    orderBy: [{ createdAt: "AscNullsFirst" }],
    first: limits.page.max,
    shape: { kind: "array" as const, selection: selectNamed(object, [...shown, ...formats]) },
  }
  const [text] = await readRecords(platform, [{ kind: "list", key: "members", object, list }])
  const records = JSON.parse(text!) as MemberRecord[]
  const memberships = await core(workspace.connection)
    .select({ id: userWorkspace.id, userId: userWorkspace.userId, roleId: userWorkspace.roleId })
    .from(userWorkspace)
    .where(and(eq(userWorkspace.workspaceId, workspace.schema.workspaceId), isNull(userWorkspace.deletedAt)))
  const byUser = new Map(memberships.map((each) => [each.userId, each]))
  return records.flatMap((record) => {
    const own = byUser.get(record.userId)
    return own ? [{ ...record, userWorkspaceId: own.id, roleId: own.roleId }] : []
  })
}

/** Throws NOT_FOUND. */
export async function getMember(workspace: Workspace, id: string): Promise<Member> {
  const [member] = isUuid(id) ? await listMembers(workspace, { id: { eq: id } }) : []
  if (member) return member
  throw new AppError("NOT_FOUND", "Workspace member not found", { subCode: "WORKSPACE_MEMBER_NOT_FOUND" })
}

/** Gives a member another role, which counts in their very next request. Throws FORBIDDEN and NOT_FOUND. */
export async function updateMemberRole(workspace: Workspace, id: string, roleId: string): Promise<Member> {
  const { principal } = workspace
  requirePermission(principal, "ROLES")
  return inTransaction(workspace, async (own) => {
    const member = await getMember(own, id)
    if (isSelf(own, member)) throw ownRole()
    await requireNoMoreThanOwn(own, member)
    const { userWorkspaceId } = member
    await requireUserRole(own.connection, principal, roleId)
    await changeMemberships(own, () =>
      core(own.connection)
        .update(userWorkspace)
        .set({ roleId, updatedAt: sql`now()` })
        .where(eq(userWorkspace.id, userWorkspaceId)),
    )
    await recordAudit(own.connection, {
      ...auditAs(principal),
      event: "member.roleChanged",
      target: memberTarget(member),
      details: { roleId: [member.roleId, roleId] },
    })
    return getMember(own, id)
  })
}

/** Nobody takes a role from somebody who may do more than they. */
async function requireNoMoreThanOwn({ connection, principal }: Workspace, { roleId }: Member): Promise<void> {
  if (roleId !== null) await requireNoMore(connection, principal, roleId)
}

/** How the audit log names a member. */
export function memberTarget({ id, userEmail }: Member) {
  return { kind: "workspaceMember", id, name: userEmail }
}

/**
 * Changes who belongs to the workspace of a transaction, and as what. Changes follow one another, and each begins with
 * the rights that its author has by then. Throws FORBIDDEN / CANNOT_UNASSIGN_LAST_ADMIN.
 */
export async function changeMemberships({ connection, principal }: Workspace, change: () => Promise<unknown>) {
  const revision = await raiseRights(connection, principal.workspaceId)
  if (principal.kind !== "system" && revision !== principal.rightsRevision + 1) throw new StaleWorkspace()
  await change()
  await requireSomeAdmin(connection, principal.workspaceId)
}

const ownSettings = new Set(["name", "avatarUrl", "jobTitle", "colorScheme", "locale", "timeZone", ...formats])

/** One's own settings; those of others take WORKSPACE_MEMBERS. Throws FORBIDDEN, NOT_FOUND and BAD_USER_INPUT. */
export async function updateMemberSettings(
  workspace: Workspace,
  id: string,
  update: Readonly<Record<string, unknown>>,
): Promise<void> {
  const stray = Object.keys(update).find((name) => !ownSettings.has(name))
  if (stray !== undefined) throw badInput(`"${stray}" is no setting of a member`, "INVALID_INPUT")
  await inTransaction(workspace, async (own) => {
    const member = await getMember(own, id)
    requireSelfOr(own, member, "WORKSPACE_MEMBERS")
    await updateRecord(asPlatform(own), memberObject(own), id, update, { selection: null })
    if (isSelf(own, member) && update.name !== undefined) await renameUser(own, id)
  })
}

/**
 * What somebody calls themselves is the name that stays on what they write. Whoever came by the workspace's own provider
 * has that name in this workspace only, and so has whoever is looked through by an admin: it was not they who said so.
 */
async function renameUser(own: Workspace, id: string): Promise<void> {
  const { authProvider, impersonatorUserWorkspaceId } = own.principal
  if (authProvider === "sso" || impersonatorUserWorkspaceId !== null) return
  const { userId, name } = await getMember(own, id)
  await core(own.connection)
    .update(user)
    .set({ ...name, updatedAt: sql`now()` })
    .where(eq(user.id, userId))
  await raiseRightsOf(own.connection, userId)
}

/** By the membership, which nobody can write as a record, as they could write whose a member's record is. */
function isSelf({ principal }: Workspace, member: Member): boolean {
  return principal.userWorkspaceId === member.userWorkspaceId
}

/** What everybody may do to themselves takes a right for others. Throws FORBIDDEN. */
export function requireSelfOr(workspace: Workspace, member: Member, permission: Permission): void {
  if (!isSelf(workspace, member)) requirePermission(workspace.principal, permission)
}

function ownRole(): AppError {
  return new AppError("FORBIDDEN", "Cannot update self role", {
    subCode: "CANNOT_UPDATE_SELF_ROLE",
    userFriendlyMessage: "Nobody can change their own role. Ask another admin.",
  })
}

/** Records of members are kept by the platform, in the name of whoever caused it. */
export function asPlatform({ connection, schema, principal, changed }: Workspace): Workspace {
  return openWorkspace(connection, schema, systemPrincipal(schema.workspaceId, principal.actor), changed)
}

export function memberObject({ schema }: Workspace) {
  return schema.bySingular.get("workspaceMember")!
}
