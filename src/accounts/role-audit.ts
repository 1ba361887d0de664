/** What changes of roles leave in the audit log: every right that became another one. */
import { auditAs, recordAudit } from "../auth/audit.ts"
import type { Role } from "../auth/role.ts"
import { roleColumn } from "../auth/role-rows.ts"
import { render, sql } from "../db/sql.ts"
import type { Workspace } from "../records/workspace.ts"
import { changesOf } from "./changes.ts"

/** The role with all its rights; undefined when it is not there. */
export async function findRights({ connection }: Workspace, id: string): Promise<Role | undefined> {
  const { text, params } = render(sql`select ${roleColumn("r")} as role from core.role r where r.id = ${id}::uuid`)
  const [row] = await connection.query<{ role: string }>(text, params)
  return row && (JSON.parse(row.role) as Role)
}

/** @param before undefined for a role that has just been made */
export async function recordRole(own: Workspace, id: string, before: Role | undefined): Promise<void> {
  const after = await findRights(own, id)
  const { label } = (after ?? before)!
  const names = Object.keys((before ?? after)!) as (keyof Role)[]
  await recordAudit(own.connection, {
    ...auditAs(own.principal),
    event: before === undefined ? "role.created" : after === undefined ? "role.deleted" : "role.changed",
    target: { kind: "role", id, name: label },
    ...(after && { details: before ? changesOf(before, after, names) : changesOf({} as Role, after, granted(after)) }),
  })
}

/** What a new role does not have is not worth a word. */
function granted(role: Role): (keyof Role)[] {
  const names = Object.keys(role) as (keyof Role)[]
  return names.filter((name) => role[name] === true || (Array.isArray(role[name]) && role[name].length > 0))
}
