/** Statements on rows of the core tables that belong to a workspace. */
import type { Principal } from "../auth/principal.ts"
import { ident, join, render, sql, type Sql } from "../db/sql.ts"
import { badInput } from "../errors.ts"
import { DatabaseError, type Connection } from "../ports/driver.ts"
import type { Values } from "./columns.ts"
import type { WorkspaceSchema } from "./schema.ts"

/** Who asks, in which workspace: an opened workspace is one. */
export interface CoreScope {
  connection: Connection
  schema: WorkspaceSchema
  principal: Principal
}

export async function readRows<T>({ connection }: Pick<CoreScope, "connection">, select: Sql): Promise<T[]> {
  const { text, params } = render(sql`select row_to_json(x)::text as row from (${select}) x`)
  const found = await connection.query<{ row: string }>(text, params)
  return found.map(({ row }) => JSON.parse(row))
}

export function insertSql({ schema }: CoreScope, table: string, values: readonly Values[]): Sql {
  const full = values.map((each) => ({ ...each, workspaceId: schema.workspaceId }))
  const names = join(Object.keys(full[0]!).map((name) => ident(name)))
  return sql`insert into ${ident("core", table)} (${names})
    select ${names} from jsonb_populate_recordset(null::${ident("core", table)}, ${JSON.stringify(full)}::jsonb)`
}

export async function updateRow(scope: CoreScope, table: string, id: string, values: Values): Promise<void> {
  const set = Object.keys(values).map((name) => sql`${ident(name)} = n.${ident(name)}`)
  if (set.length === 0) return
  await runStatement(
    scope,
    sql`update ${ident("core", table)} t set ${join(set)}, "updatedAt" = now()
      from jsonb_populate_record(null::${ident("core", table)}, ${JSON.stringify(values)}::jsonb) n where ${own(scope, id)}`,
  )
}

/** "delete" leaves the row for later, "destroy" removes it. */
export async function removeRow(scope: CoreScope, table: string, id: string, how: "delete" | "destroy"): Promise<void> {
  const name = ident("core", table)
  await runStatement(
    scope,
    how === "destroy"
      ? sql`delete from ${name} t where ${own(scope, id)}`
      : sql`update ${name} t set "deletedAt" = now(), "updatedAt" = now() where ${own(scope, id)}`,
  )
}

const own = ({ schema }: CoreScope, id: string) =>
  sql`t.id = ${id}::uuid and t."workspaceId" = ${schema.workspaceId}::uuid`

/** Throws BAD_USER_INPUT for an id that is taken. */
export async function runStatement({ connection }: CoreScope, statement: Sql): Promise<void> {
  const { text, params } = render(statement)
  try {
    await connection.query(text, params)
  } catch (error) {
    if (error instanceof DatabaseError && error.code === "23505") throw badInput("This id is taken", "INVALID_INPUT")
    throw error
  }
}
