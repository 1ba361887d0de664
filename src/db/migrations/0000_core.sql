CREATE SCHEMA "core";
--> statement-breakpoint
CREATE TYPE "core"."workspace_activationStatus_enum" AS ENUM('PENDING_CREATION', 'ONGOING_CREATION', 'ACTIVE', 'INACTIVE', 'SUSPENDED');--> statement-breakpoint
CREATE TYPE "core"."dataSource_type_enum" AS ENUM('POSTGRES');--> statement-breakpoint
CREATE TYPE "core"."fieldMetadata_type_enum" AS ENUM('ACTOR', 'ADDRESS', 'ARRAY', 'BOOLEAN', 'CURRENCY', 'DATE', 'DATE_TIME', 'EMAILS', 'FILES', 'FULL_NAME', 'LINKS', 'MORPH_RELATION', 'MULTI_SELECT', 'NUMBER', 'NUMERIC', 'PHONES', 'POSITION', 'RATING', 'RAW_JSON', 'RELATION', 'RICH_TEXT', 'SELECT', 'TEXT', 'TS_VECTOR', 'UUID');--> statement-breakpoint
CREATE TABLE "core"."apiKey" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" varchar NOT NULL,
	"secret" varchar,
	"expiresAt" timestamp with time zone NOT NULL,
	"revokedAt" timestamp with time zone,
	"roleId" uuid NOT NULL,
	"workspaceId" uuid NOT NULL,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "core"."dataSource" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspaceId" uuid NOT NULL,
	"schema" varchar NOT NULL,
	"type" "core"."dataSource_type_enum" DEFAULT 'POSTGRES' NOT NULL,
	"label" varchar,
	"url" varchar,
	"isRemote" boolean DEFAULT false NOT NULL,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "UQ_DATA_SOURCE_SCHEMA" UNIQUE("schema")
);
--> statement-breakpoint
CREATE TABLE "core"."fieldMetadata" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"standardId" uuid,
	"objectMetadataId" uuid NOT NULL,
	"name" varchar NOT NULL,
	"label" varchar NOT NULL,
	"description" text,
	"icon" varchar,
	"type" "core"."fieldMetadata_type_enum" NOT NULL,
	"isNullable" boolean DEFAULT true NOT NULL,
	"isUnique" boolean DEFAULT false NOT NULL,
	"isSystem" boolean DEFAULT false NOT NULL,
	"isCustom" boolean DEFAULT false NOT NULL,
	"isActive" boolean DEFAULT true NOT NULL,
	"isUIEditable" boolean DEFAULT true NOT NULL,
	"isLabelSyncedWithName" boolean DEFAULT false NOT NULL,
	"defaultValue" jsonb,
	"options" jsonb,
	"settings" jsonb,
	"relationTargetObjectMetadataId" uuid,
	"relationTargetFieldMetadataId" uuid,
	"morphId" uuid,
	"columnName" varchar,
	"columnType" varchar,
	"workspaceId" uuid NOT NULL,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "IDX_FIELD_METADATA_NAME_OBJECT_METADATA_ID_WORKSPACE_ID_UNIQUE" UNIQUE("name","objectMetadataId","workspaceId"),
	CONSTRAINT "CHK_FIELD_METADATA_MORPH_RELATION_REQUIRES_MORPH_ID" CHECK (("type" != 'MORPH_RELATION') OR ("type" = 'MORPH_RELATION' AND "morphId" IS NOT NULL))
);
--> statement-breakpoint
CREATE TABLE "core"."indexFieldMetadata" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"indexMetadataId" uuid NOT NULL,
	"fieldMetadataId" uuid NOT NULL,
	"subFieldName" varchar,
	"order" integer NOT NULL,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "core"."indexMetadata" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"objectMetadataId" uuid NOT NULL,
	"name" varchar NOT NULL,
	"isCustom" boolean DEFAULT false NOT NULL,
	"isUnique" boolean DEFAULT false NOT NULL,
	"indexType" varchar DEFAULT 'BTREE' NOT NULL,
	"indexWhereClause" text,
	"status" varchar DEFAULT 'READY' NOT NULL,
	"failure" text,
	"workspaceId" uuid NOT NULL,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "IDX_INDEX_METADATA_NAME_WORKSPACE_ID_OBJECT_METADATA_ID_UNIQUE" UNIQUE("name","workspaceId","objectMetadataId")
);
--> statement-breakpoint
CREATE TABLE "core"."objectMetadata" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"standardId" uuid,
	"dataSourceId" uuid NOT NULL,
	"nameSingular" varchar NOT NULL,
	"namePlural" varchar NOT NULL,
	"labelSingular" varchar NOT NULL,
	"labelPlural" varchar NOT NULL,
	"description" text,
	"icon" varchar,
	"color" varchar,
	"shortcut" varchar,
	"targetTableName" varchar NOT NULL,
	"isCustom" boolean DEFAULT false NOT NULL,
	"isRemote" boolean DEFAULT false NOT NULL,
	"isActive" boolean DEFAULT true NOT NULL,
	"isSystem" boolean DEFAULT false NOT NULL,
	"isSearchable" boolean DEFAULT false NOT NULL,
	"isUICreatable" boolean DEFAULT true NOT NULL,
	"isUIEditable" boolean DEFAULT true NOT NULL,
	"isLabelSyncedWithName" boolean DEFAULT false NOT NULL,
	"duplicateCriteria" jsonb,
	"labelIdentifierFieldMetadataId" uuid,
	"imageIdentifierFieldMetadataId" uuid,
	"workspaceId" uuid NOT NULL,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "IDX_OBJECT_METADATA_NAME_SINGULAR_WORKSPACE_ID_UNIQUE" UNIQUE("nameSingular","workspaceId"),
	CONSTRAINT "IDX_OBJECT_METADATA_NAME_PLURAL_WORKSPACE_ID_UNIQUE" UNIQUE("namePlural","workspaceId")
);
--> statement-breakpoint
CREATE TABLE "core"."role" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspaceId" uuid NOT NULL,
	"label" varchar NOT NULL,
	"description" text,
	"icon" varchar,
	"isEditable" boolean DEFAULT true NOT NULL,
	"canUpdateAllSettings" boolean DEFAULT false NOT NULL,
	"canAccessAllTools" boolean DEFAULT false NOT NULL,
	"canReadAllObjectRecords" boolean DEFAULT false NOT NULL,
	"canUpdateAllObjectRecords" boolean DEFAULT false NOT NULL,
	"canSoftDeleteAllObjectRecords" boolean DEFAULT false NOT NULL,
	"canDestroyAllObjectRecords" boolean DEFAULT false NOT NULL,
	"canBeAssignedToUsers" boolean DEFAULT true NOT NULL,
	"canBeAssignedToAgents" boolean DEFAULT false NOT NULL,
	"canBeAssignedToApiKeys" boolean DEFAULT true NOT NULL,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "IDX_ROLE_LABEL_WORKSPACE_ID_UNIQUE" UNIQUE("label","workspaceId")
);
--> statement-breakpoint
CREATE TABLE "core"."session" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"userId" uuid NOT NULL,
	"workspaceId" uuid,
	"authProvider" varchar DEFAULT 'password' NOT NULL,
	"refreshId" uuid NOT NULL,
	"previousRefreshId" uuid,
	"rotatedAt" timestamp with time zone,
	"expiresAt" timestamp with time zone NOT NULL,
	"revokedAt" timestamp with time zone,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "core"."usedToken" (
	"id" uuid PRIMARY KEY NOT NULL,
	"expiresAt" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "core"."user" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"firstName" varchar DEFAULT '' NOT NULL,
	"lastName" varchar DEFAULT '' NOT NULL,
	"email" varchar NOT NULL,
	"passwordHash" varchar,
	"canImpersonate" boolean DEFAULT false NOT NULL,
	"canAccessFullAdminPanel" boolean DEFAULT false NOT NULL,
	"isEmailVerified" boolean DEFAULT false NOT NULL,
	"disabled" boolean DEFAULT false NOT NULL,
	"locale" varchar DEFAULT 'en' NOT NULL,
	"defaultAvatarUrl" varchar,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL,
	"deletedAt" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "core"."userWorkspace" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"userId" uuid NOT NULL,
	"workspaceId" uuid NOT NULL,
	"roleId" uuid,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL,
	"deletedAt" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "core"."view" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" varchar NOT NULL,
	"objectMetadataId" uuid NOT NULL,
	"type" varchar DEFAULT 'TABLE' NOT NULL,
	"key" varchar,
	"icon" varchar NOT NULL,
	"position" real DEFAULT 0 NOT NULL,
	"isCompact" boolean DEFAULT false NOT NULL,
	"isCustom" boolean DEFAULT true NOT NULL,
	"openRecordIn" varchar DEFAULT 'SIDE_PANEL' NOT NULL,
	"visibility" varchar DEFAULT 'WORKSPACE' NOT NULL,
	"createdByUserWorkspaceId" uuid,
	"anyFieldFilterValue" varchar,
	"mainGroupByFieldMetadataId" uuid,
	"kanbanAggregateOperation" varchar,
	"kanbanAggregateOperationFieldMetadataId" uuid,
	"kanbanColumnWidth" integer,
	"shouldHideEmptyGroups" boolean DEFAULT false NOT NULL,
	"calendarLayout" varchar,
	"calendarFieldMetadataId" uuid,
	"workspaceId" uuid NOT NULL,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL,
	"deletedAt" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "core"."viewField" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"viewId" uuid NOT NULL,
	"workspaceId" uuid NOT NULL,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL,
	"deletedAt" timestamp with time zone,
	"fieldMetadataId" uuid NOT NULL,
	"isVisible" boolean DEFAULT true NOT NULL,
	"position" real DEFAULT 0 NOT NULL,
	"size" integer DEFAULT 0 NOT NULL,
	"aggregateOperation" varchar
);
--> statement-breakpoint
CREATE TABLE "core"."viewFilter" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"viewId" uuid NOT NULL,
	"workspaceId" uuid NOT NULL,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL,
	"deletedAt" timestamp with time zone,
	"fieldMetadataId" uuid NOT NULL,
	"operand" varchar NOT NULL,
	"value" jsonb,
	"subFieldName" varchar,
	"viewFilterGroupId" uuid,
	"positionInViewFilterGroup" integer,
	"relationTargetFieldMetadataId" uuid
);
--> statement-breakpoint
CREATE TABLE "core"."viewFilterGroup" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"viewId" uuid NOT NULL,
	"workspaceId" uuid NOT NULL,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL,
	"deletedAt" timestamp with time zone,
	"parentViewFilterGroupId" uuid,
	"logicalOperator" varchar DEFAULT 'AND' NOT NULL,
	"positionInViewFilterGroup" integer
);
--> statement-breakpoint
CREATE TABLE "core"."viewGroup" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"viewId" uuid NOT NULL,
	"workspaceId" uuid NOT NULL,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL,
	"deletedAt" timestamp with time zone,
	"fieldValue" varchar NOT NULL,
	"isVisible" boolean DEFAULT true NOT NULL,
	"position" real DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "core"."viewSort" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"viewId" uuid NOT NULL,
	"workspaceId" uuid NOT NULL,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL,
	"deletedAt" timestamp with time zone,
	"fieldMetadataId" uuid NOT NULL,
	"direction" varchar DEFAULT 'ASC' NOT NULL,
	"subFieldName" varchar
);
--> statement-breakpoint
CREATE TABLE "core"."webhook" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"targetUrl" varchar NOT NULL,
	"operations" varchar[] DEFAULT '{*.*}' NOT NULL,
	"description" varchar,
	"secret" varchar DEFAULT '' NOT NULL,
	"workspaceId" uuid NOT NULL,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL,
	"deletedAt" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "core"."workspace" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"displayName" varchar,
	"logo" varchar,
	"inviteHash" varchar DEFAULT replace(gen_random_uuid()::text, '-', '') NOT NULL,
	"allowImpersonation" boolean DEFAULT false NOT NULL,
	"isPublicInviteLinkEnabled" boolean DEFAULT true NOT NULL,
	"activationStatus" "core"."workspace_activationStatus_enum" DEFAULT 'PENDING_CREATION' NOT NULL,
	"defaultRoleId" uuid,
	"subdomain" varchar NOT NULL,
	"customDomain" varchar,
	"metadataVersion" integer DEFAULT 0 NOT NULL,
	"rightsRevision" integer DEFAULT 0 NOT NULL,
	"eventEpoch" integer DEFAULT 1 NOT NULL,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL,
	"deletedAt" timestamp with time zone,
	CONSTRAINT "onboarded_workspace_requires_default_role" CHECK ("activationStatus" IN ('PENDING_CREATION', 'ONGOING_CREATION') OR "defaultRoleId" IS NOT NULL)
);
--> statement-breakpoint
CREATE TABLE "core"."workspaceMigration" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspaceId" uuid NOT NULL,
	"name" varchar NOT NULL,
	"isCustom" boolean DEFAULT false NOT NULL,
	"migrations" jsonb NOT NULL,
	"version" integer NOT NULL,
	"appliedAt" timestamp with time zone,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "core"."apiKey" ADD CONSTRAINT "apiKey_roleId_role_id_fk" FOREIGN KEY ("roleId") REFERENCES "core"."role"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."apiKey" ADD CONSTRAINT "apiKey_workspaceId_workspace_id_fk" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."dataSource" ADD CONSTRAINT "dataSource_workspaceId_workspace_id_fk" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."fieldMetadata" ADD CONSTRAINT "fieldMetadata_objectMetadataId_objectMetadata_id_fk" FOREIGN KEY ("objectMetadataId") REFERENCES "core"."objectMetadata"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."fieldMetadata" ADD CONSTRAINT "fieldMetadata_relationTargetObjectMetadataId_objectMetadata_id_fk" FOREIGN KEY ("relationTargetObjectMetadataId") REFERENCES "core"."objectMetadata"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."fieldMetadata" ADD CONSTRAINT "fieldMetadata_workspaceId_workspace_id_fk" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."fieldMetadata" ADD CONSTRAINT "FK_FIELD_METADATA_RELATION_TARGET_FIELD" FOREIGN KEY ("relationTargetFieldMetadataId") REFERENCES "core"."fieldMetadata"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."indexFieldMetadata" ADD CONSTRAINT "indexFieldMetadata_indexMetadataId_indexMetadata_id_fk" FOREIGN KEY ("indexMetadataId") REFERENCES "core"."indexMetadata"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."indexFieldMetadata" ADD CONSTRAINT "indexFieldMetadata_fieldMetadataId_fieldMetadata_id_fk" FOREIGN KEY ("fieldMetadataId") REFERENCES "core"."fieldMetadata"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."indexMetadata" ADD CONSTRAINT "indexMetadata_objectMetadataId_objectMetadata_id_fk" FOREIGN KEY ("objectMetadataId") REFERENCES "core"."objectMetadata"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."indexMetadata" ADD CONSTRAINT "indexMetadata_workspaceId_workspace_id_fk" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."objectMetadata" ADD CONSTRAINT "objectMetadata_dataSourceId_dataSource_id_fk" FOREIGN KEY ("dataSourceId") REFERENCES "core"."dataSource"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."objectMetadata" ADD CONSTRAINT "FK_OBJECT_WORKSPACE" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."role" ADD CONSTRAINT "role_workspaceId_workspace_id_fk" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."session" ADD CONSTRAINT "session_userId_user_id_fk" FOREIGN KEY ("userId") REFERENCES "core"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."session" ADD CONSTRAINT "session_workspaceId_workspace_id_fk" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."userWorkspace" ADD CONSTRAINT "userWorkspace_userId_user_id_fk" FOREIGN KEY ("userId") REFERENCES "core"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."userWorkspace" ADD CONSTRAINT "userWorkspace_workspaceId_workspace_id_fk" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."userWorkspace" ADD CONSTRAINT "userWorkspace_roleId_role_id_fk" FOREIGN KEY ("roleId") REFERENCES "core"."role"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."view" ADD CONSTRAINT "view_objectMetadataId_objectMetadata_id_fk" FOREIGN KEY ("objectMetadataId") REFERENCES "core"."objectMetadata"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."view" ADD CONSTRAINT "view_workspaceId_workspace_id_fk" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."viewField" ADD CONSTRAINT "viewField_viewId_view_id_fk" FOREIGN KEY ("viewId") REFERENCES "core"."view"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."viewField" ADD CONSTRAINT "viewField_workspaceId_workspace_id_fk" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."viewField" ADD CONSTRAINT "viewField_fieldMetadataId_fieldMetadata_id_fk" FOREIGN KEY ("fieldMetadataId") REFERENCES "core"."fieldMetadata"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."viewFilter" ADD CONSTRAINT "viewFilter_viewId_view_id_fk" FOREIGN KEY ("viewId") REFERENCES "core"."view"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."viewFilter" ADD CONSTRAINT "viewFilter_workspaceId_workspace_id_fk" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."viewFilter" ADD CONSTRAINT "viewFilter_fieldMetadataId_fieldMetadata_id_fk" FOREIGN KEY ("fieldMetadataId") REFERENCES "core"."fieldMetadata"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."viewFilterGroup" ADD CONSTRAINT "viewFilterGroup_viewId_view_id_fk" FOREIGN KEY ("viewId") REFERENCES "core"."view"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."viewFilterGroup" ADD CONSTRAINT "viewFilterGroup_workspaceId_workspace_id_fk" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."viewGroup" ADD CONSTRAINT "viewGroup_viewId_view_id_fk" FOREIGN KEY ("viewId") REFERENCES "core"."view"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."viewGroup" ADD CONSTRAINT "viewGroup_workspaceId_workspace_id_fk" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."viewSort" ADD CONSTRAINT "viewSort_viewId_view_id_fk" FOREIGN KEY ("viewId") REFERENCES "core"."view"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."viewSort" ADD CONSTRAINT "viewSort_workspaceId_workspace_id_fk" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."viewSort" ADD CONSTRAINT "viewSort_fieldMetadataId_fieldMetadata_id_fk" FOREIGN KEY ("fieldMetadataId") REFERENCES "core"."fieldMetadata"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."webhook" ADD CONSTRAINT "webhook_workspaceId_workspace_id_fk" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."workspace" ADD CONSTRAINT "workspace_defaultRoleId_role_id_fk" FOREIGN KEY ("defaultRoleId") REFERENCES "core"."role"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."workspaceMigration" ADD CONSTRAINT "workspaceMigration_workspaceId_workspace_id_fk" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "IDX_API_KEY_WORKSPACE_ID" ON "core"."apiKey" USING btree ("workspaceId");--> statement-breakpoint
CREATE INDEX "IDX_DATA_SOURCE_WORKSPACE_ID" ON "core"."dataSource" USING btree ("workspaceId");--> statement-breakpoint
CREATE INDEX "IDX_FIELD_METADATA_OBJECT_ID" ON "core"."fieldMetadata" USING btree ("objectMetadataId");--> statement-breakpoint
CREATE INDEX "IDX_FIELD_METADATA_RELATION_TARGET" ON "core"."fieldMetadata" USING btree ("relationTargetObjectMetadataId");--> statement-breakpoint
CREATE INDEX "IDX_FIELD_METADATA_RELATION_TARGET_FIELD" ON "core"."fieldMetadata" USING btree ("relationTargetFieldMetadataId");--> statement-breakpoint
CREATE INDEX "IDX_FIELD_METADATA_WORKSPACE_ID" ON "core"."fieldMetadata" USING btree ("workspaceId");--> statement-breakpoint
CREATE INDEX "IDX_INDEX_FIELD_METADATA_INDEX_ID" ON "core"."indexFieldMetadata" USING btree ("indexMetadataId");--> statement-breakpoint
CREATE INDEX "IDX_INDEX_FIELD_METADATA_FIELD_ID" ON "core"."indexFieldMetadata" USING btree ("fieldMetadataId");--> statement-breakpoint
CREATE INDEX "IDX_INDEX_METADATA_OBJECT_ID" ON "core"."indexMetadata" USING btree ("objectMetadataId");--> statement-breakpoint
CREATE INDEX "IDX_INDEX_METADATA_WORKSPACE_ID" ON "core"."indexMetadata" USING btree ("workspaceId");--> statement-breakpoint
CREATE INDEX "IDX_OBJECT_METADATA_WORKSPACE_ID" ON "core"."objectMetadata" USING btree ("workspaceId");--> statement-breakpoint
CREATE INDEX "IDX_ROLE_WORKSPACE_ID" ON "core"."role" USING btree ("workspaceId");--> statement-breakpoint
CREATE INDEX "IDX_SESSION_USER_ID" ON "core"."session" USING btree ("userId");--> statement-breakpoint
CREATE INDEX "IDX_SESSION_WORKSPACE_ID" ON "core"."session" USING btree ("workspaceId");--> statement-breakpoint
CREATE INDEX "IDX_USED_TOKEN_EXPIRES_AT" ON "core"."usedToken" USING btree ("expiresAt");--> statement-breakpoint
CREATE UNIQUE INDEX "UQ_USER_EMAIL" ON "core"."user" USING btree ("email") WHERE "deletedAt" IS NULL;--> statement-breakpoint
CREATE INDEX "IDX_USER_WORKSPACE_USER_ID" ON "core"."userWorkspace" USING btree ("userId");--> statement-breakpoint
CREATE INDEX "IDX_USER_WORKSPACE_WORKSPACE_ID" ON "core"."userWorkspace" USING btree ("workspaceId");--> statement-breakpoint
CREATE UNIQUE INDEX "UQ_USER_WORKSPACE_USER_ID_WORKSPACE_ID" ON "core"."userWorkspace" USING btree ("userId","workspaceId") WHERE "deletedAt" IS NULL;--> statement-breakpoint
CREATE INDEX "IDX_VIEW_WORKSPACE_ID_OBJECT_METADATA_ID" ON "core"."view" USING btree ("workspaceId","objectMetadataId");--> statement-breakpoint
CREATE INDEX "IDX_VIEW_OBJECT_METADATA_ID" ON "core"."view" USING btree ("objectMetadataId");--> statement-breakpoint
CREATE INDEX "IDX_VIEW_FIELD_VIEW_ID" ON "core"."viewField" USING btree ("viewId");--> statement-breakpoint
CREATE INDEX "IDX_VIEW_FIELD_FIELD_METADATA_ID" ON "core"."viewField" USING btree ("fieldMetadataId");--> statement-breakpoint
CREATE INDEX "IDX_VIEW_FILTER_VIEW_ID" ON "core"."viewFilter" USING btree ("viewId");--> statement-breakpoint
CREATE INDEX "IDX_VIEW_FILTER_FIELD_METADATA_ID" ON "core"."viewFilter" USING btree ("fieldMetadataId");--> statement-breakpoint
CREATE INDEX "IDX_VIEW_FILTER_GROUP_VIEW_ID" ON "core"."viewFilterGroup" USING btree ("viewId");--> statement-breakpoint
CREATE INDEX "IDX_VIEW_GROUP_VIEW_ID" ON "core"."viewGroup" USING btree ("viewId");--> statement-breakpoint
CREATE INDEX "IDX_VIEW_SORT_VIEW_ID" ON "core"."viewSort" USING btree ("viewId");--> statement-breakpoint
CREATE INDEX "IDX_VIEW_SORT_FIELD_METADATA_ID" ON "core"."viewSort" USING btree ("fieldMetadataId");--> statement-breakpoint
CREATE INDEX "IDX_WEBHOOK_WORKSPACE_ID" ON "core"."webhook" USING btree ("workspaceId");--> statement-breakpoint
CREATE UNIQUE INDEX "UQ_WORKSPACE_SUBDOMAIN" ON "core"."workspace" USING btree ("subdomain") WHERE "deletedAt" IS NULL;--> statement-breakpoint
CREATE INDEX "IDX_WORKSPACE_MIGRATION_WORKSPACE_ID" ON "core"."workspaceMigration" USING btree ("workspaceId","version");