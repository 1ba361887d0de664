/** About how many records there are, for whoever need not know exactly: a sample of the table is counted. */
import { literal, raw, sql, type Sql } from "../db/sql.ts"

/** Records that are looked at; of smaller tables all are, so that the number is exact. */
const sampled = 20_000

/**
 * The number of records that `counted` finds in the whole table.
 * @param counted makes the source of the count, with the sample's clause behind the table
 */
export function estimateSql(table: Sql, counted: (sample: Sql) => Sql): Sql {
  const share = sql`(select least(100, ${raw(String(sampled * 100))} / greatest(c.reltuples, 1)::float8)
    from pg_class c where c.oid = ${literal(table.texts.join(""))}::regclass)`
  const sample = sql`tablesample system (${share})`
  return sql`(select round(count(*) * 100 / ${share})::bigint from ${counted(sample)})`
}
