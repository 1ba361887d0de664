/** Groups of a workspace's directory, and who is in them. What a group gives is said in group-roles.ts. */
import { eq, sql as drizzleSql } from "drizzle-orm"
import { auditAs } from "../../auth/audit.ts"
import { core } from "../../db/core.ts"
import { scimGroup } from "../../db/core-tables.ts"
import { runSql } from "../../db/run.ts"
import { sql, type Sql } from "../../db/sql.ts"
import { AppError, badInput } from "../../errors.ts"
import { isUuid } from "../../metadata/scalar.ts"
import type { Connection } from "../../ports/driver.ts"
import type { Workspace } from "../../records/workspace.ts"
import { changeMemberships } from "../members.ts"
import type { Services } from "../services.ts"
import { conditionSql, exactText, sameText, type Comparisons } from "./conditions.ts"
import { applyGroupRoles } from "./group-roles.ts"
import type { ScimToken } from "./tokens.ts"
import { asDirectory } from "./transaction.ts"
import { writeMembers, type ScimList } from "./users.ts"

export interface ScimGroupValues {
  displayName: string
  externalId: string | null
  /** ids of users */
  members: readonly string[]
}

export interface ScimGroup {
  id: string
  displayName: string
  externalId: string | null
  /** empty where they were not asked for */
  members: { id: string; display: string }[]
  createdAt: string
  updatedAt: string
}

/** In order of their creation. Throws BAD_USER_INPUT. */
export async function listScimGroups(
  { db }: Services,
  { workspaceId }: Pick<ScimToken, "workspaceId">,
  { condition, startIndex, count }: ScimList,
  { withMembers = true } = {},
): Promise<{ total: number; groups: ScimGroup[] }> {
  const where = condition ? conditionSql(condition, comparisons) : sql`true`
  const [counted] = await runSql<{ total: number }>(
    db,
    sql`select count(*)::int as total from core."scimGroup" g where g."workspaceId" = ${workspaceId}::uuid and ${where}`,
  )
  const page = { limit: count, offset: startIndex - 1, withMembers }
  return { total: counted!.total, groups: count > 0 ? await find(db, workspaceId, where, page) : [] }
}

/** Throws NOT_FOUND. */
export function getScimGroup(
  { db }: Services,
  { workspaceId }: ScimToken,
  id: string,
  { withMembers = true } = {},
): Promise<ScimGroup> {
  return get(db, workspaceId, id, withMembers)
}

/** Throws CONFLICT where there is such a group already, BAD_USER_INPUT for members that are none, and FORBIDDEN. */
export function createScimGroup(services: Services, token: ScimToken, values: ScimGroupValues): Promise<ScimGroup> {
  return asDirectory(services, token, async (own) => {
    const { displayName, externalId, members } = values
    await requireFree(own.connection, token.workspaceId, displayName, null)
    const [row] = await core(own.connection)
      .insert(scimGroup)
      .values({ displayName, externalId, workspaceId: token.workspaceId, updatedAt: drizzleSql`clock_timestamp()` })
      .returning({ id: scimGroup.id })
    await changeMembers(own, row!.id, [], members)
    return get(own.connection, token.workspaceId, row!.id)
  })
}

/**
 * @param change what there is → what there shall be; it may throw, and nothing has happened then
 * Throws NOT_FOUND, CONFLICT, BAD_USER_INPUT, and FORBIDDEN where it would leave no admin.
 */
export function changeScimGroup(
  services: Services,
  token: ScimToken,
  id: string,
  change: (before: ScimGroup) => ScimGroupValues,
): Promise<ScimGroup> {
  return asDirectory(services, token, async (own) => {
    const before = await get(own.connection, token.workspaceId, id)
    const { displayName, externalId, members } = change(before)
    await requireFree(own.connection, token.workspaceId, displayName, id)
    await core(own.connection)
      .update(scimGroup)
      .set({ displayName, externalId, updatedAt: drizzleSql`clock_timestamp()` })
      .where(eq(scimGroup.id, id))
    const former = before.members.map((each) => each.id)
    await changeMembers(own, id, former, members, { isRenamed: displayName !== before.displayName })
    return get(own.connection, token.workspaceId, id)
  })
}

/** Throws NOT_FOUND, and FORBIDDEN where it would leave no admin. */
export function deleteScimGroup(
  services: Services,
  token: ScimToken,
  id: string,
  check: (before: ScimGroup) => void,
): Promise<void> {
  return asDirectory(services, token, async (own) => {
    const before = await get(own.connection, token.workspaceId, id)
    check(before)
    const former = before.members.map((each) => each.id)
    await changeMembers(own, id, former, [])
    await core(own.connection).delete(scimGroup).where(eq(scimGroup.id, id))
  })
}

async function changeMembers(
  own: Workspace,
  groupId: string,
  before: readonly string[],
  after: readonly string[],
  { isRenamed = false } = {},
): Promise<void> {
  const wanted = new Set(after.map((each) => each.toLowerCase()))
  const added = [...wanted].filter((each) => !before.includes(each))
  const dropped = before.filter((each) => !wanted.has(each))
  await addMembers(own, groupId, added)
  await runSql(
    own.connection,
    sql`delete from core."scimGroupMember" where "scimGroupId" = ${groupId}::uuid and "scimUserId" in ${listed(dropped)}`,
  )
  const touched = isRenamed ? [...added, ...before] : [...added, ...dropped]
  if (touched.length === 0) return
  await changeMemberships(own, () => applyGroupRoles(own.connection, auditAs(own.principal), touched))
}

async function addMembers(own: Workspace, groupId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const { workspaceId } = own.schema
  const stray = ids.find((each) => !isUuid(each))
  if (stray !== undefined) throw noSuchUser(stray)
  await writeMembers(own.connection, workspaceId, ids)
  const added = await runSql<{ id: string }>(
    own.connection,
    sql`insert into core."scimGroupMember" ("scimGroupId", "scimUserId")
      select ${groupId}::uuid, s.id from core."scimUser" s
      where s."workspaceId" = ${workspaceId}::uuid and s."deletedAt" is null and s.id in ${listed(ids)}
      returning "scimUserId" as id`,
  )
  const known = new Set(added.map(({ id }) => id))
  const missing = ids.find((each) => !known.has(each))
  if (missing !== undefined) throw noSuchUser(missing)
}

const listed = (ids: readonly string[]) =>
  sql`(select value::uuid from json_array_elements_text(${JSON.stringify(ids)}::json))`

function noSuchUser(id: string): AppError {
  return badInput(`There is no user with the id ${id}; create the user first`, "SCIM_NO_SUCH_MEMBER")
}

/** Throws CONFLICT / SCIM_NOT_UNIQUE. */
async function requireFree(tx: Connection, workspaceId: string, displayName: string, own: string | null) {
  const [taken] = await runSql(
    tx,
    sql`select from core."scimGroup" g where g."workspaceId" = ${workspaceId}::uuid
      and lower(g."displayName") = lower(${displayName}) and g.id is distinct from ${own}::uuid`,
  )
  if (!taken) return
  throw new AppError("CONFLICT", `There is a group with this displayName already: ${displayName}`, {
    subCode: "SCIM_NOT_UNIQUE",
  })
}

const comparisons: Comparisons = {
  id: sameText(sql`g.id::text`),
  displayname: sameText(sql`g."displayName"`),
  externalid: exactText(sql`g."externalId"`),
  members: (value) => hasMember(String(value)),
  "members.value": (value) => hasMember(String(value)),
}

const hasMember = (id: string) => sql`exists (select from core."scimGroupMember" i
  where i."scimGroupId" = g.id and i."scimUserId"::text = lower(${id}))`

async function get(connection: Connection, workspaceId: string, id: string, withMembers = true): Promise<ScimGroup> {
  const [found] = isUuid(id) ? await find(connection, workspaceId, sql`g.id = ${id}::uuid`, { withMembers }) : []
  if (found) return found
  throw new AppError("NOT_FOUND", `There is no group with the id ${id}`, { subCode: "SCIM_GROUP_NOT_FOUND" })
}

async function find(
  connection: Connection,
  workspaceId: string,
  where: Sql,
  { limit = 1, offset = 0, withMembers = true },
): Promise<ScimGroup[]> {
  const members = sql`(select coalesce(json_agg(json_build_object('id', s.id, 'display', s."userName") order by s."createdAt", s.id), '[]')
    from core."scimGroupMember" i join core."scimUser" s on s.id = i."scimUserId" where i."scimGroupId" = g.id)::text`
  const rows = await runSql<ScimGroup & { members: string }>(
    connection,
    sql`select g.id, g."displayName", g."externalId", g."createdAt", g."updatedAt", ${withMembers ? members : sql`'[]'`} as members
      from core."scimGroup" g where g."workspaceId" = ${workspaceId}::uuid and ${where}
      order by g."createdAt", g.id limit ${limit} offset ${offset}`,
  )
  return rows.map((row) => ({ ...row, members: JSON.parse(row.members) }))
}
