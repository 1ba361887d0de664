CREATE TABLE "core"."application" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspaceId" uuid NOT NULL,
	"name" varchar NOT NULL,
	"roleId" uuid NOT NULL,
	"revokedAt" timestamp with time zone,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "core"."passkeyChallenge" (
	"challenge" varchar PRIMARY KEY NOT NULL,
	"userId" uuid NOT NULL,
	"purpose" varchar NOT NULL,
	"expiresAt" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "core"."recoveryCode" (
	"userId" uuid NOT NULL,
	"hash" varchar NOT NULL,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "PK_RECOVERY_CODE" PRIMARY KEY("userId","hash")
);
--> statement-breakpoint
CREATE TABLE "core"."signingKey" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"publicKey" jsonb NOT NULL,
	"privateKey" varchar,
	"retiredAt" timestamp with time zone,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "core"."twoFactorAuthenticationMethod" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"userId" uuid NOT NULL,
	"strategy" varchar NOT NULL,
	"status" varchar NOT NULL,
	"name" varchar NOT NULL,
	"secret" varchar,
	"lastUsedStep" bigint,
	"credentialId" varchar,
	"publicKey" varchar,
	"counter" bigint,
	"transports" varchar[],
	"relyingPartyId" varchar,
	"lastUsedAt" timestamp with time zone,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "CHK_TWO_FACTOR_METHOD_STATUS" CHECK ("core"."twoFactorAuthenticationMethod"."status" in ('PENDING', 'VERIFIED')),
	CONSTRAINT "CHK_TWO_FACTOR_METHOD_STRATEGY" CHECK (("core"."twoFactorAuthenticationMethod"."strategy" = 'TOTP' and "core"."twoFactorAuthenticationMethod"."secret" is not null) or ("core"."twoFactorAuthenticationMethod"."strategy" = 'PASSKEY' and "core"."twoFactorAuthenticationMethod"."credentialId" is not null and "core"."twoFactorAuthenticationMethod"."publicKey" is not null and "core"."twoFactorAuthenticationMethod"."counter" is not null and "core"."twoFactorAuthenticationMethod"."relyingPartyId" is not null))
);
--> statement-breakpoint
ALTER TABLE "core"."file" ADD COLUMN "applicationId" uuid;--> statement-breakpoint
ALTER TABLE "core"."session" ADD COLUMN "secondFactor" varchar;--> statement-breakpoint
ALTER TABLE "core"."session" ADD COLUMN "userAgent" varchar;--> statement-breakpoint
ALTER TABLE "core"."session" ADD COLUMN "address" varchar;--> statement-breakpoint
ALTER TABLE "core"."session" ADD COLUMN "impersonatorUserWorkspaceId" uuid;--> statement-breakpoint
ALTER TABLE "core"."session" ADD COLUMN "impersonatorWorkspaceMemberId" uuid;--> statement-breakpoint
ALTER TABLE "core"."user" ADD COLUMN "secondFactorFailures" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "core"."user" ADD COLUMN "secondFactorLockedUntil" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "core"."userWorkspace" ADD COLUMN "impersonationAllowedUntil" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "core"."workspace" ADD COLUMN "isTwoFactorAuthenticationEnforced" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "core"."workspace" ADD COLUMN "isTwoFactorAuthenticationEnforcedForSso" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "core"."application" ADD CONSTRAINT "application_workspaceId_workspace_id_fk" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."application" ADD CONSTRAINT "application_roleId_role_id_fk" FOREIGN KEY ("roleId") REFERENCES "core"."role"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."passkeyChallenge" ADD CONSTRAINT "passkeyChallenge_userId_user_id_fk" FOREIGN KEY ("userId") REFERENCES "core"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."recoveryCode" ADD CONSTRAINT "recoveryCode_userId_user_id_fk" FOREIGN KEY ("userId") REFERENCES "core"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."twoFactorAuthenticationMethod" ADD CONSTRAINT "twoFactorAuthenticationMethod_userId_user_id_fk" FOREIGN KEY ("userId") REFERENCES "core"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "IDX_APPLICATION_WORKSPACE_ID" ON "core"."application" USING btree ("workspaceId");--> statement-breakpoint
CREATE INDEX "IDX_PASSKEY_CHALLENGE_USER_ID" ON "core"."passkeyChallenge" USING btree ("userId");--> statement-breakpoint
CREATE INDEX "IDX_PASSKEY_CHALLENGE_EXPIRES_AT" ON "core"."passkeyChallenge" USING btree ("expiresAt");--> statement-breakpoint
CREATE UNIQUE INDEX "UQ_SIGNING_KEY_CURRENT" ON "core"."signingKey" USING btree ((("retiredAt" is null))) WHERE "retiredAt" is null;--> statement-breakpoint
CREATE INDEX "IDX_TWO_FACTOR_METHOD_USER_ID" ON "core"."twoFactorAuthenticationMethod" USING btree ("userId");--> statement-breakpoint
CREATE UNIQUE INDEX "UQ_TWO_FACTOR_METHOD_TOTP" ON "core"."twoFactorAuthenticationMethod" USING btree ("userId") WHERE strategy = 'TOTP';--> statement-breakpoint
CREATE UNIQUE INDEX "UQ_TWO_FACTOR_METHOD_CREDENTIAL_ID" ON "core"."twoFactorAuthenticationMethod" USING btree ("credentialId");--> statement-breakpoint
ALTER TABLE "core"."file" ADD CONSTRAINT "file_applicationId_application_id_fk" FOREIGN KEY ("applicationId") REFERENCES "core"."application"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."session" ADD CONSTRAINT "session_impersonatorUserWorkspaceId_userWorkspace_id_fk" FOREIGN KEY ("impersonatorUserWorkspaceId") REFERENCES "core"."userWorkspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "IDX_SESSION_IMPERSONATOR" ON "core"."session" USING btree ("impersonatorUserWorkspaceId") WHERE "impersonatorUserWorkspaceId" IS NOT NULL;