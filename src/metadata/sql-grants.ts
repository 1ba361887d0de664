/**
 * What the logins of a workspace may do in its schema. A login stands above roles and row rules, so that it may read all
 * records and, if it is one that writes, change them. Three things it may not: the logs, because they say who did what;
 * the credentials of people's mailboxes; and to write what the platform itself acts on.
 */
import { quoteIdent as q, render, sql } from "../db/sql.ts"
import type { Connection } from "../ports/driver.ts"
import type { ObjectSchema, WorkspaceSchema } from "./schema.ts"

export type SqlAccess = "READ" | "WRITE"

export interface SqlRole {
  roleName: string
  access: SqlAccess
}

/** Standard objects with credentials in them. */
const hidden: ReadonlySet<string> = new Set(["connectedAccount"])

/** Standard objects by which the platform knows who somebody is, what runs by itself, and what is fetched for whom. */
const kept: ReadonlySet<string> = new Set([
  "workspaceMember",
  "workflow",
  "workflowVersion",
  "workflowRun",
  "workflowAutomatedTrigger",
  "messageChannel",
  "messageFolder",
  "calendarChannel",
])

/** On every table that the schema knows; harmless to repeat. */
export function grantTables({ schemaName, objects }: WorkspaceSchema, { roleName, access }: SqlRole): string[] {
  const tables = (some: readonly ObjectSchema[]) => some.map(({ table }) => `${q(schemaName)}.${q(table)}`).join(", ")
  const is = (names: ReadonlySet<string>, object: ObjectSchema) => !object.isCustom && names.has(object.nameSingular)
  const readable = objects.filter((object) => !is(hidden, object))
  const writable = readable.filter((object) => !is(kept, object))
  return [
    `GRANT SELECT ON ${tables(readable)} TO ${q(roleName)}`,
    ...(access === "WRITE" ? [`GRANT INSERT, UPDATE, DELETE ON ${tables(writable)} TO ${q(roleName)}`] : []),
  ]
}

/** The schema itself. Writers also reach the functions in `core` that keep search and time stamps; its tables nobody. */
export function grantSchema({ schemaName }: WorkspaceSchema, { roleName, access }: SqlRole): string {
  const schemas = access === "WRITE" ? `${q(schemaName)}, core` : q(schemaName)
  return `GRANT USAGE ON SCHEMA ${schemas} TO ${q(roleName)}`
}

/** Lets the living logins of the workspace at tables that have just been made. Tables that are missing are passed over. */
export async function grantNewTables(tx: Connection, schema: WorkspaceSchema): Promise<void> {
  const { text, params } = render(sql`
    select l."roleName", l.access from core."sqlLogin" l join pg_roles r on r.rolname = l."roleName"
    where l."workspaceId" = ${schema.workspaceId}::uuid and l."revokedAt" is null and l."endedAt" is null`)
  const logins = await tx.query<SqlRole>(text, params)
  if (logins.length === 0) return
  const tables = await existingTables(tx, schema.schemaName)
  const present = { ...schema, objects: schema.objects.filter(({ table }) => tables.has(table)) }
  await tx.script(logins.flatMap((login) => grantTables(present, login)).join(";\n"))
}

async function existingTables(tx: Connection, schemaName: string): Promise<Set<string>> {
  const { text, params } = render(sql`select tablename as name from pg_tables where schemaname = ${schemaName}`)
  return new Set((await tx.query<{ name: string }>(text, params)).map(({ name }) => name))
}
