/** `GET /client-config`: what a client needs to know before anybody has signed in. It says what is there, and no more. */
import { Hono } from "hono"
import { passwordLength } from "../accounts/credentials.ts"
import type { Services } from "../accounts/services.ts"
import { core } from "../db/core.ts"
import { workspace } from "../db/core-tables.ts"
import { limits } from "../limits.ts"

export function clientConfigRoute(services: Services): Hono {
  const config = clientConfig(services)
  return new Hono().get("/client-config", async (context) =>
    context.json({ ...config, isNewInstallation: await isEmpty(services) }),
  )
}

/** Whoever comes first founds a workspace; until then there is nothing to sign in to. */
async function isEmpty({ db }: Services): Promise<boolean> {
  return (await core(db).select({ id: workspace.id }).from(workspace).limit(1)).length === 0
}

function clientConfig({ config }: Services) {
  const { hostname } = new URL(config.publicUrl)
  return {
    appVersion: version,
    billing: { isBillingEnabled: false, billingUrl: null, trialPeriods: [] },
    aiModels: [],
    // What the server is set up for; each workspace says which of it is open, and which providers of its own it has.
    authProviders: {
      google: config.google !== null,
      magicLink: false,
      password: true,
      microsoft: config.microsoft !== null,
      sso: [],
    },
    passwordLength,
    signInPrefilled: false,
    isMultiWorkspaceEnabled: true,
    isEmailVerificationRequired: config.isEmailVerificationRequired,
    defaultSubdomain: null,
    frontDomain: hostname,
    publicFunctionDomain: null,
    support: { supportDriver: "NONE", supportFrontChatId: null },
    sentry: { environment: null, release: null, dsn: null },
    captcha: { provider: null, siteKey: null },
    // What an upload is refused for, so that a client can say it before sending.
    files: { maxSize: config.maxFileSize, refusedExtensions: config.refusedFileTypes },
    api: { mutationMaximumAffectedRecords: limits.batch },
    onboarding: { isEnabled: false },
    isAttachmentPreviewEnabled: false,
    analyticsEnabled: false,
    canManageFeatureFlags: false,
    publicFeatureFlags: [],
    isMicrosoftMessagingEnabled: false,
    isMicrosoftCalendarEnabled: false,
    isGoogleMessagingEnabled: false,
    isGoogleCalendarEnabled: false,
    isConfigVariablesInDbEnabled: false,
    isImapSmtpCaldavEnabled: false,
    isTwoFactorAuthenticationEnabled: true,
  }
}

const version = "0.1.0"
