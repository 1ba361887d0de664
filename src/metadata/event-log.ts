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

/**
 * Notes on the function. It runs as its owner, the server's role, with a fixed search path. The actor is believed only
 * when the session is the server's own; any other login is the actor itself. A row that only changed its id was, for
 * every reader, one record destroyed and another created. The server wakes readers itself after its commits, many at a
 * time, because NOTIFY takes a lock that makes commits queue; only foreign sessions notify here.
 */
export function eventLogDdl(schemaName: string): string {
  const schema = quoteIdent(schemaName)
  return `
CREATE TABLE ${schema}."eventLog" (
  position bigint GENERATED ALWAYS AS IDENTITY (CACHE 1) PRIMARY KEY,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  "objectMetadataId" uuid NOT NULL,
  "recordId" uuid NOT NULL,
  action text NOT NULL,
  actor jsonb NOT NULL,
  before jsonb,
  after jsonb,
  cause text
);
CREATE INDEX "IDX_EVENT_LOG_OBJECT_XID" ON ${schema}."eventLog" ("objectMetadataId", xid);
CREATE INDEX "IDX_EVENT_LOG_XID" ON ${schema}."eventLog" (xid);
CREATE INDEX "IDX_EVENT_LOG_RECORD" ON ${schema}."eventLog" ("recordId", position);
CREATE TABLE ${schema}."eventReader" (
  name text PRIMARY KEY,
  position text NOT NULL,
  "updatedAt" timestamptz NOT NULL DEFAULT now()
);
CREATE FUNCTION ${schema}."logRecordEvents"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ${schema}, pg_catalog AS $log$
DECLARE
  stamp text := CASE WHEN session_user = current_user THEN nullif(current_setting('kith.actor', true), '') END;
  who jsonb := coalesce(stamp::jsonb, jsonb_build_object('source', 'SYSTEM', 'workspaceMemberId', null,
    'name', session_user, 'context', jsonb_build_object('login', session_user)));
  why text := CASE WHEN stamp IS NOT NULL THEN nullif(current_setting('kith.cause', true), '') END;
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO "eventLog" ("objectMetadataId", "recordId", action, actor, after, cause)
    SELECT TG_ARGV[0]::uuid, n.id, 'created', who, to_jsonb(n) - 'searchVector', why FROM new_rows n;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO "eventLog" ("objectMetadataId", "recordId", action, actor, before, cause)
    SELECT TG_ARGV[0]::uuid, o.id, 'destroyed', who, to_jsonb(o) - 'searchVector', why FROM old_rows o;
  ELSE
    INSERT INTO "eventLog" ("objectMetadataId", "recordId", action, actor, before, after, cause)
    SELECT TG_ARGV[0]::uuid, coalesce(n.id, o.id),
      CASE WHEN o.id IS NULL THEN 'created' WHEN n.id IS NULL THEN 'destroyed'
        WHEN n."deletedAt" IS NOT NULL AND o."deletedAt" IS NULL THEN 'deleted'
        WHEN n."deletedAt" IS NULL AND o."deletedAt" IS NOT NULL THEN 'restored' ELSE 'updated' END,
      who,
      (SELECT jsonb_object_agg(e.key, e.value) FROM jsonb_each(j.old) e
        WHERE e.key NOT IN ('updatedAt', 'searchVector') AND e.value IS DISTINCT FROM j.new->e.key),
      (SELECT jsonb_object_agg(e.key, e.value) FROM jsonb_each(j.new) e
        WHERE e.key NOT IN ('updatedAt', 'searchVector') AND e.value IS DISTINCT FROM j.old->e.key),
      why
    FROM old_rows o FULL JOIN new_rows n ON n.id = o.id
    CROSS JOIN LATERAL (SELECT to_jsonb(o) AS old, to_jsonb(n) AS new OFFSET 0) j;
  END IF;
  IF stamp IS NULL THEN PERFORM pg_notify('${eventChannel}', TG_TABLE_SCHEMA); END IF;
  RETURN NULL;
END $log$;`
}

export interface LogTrigger {
  name: string
  event: string
  referencing: string
}

export const logTriggers: readonly LogTrigger[] = [
  { name: "logCreated", event: "INSERT", referencing: "NEW TABLE AS new_rows" },
  { name: "logUpdated", event: "UPDATE", referencing: "OLD TABLE AS old_rows NEW TABLE AS new_rows" },
  { name: "logDestroyed", event: "DELETE", referencing: "OLD TABLE AS old_rows" },
]
