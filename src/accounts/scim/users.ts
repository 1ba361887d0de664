/**
 * The people of a workspace as its directory sees and changes them: members, and those who are expected. What a change means
 * for them is said in directory.ts. Listed are all members, so that a directory finds whom it may link: those whom it has
 * not written yet go by the id of their membership, and by the address of their account.
 */
import { and, desc, eq, isNotNull, isNull, sql as drizzleSql } from "drizzle-orm"
import { auditAs, recordAudit } from "../../auth/audit.ts"
import { core } from "../../db/core.ts"
import { scimGroupMember, scimUser, user } from "../../db/core-tables.ts"
import { runSql } from "../../db/run.ts"
import { sql, type Sql } from "../../db/sql.ts"
import { AppError } from "../../errors.ts"
import { isUuid } from "../../metadata/scalar.ts"
import type { Connection } from "../../ports/driver.ts"
import type { Workspace } from "../../records/workspace.ts"
import { updateRecord } from "../../records/write.ts"
import { endMembership, resumeMembership } from "../leaving.ts"
import { asPlatform, changeMemberships, listMembers, memberObject, memberTarget } from "../members.ts"
import type { Services } from "../services.ts"
import { conditionSql, exactText, sameBoolean, sameText, type Comparisons, type ScimCondition } from "./conditions.ts"
import { applyGroupRoles } from "./group-roles.ts"
import type { ScimToken } from "./tokens.ts"
import { asDirectory } from "./transaction.ts"

/** What a directory may say of somebody. */
export interface ScimUserValues {
  userName: string
  externalId: string | null
  /** in small letters */
  email: string
  givenName: string
  familyName: string
  displayName: string
  /** as it is, or true for who is new, where nothing is said */
  active?: boolean | undefined
}

export interface ScimUser extends ScimUserValues {
  id: string
  active: boolean
  groups: { id: string; displayName: string }[]
  createdAt: string
  updatedAt: string
}

interface Found extends ScimUser {
  /** has the directory written this person yet? */
  isWritten: boolean
  userId: string | null
  /** of a member */
  userWorkspaceId: string | null
}

export interface ScimList {
  condition: ScimCondition | undefined
  /** from 1 */
  startIndex: number
  count: number
}

/** In order of their creation. Throws BAD_USER_INPUT. */
export async function listScimUsers(
  { db }: Services,
  { workspaceId }: ScimToken,
  { condition, startIndex, count }: ScimList,
): Promise<{ total: number; users: ScimUser[] }> {
  const where = condition ? conditionSql(condition, comparisons) : sql`true`
  const [counted] = await runSql<{ total: number }>(
    db,
    sql`select count(*)::int as total from (${everybody(workspaceId)}) x where ${where}`,
  )
  const users = count > 0 ? await find(db, workspaceId, where, { limit: count, offset: startIndex - 1 }) : []
  return { total: counted!.total, users }
}

/** Throws NOT_FOUND. */
export function getScimUser({ db }: Services, { workspaceId }: ScimToken, id: string): Promise<ScimUser> {
  return get(db, workspaceId, id)
}

/** Throws CONFLICT where there is such a person already, and FORBIDDEN. */
export function createScimUser(services: Services, token: ScimToken, values: ScimUserValues): Promise<ScimUser> {
  return asDirectory(services, token, async (own) => {
    const { workspaceId } = token
    await requireFree(own.connection, workspaceId, values, null)
    const former = await takeFormer(own.connection, workspaceId, values.email)
    const [row] = await core(own.connection)
      .insert(scimUser)
      .values({ ...values, ...former, workspaceId, updatedAt: drizzleSql`clock_timestamp()` })
      .returning({ id: scimUser.id })
    if (values.active !== false && former.endedUserWorkspaceId) await resume(own, row!.id)
    return get(own.connection, workspaceId, row!.id)
  })
}

/**
 * @param change what there is → what there shall be; it may throw, and nothing has happened then
 * Throws NOT_FOUND, CONFLICT, and FORBIDDEN for the last admin and for whom only an invitation lets back in.
 */
export function changeScimUser(
  services: Services,
  token: ScimToken,
  id: string,
  change: (before: ScimUser) => ScimUserValues,
): Promise<ScimUser> {
  return asDirectory(services, token, async (own) => {
    const before = await get(own.connection, token.workspaceId, id)
    const values = change(before)
    const isRenamed = values.userName !== before.userName || values.email !== before.email
    if (isRenamed) await requireFree(own.connection, token.workspaceId, values, id)
    await writeMembers(own.connection, token.workspaceId, [id])
    await core(own.connection)
      .update(scimUser)
      .set({ ...values, updatedAt: drizzleSql`clock_timestamp()` })
      .where(eq(scimUser.id, id))
    if (before.active && values.active === false) await end(own, before)
    if (!before.active && values.active && !before.userWorkspaceId) await resume(own, id)
    const after = await get(own.connection, token.workspaceId, id)
    await renameMember(own, before, after)
    return after
  })
}

/** Takes the person out, as far as they are in, and forgets them. Throws NOT_FOUND, and FORBIDDEN for the last admin. */
export function deleteScimUser(
  services: Services,
  token: ScimToken,
  id: string,
  check: (before: ScimUser) => void,
): Promise<void> {
  return asDirectory(services, token, async (own) => {
    const before = await get(own.connection, token.workspaceId, id)
    check(before)
    await writeMembers(own.connection, token.workspaceId, [id])
    await end(own, before)
    await core(own.connection).delete(scimGroupMember).where(eq(scimGroupMember.scimUserId, id))
    await core(own.connection)
      .update(scimUser)
      .set({ active: false, deletedAt: drizzleSql`now()`, updatedAt: drizzleSql`clock_timestamp()` })
      .where(eq(scimUser.id, id))
  })
}

/** From now on the directory's word counts for these: rows for those members who have none. Others are left out. */
export async function writeMembers(tx: Connection, workspaceId: string, ids: readonly string[]): Promise<void> {
  await runSql(
    tx,
    sql`insert into core."scimUser" (id, "workspaceId", "userId", "userName", email, "givenName", "familyName", "displayName", "createdAt")
      select x.id, ${workspaceId}::uuid, x."userId", x."userName", x.email, x."givenName", x."familyName", '', x."createdAt"
      from (${everybody(workspaceId)}) x
      where not x."isWritten" and x.id in (select value::uuid from json_array_elements_text(${JSON.stringify(ids)}::json))`,
  )
}

// --- in and out -----------------------------------------------------------------------------------------------------

async function end(own: Workspace, { id, userId, userWorkspaceId }: Found): Promise<void> {
  if (!userId || !userWorkspaceId) return
  const [member] = await listMembers(own, { userId: { eq: userId } })
  await changeMemberships(own, () => endMembership(own, member!))
  await recordAudit(own.connection, {
    ...auditAs(own.principal),
    event: "member.removed",
    target: memberTarget(member!),
  })
  await core(own.connection).update(scimUser).set({ endedUserWorkspaceId: userWorkspaceId }).where(eq(scimUser.id, id))
}

/** Rule 5 of directory.ts. */
async function resume(own: Workspace, id: string): Promise<void> {
  const [row] = await core(own.connection)
    .select({ person: user, membership: scimUser.endedUserWorkspaceId })
    .from(scimUser)
    .innerJoin(user, and(eq(user.id, scimUser.userId), isNull(user.deletedAt)))
    .where(eq(scimUser.id, id))
  if (!row) return
  const { person, membership } = row
  if (membership === null) throw removedByHand()
  await changeMemberships(own, async () => {
    await resumeMembership(own, membership, person)
    await applyGroupRoles(own.connection, auditAs(own.principal), [id])
  })
  const [member] = await listMembers(own, { userId: { eq: person.id } })
  await recordAudit(own.connection, {
    ...auditAs(own.principal),
    event: "member.returned",
    target: memberTarget(member!),
  })
  await core(own.connection).update(scimUser).set({ endedUserWorkspaceId: null }).where(eq(scimUser.id, id))
}

function removedByHand(): AppError {
  return new AppError("FORBIDDEN", "The member was removed in Kith, not by the directory", {
    subCode: "REMOVED_BY_HAND",
    userFriendlyMessage: "This person left the workspace or was removed in Kith. An admin has to invite them there.",
  })
}

/** The directory's name is the member's, in this workspace; a name that it leaves empty stays. */
async function renameMember(own: Workspace, before: Found, after: Found): Promise<void> {
  const name = { firstName: after.givenName, lastName: after.familyName }
  const isSame = name.firstName === before.givenName && name.lastName === before.familyName
  if (isSame || !after.userWorkspaceId || !(name.firstName || name.lastName)) return
  const [member] = await listMembers(own, { userId: { eq: after.userId! } })
  await updateRecord(asPlatform(own), memberObject(own), member!.id, { name }, { selection: null })
}

/** Whom the directory had deleted it may take in again: what is known of them goes over to their new row. */
async function takeFormer(
  tx: Connection,
  workspaceId: string,
  email: string,
): Promise<{ userId?: string | null; endedUserWorkspaceId?: string | null }> {
  const isFormer = and(eq(scimUser.workspaceId, workspaceId), eq(scimUser.email, email), isNotNull(scimUser.deletedAt))
  const [former] = await core(tx).select().from(scimUser).where(isFormer).orderBy(desc(scimUser.deletedAt)).limit(1)
  if (!former) return {}
  await core(tx).delete(scimUser).where(isFormer)
  const { userId, endedUserWorkspaceId } = former
  const [present] = await runSql(tx, sql`select from (${everybody(workspaceId)}) x where x."userId" = ${userId}::uuid`)
  return present || !endedUserWorkspaceId ? {} : { userId, endedUserWorkspaceId }
}

/** Throws CONFLICT / SCIM_NOT_UNIQUE. */
async function requireFree(
  tx: Connection,
  workspaceId: string,
  { userName, email }: ScimUserValues,
  own: string | null,
): Promise<void> {
  const isTaken = sql`(lower(x."userName") = lower(${userName}) or x.email = ${email}) and x.id is distinct from ${own}::uuid`
  const [taken] = await runSql(tx, sql`select from (${everybody(workspaceId)}) x where ${isTaken} limit 1`)
  if (!taken) return
  throw new AppError("CONFLICT", `There is a user with this userName or e-mail address already: ${userName}`, {
    subCode: "SCIM_NOT_UNIQUE",
    userFriendlyMessage: `There is a user with this userName or e-mail address already: ${userName}`,
  })
}

// --- who there is ---------------------------------------------------------------------------------------------------

/** Whom the directory has written, and the members whom it has not. */
function everybody(workspaceId: string): Sql {
  return sql`
    select s.id, s."userId", m.id as "userWorkspaceId", true as "isWritten", s."userName", s."externalId", s.email,
      s."givenName", s."familyName", s."displayName", s.active and (s."userId" is null or m.id is not null) as active,
      s."createdAt", s."updatedAt"
    from core."scimUser" s left join core."userWorkspace" m
      on m."userId" = s."userId" and m."workspaceId" = s."workspaceId" and m."deletedAt" is null
    where s."workspaceId" = ${workspaceId}::uuid and s."deletedAt" is null
    union all
    select m.id, m."userId", m.id, false, u.email, null, u.email,
      u."firstName", u."lastName", '', true, m."createdAt", m."updatedAt"
    from core."userWorkspace" m join core."user" u on u.id = m."userId" and u."deletedAt" is null
    where m."workspaceId" = ${workspaceId}::uuid and m."deletedAt" is null and not exists (
      select from core."scimUser" s
      where s."workspaceId" = m."workspaceId" and s."userId" = m."userId" and s."deletedAt" is null)`
}

const comparisons: Comparisons = {
  id: sameText(sql`x.id::text`),
  username: sameText(sql`x."userName"`),
  externalid: exactText(sql`x."externalId"`),
  emails: sameText(sql`x.email`),
  "emails.value": sameText(sql`x.email`),
  // The one address that Kith keeps is the primary one, and at work.
  "emails.type": (value) => sql`${String(value).toLowerCase() === "work"}::boolean`,
  "emails.primary": (value) => sql`${String(value).toLowerCase() === "true"}::boolean`,
  displayname: sameText(sql`coalesce(nullif(x."displayName", ''), trim(x."givenName" || ' ' || x."familyName"))`),
  "name.givenname": sameText(sql`x."givenName"`),
  "name.familyname": sameText(sql`x."familyName"`),
  active: sameBoolean(sql`x.active`),
}

async function get(connection: Connection, workspaceId: string, id: string): Promise<Found> {
  const [found] = isUuid(id) ? await find(connection, workspaceId, sql`x.id = ${id}::uuid`) : []
  if (found) return found
  throw new AppError("NOT_FOUND", `There is no user with the id ${id}`, { subCode: "SCIM_USER_NOT_FOUND" })
}

async function find(
  connection: Connection,
  workspaceId: string,
  where: Sql,
  { limit = 1, offset = 0 } = {},
): Promise<Found[]> {
  const groups = sql`(select coalesce(json_agg(json_build_object('id', g.id, 'displayName', g."displayName") order by g."displayName"), '[]')
    from core."scimGroupMember" i join core."scimGroup" g on g.id = i."scimGroupId" where i."scimUserId" = x.id)::text`
  const rows = await runSql<Found & { groups: string }>(
    connection,
    sql`select x.*, ${groups} as groups from (${everybody(workspaceId)}) x where ${where}
      order by x."createdAt", x.id limit ${limit} offset ${offset}`,
  )
  return rows.map((row) => ({ ...row, groups: JSON.parse(row.groups) }))
}
