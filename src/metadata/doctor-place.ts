/** What the comparisons of the doctor share. */
import { quoteIdent as q } from "../db/sql.ts"
import type { CatalogTable } from "./doctor-catalog.ts"
import type { Finding, FindingCode, Repair } from "./doctor-finding.ts"

export interface Place {
  schemaName: string
  table: string
}

export const qualified = ({ schemaName, table }: Place) => `${q(schemaName)}.${q(table)}`

export function finding(code: FindingCode, place: string, problem: string, remedy: string, repair: Repair): Finding {
  return { code, place, problem, remedy, repair }
}

export const tables = (...statements: string[]): Repair => ({ kind: "tables", statements })
export const drop = (...statements: string[]): Repair => ({ kind: "drop", statements })

export function comparePrimaryKey(place: Place, column: string, table: CatalogTable): Finding[] {
  const real = table.constraints.find((each) => each.kind === "p")
  if (real && String(real.columns) === column) return []
  const problem = `The table ${place.table} has no primary key on ${column}.`
  const replace = [
    ...(real ? [`ALTER TABLE ${qualified(place)} DROP CONSTRAINT ${q(real.name)} CASCADE`] : []),
    `ALTER TABLE ${qualified(place)} ADD PRIMARY KEY (${q(column)})`,
  ]
  return [
    finding(real ? "WRONG_CONSTRAINT" : "MISSING_CONSTRAINT", place.table, problem, "Adds it.", tables(...replace)),
  ]
}
