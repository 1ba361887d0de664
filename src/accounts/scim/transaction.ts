import { eq } from "drizzle-orm"
import { systemPrincipal } from "../../auth/principal.ts"
import { core } from "../../db/core.ts"
import { workspace as workspaceTable } from "../../db/core-tables.ts"
import { inTransaction } from "../../records/transaction.ts"
import { openWorkspace, type Workspace } from "../../records/workspace.ts"
import { withPlatform, type Services } from "../services.ts"
import type { ScimToken } from "./tokens.ts"

/**
 * Runs what a directory writes: one after the other, and not while somebody joins, so that of a deactivation and a sign-in
 * at the same moment the one sees the other. What is written has the token's name as its author.
 */
export function asDirectory<T>(
  services: Services,
  { workspaceId, name }: ScimToken,
  work: (own: Workspace) => Promise<T>,
): Promise<T> {
  return withPlatform(services, workspaceId, ({ schema }) => {
    const principal = { ...systemPrincipal(workspaceId, { source: "API", name }), client: services.client }
    const workspace = openWorkspace(services.db, schema, principal, () => services.wake.changed(schema.schemaName))
    return inTransaction(workspace, async (own) => {
      await core(own.connection)
        .select({ id: workspaceTable.id })
        .from(workspaceTable)
        .where(eq(workspaceTable.id, workspaceId))
        .for("update")
      return work(own)
    })
  })
}
