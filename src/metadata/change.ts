/**
 * The only way to change a data model. All steps of a change are checked first; then metadata rows, the
 * `workspaceMigration` row, DDL and the version go into one transaction under a lock per workspace. A crash anywhere
 * leaves the old model or the new one, never half of it.
 */
import { auditAs, recordAudit } from "../auth/audit.ts"
import { requirePermission, type Principal } from "../auth/principal.ts"
import { quoteIdent as q, quoteLiteral, render, sql } from "../db/sql.ts"
import { AppError } from "../errors.ts"
import { DatabaseError, type Connection, type Database } from "../ports/driver.ts"
import { tellChange } from "./audit-change.ts"
import { draftOf, replaceRow, type RowsDraft } from "./build.ts"
import { createField, deleteField, updateField, type ValueUpdate } from "./change-field.ts"
import { createIndex, deleteIndex, type IndexInput } from "./change-index.ts"
import { createObject, deleteObject, updateObject, type ObjectInput, type ObjectUpdate } from "./change-object.ts"
import { compile } from "./compile.ts"
import { diffTables } from "./ddl.ts"
import { refuseDuplicates } from "./duplicates.ts"
import type { FieldInput, FieldUpdate } from "./field-input.ts"
import { loadMetadata, saveMetadata, type MetadataRows } from "./rows.ts"
import { saveNewNavigation } from "./navigation.ts"
import { lockSchema } from "./schema-lock.ts"
import { grantNewTables } from "./sql-grants.ts"
import { saveNewViews } from "./standard-views.ts"
import type { Json, WorkspaceSchema } from "./schema.ts"
import { planTables } from "./tables.ts"

export type SchemaChange =
  | { kind: "createObject"; input: ObjectInput }
  | { kind: "updateObject"; id: string; update: ObjectUpdate }
  | { kind: "deleteObject"; id: string }
  | { kind: "createField"; input: FieldInput }
  | { kind: "updateField"; id: string; update: FieldUpdate }
  | { kind: "deleteField"; id: string }
  | { kind: "createIndex"; input: IndexInput }
  | { kind: "deleteIndex"; id: string }

export interface ChangeResult {
  before: WorkspaceSchema
  after: WorkspaceSchema
  /** per change, the id of what it made or touched */
  ids: string[]
  /** indexes that the worker has to build */
  pendingIndexes: string[]
}

/** Tables with more rows than this get their indexes from the worker, concurrently. */
export const bigTable = 50_000

/**
 * Applies the changes together or not at all. `known` is the schema as the caller last saw it: where it came of a change
 * and is still the current version, its rows need not be read again.
 * Throws FORBIDDEN, NOT_FOUND, METADATA_VALIDATION_FAILED, CONFLICT, or UNAVAILABLE when the tables stay busy.
 */
export async function applySchemaChanges(
  db: Database,
  principal: Principal,
  changes: SchemaChange[],
  known?: WorkspaceSchema,
): Promise<ChangeResult> {
  requirePermission(principal, "DATA_MODEL")
  for (let attempt = 0; ; attempt++) {
    try {
      return await db.transaction((tx) => changeOnce(tx, principal, changes, known))
    } catch (error) {
      if (!isBusy(error) || attempt === pauses.length) throw explain(error)
      await new Promise((resolve) => setTimeout(resolve, pauses[attempt]! * (0.5 + Math.random() / 2)))
    }
  }
}

/**
 * Milliseconds. A waiting ALTER TABLE makes everybody queue behind it, so it gives up soon and tries again later: often for
 * two seconds, so that behind a reader of that length it comes at once, and then ever more seldom.
 */
const pauses = [20, 40, ...Array<number>(16).fill(60), 200, 400, 800, 1500, 3000, 5000]

/** lock_not_available, deadlock_detected */
const isBusy = (error: unknown) => error instanceof DatabaseError && ["55P03", "40P01"].includes(error.code)

function explain(error: unknown): unknown {
  if (!(error instanceof DatabaseError)) return error
  if (isBusy(error)) {
    return new AppError("UNAVAILABLE", "The tables are in use by long-running work; try again in a moment", {
      cause: error,
    })
  }
  if (error.code === "23502") {
    return new AppError(
      "BAD_USER_INPUT",
      `Some records have no value for "${error.column}"; fill them first or set a default`,
      { cause: error },
    )
  }
  if (error.code === "23505") {
    return new AppError("BAD_USER_INPUT", `Some records share a value: ${error.detail ?? error.message}`, {
      subCode: "DUPLICATE_VALUES",
      cause: error,
    })
  }
  if (error.code.startsWith("22")) {
    const message = `Some records hold a value that the changed field could not: ${error.message}`
    return new AppError("BAD_USER_INPUT", message, { cause: error })
  }
  if (["42701", "42P07"].includes(error.code)) {
    return new AppError("CONFLICT", "Names cannot be exchanged in one change; give one of them up first", {
      cause: error,
    })
  }
  if (error.code === "54011")
    return new AppError("BAD_USER_INPUT", "The object has as many fields as a table can hold", { cause: error })
  return error
}

/** Rows of schemas that came of a change here; with the schema they go. */
const rowsOf = new WeakMap<WorkspaceSchema, MetadataRows>()

async function currentModel(tx: Connection, workspaceId: string, known: WorkspaceSchema | undefined) {
  const rows = known && rowsOf.get(known)
  if (known && rows) {
    const statement = render(
      sql`select "metadataVersion" as version from core.workspace where id = ${workspaceId}::uuid`,
    )
    const [row] = await tx.query<{ version: number }>(statement.text, statement.params)
    if (row?.version === known.version) return { rows, before: known }
  }
  const loaded = await loadMetadata(tx, workspaceId)
  return { rows: loaded, before: compile(loaded) }
}

async function changeOnce(
  tx: Connection,
  principal: Principal,
  changes: SchemaChange[],
  known: WorkspaceSchema | undefined,
): Promise<ChangeResult> {
  await lockSchema(tx, principal.workspaceId, principal.actor)
  const { rows, before } = await currentModel(tx, principal.workspaceId, known)
  const draft = draftOf(rows)
  const updates: ValueUpdate[] = []
  const ids = changes.map((change) => step(draft, change, updates))
  const planned = { ...draft, version: rows.version + 1 }
  await postponeIndexes(tx, rows, planned)
  const after = compile(planned)
  rowsOf.set(after, planned)
  await refuseDuplicates(tx, before, after)
  const touched = touchedObjects(rows, planned)
  const ddl = diffTables(
    rows.schemaName,
    planTables(before, touched),
    planTables(after, touched),
    updates.flatMap((update) => update(planned)),
  )
  await tx.script(["SET LOCAL lock_timeout = '100ms'", ...ddl.statements].join(";\n"))
  if (after.objects.some((object) => !before.byId.has(object.id))) await grantNewTables(tx, after)
  await saveMetadata(tx, rows, planned)
  await saveNewViews(tx, rows, planned)
  await saveNewNavigation(tx, rows, planned)
  await recordMigration(tx, planned, changes.map((change) => change.kind).join(", "), ddl.operations)
  for (const [i, change] of changes.entries()) {
    await recordAudit(tx, { ...auditAs(principal), ...tellChange(change, ids[i]!, rows, planned) })
  }
  const pendingIndexes = planned.indexes.filter((index) => index.status === "BUILDING").map((index) => index.id)
  return { before, after, ids, pendingIndexes }
}

function step(draft: RowsDraft, change: SchemaChange, updates: ValueUpdate[]): string {
  switch (change.kind) {
    case "createObject":
      return createObject(draft, change.input)
    case "updateObject":
      updateObject(draft, change.id, change.update)
      return change.id
    case "deleteObject":
      deleteObject(draft, change.id)
      return change.id
    case "createField":
      return createField(draft, change.input)
    case "updateField":
      updates.push(updateField(draft, change.id, change.update))
      return change.id
    case "deleteField":
      deleteField(draft, change.id)
      return change.id
    case "createIndex":
      return createIndex(draft, change.input)
    case "deleteIndex":
      deleteIndex(draft, change.id)
      return change.id
  }
}

/** New indexes of big tables wait for the worker. */
async function postponeIndexes(tx: Connection, before: MetadataRows, draft: RowsDraft): Promise<void> {
  const known = new Set(before.indexes.map((index) => index.id))
  const tables = new Map(before.objects.map((object) => [object.id, object.targetTableName]))
  const added = draft.indexes.filter((index) => !known.has(index.id) && tables.has(index.objectMetadataId))
  const big = await bigTables(tx, draft.schemaName, [
    ...new Set(added.map((index) => tables.get(index.objectMetadataId)!)),
  ])
  for (const index of added) {
    if (big.has(tables.get(index.objectMetadataId)!)) replaceRow(draft.indexes, index.id, { status: "BUILDING" })
  }
}

async function bigTables(tx: Connection, schemaName: string, tables: string[]): Promise<Set<string>> {
  if (tables.length === 0) return new Set()
  const counts = tables.map(
    (table) =>
      `select ${quoteLiteral(table)} as name, (select count(*) from (select from ${q(schemaName)}.${q(table)} limit ${bigTable + 1}) t) as size`,
  )
  const rows = await tx.query<{ name: string }>(
    `select name from (${counts.join(" union all ")}) t where size > ${bigTable}`,
  )
  return new Set(rows.map((row) => row.name))
}

/** Objects of which a row was added, replaced or removed: no other object's table can differ. */
function touchedObjects(before: MetadataRows, after: MetadataRows): Set<string> {
  const owner = new Map([...before.indexes, ...after.indexes].map((index) => [index.id, index.objectMetadataId]))
  return new Set([
    ...changedRows(before.objects, after.objects).map((row) => row.id),
    ...changedRows(before.fields, after.fields).map((row) => row.objectMetadataId),
    ...changedRows(before.indexes, after.indexes).map((row) => row.objectMetadataId),
    ...changedRows(before.indexFields, after.indexFields).map((row) => owner.get(row.indexMetadataId)!),
  ])
}

/** Rows are replaced, never edited, so that one is the same exactly when it is the same object. */
function changedRows<T>(before: readonly T[], after: readonly T[]): T[] {
  const old = new Set(before)
  const next = new Set(after)
  return [...before.filter((row) => !next.has(row)), ...after.filter((row) => !old.has(row))]
}

/** Keeps what was done as data and raises the version. */
export async function recordMigration(
  tx: Connection,
  rows: Pick<MetadataRows, "workspaceId" | "version">,
  name: string,
  operations: Json[],
  isCustom = true,
): Promise<void> {
  const { text, params } = render(sql`
    with migration as (
      insert into core."workspaceMigration" ("workspaceId", name, "isCustom", migrations, version, "appliedAt")
      values (${rows.workspaceId}::uuid, ${name}, ${isCustom}, ${JSON.stringify(operations)}::jsonb, ${rows.version}, clock_timestamp())
    )
    update core.workspace set "metadataVersion" = ${rows.version}, "updatedAt" = now() where id = ${rows.workspaceId}::uuid`)
  await tx.query(text, params)
}
