CREATE TABLE "core"."sampleData" (
	"workspaceId" uuid PRIMARY KEY NOT NULL,
	"recordIds" jsonb NOT NULL,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "core"."userWorkspace" ADD COLUMN "variables" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "core"."sampleData" ADD CONSTRAINT "sampleData_workspaceId_workspace_id_fk" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;