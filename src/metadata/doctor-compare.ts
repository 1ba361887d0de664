/** The tables that the metadata calls for beside those that are there. Pure. */
import { quoteIdent as q } from "../db/sql.ts"
import { columnDefinition, diffTables, foreignKey } from "./ddl.ts"
import type {
  Catalog,
  CatalogColumn,
  CatalogConstraint,
  CatalogFunction,
  CatalogIndex,
  CatalogTable,
  CatalogTrigger,
} from "./doctor-catalog.ts"
import type { Finding, Repair } from "./doctor-finding.ts"
import { compareLog } from "./doctor-log.ts"
import { comparePrimaryKey, drop, finding, qualified, tables, type Place } from "./doctor-place.ts"
import { eventLogDdl, logFunction, logTables } from "./event-log.ts"
import type { ColumnPlan, ForeignKeyPlan, IndexPlan, TablePlan } from "./tables.ts"
import { createKeepFunction, keepSource, planTriggers, type TriggerPlan } from "./triggers.ts"

/** In an order in which they can be mended: what others stand on comes first. */
export function compareTables(schemaName: string, plans: readonly TablePlan[], catalog: Catalog): Finding[] {
  if (!catalog.exists) return [missingSchema(schemaName)]
  const real = new Map(catalog.tables.map((table) => [table.name, table]))
  const missing = plans.filter((plan) => !real.has(plan.name))
  const pairs = plans.flatMap((plan) => (real.has(plan.name) ? [{ plan, table: real.get(plan.name)! }] : []))
  const at = (plan: TablePlan): Place => ({ schemaName, table: plan.name })
  return [
    ...compareLog(schemaName, catalog),
    ...missing.map((plan) => missingTable(schemaName, plan)),
    ...pairs.flatMap(({ plan, table }) => compareColumns(at(plan), plan, table)),
    ...pairs.flatMap(({ plan }) => compareKeepFunction(schemaName, plan, catalog)),
    ...pairs.flatMap(({ plan, table }) => compareTriggers(at(plan), planTriggers(schemaName, plan), table)),
    ...pairs.flatMap(({ plan, table }) => compareConstraints(at(plan), plan, table)),
    ...missing.flatMap((plan) => plan.foreignKeys.map((fk) => missingForeignKey(at(plan), fk))),
    ...pairs.flatMap(({ plan, table }) => compareIndexes(at(plan), plan, table)),
    ...missing.flatMap((plan) => plan.indexes.flatMap((index) => indexStatus(at(plan), index))),
    ...extraTables(schemaName, plans, catalog),
    ...extraFunctions(schemaName, plans, catalog),
  ]
}

// --- schema ----------------------------------------------------------------------------------------------------

function missingSchema(schemaName: string): Finding {
  return finding(
    "MISSING_SCHEMA",
    schemaName,
    `The schema ${schemaName} of the workspace is missing.`,
    "Creates the schema with an empty event log; mending again then creates its tables, empty.",
    tables(`CREATE SCHEMA ${q(schemaName)}`, eventLogDdl(schemaName)),
  )
}

// --- tables and columns ---------------------------------------------------------------------------------------------

/** Foreign keys are findings of their own, because their targets may be missing as well. */
function missingTable(schemaName: string, plan: TablePlan): Finding {
  const { statements } = diffTables(schemaName, [], [{ ...plan, foreignKeys: [] }])
  return finding(
    "MISSING_TABLE",
    plan.name,
    `The table ${plan.name} is missing.`,
    "Creates it, empty.",
    tables(...statements),
  )
}

function compareColumns(place: Place, plan: TablePlan, table: CatalogTable): Finding[] {
  const known = new Set(plan.columns.map((column) => column.name))
  return [
    ...plan.columns.flatMap((column) => {
      const real = table.columns.find((each) => each.name === column.name)
      return real ? compareColumn(place, column, real) : [missingColumn(place, column)]
    }),
    ...table.columns.filter((column) => !known.has(column.name)).map((column) => extraColumn(place, column)),
    ...comparePrimaryKey(place, "id", table),
  ]
}

function missingColumn(place: Place, column: ColumnPlan): Finding {
  const where = `${place.table}.${column.name}`
  const add = tables(`ALTER TABLE ${qualified(place)} ADD COLUMN ${columnDefinition(column)}`, ...fill(place, column))
  return finding("MISSING_COLUMN", where, `The column ${where} is missing.`, "Adds it, with its default or empty.", add)
}

/** Nothing that anybody would call a change: neither log nor updatedAt takes notice. */
function fill(place: Place, column: ColumnPlan): string[] {
  if (column.derivedFrom === null) return []
  const alter = `ALTER TABLE ${qualified(place)}`
  return [
    `${alter} DISABLE TRIGGER USER`,
    `UPDATE ${qualified(place)} SET ${q(column.name)} = ${column.derivedFrom}`,
    `${alter} ENABLE TRIGGER USER`,
  ]
}

function extraColumn(place: Place, column: CatalogColumn): Finding {
  const where = `${place.table}.${column.name}`
  const remove = drop(`ALTER TABLE ${qualified(place)} DROP COLUMN ${q(column.name)}`)
  return finding("EXTRA_COLUMN", where, `No field knows the column ${where}.`, "Drops it with all its values.", remove)
}

function compareColumn(place: Place, plan: ColumnPlan, real: CatalogColumn): Finding[] {
  const where = `${place.table}.${plan.name}`
  const alter = `ALTER TABLE ${qualified(place)} ALTER COLUMN ${q(plan.name)}`
  const type = typeName(plan.type)
  const findings: Finding[] = []
  const add = (problem: string, remedy: string, ...statements: string[]) =>
    findings.push(finding("WRONG_COLUMN", where, problem, remedy, tables(...statements)))
  if (real.type !== type) {
    add(
      `The column ${where} is ${real.type} instead of ${type}.`,
      "Converts it, if every value stays the same.",
      ...convertColumn(place, plan, alter),
    )
  } else if (real.hasDefault !== (plan.default !== null)) {
    const isWanted = plan.default !== null
    add(
      `The column ${where} has ${isWanted ? "no default" : "a default that it should not have"}.`,
      isWanted ? `Sets the default ${plan.default}.` : "Drops the default.",
      `${alter} ${isWanted ? `SET DEFAULT ${plan.default}` : "DROP DEFAULT"}`,
    )
  }
  if (real.notNull !== plan.notNull) {
    add(
      `The column ${where} ${plan.notNull ? "may be empty, but should not" : "may not be empty, but should"}.`,
      plan.notNull ? "Fills empty values with the default, and forbids them." : "Allows empty values.",
      ...(plan.notNull ? forbidNull(place, plan, alter) : [`${alter} DROP NOT NULL`]),
    )
  }
  return findings
}

/** As text each value must be what it was, or the conversion is refused. */
function convertColumn(place: Place, plan: ColumnPlan, alter: string): string[] {
  const column = q(plan.name)
  const changed = `${column}::text::${plan.type}::text IS DISTINCT FROM ${column}::text`
  return [
    `DO $check$ BEGIN IF EXISTS (SELECT FROM ${qualified(place)} WHERE ${changed}) THEN
      RAISE EXCEPTION 'some values would change'; END IF; END $check$`,
    `${alter} DROP DEFAULT`,
    `${alter} TYPE ${plan.type} USING ${column}::text::${plan.type}`,
    ...(plan.default === null ? [] : [`${alter} SET DEFAULT ${plan.default}`]),
  ]
}

function forbidNull(place: Place, plan: ColumnPlan, alter: string): string[] {
  const fill = `UPDATE ${qualified(place)} SET ${q(plan.name)} = ${plan.default} WHERE ${q(plan.name)} IS NULL`
  return [...(plan.default === null ? [] : [fill]), `${alter} SET NOT NULL`]
}

/** PostgreSQL's own spelling of the types that field types name by their short names. */
const typeNames: Record<string, string> = {
  varchar: "character varying",
  timestamptz: "timestamp with time zone",
  float8: "double precision",
  float: "double precision",
  int: "integer",
  int4: "integer",
  int8: "bigint",
  bool: "boolean",
}

const typeName = (type: string) => typeNames[type.toLowerCase()] ?? type.toLowerCase()

function extraTables(schemaName: string, plans: readonly TablePlan[], catalog: Catalog): Finding[] {
  const known = new Set([...plans, ...logTables].map((table) => table.name))
  return catalog.tables
    .filter((table) => !known.has(table.name))
    .map(({ name }) => {
      const remove = drop(`DROP TABLE ${q(schemaName)}.${q(name)} CASCADE`)
      return finding("EXTRA_TABLE", name, `No object knows the table ${name}.`, "Drops it with all its rows.", remove)
    })
}

// --- constraints ----------------------------------------------------------------------------------------------------

function compareConstraints(place: Place, plan: TablePlan, table: CatalogTable): Finding[] {
  const real = new Map(table.constraints.map((constraint) => [constraint.name, constraint]))
  const known = new Set([...plan.checks, ...plan.foreignKeys].map((each) => each.name))
  return [
    ...plan.checks.flatMap((check) => {
      const found = real.get(check.name)
      if (found?.kind === "c") return found.isValid ? [] : [invalidConstraint(place, found)]
      const add = tables(`ALTER TABLE ${qualified(place)} ADD CONSTRAINT ${q(check.name)} CHECK (${check.sql})`)
      const problem = `The check ${check.name} on ${place.table} is missing.`
      return [finding("MISSING_CONSTRAINT", check.name, problem, "Adds it, if every record meets it.", add)]
    }),
    ...plan.foreignKeys.flatMap((fk) => compareForeignKey(place, fk, real.get(fk.name))),
    ...table.constraints
      .filter((each) => each.kind !== "p" && !known.has(each.name))
      .map((each) => extraConstraint(place, each)),
  ]
}

function invalidConstraint(place: Place, constraint: CatalogConstraint): Finding {
  const validate = tables(`ALTER TABLE ${qualified(place)} VALIDATE CONSTRAINT ${q(constraint.name)}`)
  const problem = `The constraint ${constraint.name} on ${place.table} was never checked against older records.`
  return finding("WRONG_CONSTRAINT", constraint.name, problem, "Checks it, if every record meets it.", validate)
}

function extraConstraint(place: Place, constraint: CatalogConstraint): Finding {
  const remove = drop(`ALTER TABLE ${qualified(place)} DROP CONSTRAINT IF EXISTS ${q(constraint.name)} CASCADE`)
  const problem = `No field knows the constraint ${constraint.name} on ${place.table}.`
  return finding("EXTRA_CONSTRAINT", constraint.name, problem, "Drops it.", remove)
}

const deleteRules = { a: "NO_ACTION", r: "RESTRICT", c: "CASCADE", n: "SET_NULL", d: "SET_DEFAULT" } as Record<
  string,
  string
>

function compareForeignKey(place: Place, fk: ForeignKeyPlan, real: CatalogConstraint | undefined): Finding[] {
  if (!real) return [missingForeignKey(place, fk)]
  const isRight =
    real.kind === "f" &&
    String(real.columns) === fk.column &&
    real.target === `${fk.targetSchema ?? place.schemaName}.${fk.target}` &&
    deleteRules[real.onDelete] === fk.onDelete
  if (isRight) return real.isValid ? [] : [invalidConstraint(place, real)]
  const problem = `The foreign key ${fk.name} does not go from ${place.table}.${fk.column} to ${fk.target} with ${fk.onDelete}.`
  const replace = tables(`ALTER TABLE ${qualified(place)} DROP CONSTRAINT ${q(fk.name)}`, ...addForeignKey(place, fk))
  return [finding("WRONG_CONSTRAINT", fk.name, problem, "Replaces it, if every value names a record.", replace)]
}

function missingForeignKey(place: Place, fk: ForeignKeyPlan): Finding {
  const problem = `The foreign key ${fk.name} from ${place.table}.${fk.column} to ${fk.target} is missing.`
  const add = tables(...addForeignKey(place, fk))
  return finding("MISSING_CONSTRAINT", fk.name, problem, "Adds it, if every value names a record.", add)
}

function addForeignKey(place: Place, fk: ForeignKeyPlan): string[] {
  const alter = `ALTER TABLE ${qualified(place)}`
  return [`${alter} ${foreignKey(place.schemaName, fk)} NOT VALID`, `${alter} VALIDATE CONSTRAINT ${q(fk.name)}`]
}

// --- indexes --------------------------------------------------------------------------------------------------------

function compareIndexes(place: Place, plan: TablePlan, table: CatalogTable): Finding[] {
  const real = new Map(table.indexes.map((index) => [index.name, index]))
  const known = new Set(plan.indexes.map((index) => index.name))
  return [
    ...plan.indexes.flatMap((index) => compareIndex(place, index, real.get(index.name))),
    ...table.indexes
      .filter((index) => !index.constraint && !known.has(index.name))
      .map((index) => extraIndex(place, index)),
  ]
}

function compareIndex(place: Place, plan: IndexPlan, real: CatalogIndex | undefined): Finding[] {
  if (plan.status !== "READY") return indexStatus(place, plan)
  const build: Repair = { kind: "index", id: plan.id }
  const remedy = "Builds it while the table stays in use."
  if (!real) {
    return [finding("MISSING_INDEX", plan.name, `The index ${plan.name} on ${place.table} is missing.`, remedy, build)]
  }
  if (!real.isValid) {
    const problem = `The index ${plan.name} on ${place.table} is invalid: building it was interrupted.`
    return [finding("WRONG_INDEX", plan.name, problem, remedy, build)]
  }
  if (isSameIndex(plan, real)) return []
  const problem = `The index ${plan.name} on ${place.table} is not the ${plan.isUnique ? "unique " : ""}one that it should be.`
  return [finding("WRONG_INDEX", plan.name, problem, remedy, build)]
}

/** Expressions and conditions are compared by their presence: PostgreSQL words them its own way. */
function isSameIndex(plan: IndexPlan, real: CatalogIndex): boolean {
  return (
    real.isUnique === plan.isUnique &&
    real.method === plan.method &&
    real.hasCondition === (plan.where !== null) &&
    real.operatorClass === plan.operatorClass &&
    real.columns.length === plan.expressions.length &&
    real.columns.every((column, i) =>
      column === null ? plan.expressions[i]!.startsWith("(") : q(column) === plan.expressions[i],
    )
  )
}

function indexStatus(place: Place, plan: IndexPlan): Finding[] {
  const build: Repair = { kind: "index", id: plan.id }
  if (plan.status === "BUILDING") {
    const problem = `The index ${plan.name} on ${place.table} is not built yet.`
    return [finding("PENDING_INDEX", plan.name, problem, "Builds it, unless a worker does.", build)]
  }
  if (plan.status === "READY") return []
  const problem = `The index ${plan.name} on ${place.table} could not be built: ${plan.failure ?? "for an unknown reason"}.`
  return [finding("FAILED_INDEX", plan.name, problem, "Tries again.", build)]
}

function extraIndex(place: Place, index: CatalogIndex): Finding {
  const problem = `No metadata knows the index ${index.name} on ${place.table}.`
  const remove = drop(`DROP INDEX IF EXISTS ${q(place.schemaName)}.${q(index.name)}`)
  return finding("EXTRA_INDEX", index.name, problem, "Drops it.", remove)
}

// --- triggers and functions -----------------------------------------------------------------------------------------

function compareTriggers(place: Place, plans: readonly TriggerPlan[], table: CatalogTable): Finding[] {
  const known = new Set(plans.map((trigger) => trigger.name))
  return [
    ...plans.flatMap((plan) => {
      const real = table.triggers.find((each) => each.name === plan.name)
      return compareTrigger(place, plan, real)
    }),
    ...table.triggers.filter((trigger) => !known.has(trigger.name)).map((trigger) => extraTrigger(place, trigger)),
  ]
}

function compareTrigger(place: Place, plan: TriggerPlan, real: CatalogTrigger | undefined): Finding[] {
  const where = `${place.table}.${plan.name}`
  const create = tables(`DROP TRIGGER IF EXISTS ${q(plan.name)} ON ${qualified(place)}`, plan.create)
  if (!real)
    return [
      finding(
        "MISSING_TRIGGER",
        where,
        `The trigger ${plan.name} on ${place.table} is missing.`,
        "Creates it.",
        create,
      ),
    ]
  const isRight =
    real.calls === plan.calls &&
    real.type === plan.type &&
    real.arguments.join() === plan.arguments.join() &&
    real.isEnabled
  if (isRight) return []
  const state = real.isEnabled ? "is not as it should be" : "is switched off"
  return [
    finding(
      "WRONG_TRIGGER",
      where,
      `The trigger ${plan.name} on ${place.table} ${state}.`,
      "Creates it again.",
      create,
    ),
  ]
}

function extraTrigger(place: Place, trigger: CatalogTrigger): Finding {
  const where = `${place.table}.${trigger.name}`
  const remove = drop(`DROP TRIGGER IF EXISTS ${q(trigger.name)} ON ${qualified(place)}`)
  return finding(
    "EXTRA_TRIGGER",
    where,
    `The trigger ${trigger.name} on ${place.table} is not ours.`,
    "Drops it.",
    remove,
  )
}

function compareKeepFunction(schemaName: string, plan: TablePlan, catalog: Catalog): Finding[] {
  if (!plan.keep) return []
  const { name } = plan.keep
  const real = catalog.functions.find((each) => each.name === name && each.signature === "")
  if (real?.source === keepSource(plan.keep)) return []
  const create = tables(createKeepFunction(schemaName, plan.keep))
  const problem = `The function ${name} of the table ${plan.name} is ${real ? "not as it should be" : "missing"}.`
  return [finding(real ? "WRONG_FUNCTION" : "MISSING_FUNCTION", name, problem, "Creates it as it should be.", create)]
}

function extraFunctions(schemaName: string, plans: readonly TablePlan[], catalog: Catalog): Finding[] {
  const known = new Set([logFunction, ...plans.flatMap((plan) => (plan.keep ? [plan.keep.name] : []))])
  const isKnown = (each: CatalogFunction) => known.has(each.name) && each.signature === ""
  return catalog.functions
    .filter((each) => !isKnown(each))
    .map(({ name, signature }) => {
      const remove = drop(`DROP FUNCTION IF EXISTS ${q(schemaName)}.${q(name)}(${signature}) CASCADE`)
      return finding("EXTRA_FUNCTION", name, `No object knows the function ${name}.`, "Drops it.", remove)
    })
}
