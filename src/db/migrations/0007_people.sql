CREATE TABLE "core"."appToken" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"userId" uuid,
	"workspaceId" uuid,
	"type" varchar NOT NULL,
	"value" varchar NOT NULL,
	"context" jsonb,
	"expiresAt" timestamp with time zone NOT NULL,
	"revokedAt" timestamp with time zone,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "CHK_APP_TOKEN_TYPE" CHECK ("core"."appToken"."type" in ('INVITATION', 'PASSWORD_RESET', 'EMAIL_VERIFICATION'))
);
--> statement-breakpoint
CREATE TABLE "core"."mail" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"template" varchar NOT NULL,
	"recipient" varchar NOT NULL,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"appTokenId" uuid NOT NULL,
	"queuedAt" timestamp with time zone,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "core"."user" ADD COLUMN "credentialRevision" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "core"."appToken" ADD CONSTRAINT "appToken_userId_user_id_fk" FOREIGN KEY ("userId") REFERENCES "core"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."appToken" ADD CONSTRAINT "appToken_workspaceId_workspace_id_fk" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."mail" ADD CONSTRAINT "mail_appTokenId_appToken_id_fk" FOREIGN KEY ("appTokenId") REFERENCES "core"."appToken"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "UQ_APP_TOKEN_VALUE" ON "core"."appToken" USING btree ("value");--> statement-breakpoint
CREATE INDEX "IDX_APP_TOKEN_USER_ID" ON "core"."appToken" USING btree ("userId");--> statement-breakpoint
CREATE INDEX "IDX_APP_TOKEN_WORKSPACE_ID" ON "core"."appToken" USING btree ("workspaceId");--> statement-breakpoint
CREATE INDEX "IDX_APP_TOKEN_EMAIL" ON "core"."appToken" USING btree (("context"->>'email'));--> statement-breakpoint
CREATE INDEX "IDX_APP_TOKEN_EXPIRES_AT" ON "core"."appToken" USING btree ("expiresAt");--> statement-breakpoint
CREATE INDEX "IDX_MAIL_APP_TOKEN_ID" ON "core"."mail" USING btree ("appTokenId");--> statement-breakpoint
CREATE INDEX "IDX_MAIL_CREATED_AT" ON "core"."mail" USING btree ("createdAt");--> statement-breakpoint
CREATE UNIQUE INDEX "UQ_WORKSPACE_INVITE_HASH" ON "core"."workspace" USING btree ("inviteHash") WHERE "deletedAt" IS NULL;--> statement-breakpoint
-- Whoever comes by the invite link gets the default role, which must not be the admins'.
UPDATE "core"."workspace" w SET "defaultRoleId" = m.id
  FROM "core"."role" a, "core"."role" m
  WHERE a.id = w."defaultRoleId" AND a.label = 'Admin' AND NOT a."isEditable"
    AND m."workspaceId" = w.id AND m.label = 'Member';
