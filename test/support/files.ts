import { render, sql } from "../../src/db/sql.ts"
import type { Member, TestApp } from "./app.ts"

/** A file with this id that records of the workspace may hold; it has no bytes. */
export async function addFileRow(app: TestApp, { workspaceId }: Member, id: string): Promise<void> {
  const { text, params } = render(sql`
    insert into core.file (id, "workspaceId", folder, name, extension, size, status, "attachedAt")
    values (${id}::uuid, ${workspaceId}::uuid, 'files-field', 'One.pdf', '.pdf', 0, 'STORED', now())`)
  await app.services.db.query(text, params)
}
