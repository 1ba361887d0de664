CREATE TABLE "core"."auditLog" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspaceId" uuid,
	"at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"event" varchar NOT NULL,
	"actorKind" varchar NOT NULL,
	"actorId" uuid,
	"actorName" varchar,
	"actorEmail" varchar,
	"targetKind" varchar,
	"targetId" uuid,
	"targetName" varchar,
	"details" jsonb,
	"ipAddress" varchar,
	"userAgent" varchar,
	"requestId" varchar
);
--> statement-breakpoint
CREATE TABLE "core"."knownPlace" (
	"userId" uuid NOT NULL,
	"place" varchar NOT NULL,
	"seenAt" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "PK_KNOWN_PLACE" PRIMARY KEY("userId","place")
);
--> statement-breakpoint
-- Nothing is lost that would not start anew within the hour, so it is kept out of the write-ahead log.
CREATE UNLOGGED TABLE "core"."rateCounter" (
	"key" varchar PRIMARY KEY NOT NULL,
	"count" integer NOT NULL,
	"expiresAt" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "core"."sqlLogin" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspaceId" uuid NOT NULL,
	"name" varchar NOT NULL,
	"roleName" varchar NOT NULL,
	"access" varchar NOT NULL,
	"expiresAt" timestamp with time zone NOT NULL,
	"revokedAt" timestamp with time zone,
	"endedAt" timestamp with time zone,
	"createdBy" varchar,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "CHK_SQL_LOGIN_ACCESS" CHECK ("core"."sqlLogin"."access" in ('READ', 'WRITE'))
);
--> statement-breakpoint
ALTER TABLE "core"."apiKey" ADD COLUMN "lastUsedAt" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "core"."workspace" ADD COLUMN "auditLogRetentionDays" integer DEFAULT 365;--> statement-breakpoint
ALTER TABLE "core"."auditLog" ADD CONSTRAINT "auditLog_workspaceId_workspace_id_fk" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."knownPlace" ADD CONSTRAINT "knownPlace_userId_user_id_fk" FOREIGN KEY ("userId") REFERENCES "core"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."sqlLogin" ADD CONSTRAINT "sqlLogin_workspaceId_workspace_id_fk" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "IDX_AUDIT_LOG_WORKSPACE_ID_AT" ON "core"."auditLog" USING btree ("workspaceId","at","id");--> statement-breakpoint
CREATE INDEX "IDX_AUDIT_LOG_ACTOR_ID" ON "core"."auditLog" USING btree ("workspaceId","actorId","at","id");--> statement-breakpoint
CREATE INDEX "IDX_AUDIT_LOG_TARGET_ID" ON "core"."auditLog" USING btree ("workspaceId","targetId","at","id");--> statement-breakpoint
CREATE INDEX "IDX_RATE_COUNTER_EXPIRES_AT" ON "core"."rateCounter" USING btree ("expiresAt");--> statement-breakpoint
CREATE UNIQUE INDEX "UQ_SQL_LOGIN_ROLE_NAME" ON "core"."sqlLogin" USING btree ("roleName");--> statement-breakpoint
CREATE INDEX "IDX_SQL_LOGIN_WORKSPACE_ID" ON "core"."sqlLogin" USING btree ("workspaceId");--> statement-breakpoint
ALTER TABLE "core"."workspace" ADD CONSTRAINT "CHK_WORKSPACE_AUDIT_LOG_RETENTION" CHECK ("auditLogRetentionDays" >= 30);--> statement-breakpoint
-- Entries of the audit log never change, and go when their time has come: that of their workspace, or a year.
CREATE FUNCTION core."keepAuditLog"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, core, pg_temp AS $$
DECLARE
  gone boolean;
  days integer;
BEGIN
  IF TG_OP = 'DELETE' THEN
    SELECT w."deletedAt" IS NOT NULL, w."auditLogRetentionDays" INTO gone, days FROM core.workspace w WHERE w.id = OLD."workspaceId";
    IF NOT FOUND THEN
      gone := OLD."workspaceId" IS NOT NULL;
      days := 365;
    END IF;
    IF gone OR OLD.at < now() - make_interval(days => days) THEN
      RETURN OLD;
    END IF;
  END IF;
  RAISE EXCEPTION 'The audit log is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER "keepAuditLog" BEFORE UPDATE OR DELETE ON core."auditLog" FOR EACH ROW EXECUTE FUNCTION core."keepAuditLog"();
--> statement-breakpoint
CREATE TRIGGER "keepWholeAuditLog" BEFORE TRUNCATE ON core."auditLog" FOR EACH STATEMENT EXECUTE FUNCTION core."keepAuditLog"();
--> statement-breakpoint
-- As a trigger on a table of one's own, the function that writes the event log would write what never happened.
DO $$
DECLARE
  f oid;
BEGIN
  FOR f IN SELECT p.oid FROM pg_proc p JOIN core."dataSource" d ON d.schema = p.pronamespace::regnamespace::text
    WHERE p.proname = 'logRecordEvents' LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f::regprocedure);
  END LOOP;
END $$;
