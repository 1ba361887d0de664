/**
 * The audit log: what was done that is no change of a record. One writer, for everybody. It writes on the connection that
 * it is given, so that an entry stands or falls with the transaction of what it speaks of.
 */
import { literal, render, sql } from "../db/sql.ts"
import type { Json } from "../db/json.ts"
import type { Connection } from "../ports/driver.ts"
import { noClient, type Client } from "./client.ts"
import type { Principal } from "./principal.ts"

/** Everything that is ever written there. Names are kept for good: filters of auditors rely on them. */
export const auditEvents = [
  "session.opened",
  "session.refused",
  "session.ended",
  "password.resetRequested",
  "password.reset",
  "password.changed",
  "password.refused",
  "email.verified",
  "email.changeRequested",
  "email.changed",
  "account.created",
  "account.deleted",
  "secondFactor.added",
  "secondFactor.removed",
  "secondFactor.refused",
  "secondFactor.recovered",
  "identityProvider.created",
  "identityProvider.changed",
  "identityProvider.deleted",
  "signingKey.rotated",
  "application.created",
  "application.tokenIssued",
  "application.revoked",
  "impersonation.allowed",
  "impersonation.begun",
  "impersonation.ended",
  "member.invited",
  "member.uninvited",
  "member.joined",
  "member.roleChanged",
  "member.removed",
  "member.returned",
  "groupRoles.changed",
  "scimToken.created",
  "scimToken.revoked",
  "accessDomain.created",
  "accessDomain.validated",
  "accessDomain.deleted",
  "role.created",
  "role.changed",
  "role.deleted",
  "apiKey.created",
  "apiKey.tokenIssued",
  "apiKey.changed",
  "apiKey.revoked",
  "apiKey.firstUsed",
  "webhook.created",
  "webhook.changed",
  "webhook.deleted",
  "object.created",
  "object.changed",
  "object.deleted",
  "field.created",
  "field.changed",
  "field.deleted",
  "index.created",
  "index.deleted",
  "records.exported",
  "auditLog.exported",
  "workspace.created",
  "workspace.settingsChanged",
  "workspace.deleted",
  "sqlLogin.created",
  "sqlLogin.ended",
] as const

export type AuditEvent = (typeof auditEvents)[number]

/** Who did it. Without an address, that of the user's account is looked up. */
export interface AuditActor {
  kind: "user" | "apiKey" | "application" | "system" | "nobody"
  id?: string | null
  name?: string | null
  email?: string | null
}

export interface AuditTarget {
  kind: string
  id?: string | null
  name?: string | null
}

export interface AuditEntry {
  event: AuditEvent
  /** null for what is no workspace's */
  workspaceId: string | null
  actor: AuditActor
  target?: AuditTarget
  /** no secrets: this can be read and exported */
  details?: { [key: string]: Json }
  client?: Client | undefined
}

/** @example await recordAudit(tx, { ...auditAs(principal), event: "apiKey.revoked", target: { kind: "apiKey", id, name } }) */
export async function recordAudit(connection: Connection, entry: AuditEntry): Promise<void> {
  const { workspaceId } = entry
  await insert(connection, entry, sql`select ${workspaceId}::uuid as "workspaceId"`)
}

/**
 * Writes the entry into the log of every workspace that a person belongs to, because it concerns all of them; into that of
 * none when there is no such person. The same work either way.
 */
export async function recordAuditOf(
  connection: Connection,
  userId: string | null,
  entry: Omit<AuditEntry, "workspaceId">,
): Promise<void> {
  const homes = sql`select m."workspaceId" from core."userWorkspace" m
    join core.workspace w on w.id = m."workspaceId" and w."deletedAt" is null
    where m."userId" = ${userId}::uuid and m."deletedAt" is null`
  const source = sql`select * from (${homes}) homes union all select null::uuid where not exists (${homes})`
  await insert(connection, { ...entry, workspaceId: null }, source)
}

async function insert(connection: Connection, entry: AuditEntry, places: ReturnType<typeof sql>): Promise<void> {
  const { event, actor, target, details, client = noClient } = entry
  const id = actor.id ?? null
  const isUser = actor.kind === "user"
  const { text, params } = render(sql`
    insert into core."auditLog" ("workspaceId", event, "actorKind", "actorId", "actorName", "actorEmail", "targetKind",
      "targetId", "targetName", details, "ipAddress", "userAgent", "requestId")
    select place."workspaceId", ${event}, ${actor.kind}, ${id}::uuid,
      coalesce(${actor.name?.trim() || null}, ${isUser ? userName(id) : literal("")}),
      coalesce(${actor.email ?? null}, ${isUser ? userEmail(id) : sql`null`}),
      ${target?.kind ?? null}, ${target?.id ?? null}::uuid, ${target?.name ?? null},
      ${details === undefined ? null : JSON.stringify(details)}::jsonb,
      ${client.loggedAddress}, ${client.userAgent?.slice(0, 500) ?? null}, ${client.requestId || null}
    from (${places}) place`)
  await connection.query(text, params)
}

const userName = (id: string | null) =>
  sql`(select nullif(trim(u."firstName" || ' ' || u."lastName"), '') from core."user" u where u.id = ${id}::uuid)`

const userEmail = (id: string | null) => sql`(select u.email from core."user" u where u.id = ${id}::uuid)`

/** What a principal does, in its workspace. */
export function auditAs(principal: Principal): Pick<AuditEntry, "workspaceId" | "actor" | "client"> {
  const { kind, workspaceId, userId, credential, actor, client } = principal
  const id = credential.kind === "apiKey" || credential.kind === "application" ? credential.id : userId
  return { workspaceId, actor: { kind, id, name: actor.name }, client }
}
