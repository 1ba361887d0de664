/**
 * The event log of a workspace as DDL: one plain table that statement triggers fill in the writing transaction, so that
 * a change typed into psql is in it as well.
 */
import { quoteIdent } from "../db/sql.ts"

export const eventLogTable = "eventLog"
export const eventReaderTable = "eventReader"
export const logFunction = "logRecordEvents"

/** Channel on which a workspace's schema name is sent when there is something new to read. */
export const eventChannel = "kith_events"

/** A table of the log; its first column is its primary key. */
export interface LogTable {
  name: string
  columns: { name: string; type: string; notNull: boolean; fallback: string | null }[]
  indexes: { name: string; columns: string[] }[]
}

const column = (name: string, type: string, notNull = true, fallback: string | null = null) => ({
  name,
  type,
  notNull,
  fallback,
})

export const logTables: readonly LogTable[] = [
  {
    name: eventLogTable,
    columns: [
      column("position", "bigint", true, "GENERATED ALWAYS AS IDENTITY (CACHE 1)"),
      column("xid", "xid8", true, "DEFAULT pg_current_xact_id()"),
      column("at", "timestamp with time zone", true, "DEFAULT clock_timestamp()"),
      column("objectMetadataId", "uuid"),
      column("recordId", "uuid"),
      column("action", "text"),
      column("actor", "jsonb"),
      column("before", "jsonb", false),
      column("after", "jsonb", false),
      column("cause", "text", false),
    ],
    indexes: [
      { name: "IDX_EVENT_LOG_OBJECT_XID", columns: ["objectMetadataId", "xid"] },
      { name: "IDX_EVENT_LOG_XID", columns: ["xid"] },
      { name: "IDX_EVENT_LOG_RECORD", columns: ["recordId", "position"] },
    ],
  },
  {
    name: eventReaderTable,
    columns: [
      column("name", "text"),
      column("position", "text"),
      column("updatedAt", "timestamp with time zone", true, "DEFAULT now()"),
    ],
    indexes: [],
  },
]

export function eventLogDdl(schemaName: string): string {
  return [...logTables.flatMap((table) => logTableDdl(schemaName, table)), logFunctionDdl(schemaName)].join(";\n")
}

export function logTableDdl(schemaName: string, table: LogTable): string[] {
  const columns = table.columns.map(logColumnDdl).join(",\n  ")
  return [
    `CREATE TABLE ${quoteIdent(schemaName)}.${quoteIdent(table.name)} (\n  ${columns},\n  PRIMARY KEY (${quoteIdent(table.columns[0]!.name)})\n)`,
    ...table.indexes.map((index) => logIndexDdl(schemaName, table.name, index)),
  ]
}

export function logColumnDdl(each: LogTable["columns"][number]): string {
  return [quoteIdent(each.name), each.type, each.notNull ? "NOT NULL" : "", each.fallback ?? ""]
    .filter(Boolean)
    .join(" ")
}

export function logIndexDdl(schemaName: string, table: string, index: LogTable["indexes"][number]): string {
  const columns = index.columns.map(quoteIdent).join(", ")
  return `CREATE INDEX ${quoteIdent(index.name)} ON ${quoteIdent(schemaName)}.${quoteIdent(table)} (${columns})`
}

/**
 * The function runs as its owner, the server's role, with a fixed search path. The actor is believed only when the
 * session is the server's own; any other login is the actor itself. A row that only changed its id was, for every
 * reader, one record destroyed and another created. The server wakes readers itself after its commits, many at a time,
 * because NOTIFY takes a lock that makes commits queue; only foreign sessions notify here. Nobody else may make a trigger
 * of it: on a table of one's own it would write what never happened.
 */
export function logFunctionDdl(schemaName: string): string {
  const schema = quoteIdent(schemaName)
  return `CREATE OR REPLACE FUNCTION ${schema}.${quoteIdent(logFunction)}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ${logSearchPath(schema)} AS $log$${logSource}$log$;
REVOKE ALL ON FUNCTION ${schema}.${quoteIdent(logFunction)}() FROM PUBLIC`
}

/** Temporary tables come last: unnamed they would come first, and anybody's own "eventLog" would swallow the rows. */
export function logSearchPath(schema: string): string {
  return `pg_catalog, ${schema}, pg_temp`
}

export const logSource = `
DECLARE
  stamp text := CASE WHEN session_user = current_user THEN nullif(current_setting('kith.actor', true), '') END;
  who jsonb := coalesce(stamp::jsonb, jsonb_build_object('source', 'SYSTEM', 'workspaceMemberId', null,
    'name', session_user, 'context', jsonb_build_object('login', session_user)));
  why text := CASE WHEN stamp IS NOT NULL THEN nullif(current_setting('kith.cause', true), '') END;
  derived text[] := coalesce(TG_ARGV[1], '{searchVector}')::text[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO "eventLog" ("objectMetadataId", "recordId", action, actor, after, cause)
    SELECT TG_ARGV[0]::uuid, n.id, 'created', who, to_jsonb(n) - derived, why FROM new_rows n;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO "eventLog" ("objectMetadataId", "recordId", action, actor, before, cause)
    SELECT TG_ARGV[0]::uuid, o.id, 'destroyed', who, to_jsonb(o) - derived, why FROM old_rows o;
  ELSIF TG_OP = 'TRUNCATE' THEN
    EXECUTE format('INSERT INTO "eventLog" ("objectMetadataId", "recordId", action, actor, before, cause)
      SELECT $1, t.id, ''destroyed'', $2, to_jsonb(t) - $4, $3 FROM %I.%I t', TG_TABLE_SCHEMA, TG_TABLE_NAME)
      USING TG_ARGV[0]::uuid, who, why, derived;
  ELSE
    INSERT INTO "eventLog" ("objectMetadataId", "recordId", action, actor, before, after, cause)
    SELECT TG_ARGV[0]::uuid, coalesce(n.id, o.id),
      CASE WHEN o.id IS NULL THEN 'created' WHEN n.id IS NULL THEN 'destroyed'
        WHEN n."deletedAt" IS NOT NULL AND o."deletedAt" IS NULL THEN 'deleted'
        WHEN n."deletedAt" IS NULL AND o."deletedAt" IS NOT NULL THEN 'restored' ELSE 'updated' END,
      who,
      (SELECT jsonb_object_agg(e.key, e.value) FROM jsonb_each(j.old) e
        WHERE e.key <> 'updatedAt' AND e.value IS DISTINCT FROM j.new->e.key),
      (SELECT jsonb_object_agg(e.key, e.value) FROM jsonb_each(j.new) e
        WHERE e.key <> 'updatedAt' AND e.value IS DISTINCT FROM j.old->e.key),
      why
    FROM old_rows o FULL JOIN new_rows n ON n.id = o.id
    CROSS JOIN LATERAL (SELECT to_jsonb(o) - derived AS old, to_jsonb(n) - derived AS new OFFSET 0) j;
  END IF;
  IF stamp IS NULL THEN PERFORM pg_notify('${eventChannel}', TG_TABLE_SCHEMA); END IF;
  RETURN NULL;
END `

export interface LogTrigger {
  name: string
  timing: "BEFORE" | "AFTER"
  event: "INSERT" | "UPDATE" | "DELETE" | "TRUNCATE"
  /** transition tables; "" for none */
  referencing: string
}

export const logTriggers: readonly LogTrigger[] = [
  { name: "logCreated", timing: "AFTER", event: "INSERT", referencing: "REFERENCING NEW TABLE AS new_rows" },
  {
    name: "logUpdated",
    timing: "AFTER",
    event: "UPDATE",
    referencing: "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
  },
  { name: "logDestroyed", timing: "AFTER", event: "DELETE", referencing: "REFERENCING OLD TABLE AS old_rows" },
  // Afterwards nobody could say what had been there.
  { name: "logTruncated", timing: "BEFORE", event: "TRUNCATE", referencing: "" },
]
