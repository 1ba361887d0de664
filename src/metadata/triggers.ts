/** The triggers of an object's table: one keeps what the database derives, the others write the event log. */
import { literal, quoteIdent as q, renderPlain } from "../db/sql.ts"
import { logFunction, logTriggers } from "./event-log.ts"
import { triggerArguments, type TablePlan } from "./tables.ts"

export interface TriggerPlan {
  name: string
  /** what it calls, as `schema.name` without quotes */
  calls: string
  /** bits of `pg_trigger.tgtype` */
  type: number
  arguments: string[]
  create: string
}

export const keepTrigger = "keepDerived"

/** What PostgreSQL counts a trigger's time and events with. */
const bits = { row: 1, before: 2, INSERT: 4, DELETE: 8, UPDATE: 16, TRUNCATE: 32 }

export function planTriggers(schemaName: string, table: TablePlan): TriggerPlan[] {
  return [planKeepTrigger(schemaName, table), ...planLogTriggers(schemaName, table)]
}

export function planKeepTrigger(schemaName: string, table: TablePlan): TriggerPlan {
  const [schema, name] = table.keep ? [schemaName, table.keep.name] : ["core", "touchRecord"]
  const events = table.keep ? "INSERT OR UPDATE" : "UPDATE"
  return {
    name: keepTrigger,
    calls: `${schema}.${name}`,
    type: bits.row | bits.before | bits.UPDATE | (table.keep ? bits.INSERT : 0),
    arguments: [],
    create:
      `CREATE TRIGGER ${q(keepTrigger)} BEFORE ${events} ON ${q(schemaName)}.${q(table.name)} ` +
      `FOR EACH ROW EXECUTE FUNCTION ${q(schema)}.${q(name)}()`,
  }
}

export function planLogTriggers(schemaName: string, table: TablePlan): TriggerPlan[] {
  const values = triggerArguments(table)
  return logTriggers.map((trigger) => ({
    name: trigger.name,
    calls: `${schemaName}.${logFunction}`,
    type: bits[trigger.event] | (trigger.timing === "BEFORE" ? bits.before : 0),
    arguments: values,
    create:
      `CREATE TRIGGER ${q(trigger.name)} ${trigger.timing} ${trigger.event} ON ${q(schemaName)}.${q(table.name)} ` +
      `${trigger.referencing} FOR EACH STATEMENT ` +
      `EXECUTE FUNCTION ${q(schemaName)}.${q(logFunction)}(${values.map((value) => renderPlain(literal(value))).join(", ")})`,
  }))
}

/** Source of a keep function between its dollar quotes. */
export function keepSource(keep: NonNullable<TablePlan["keep"]>): string {
  return `\nBEGIN\n  ${keep.body}\n  RETURN NEW;\nEND `
}

export function createKeepFunction(schemaName: string, keep: NonNullable<TablePlan["keep"]>): string {
  return (
    `CREATE OR REPLACE FUNCTION ${q(schemaName)}.${q(keep.name)}() RETURNS trigger LANGUAGE plpgsql ` +
    `AS $keep$${keepSource(keep)}$keep$`
  )
}
