/** One request on `/metadata`: who asks, found out when a resolver needs to know. */
import { hasSecondFactor, secondFactorRequired } from "../../accounts/second-factor-rule.ts"
import { withWorkspace, type Services } from "../../accounts/services.ts"
import type { AuthProvider } from "../../accounts/ways-in.ts"
import type { Principal } from "../../auth/principal.ts"
import { requireLiveSession, type SessionRow } from "../../auth/sessions.ts"
import type { Identity } from "../../auth/principals.ts"
import { applySchemaChanges, type ChangeResult, type SchemaChange } from "../../metadata/change.ts"
import type { WorkspaceSchema } from "../../metadata/schema.ts"
import { AppError } from "../../errors.ts"
import { readRecords } from "../../records/read.ts"
import type { Workspace } from "../../records/workspace.ts"
import { identify, identifyMember } from "../authenticate.ts"

export interface MetadataRequest {
  services: Services
  http: Request
  /** files of a multipart request by the text that stands for each */
  uploads?: ReadonlyMap<string, File> | undefined
  /** seconds, once a resolver has refused because it was asked too often */
  retryAfter?: number
}

export interface SignedIn {
  authProvider: AuthProvider
  /** null before a workspace was chosen */
  workspaceId: string | null
}

/** The caller's workspace, with schema and rights as they are now. Throws UNAUTHENTICATED or FORBIDDEN. */
export async function openCurrent({ services, http }: MetadataRequest): Promise<Workspace> {
  return openNow(services, await identifyMember(services, http))
}

/** The same for whoever has been identified already. */
export function openNow(services: Services, identity: Identity): Promise<Workspace> {
  return withWorkspace(services, identity, async (workspace) => {
    await readRecords(workspace, [])
    return workspace
  })
}

export async function currentPrincipal(request: MetadataRequest): Promise<Principal> {
  return (await openCurrent(request)).principal
}

export async function currentSchema(request: MetadataRequest): Promise<WorkspaceSchema> {
  return (await openCurrent(request)).schema
}

/**
 * The id of the signed-in person, with or without a workspace, for what concerns the whole account. Throws
 * UNAUTHENTICATED once the session has ended, and FORBIDDEN for whoever looks through their eyes or came by a workspace's
 * own provider.
 */
export async function currentUserId(request: MetadataRequest): Promise<string> {
  return (await currentSession(request)).userId
}

/** The same for what takes the second factor of whoever has one, with which a session without a workspace never began. */
export async function currentConfirmedUserId(request: MetadataRequest): Promise<string> {
  return (await currentConfirmedSession(request)).userId
}

/** The whole session, for what ends others. */
export async function currentConfirmedSession(request: MetadataRequest): Promise<SessionRow> {
  const session = await currentSession(request)
  if (session.secondFactor !== null || !(await hasSecondFactor(request.services, session.userId))) return session
  throw secondFactorRequired("VERIFICATION")
}

/**
 * Whoever came by a workspace's own provider is that person in this workspace only: its admins decide what their provider
 * says.
 */
async function currentSession({ services, http }: MetadataRequest): Promise<SessionRow> {
  const { sid } = await identify(services, http, ["ACCESS", "WORKSPACE_AGNOSTIC"])
  const session = await requireLiveSession(services.db, sid)
  if (session.authProvider !== "sso") return session
  throw new AppError("FORBIDDEN", "This needs a sign-in that is not by a workspace's identity provider", {
    subCode: "FORBIDDEN_EXCEPTION",
    userFriendlyMessage:
      "You signed in through your workspace. Sign in with a password first: “Forgot password” mails you a link to set one.",
  })
}

/** How the signed-in person came in, and where to. Throws UNAUTHENTICATED. */
export async function currentSignIn({ services, http }: MetadataRequest): Promise<SignedIn> {
  const claims = await identify(services, http, ["ACCESS", "WORKSPACE_AGNOSTIC"])
  return {
    authProvider: claims.authProvider as AuthProvider,
    workspaceId: "workspaceId" in claims ? claims.workspaceId : null,
  }
}

/** Applies schema changes as the caller; the new schema is at hand for the next request. */
export async function changeSchema(request: MetadataRequest, changes: SchemaChange[]): Promise<ChangeResult> {
  const { principal, schema } = await openCurrent(request)
  const result = await applySchemaChanges(request.services.db, principal, changes, schema)
  request.services.schemas.keep(result.after)
  request.services.wake.changed(result.after.schemaName)
  return result
}
