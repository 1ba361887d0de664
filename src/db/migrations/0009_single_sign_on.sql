CREATE TABLE "core"."externalIdentity" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"userId" uuid NOT NULL,
	"identityProviderId" uuid,
	"issuer" varchar NOT NULL,
	"subject" varchar NOT NULL,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "UQ_EXTERNAL_IDENTITY_SUBJECT" UNIQUE NULLS NOT DISTINCT("identityProviderId","issuer","subject")
);
--> statement-breakpoint
CREATE TABLE "core"."identityProvider" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspaceId" uuid NOT NULL,
	"name" varchar NOT NULL,
	"type" varchar NOT NULL,
	"status" varchar DEFAULT 'Active' NOT NULL,
	"issuer" varchar NOT NULL,
	"clientId" varchar,
	"clientSecret" text,
	"ssoUrl" varchar,
	"certificates" text,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	"updatedAt" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "CHK_IDENTITY_PROVIDER_TYPE" CHECK ("core"."identityProvider"."type" in ('OIDC', 'SAML')),
	CONSTRAINT "CHK_IDENTITY_PROVIDER_STATUS" CHECK ("core"."identityProvider"."status" in ('Active', 'Inactive', 'Error'))
);
--> statement-breakpoint
ALTER TABLE "core"."workspace" ADD COLUMN "isGoogleAuthEnabled" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "core"."workspace" ADD COLUMN "isMicrosoftAuthEnabled" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "core"."workspace" ADD COLUMN "isPasswordAuthEnabled" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "core"."workspace" ADD COLUMN "isGoogleAuthBypassEnabled" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "core"."workspace" ADD COLUMN "isMicrosoftAuthBypassEnabled" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "core"."workspace" ADD COLUMN "isPasswordAuthBypassEnabled" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "core"."externalIdentity" ADD CONSTRAINT "externalIdentity_userId_user_id_fk" FOREIGN KEY ("userId") REFERENCES "core"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."externalIdentity" ADD CONSTRAINT "externalIdentity_identityProviderId_identityProvider_id_fk" FOREIGN KEY ("identityProviderId") REFERENCES "core"."identityProvider"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."identityProvider" ADD CONSTRAINT "identityProvider_workspaceId_workspace_id_fk" FOREIGN KEY ("workspaceId") REFERENCES "core"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "IDX_EXTERNAL_IDENTITY_USER_ID" ON "core"."externalIdentity" USING btree ("userId");--> statement-breakpoint
CREATE INDEX "IDX_IDENTITY_PROVIDER_WORKSPACE_ID" ON "core"."identityProvider" USING btree ("workspaceId");