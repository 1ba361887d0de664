/** Reading the audit log of a workspace, newest first, and forgetting what is older than the workspace wants. */
import { auditEvents } from "../auth/audit.ts"
import { requirePermission, type Principal } from "../auth/principal.ts"
import type { Json } from "../db/json.ts"
import { allOf, join, render, sql, type Sql } from "../db/sql.ts"
import { badInput } from "../errors.ts"
import { isUuid } from "../metadata/scalar.ts"
import type { Services } from "./services.ts"

export interface AuditLogEntry {
  id: string
  at: string
  event: string
  actorKind: string
  actorId: string | null
  actorName: string | null
  actorEmail: string | null
  targetKind: string | null
  targetId: string | null
  targetName: string | null
  details: Json
  ipAddress: string | null
  userAgent: string | null
  requestId: string | null
}

export interface AuditFilter {
  /** instants: from this one on, and before that one */
  from?: string | null
  to?: string | null
  events?: readonly string[] | null
  actorId?: string | null
  actorEmail?: string | null
  targetKind?: string | null
  targetId?: string | null
}

export interface AuditPage {
  entries: AuditLogEntry[]
  /** behind the last entry; null when there is none */
  endCursor: string | null
  hasNextPage: boolean
}

export const auditPage = { default: 60, max: 1000 }

/** Throws FORBIDDEN and BAD_USER_INPUT. */
export async function readAuditLog(
  services: Services,
  principal: Principal,
  filter: AuditFilter,
  page: { first?: number | null | undefined; after?: string | null | undefined } = {},
): Promise<AuditPage> {
  requirePermission(principal, "SECURITY")
  const first = Math.min(Math.max(page.first ?? auditPage.default, 0), auditPage.max)
  const conditions = [sql`"workspaceId" = ${principal.workspaceId}::uuid`, ...conditionsOf(filter)]
  if (page.after) conditions.push(behind(page.after))
  const { text, params } = render(sql`
    select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, id, event, "actorKind", "actorId",
      "actorName", "actorEmail", "targetKind", "targetId", "targetName", details::text, "ipAddress", "userAgent", "requestId"
    from core."auditLog" a where ${allOf(conditions)} order by a.at desc, a.id desc limit ${first + 1}`)
  const rows = await services.db.query<Omit<AuditLogEntry, "details"> & { details: string | null }>(text, params)
  const entries = rows
    .slice(0, first)
    .map((row) => ({ ...row, details: row.details === null ? null : (JSON.parse(row.details) as Json) }))
  const last = entries.at(-1)
  return { entries, endCursor: last ? cursorOf(last) : null, hasNextPage: rows.length > first }
}

function conditionsOf(filter: AuditFilter): Sql[] {
  const { from, to, events, actorId, actorEmail, targetKind, targetId } = filter
  return [
    ...(from ? [sql`a.at >= ${instant(from)}::timestamptz`] : []),
    ...(to ? [sql`a.at < ${instant(to)}::timestamptz`] : []),
    ...(events ? [anyEvent(events)] : []),
    ...(actorId ? [sql`a."actorId" = ${uuid(actorId)}::uuid`] : []),
    ...(actorEmail ? [sql`a."actorEmail" = ${actorEmail.trim().toLowerCase()}`] : []),
    ...(targetKind ? [sql`a."targetKind" = ${targetKind}`] : []),
    ...(targetId ? [sql`a."targetId" = ${uuid(targetId)}::uuid`] : []),
  ]
}

function anyEvent(events: readonly string[]): Sql {
  const unknown = events.find((event) => !(auditEvents as readonly string[]).includes(event))
  if (unknown !== undefined) throw badInput(`"${unknown}" is no event of the audit log`, "INVALID_INPUT")
  return events.length === 0 ? sql`false` : sql`a.event in (${join(events.map((event) => sql`${event}`))})`
}

function instant(text: string): string {
  const date = new Date(text)
  if (Number.isNaN(date.getTime())) throw badInput(`"${text}" is not an instant`, "INVALID_INPUT")
  return date.toISOString()
}

function uuid(text: string): string {
  if (isUuid(text)) return text
  throw badInput(`"${text}" is not a UUID`, "INVALID_INPUT")
}

export const cursorOf = ({ at, id }: AuditLogEntry) => btoa(`${at} ${id}`)

function behind(cursor: string): Sql {
  const [at = "", id = ""] = decode(cursor).split(" ")
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(at) || !isUuid(id))
    throw badInput("This cursor is not one of the audit log", "INVALID_CURSOR")
  return sql`(a.at, a.id) < (${at}::timestamptz, ${id}::uuid)`
}

function decode(cursor: string): string {
  try {
    return atob(cursor)
  } catch {
    // Not base64: no cursor of ours, which is refused as such.
    return ""
  }
}

/** Rows that go at once, so that nobody waits for them. */
const batch = 5000

/** Removes what is older than its workspace wants, and after a year what is no workspace's. Returns how many went. */
export async function removeOldAuditEntries({ db }: Services): Promise<number> {
  const old = sql`select a.id from core.workspace w join core."auditLog" a on a."workspaceId" = w.id
      and a.at < now() - make_interval(days => w."auditLogRetentionDays")
    union all
    select a.id from core."auditLog" a where a."workspaceId" is null and a.at < now() - interval '365 days'`
  const { text, params } = render(sql`
    delete from core."auditLog" where id in (select id from (${old}) old limit ${batch}) returning id`)
  for (let removed = 0; ;) {
    const { length } = await db.query(text, params)
    removed += length
    if (length < batch) return removed
  }
}
