CREATE TABLE "core"."approvedAccessDomain" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspaceId" uuid NOT NULL,
	"domain" varchar NOT NULL,
	"isValidated" boolean DEFAULT false NOT NULL,
	"appTokenId" uuid,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "UQ_APPROVED_ACCESS_DOMAIN_DOMAIN_WORKSPACE_ID" UNIQUE("domain","workspaceId")
);
--> statement-breakpoint
CREATE TABLE "core"."scimGroup" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspaceId" uuid NOT NULL,
	"displayName" varchar NOT NULL,
	"externalId" varchar,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "core"."scimGroupMember" (
	"scimGroupId" uuid NOT NULL,
	"scimUserId" uuid NOT NULL,
	CONSTRAINT "PK_SCIM_GROUP_MEMBER" PRIMARY KEY("scimGroupId","scimUserId")
);
--> statement-breakpoint
CREATE TABLE "core"."scimGroupRole" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspaceId" uuid NOT NULL,
	"group" varchar NOT NULL,
	"roleId" uuid NOT NULL,
	"position" integer NOT NULL,
	"grantsAllSettings" boolean NOT NULL,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "UQ_SCIM_GROUP_ROLE_WORKSPACE_ID_POSITION" UNIQUE("workspaceId","position")
);
--> statement-breakpoint
CREATE TABLE "core"."scimToken" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspaceId" uuid NOT NULL,
	"name" varchar NOT NULL,
	"value" varchar NOT NULL,
	"lastUsedAt" timestamp with time zone,
	"expiresAt" timestamp with time zone,
	"revokedAt" timestamp with time zone,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "core"."scimUser" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspaceId" uuid NOT NULL,
	"userId" uuid,
	"userName" varchar NOT NULL,
	"externalId" varchar,
	"email" varchar NOT NULL,
	"givenName" varchar DEFAULT '' NOT NULL,
	"familyName" varchar DEFAULT '' NOT NULL,
	"displayName" varchar DEFAULT '' NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"isProven" boolean DEFAULT false NOT NULL,
	"hasGroupRole" boolean DEFAULT false NOT NULL,
	"endedUserWorkspaceId" uuid,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL,
	"deletedAt" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "core"."appToken" DROP CONSTRAINT "CHK_APP_TOKEN_TYPE";--> statement-breakpoint
ALTER TABLE "core"."mail" ALTER COLUMN "appTokenId" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "core"."approvedAccessDomain" ADD CONSTRAINT "approvedAccessDomain_workspaceId_workspace_id_fk" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."approvedAccessDomain" ADD CONSTRAINT "approvedAccessDomain_appTokenId_appToken_id_fk" FOREIGN KEY ("appTokenId") REFERENCES "core"."appToken"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."scimGroup" ADD CONSTRAINT "scimGroup_workspaceId_workspace_id_fk" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."scimGroupMember" ADD CONSTRAINT "scimGroupMember_scimGroupId_scimGroup_id_fk" FOREIGN KEY ("scimGroupId") REFERENCES "core"."scimGroup"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."scimGroupMember" ADD CONSTRAINT "scimGroupMember_scimUserId_scimUser_id_fk" FOREIGN KEY ("scimUserId") REFERENCES "core"."scimUser"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."scimGroupRole" ADD CONSTRAINT "scimGroupRole_workspaceId_workspace_id_fk" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."scimGroupRole" ADD CONSTRAINT "scimGroupRole_roleId_role_id_fk" FOREIGN KEY ("roleId") REFERENCES "core"."role"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."scimToken" ADD CONSTRAINT "scimToken_workspaceId_workspace_id_fk" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."scimUser" ADD CONSTRAINT "scimUser_workspaceId_workspace_id_fk" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."scimUser" ADD CONSTRAINT "scimUser_userId_user_id_fk" FOREIGN KEY ("userId") REFERENCES "core"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."scimUser" ADD CONSTRAINT "scimUser_endedUserWorkspaceId_userWorkspace_id_fk" FOREIGN KEY ("endedUserWorkspaceId") REFERENCES "core"."userWorkspace"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "IDX_APPROVED_ACCESS_DOMAIN_WORKSPACE_ID" ON "core"."approvedAccessDomain" USING btree ("workspaceId");--> statement-breakpoint
CREATE UNIQUE INDEX "UQ_SCIM_GROUP_WORKSPACE_ID_DISPLAY_NAME" ON "core"."scimGroup" USING btree ("workspaceId",lower("displayName"));--> statement-breakpoint
CREATE INDEX "IDX_SCIM_GROUP_MEMBER_SCIM_USER_ID" ON "core"."scimGroupMember" USING btree ("scimUserId");--> statement-breakpoint
CREATE INDEX "IDX_SCIM_GROUP_ROLE_ROLE_ID" ON "core"."scimGroupRole" USING btree ("roleId");--> statement-breakpoint
CREATE UNIQUE INDEX "UQ_SCIM_TOKEN_VALUE" ON "core"."scimToken" USING btree ("value");--> statement-breakpoint
CREATE INDEX "IDX_SCIM_TOKEN_WORKSPACE_ID" ON "core"."scimToken" USING btree ("workspaceId");--> statement-breakpoint
CREATE UNIQUE INDEX "UQ_SCIM_USER_WORKSPACE_ID_USER_NAME" ON "core"."scimUser" USING btree ("workspaceId",lower("userName")) WHERE "deletedAt" IS NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "UQ_SCIM_USER_WORKSPACE_ID_EMAIL" ON "core"."scimUser" USING btree ("workspaceId","email") WHERE "deletedAt" IS NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "UQ_SCIM_USER_WORKSPACE_ID_USER_ID" ON "core"."scimUser" USING btree ("workspaceId","userId") WHERE "deletedAt" IS NULL;--> statement-breakpoint
CREATE INDEX "IDX_SCIM_USER_WORKSPACE_ID_EXTERNAL_ID" ON "core"."scimUser" USING btree ("workspaceId","externalId");--> statement-breakpoint
CREATE INDEX "IDX_SCIM_USER_USER_ID" ON "core"."scimUser" USING btree ("userId");--> statement-breakpoint
ALTER TABLE "core"."appToken" ADD CONSTRAINT "CHK_APP_TOKEN_TYPE" CHECK ("core"."appToken"."type" in ('INVITATION', 'PASSWORD_RESET', 'EMAIL_VERIFICATION', 'EMAIL_CHANGE', 'DOMAIN_VALIDATION'));