/**
 * What a workspace's directory (Okta, Entra, Google …) has said of somebody, and what it means when they come.
 *
 * A directory speaks for one workspace, whose admins could let it say anything. So the same holds as for a workspace's own
 * identity provider (rule 4 of external-sign-in.ts), and in detail:
 *
 * 1. It never touches an account: no password, no address, no name, and it makes none. What it writes is a row of
 *    `core.scimUser`, and the membership, the role and the member's record in its own workspace.
 * 2. A member whom it finds by their address is a member already: it may take them out, and let them in again.
 * 3. Whoever is no member is only expected. They become a member when they come by a door that is open to them anyway: the
 *    workspace's own identity provider, which makes a new account but takes in no account that exists elsewhere; an
 *    invitation; the public link; an approved domain. Whether there is an account of that address the directory is not told.
 * 4. Whom it has deactivated no door lets in. Whom it has deleted only an invitation lets in, or the directory itself.
 * 5. It lets back in whom it took out itself. Whoever was removed by an admin, or left, needs an invitation.
 * 6. Groups give roles to those alone whose account was shown to be theirs: by a confirmed address that is the directory's,
 *    too, or by signing in through the workspace's provider, to an account that has no password or a confirmed address.
 *    Otherwise whoever signs up with the address of the boss would get the role of the boss.
 * 7. There is always an admin: who is the last one is neither taken out nor given another role.
 */
import { runSql } from "../../db/run.ts"
import { sql } from "../../db/sql.ts"
import { AppError } from "../../errors.ts"
import type { Connection } from "../../ports/driver.ts"
import { raiseRights, requireSomeAdmin } from "../roles.ts"
import { applyGroupRoles } from "./group-roles.ts"

interface Person {
  id: string
  email: string
}

/** Call before somebody joins, with the workspace's row locked. Throws FORBIDDEN where the directory has shut them out. */
export async function requireWelcome(
  tx: Connection,
  workspaceId: string,
  { id, email }: Person,
  isInvited: boolean,
): Promise<void> {
  const [row] = await runSql(
    tx,
    sql`select s.id from core."scimUser" s where s."workspaceId" = ${workspaceId}::uuid
      and (s."userId" = ${id}::uuid or s.email = ${email}) and not s.active
      and (s."deletedAt" is null or not ${isInvited}::boolean) limit 1`,
  )
  if (!row) return
  throw new AppError("FORBIDDEN", "Deactivated by the workspace's directory", {
    subCode: "DEACTIVATED_BY_DIRECTORY",
    userFriendlyMessage:
      "Your organisation's directory has taken you out of this workspace. Ask whoever manages it, or an admin.",
  })
}

export interface Expected {
  firstName: string
  lastName: string
}

/** What the directory calls whoever has the address; undefined where it says nothing. */
export async function findExpected(
  tx: Connection,
  workspaceId: string,
  { email }: Pick<Person, "email">,
): Promise<Expected | undefined> {
  const [row] = await runSql<Expected>(
    tx,
    sql`select s."givenName" as "firstName", s."familyName" as "lastName" from core."scimUser" s
      where s."workspaceId" = ${workspaceId}::uuid and s.email = ${email} and s."deletedAt" is null`,
  )
  return row && (row.firstName || row.lastName) ? row : undefined
}

/**
 * Whoever is expected by this address is this member from now on, and has the role that their groups give.
 * @param isNew a member since a moment ago, whose role is not of a group yet, whatever it was before they left
 */
export async function meetDirectory(
  tx: Connection,
  workspaceId: string,
  { id, email }: Person,
  { isNew = false } = {},
): Promise<void> {
  await runSql(
    tx,
    sql`update core."scimUser" s set "userId" = ${id}::uuid, "updatedAt" = clock_timestamp()
      where s."workspaceId" = ${workspaceId}::uuid and s.email = ${email} and s."deletedAt" is null and s."userId" is null
        and not exists (select from core."scimUser" o
          where o."workspaceId" = s."workspaceId" and o."userId" = ${id}::uuid and o."deletedAt" is null)`,
  )
  const [known] = await runSql<{ id: string }>(
    tx,
    sql`select s.id from core."scimUser" s
      where s."workspaceId" = ${workspaceId}::uuid and s."userId" = ${id}::uuid and s."deletedAt" is null`,
  )
  if (!known) return
  if (isNew) await runSql(tx, sql`update core."scimUser" set "hasGroupRole" = false where id = ${known.id}::uuid`)
  await raiseRights(tx, workspaceId)
  if (await isLastAdmin(tx, workspaceId, id)) return
  await applyGroupRoles(tx, { workspaceId, actor: { kind: "user", id } }, [known.id])
}

async function isLastAdmin(tx: Connection, workspaceId: string, userId: string): Promise<boolean> {
  try {
    await requireSomeAdmin(tx, workspaceId, userId)
    return false
  } catch (error) {
    if (error instanceof AppError && error.subCode === "CANNOT_UNASSIGN_LAST_ADMIN") return true
    throw error
  }
}
