/** What is left of a deleted workspace: its files, its schema, its rows. */
import { asc, eq, inArray, isNotNull, sql } from "drizzle-orm"
import type { Services } from "../accounts/services.ts"
import { endSqlLogins } from "../accounts/sql-logins.ts"
import { core } from "../db/core.ts"
import { apiKey, file, userWorkspace, workspace } from "../db/core-tables.ts"
import { ident, renderPlain, sql as fragment } from "../db/sql.ts"
import { workspaceSchemaName } from "../metadata/names.ts"
import { keyOf } from "./upload.ts"

const batch = 100

/**
 * Removes every workspace that was deleted. Files go first and the workspace's own row last, so that whatever is
 * interrupted is found again and gone on with. Any number of processes may call it. Returns how many went.
 */
export async function removeDeletedWorkspaces(services: Services): Promise<number> {
  const deleted = await core(services.db)
    .select({ id: workspace.id })
    .from(workspace)
    .where(isNotNull(workspace.deletedAt))
    .orderBy(asc(workspace.deletedAt))
  for (const { id } of deleted) {
    await endSqlLogins(services, id)
    await removeFiles(services, id)
    await removeRows(services, id)
    services.schemas.forget(id)
  }
  return deleted.length
}

async function removeFiles(services: Services, workspaceId: string): Promise<void> {
  for (;;) {
    const files = await core(services.db).select().from(file).where(eq(file.workspaceId, workspaceId)).limit(batch)
    if (files.length === 0) return
    await Promise.all(files.map((each) => services.files.delete(keyOf(each))))
    await core(services.db)
      .delete(file)
      .where(
        inArray(
          file.id,
          files.map(({ id }) => id),
        ),
      )
  }
}

/** Memberships and keys before the roles that they name, which go with the workspace. */
function removeRows(services: Services, workspaceId: string): Promise<void> {
  return services.db.transaction(async (tx) => {
    await core(tx).execute(sql`select pg_advisory_xact_lock(hashtextextended(${`remove:${workspaceId}`}, 0))`)
    await tx.script(renderPlain(fragment`drop schema if exists ${ident(workspaceSchemaName(workspaceId))} cascade`))
    await core(tx).delete(userWorkspace).where(eq(userWorkspace.workspaceId, workspaceId))
    await core(tx).delete(apiKey).where(eq(apiKey.workspaceId, workspaceId))
    await core(tx).delete(workspace).where(eq(workspace.id, workspaceId))
  })
}
