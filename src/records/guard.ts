/**
 * The guard that each record statement carries. It answers, from the statement's own snapshot, which schema version and
 * rights revision hold and whether the credential still lives. So nothing is looked up before, and a schema change or a
 * revocation counts in the very next request on every server.
 */
import type { Credential } from "../auth/principal.ts"
import { AppError } from "../errors.ts"
import { raw, sql, type Sql } from "../db/sql.ts"
import { DatabaseError, type Row } from "../ports/driver.ts"
import type { Workspace } from "./workspace.ts"

/** What was compiled is out of date. Nothing was read or written; open the workspace anew and ask again. */
export class StaleWorkspace extends Error {
  override name = "StaleWorkspace"
}

/** Columns of the guard over the workspace's row `w`. */
export function guardColumns(workspace: Workspace): Sql {
  const alive = credentialAlive(workspace.principal.credential)
  return sql`w."metadataVersion" as version, w."rightsRevision" as rights, ${alive} as alive`
}

export function guardSource(workspace: Workspace): Sql {
  return sql`core.workspace w where w.id = ${workspace.schema.workspaceId}::uuid and w."deletedAt" is null`
}

/** The same as a condition over the columns of a guard: with it false a statement writes nothing. */
export function guardHolds({ schema, principal }: Workspace): Sql {
  const rights = principal.kind === "system" ? raw("true") : sql`guard.rights = ${principal.rightsRevision}`
  return sql`(guard.version = ${schema.version} and ${rights} and guard.alive)`
}

function credentialAlive(credential: Credential): Sql {
  switch (credential.kind) {
    case "session":
      return sql`exists (select from core.session s where s.id = ${credential.id}::uuid and s."revokedAt" is null)`
    case "apiKey":
      return sql`exists (select from core."apiKey" k where k.id = ${credential.id}::uuid and k."revokedAt" is null and k."expiresAt" > now())`
    case "application":
      return sql`exists (select from core.application a where a.id = ${credential.id}::uuid and a."revokedAt" is null)`
    case "system":
      return raw("true")
  }
}

/** Throws UNAUTHENTICATED for a dead credential and {@link StaleWorkspace} when schema or rights have moved on. */
export function checkGuard(workspace: Workspace, row: Row | undefined): asserts row is Row {
  const { schema, principal } = workspace
  if (!row || row.alive !== true) throw deadCredential(workspace)
  const isCurrent =
    row.version === schema.version && (principal.kind === "system" || row.rights === principal.rightsRevision)
  if (!isCurrent) throw new StaleWorkspace()
}

function deadCredential(workspace: Workspace): AppError {
  if (workspace.principal.credential.kind === "apiKey") {
    return new AppError("FORBIDDEN", "This API Key is revoked", { subCode: "FORBIDDEN_EXCEPTION" })
  }
  return new AppError("UNAUTHENTICATED", "Token invalid.", { subCode: "UNAUTHENTICATED" })
}

/** undefined_table, undefined_column, undefined_function, invalid_schema_name: a schema change overtook the statement. */
const overtaken = new Set(["42P01", "42703", "42883", "3F000", "0A000"])

/** Runs a guarded statement; a missing table or column means that the compiled schema is old. */
export async function orStale<T>(run: Promise<T>): Promise<T> {
  try {
    return await run
  } catch (error) {
    if (error instanceof DatabaseError && overtaken.has(error.code))
      throw new StaleWorkspace(error.message, { cause: error })
    throw error
  }
}

/**
 * Runs `work` on a freshly opened workspace again when it turns out to be stale. `open` is told whether to reload.
 * A third failure is a bug and surfaces as such.
 */
export async function whileStale<T>(
  open: (reload: boolean) => Promise<Workspace>,
  work: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    const workspace = await open(attempt > 0)
    try {
      return await work(workspace)
    } catch (error) {
      if (!(error instanceof StaleWorkspace) || attempt === 3) throw error
    }
  }
}
