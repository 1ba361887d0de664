CREATE TABLE "core"."fieldPermission" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"roleId" uuid NOT NULL,
	"objectMetadataId" uuid NOT NULL,
	"fieldMetadataId" uuid NOT NULL,
	"canReadFieldValue" boolean,
	"canUpdateFieldValue" boolean,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "IDX_FIELD_PERMISSION_FIELD_METADATA_ID_ROLE_ID_UNIQUE" UNIQUE("fieldMetadataId","roleId"),
	CONSTRAINT "CHK_FIELD_PERMISSION_RESTRICTS" CHECK ("canReadFieldValue" IS NOT TRUE AND "canUpdateFieldValue" IS NOT TRUE)
);
--> statement-breakpoint
CREATE TABLE "core"."objectPermission" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"roleId" uuid NOT NULL,
	"objectMetadataId" uuid NOT NULL,
	"canReadObjectRecords" boolean,
	"canCreateObjectRecords" boolean,
	"canUpdateObjectRecords" boolean,
	"canSoftDeleteObjectRecords" boolean,
	"canRestoreObjectRecords" boolean,
	"canDestroyObjectRecords" boolean,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "IDX_OBJECT_PERMISSION_OBJECT_METADATA_ID_ROLE_ID_UNIQUE" UNIQUE("objectMetadataId","roleId")
);
--> statement-breakpoint
CREATE TABLE "core"."permissionFlag" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"roleId" uuid NOT NULL,
	"flag" varchar NOT NULL,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "IDX_PERMISSION_FLAG_FLAG_ROLE_ID_UNIQUE" UNIQUE("flag","roleId")
);
--> statement-breakpoint
CREATE TABLE "core"."rowLevelPermissionPredicate" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"roleId" uuid NOT NULL,
	"objectMetadataId" uuid NOT NULL,
	"fieldMetadataId" uuid NOT NULL,
	"operand" varchar NOT NULL,
	"value" jsonb,
	"subFieldName" varchar,
	"workspaceMemberFieldMetadataId" uuid,
	"workspaceMemberSubFieldName" varchar,
	"rowLevelPermissionPredicateGroupId" uuid,
	"positionInRowLevelPermissionPredicateGroup" real,
	"scope" varchar DEFAULT 'SEE' NOT NULL,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "core"."rowLevelPermissionPredicateGroup" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"roleId" uuid NOT NULL,
	"objectMetadataId" uuid NOT NULL,
	"parentRowLevelPermissionPredicateGroupId" uuid,
	"logicalOperator" varchar NOT NULL,
	"positionInRowLevelPermissionPredicateGroup" real,
	"scope" varchar DEFAULT 'SEE' NOT NULL,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "core"."fieldPermission" ADD CONSTRAINT "fieldPermission_roleId_role_id_fk" FOREIGN KEY ("roleId") REFERENCES "core"."role"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."fieldPermission" ADD CONSTRAINT "fieldPermission_objectMetadataId_objectMetadata_id_fk" FOREIGN KEY ("objectMetadataId") REFERENCES "core"."objectMetadata"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."fieldPermission" ADD CONSTRAINT "fieldPermission_fieldMetadataId_fieldMetadata_id_fk" FOREIGN KEY ("fieldMetadataId") REFERENCES "core"."fieldMetadata"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."objectPermission" ADD CONSTRAINT "objectPermission_roleId_role_id_fk" FOREIGN KEY ("roleId") REFERENCES "core"."role"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."objectPermission" ADD CONSTRAINT "objectPermission_objectMetadataId_objectMetadata_id_fk" FOREIGN KEY ("objectMetadataId") REFERENCES "core"."objectMetadata"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."permissionFlag" ADD CONSTRAINT "permissionFlag_roleId_role_id_fk" FOREIGN KEY ("roleId") REFERENCES "core"."role"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."rowLevelPermissionPredicate" ADD CONSTRAINT "rowLevelPermissionPredicate_roleId_role_id_fk" FOREIGN KEY ("roleId") REFERENCES "core"."role"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."rowLevelPermissionPredicate" ADD CONSTRAINT "rowLevelPermissionPredicate_objectMetadataId_objectMetadata_id_fk" FOREIGN KEY ("objectMetadataId") REFERENCES "core"."objectMetadata"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."rowLevelPermissionPredicateGroup" ADD CONSTRAINT "rowLevelPermissionPredicateGroup_roleId_role_id_fk" FOREIGN KEY ("roleId") REFERENCES "core"."role"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."rowLevelPermissionPredicateGroup" ADD CONSTRAINT "rowLevelPermissionPredicateGroup_objectMetadataId_objectMetadata_id_fk" FOREIGN KEY ("objectMetadataId") REFERENCES "core"."objectMetadata"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "IDX_FIELD_PERMISSION_ROLE_ID" ON "core"."fieldPermission" USING btree ("roleId");--> statement-breakpoint
CREATE INDEX "IDX_OBJECT_PERMISSION_ROLE_ID" ON "core"."objectPermission" USING btree ("roleId");--> statement-breakpoint
CREATE INDEX "IDX_RLPP_ROLE_ID" ON "core"."rowLevelPermissionPredicate" USING btree ("roleId");--> statement-breakpoint
CREATE INDEX "IDX_RLPPG_ROLE_ID" ON "core"."rowLevelPermissionPredicateGroup" USING btree ("roleId");--> statement-breakpoint
-- Refuses a statement as a whole. What it is about travels in the detail; the program says it in the caller's words.
CREATE FUNCTION core.refuse(reason text, about text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', reason USING ERRCODE = 'KT403', DETAIL = about;
END $$;--> statement-breakpoint
-- Whatever changes what a role may do counts in the next statement of whoever has it, plain SQL included.
CREATE FUNCTION core.raise_rights() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed jsonb := to_jsonb(coalesce(NEW, OLD));
BEGIN
  UPDATE core.workspace SET "rightsRevision" = "rightsRevision" + 1
    WHERE id = coalesce((changed->>'workspaceId')::uuid,
      (SELECT r."workspaceId" FROM core.role r WHERE r.id = (changed->>'roleId')::uuid));
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER raise_rights AFTER UPDATE OR DELETE ON core.role FOR EACH ROW EXECUTE FUNCTION core.raise_rights();--> statement-breakpoint
CREATE TRIGGER raise_rights AFTER INSERT OR UPDATE OR DELETE ON core."objectPermission" FOR EACH ROW EXECUTE FUNCTION core.raise_rights();--> statement-breakpoint
CREATE TRIGGER raise_rights AFTER INSERT OR UPDATE OR DELETE ON core."fieldPermission" FOR EACH ROW EXECUTE FUNCTION core.raise_rights();--> statement-breakpoint
CREATE TRIGGER raise_rights AFTER INSERT OR UPDATE OR DELETE ON core."permissionFlag" FOR EACH ROW EXECUTE FUNCTION core.raise_rights();--> statement-breakpoint
CREATE TRIGGER raise_rights AFTER INSERT OR UPDATE OR DELETE ON core."rowLevelPermissionPredicate" FOR EACH ROW EXECUTE FUNCTION core.raise_rights();--> statement-breakpoint
CREATE TRIGGER raise_rights AFTER INSERT OR UPDATE OR DELETE ON core."rowLevelPermissionPredicateGroup" FOR EACH ROW EXECUTE FUNCTION core.raise_rights();--> statement-breakpoint
-- Workspaces that were there before Guest was.
INSERT INTO "core"."role" ("workspaceId", "label", "icon", "canReadAllObjectRecords", "canBeAssignedToApiKeys")
  SELECT w.id, 'Guest', 'IconUserQuestion', true, true FROM "core"."workspace" w
  ON CONFLICT ("label", "workspaceId") DO NOTHING;
