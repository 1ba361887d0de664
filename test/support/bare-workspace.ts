/** A workspace with the standard objects and nothing else: no user, no member, no demo data. */
import { createSchema } from "../../src/accounts/workspaces.ts"
import { render, sql } from "../../src/db/sql.ts"
import type { ObjectSchema, WorkspaceSchema } from "../../src/metadata/schema.ts"
import type { Database } from "../../src/ports/driver.ts"

/** The system principal works in it. */
export async function createBareWorkspace(db: Database): Promise<WorkspaceSchema> {
  const id = crypto.randomUUID()
  return db.transaction(async (tx) => {
    const made = render(sql`with made as (
        insert into core.workspace (id, subdomain) values (${id}::uuid, ${`bare-${id}`}) returning id
      ) insert into core.role ("workspaceId", label) select id, 'Admin' from made`)
    await tx.query(made.text, made.params)
    const active = render(sql`update core.workspace w set "activationStatus" = 'ACTIVE', "defaultRoleId" = r.id
      from core.role r where r."workspaceId" = w.id and w.id = ${id}::uuid`)
    await tx.query(active.text, active.params)
    return createSchema(tx, id)
  })
}

export function objectOf(schema: WorkspaceSchema, nameSingular: string): ObjectSchema {
  const object = schema.bySingular.get(nameSingular)
  if (!object) throw new Error(`There is no object ${nameSingular}`)
  return object
}
