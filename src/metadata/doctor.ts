/**
 * Shows that metadata and tables agree, and mends what does not. Every schema change keeps them together; this is for
 * restored backups, hand-written DDL, and for the tests that prove the first half of this sentence.
 */
import { can, type Principal } from "../auth/principal.ts"
import { quoteIdent, render, sql } from "../db/sql.ts"
import { AppError } from "../errors.ts"
import { DatabaseError, type Connection, type Database } from "../ports/driver.ts"
import { buildPendingIndexes } from "./build-indexes.ts"
import { recordMigration } from "./change.ts"
import { compile } from "./compile.ts"
import { readCatalog } from "./doctor-catalog.ts"
import { compareTables } from "./doctor-compare.ts"
import { byHand, type Finding } from "./doctor-finding.ts"
import { checkMetadata } from "./doctor-metadata.ts"
import { loadMetadata, type MetadataRows } from "./rows.ts"
import { lockSchema } from "./schema-lock.ts"
import type { Json } from "./schema.ts"
import { grantNewTables } from "./sql-grants.ts"
import { planTables, type TablePlan } from "./tables.ts"

export type { Finding, FindingCode, Repair } from "./doctor-finding.ts"

/** Everything that is not as the metadata says; empty when all is well. Throws NOT_FOUND for an unknown workspace. */
export async function examine(connection: Connection, workspaceId: string): Promise<Finding[]> {
  const rows = await loadMetadata(connection, workspaceId)
  const contradictions = checkMetadata(rows)
  const plans = planOf(rows)
  // Tables can only be compared with a model that makes sense.
  if (plans instanceof Error) return contradictions.length > 0 ? contradictions : [unreadable(plans)]
  return [...contradictions, ...compareTables(rows.schemaName, plans, await readCatalog(connection, rows.schemaName))]
}

function planOf(rows: MetadataRows): TablePlan[] | Error {
  try {
    return planTables(compile(rows))
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function unreadable(error: Error): Finding {
  const problem = `The metadata cannot be read: ${error.message}.`
  return { code: "BROKEN_METADATA", place: "", problem, remedy: "Has to be mended by hand.", repair: byHand }
}

export interface MendOptions {
  /** drops tables, columns and the like that no metadata knows, with what is in them */
  dropOrphans?: boolean
}

export interface Mending {
  mended: Finding[]
  /** what was tried in vain, and why */
  failed: { finding: Finding; reason: string }[]
  /** what was left alone: for a person to decide, or for `dropOrphans` */
  skipped: Finding[]
}

/**
 * Mends what is safe to mend, each finding in a transaction of its own, so that one that fails does not keep the others.
 * Findings that hid behind others appear when the workspace is examined again.
 */
export async function mend(
  db: Database,
  principal: Principal,
  findings: readonly Finding[],
  options: MendOptions = {},
): Promise<Mending> {
  if (!can(principal, "DATA_MODEL")) throw new AppError("FORBIDDEN", "Mending needs the right to change the data model")
  const result: Mending = { mended: [], failed: [], skipped: [] }
  for (const finding of findings) {
    if (!isWanted(finding, options)) {
      result.skipped.push(finding)
      continue
    }
    const reason = await tryMend(db, principal, finding)
    if (reason === null) result.mended.push(finding)
    else result.failed.push({ finding, reason })
  }
  return result
}

function isWanted({ repair }: Finding, { dropOrphans = false }: MendOptions): boolean {
  return repair.kind !== "none" && (repair.kind !== "drop" || dropOrphans)
}

/** Gives why it could not be mended, or null. */
async function tryMend(db: Database, principal: Principal, finding: Finding): Promise<string | null> {
  try {
    if (finding.repair.kind === "index") return await rebuildIndex(db, principal, finding.repair.id)
    await runRepair(db, principal, finding)
    return null
  } catch (error) {
    if (error instanceof DatabaseError) return error.message
    throw error
  }
}

async function runRepair(db: Database, principal: Principal, { code, place, repair }: Finding): Promise<void> {
  if (repair.kind === "none" || repair.kind === "index") return
  await db.transaction(async (tx) => {
    await lockSchema(tx, principal.workspaceId, principal.actor)
    await tx.script(["SET LOCAL lock_timeout = '5s'", ...repair.statements].join(";\n"))
    if (code === "MISSING_TABLE") await grantNewTables(tx, compile(await loadMetadata(tx, principal.workspaceId)))
    const operation = { action: "MEND", code, place, statements: repair.statements }
    await raiseVersion(tx, principal.workspaceId, operation)
  })
}

async function raiseVersion(tx: Connection, workspaceId: string, operation: Json): Promise<void> {
  const { text, params } = render(
    sql`select "metadataVersion" + 1 as version from core.workspace where id = ${workspaceId}::uuid`,
  )
  const [row] = await tx.query<{ version: number }>(text, params)
  await recordMigration(tx, { workspaceId, version: row!.version }, "doctor", [operation])
}

/** Through the same door as every late index: asked for again, then built concurrently. */
async function rebuildIndex(db: Database, principal: Principal, id: string): Promise<string | null> {
  await db.transaction(async (tx) => {
    await lockSchema(tx, principal.workspaceId, principal.actor)
    await askForIndex(tx, principal.workspaceId, id)
  })
  const built = await buildPendingIndexes(db, principal.workspaceId)
  return built.find((index) => index.id === id)?.failure ?? null
}

/** One that is BUILDING may be under way in a worker, so it is left to that. */
async function askForIndex(tx: Connection, workspaceId: string, id: string): Promise<void> {
  const { text, params } = render(sql`
    update core."indexMetadata" i set status = 'BUILDING', failure = null, "updatedAt" = now()
    from core."dataSource" d
    where i.id = ${id}::uuid and i.status <> 'BUILDING' and d."workspaceId" = i."workspaceId"
    returning i.name, d.schema`)
  const [row] = await tx.query<{ name: string; schema: string }>(text, params)
  if (!row) return
  await tx.script(
    `SET LOCAL lock_timeout = '5s'; DROP INDEX IF EXISTS ${quoteIdent(row.schema)}.${quoteIdent(row.name)}`,
  )
  await raiseVersion(tx, workspaceId, { action: "REBUILD", indexName: row.name })
}
