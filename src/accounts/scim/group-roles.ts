/**
 * Which group of the directory gives which role. The list is in order: of several groups that somebody is in, the one that
 * comes first decides. Whoever is in none of them any more has the workspace's role for newcomers; whoever never was keeps
 * what an admin gave.
 */
import { asc, eq } from "drizzle-orm"
import { auditAs, recordAudit, type AuditEntry } from "../../auth/audit.ts"
import { permissionDenied, requirePermission, type Principal } from "../../auth/principal.ts"
import { core } from "../../db/core.ts"
import { role, scimGroupRole } from "../../db/core-tables.ts"
import { runSql } from "../../db/run.ts"
import { sql } from "../../db/sql.ts"
import { badInput } from "../../errors.ts"
import type { Connection } from "../../ports/driver.ts"
import { inTransaction } from "../../records/transaction.ts"
import type { Workspace } from "../../records/workspace.ts"
import { changeMemberships } from "../members.ts"
import { requireUserRole } from "../roles.ts"

export interface GroupRole {
  /** a group's id or its `displayName`, whether there is one of that name yet or not */
  group: string
  roleId: string
}

const mostGroupRoles = 200

/** In order of precedence. Throws FORBIDDEN. */
export async function listGroupRoles({ connection, principal }: Workspace): Promise<GroupRole[]> {
  requirePermission(principal, "ROLES")
  return groupRolesOf(connection, principal.workspaceId)
}

function groupRolesOf(connection: Connection, workspaceId: string): Promise<GroupRole[]> {
  return core(connection)
    .select({ group: scimGroupRole.group, roleId: scimGroupRole.roleId })
    .from(scimGroupRole)
    .where(eq(scimGroupRole.workspaceId, workspaceId))
    .orderBy(asc(scimGroupRole.position))
}

/**
 * The groups give these roles and no others, in this order, from the next request on. A list in which a role may update all
 * settings is changed by nobody but who may that too. Throws FORBIDDEN, also where it would leave no admin, NOT_FOUND and
 * BAD_USER_INPUT.
 */
export async function replaceGroupRoles(workspace: Workspace, groupRoles: readonly GroupRole[]): Promise<GroupRole[]> {
  const { principal } = workspace
  requirePermission(principal, "ROLES")
  const wanted = groupRoles.map(({ group, roleId }) => ({ group: group.trim(), roleId }))
  checkGroups(wanted)
  return inTransaction(workspace, async (own) => {
    for (const { roleId } of wanted) await requireUserRole(own.connection, principal, roleId)
    await changeMemberships(own, async () => {
      await requireMayReplace(own.connection, principal)
      await core(own.connection).delete(scimGroupRole).where(eq(scimGroupRole.workspaceId, principal.workspaceId))
      if (wanted.length > 0) await core(own.connection).insert(scimGroupRole).values(rowsOf(principal, wanted))
      await applyGroupRoles(own.connection, auditAs(principal))
    })
    const details = { groupRoles: wanted.map((each) => ({ ...each })) }
    await recordAudit(own.connection, { ...auditAs(principal), event: "groupRoles.changed", details })
    return groupRolesOf(own.connection, principal.workspaceId)
  })
}

function checkGroups(wanted: readonly GroupRole[]): void {
  if (wanted.length > mostGroupRoles) throw badInput(`At most ${mostGroupRoles} groups give roles`, "INVALID_INPUT")
  if (wanted.some(({ group }) => group === "")) throw badInput("A group needs its displayName or id", "INVALID_INPUT")
  const names = wanted.map(({ group }) => group.toLowerCase())
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw badInput(`The group "${twice}" is there twice; it gives one role`, "INVALID_INPUT")
}

async function requireMayReplace(tx: Connection, principal: Principal): Promise<void> {
  if (principal.role.canUpdateAllSettings) return
  const rows = await core(tx)
    .select({ may: role.canUpdateAllSettings })
    .from(scimGroupRole)
    .innerJoin(role, eq(role.id, scimGroupRole.roleId))
    .where(eq(scimGroupRole.workspaceId, principal.workspaceId))
  if (rows.some(({ may }) => may)) throw permissionDenied()
}

function rowsOf({ workspaceId, role }: Principal, wanted: readonly GroupRole[]) {
  const grantsAllSettings = role.canUpdateAllSettings
  return wanted.map((each, position) => ({ ...each, workspaceId, position, grantsAllSettings }))
}

/**
 * Gives members the roles of their groups, and those whom no group gives one any more the role for newcomers. Call it in the
 * transaction of what changed, once rights were raised. Rule 6 of directory.ts says whom groups give roles to.
 * @param by whose doing it is, and in which workspace
 * @param ids of `scimUser`; everybody where it is left out
 */
export async function applyGroupRoles(tx: Connection, by: Author, ids?: readonly string[]): Promise<void> {
  if (ids?.length === 0) return
  const { workspaceId } = by
  const among = ids
    ? sql`s.id in (select value::uuid from json_array_elements_text(${JSON.stringify(ids)}::json))`
    : sql`true`
  const own = sql`s."workspaceId" = ${workspaceId}::uuid and s."deletedAt" is null and ${among}`
  await runSql(
    tx,
    sql`update core."scimUser" s set "isProven" = true
    from core."user" u where ${own} and not s."isProven" and u.id = s."userId" and (
      (u."isEmailVerified" and u.email = s.email)
      or ((u."isEmailVerified" or u."passwordHash" is null) and exists (
        select from core."externalIdentity" e join core."identityProvider" p on p.id = e."identityProviderId"
        where e."userId" = u.id and p."workspaceId" = s."workspaceId")))`,
  )
  const moved = await runSql<Moved>(
    tx,
    sql`with given as (
      select s.id, s."userId", s."userName", s."hasGroupRole", m.id as membership, m."roleId" as former, ${firstRole} as role
      from core."scimUser" s join core."userWorkspace" m
        on m."userId" = s."userId" and m."workspaceId" = s."workspaceId" and m."deletedAt" is null
      where ${own}
    ), moved as (
      update core."userWorkspace" m set "roleId" = given.role, "updatedAt" = now() from given
      where m.id = given.membership and (given.role is not null or given."hasGroupRole")
        and m."roleId" is distinct from given.role
      returning given."userId", given."userName", given.former, given.role
    ), noted as (
      update core."scimUser" s set "hasGroupRole" = given.role is not null from given
      where s.id = given.id and s."hasGroupRole" <> (given.role is not null)
    )
    select * from moved`,
  )
  for (const { userId, userName, former, role } of moved) {
    const target = { kind: "user", id: userId, name: userName }
    const details = { roleId: [former, role], by: "group" }
    await recordAudit(tx, { ...by, event: "member.roleChanged", target, details })
  }
}

type Author = Pick<AuditEntry, "workspaceId" | "actor" | "client">

interface Moved {
  userId: string
  userName: string
  /** null is the role for newcomers */
  former: string | null
  role: string | null
}

const firstRole = sql`(
  select l."roleId" from core."scimGroupMember" i join core."scimGroup" g on g.id = i."scimGroupId"
  join core."scimGroupRole" l on l."workspaceId" = g."workspaceId"
    and (l."group" = g.id::text or lower(l."group") = lower(g."displayName"))
  join core.role r on r.id = l."roleId" and r."workspaceId" = g."workspaceId" and r."canBeAssignedToUsers"
    and (l."grantsAllSettings" or not r."canUpdateAllSettings")
  where i."scimUserId" = s.id and s."isProven" order by l.position limit 1)`
