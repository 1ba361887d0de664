CREATE TABLE "core"."idempotencyKey" (
	"workspaceId" uuid NOT NULL,
	"principal" varchar NOT NULL,
	"key" varchar NOT NULL,
	"requestHash" varchar NOT NULL,
	"status" integer,
	"body" text,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "PK_IDEMPOTENCY_KEY" PRIMARY KEY("workspaceId","principal","key")
);
--> statement-breakpoint
ALTER TABLE "core"."idempotencyKey" ADD CONSTRAINT "idempotencyKey_workspaceId_workspace_id_fk" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "IDX_IDEMPOTENCY_KEY_CREATED_AT" ON "core"."idempotencyKey" USING btree ("createdAt");