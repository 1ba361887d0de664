CREATE TABLE "core"."file" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspaceId" uuid NOT NULL,
	"folder" varchar NOT NULL,
	"fieldMetadataId" uuid,
	"name" varchar NOT NULL,
	"extension" varchar DEFAULT '' NOT NULL,
	"mimeType" varchar DEFAULT 'application/octet-stream' NOT NULL,
	"size" bigint NOT NULL,
	"status" varchar DEFAULT 'PENDING' NOT NULL,
	"userWorkspaceId" uuid,
	"apiKeyId" uuid,
	"attachedAt" timestamp with time zone,
	"expiresAt" timestamp with time zone,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "CHK_FILE_STATUS" CHECK ("core"."file"."status" in ('PENDING', 'RECEIVING', 'STORED', 'EXPIRED'))
);
--> statement-breakpoint
ALTER TABLE "core"."file" ADD CONSTRAINT "file_workspaceId_workspace_id_fk" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."file" ADD CONSTRAINT "file_fieldMetadataId_fieldMetadata_id_fk" FOREIGN KEY ("fieldMetadataId") REFERENCES "core"."fieldMetadata"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."file" ADD CONSTRAINT "file_userWorkspaceId_userWorkspace_id_fk" FOREIGN KEY ("userWorkspaceId") REFERENCES "core"."userWorkspace"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."file" ADD CONSTRAINT "file_apiKeyId_apiKey_id_fk" FOREIGN KEY ("apiKeyId") REFERENCES "core"."apiKey"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "IDX_FILE_WORKSPACE_ID" ON "core"."file" USING btree ("workspaceId");--> statement-breakpoint
CREATE INDEX "IDX_FILE_FIELD_METADATA_ID" ON "core"."file" USING btree ("fieldMetadataId");--> statement-breakpoint
CREATE INDEX "IDX_FILE_EXPIRES_AT" ON "core"."file" USING btree ("expiresAt");