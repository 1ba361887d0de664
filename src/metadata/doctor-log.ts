/** The event log as it should be beside the one that is there. Pure. */
import { quoteIdent as q, quoteLiteral } from "../db/sql.ts"
import type { Catalog, CatalogTable } from "./doctor-catalog.ts"
import { byHand, type Finding } from "./doctor-finding.ts"
import { comparePrimaryKey, finding, qualified, tables, type Place } from "./doctor-place.ts"
import {
  logColumnDdl,
  logFunction,
  logFunctionDdl,
  logIndexDdl,
  logSearchPath,
  logSource,
  logTableDdl,
  logTables,
  type LogTable,
} from "./event-log.ts"

export function compareLog(schemaName: string, catalog: Catalog): Finding[] {
  const real = new Map(catalog.tables.map((table) => [table.name, table]))
  return [
    ...logTables.flatMap((plan) => compareLogTable(schemaName, plan, real.get(plan.name))),
    ...compareLogFunction(schemaName, catalog),
  ]
}

function compareLogTable(schemaName: string, plan: LogTable, table: CatalogTable | undefined): Finding[] {
  const place = { schemaName, table: plan.name }
  if (!table) {
    const problem = `The table ${plan.name} of the event log is missing.`
    return [
      finding("MISSING_TABLE", plan.name, problem, "Creates it, empty.", tables(...logTableDdl(schemaName, plan))),
    ]
  }
  return [
    ...compareLogColumns(place, plan, table),
    ...comparePrimaryKey(place, plan.columns[0]!.name, table),
    ...compareLogIndexes(place, plan, table),
    ...exposedLog(place, table),
  ]
}

function compareLogColumns(place: Place, plan: LogTable, table: CatalogTable): Finding[] {
  return plan.columns.flatMap((column) => {
    const real = table.columns.find((each) => each.name === column.name)
    const where = `${plan.name}.${column.name}`
    if (!real) {
      const add = tables(`ALTER TABLE ${qualified(place)} ADD COLUMN ${logColumnDdl(column)}`)
      return [finding("MISSING_COLUMN", where, `The column ${where} of the event log is missing.`, "Adds it.", add)]
    }
    if (real.type === column.type && real.notNull === column.notNull && real.hasDefault === (column.fallback !== null))
      return []
    const wanted = logColumnDdl(column)
    return [
      finding("WRONG_COLUMN", where, `The column ${where} is not ${wanted}.`, "Has to be changed by hand.", byHand),
    ]
  })
}

function compareLogIndexes(place: Place, plan: LogTable, table: CatalogTable): Finding[] {
  const { schemaName } = place
  return plan.indexes.flatMap((index) => {
    const real = table.indexes.find((each) => each.name === index.name)
    if (real?.isValid && String(real.columns) === String(index.columns)) return []
    const create = tables(
      `DROP INDEX IF EXISTS ${q(schemaName)}.${q(index.name)}`,
      logIndexDdl(schemaName, plan.name, index),
    )
    const problem = `The index ${index.name} of the event log is ${real ? "not as it should be" : "missing"}.`
    return [finding(real ? "WRONG_INDEX" : "MISSING_INDEX", index.name, problem, "Builds it again.", create)]
  })
}

/** Who may write the log can forge it, and who may read it sees past roles and row rules. */
function exposedLog(place: Place, table: CatalogTable): Finding[] {
  if (table.grants.length === 0) return []
  const name = quoteLiteral(qualified(place))
  const revoke = tables(
    `DO $revoke$ DECLARE who text; BEGIN
      FOR who IN SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END
        FROM pg_class c, aclexplode(c.relacl) a WHERE c.oid = ${name}::regclass AND a.grantee <> c.relowner
      LOOP EXECUTE format('REVOKE ALL ON %s FROM %s', ${name}, who); END LOOP; END $revoke$`,
  )
  const problem = `Other logins than the server's have ${table.grants.join(", ")} on ${place.table}.`
  return [finding("EXPOSED_LOG", place.table, problem, "Takes these rights away.", revoke)]
}

function compareLogFunction(schemaName: string, catalog: Catalog): Finding[] {
  const real = catalog.functions.find((each) => each.name === logFunction && each.signature === "")
  const create = tables(logFunctionDdl(schemaName))
  if (!real) {
    const problem = `The function ${logFunction} that writes the event log is missing.`
    return [finding("MISSING_FUNCTION", logFunction, problem, "Creates it.", create)]
  }
  const isRight =
    real.source === logSource &&
    real.isSecurityDefiner &&
    String(real.settings) === `search_path=${logSearchPath(schemaName)}`
  if (isRight) return []
  const problem = `The function ${logFunction} that writes the event log is not as it should be.`
  return [finding("WRONG_FUNCTION", logFunction, problem, "Replaces it.", create)]
}
