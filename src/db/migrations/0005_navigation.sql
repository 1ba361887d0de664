CREATE TABLE "core"."navigationMenuItem" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspaceId" uuid NOT NULL,
	"userWorkspaceId" uuid,
	"type" varchar NOT NULL,
	"name" varchar,
	"icon" varchar,
	"color" varchar,
	"link" varchar,
	"position" real DEFAULT 0 NOT NULL,
	"folderId" uuid,
	"targetObjectMetadataId" uuid,
	"targetRecordId" uuid,
	"viewId" uuid,
	"pageLayoutId" uuid,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "core"."viewFieldGroup" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"viewId" uuid NOT NULL,
	"workspaceId" uuid NOT NULL,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL,
	"deletedAt" timestamp with time zone,
	"name" varchar NOT NULL,
	"position" real DEFAULT 0 NOT NULL,
	"isVisible" boolean DEFAULT true NOT NULL
);
--> statement-breakpoint
ALTER TABLE "core"."viewField" ADD COLUMN "viewFieldGroupId" uuid;--> statement-breakpoint
ALTER TABLE "core"."navigationMenuItem" ADD CONSTRAINT "navigationMenuItem_workspaceId_workspace_id_fk" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."navigationMenuItem" ADD CONSTRAINT "navigationMenuItem_userWorkspaceId_userWorkspace_id_fk" FOREIGN KEY ("userWorkspaceId") REFERENCES "core"."userWorkspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."navigationMenuItem" ADD CONSTRAINT "navigationMenuItem_folderId_navigationMenuItem_id_fk" FOREIGN KEY ("folderId") REFERENCES "core"."navigationMenuItem"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."navigationMenuItem" ADD CONSTRAINT "navigationMenuItem_targetObjectMetadataId_objectMetadata_id_fk" FOREIGN KEY ("targetObjectMetadataId") REFERENCES "core"."objectMetadata"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."navigationMenuItem" ADD CONSTRAINT "navigationMenuItem_viewId_view_id_fk" FOREIGN KEY ("viewId") REFERENCES "core"."view"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."viewFieldGroup" ADD CONSTRAINT "viewFieldGroup_viewId_view_id_fk" FOREIGN KEY ("viewId") REFERENCES "core"."view"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."viewFieldGroup" ADD CONSTRAINT "viewFieldGroup_workspaceId_workspace_id_fk" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "IDX_NAVIGATION_MENU_ITEM_WORKSPACE_ID" ON "core"."navigationMenuItem" USING btree ("workspaceId");--> statement-breakpoint
CREATE INDEX "IDX_NAVIGATION_MENU_ITEM_USER_WORKSPACE_ID" ON "core"."navigationMenuItem" USING btree ("userWorkspaceId");--> statement-breakpoint
CREATE INDEX "IDX_NAVIGATION_MENU_ITEM_FOLDER_ID" ON "core"."navigationMenuItem" USING btree ("folderId");--> statement-breakpoint
CREATE INDEX "IDX_NAVIGATION_MENU_ITEM_TARGET_OBJECT_ID" ON "core"."navigationMenuItem" USING btree ("targetObjectMetadataId");--> statement-breakpoint
CREATE INDEX "IDX_NAVIGATION_MENU_ITEM_VIEW_ID" ON "core"."navigationMenuItem" USING btree ("viewId");--> statement-breakpoint
CREATE INDEX "IDX_VIEW_FIELD_GROUP_VIEW_ID" ON "core"."viewFieldGroup" USING btree ("viewId");--> statement-breakpoint
ALTER TABLE "core"."viewField" ADD CONSTRAINT "viewField_viewFieldGroupId_viewFieldGroup_id_fk" FOREIGN KEY ("viewFieldGroupId") REFERENCES "core"."viewFieldGroup"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "IDX_VIEW_FIELD_VIEW_FIELD_GROUP_ID" ON "core"."viewField" USING btree ("viewFieldGroupId");--> statement-breakpoint
-- Workspaces of before get what new ones begin with: an item for each object that people see.
INSERT INTO "core"."navigationMenuItem" ("workspaceId", "type", "icon", "targetObjectMetadataId", "position")
SELECT "workspaceId", 'OBJECT', "icon", "id", row_number() OVER (PARTITION BY "workspaceId" ORDER BY "createdAt", "nameSingular") - 1
FROM "core"."objectMetadata" WHERE NOT "isSystem";
