/** Sign-up, sign-in, workspaces and their people on `/metadata`. */
import { eq } from "drizzle-orm"
import { resendVerification, verifyEmail } from "../../accounts/email-verification.ts"
import { findInvitationsOf } from "../../accounts/invitations.ts"
import {
  accountExists,
  agnosticSession,
  checkCredentials,
  createUser,
  findWorkspaces,
  foundWorkspace,
  getWorkspace,
  loginToken,
  renewTokens,
  tradeLoginToken,
  workspaceForOrigin,
  type Credentials,
  type User,
  type WorkspaceRow,
} from "../../accounts/sign-in.ts"
import { updateWorkspace, type WorkspaceUpdate } from "../../accounts/workspace-settings.ts"
import type { Services } from "../../accounts/services.ts"
import { invalidToken } from "../../auth/tokens.ts"
import type { TokenPair } from "../../auth/sessions.ts"
import { core } from "../../db/core.ts"
import { role, user } from "../../db/core-tables.ts"
import { AppError } from "../../errors.ts"
import { workspaceSchemaName } from "../../metadata/names.ts"
import { currentPrincipal, currentUserId, openCurrent, type MetadataRequest } from "./request.ts"

interface OriginArgument {
  origin?: string | null
}

interface Verification extends OriginArgument {
  emailVerificationToken: string
  email: string
}

export function accountResolvers(request: MetadataRequest) {
  const { services } = request
  return {
    /** What a sign-in page has to know, and no more: how many workspaces somebody has is nobody's business. */
    async checkUserExists({ email }: { email: string }) {
      const exists = await accountExists(services, email)
      return { exists, availableWorkspacesCount: exists ? 1 : 0, isEmailVerified: exists }
    },
    async signUp(credentials: Credentials) {
      return signedIn(services, await createUser(services, credentials))
    },
    async signIn(credentials: Credentials) {
      return signedIn(services, await checkCredentials(services, credentials))
    },
    async verifyEmailAndGetWorkspaceAgnosticToken(args: Verification) {
      return signedIn(services, await verifyEmail(services, args.emailVerificationToken, args.email))
    },
    verifyEmailAndGetLoginToken: (args: Verification) => verifiedLogin(services, args),
    getLoginTokenFromEmailVerificationToken: (args: Verification) => verifiedLogin(services, args),
    async resendEmailVerificationToken({ email }: { email: string }) {
      await resendVerification(services, email)
      return { success: true }
    },
    async signUpInNewWorkspace({ input }: { input?: { displayName?: string; subdomain?: string } | null }) {
      const founder = await getUser(services, await currentUserId(request))
      const workspace = await foundWorkspace(services, founder.id, input ?? {})
      return {
        loginToken: await loginToken(services, founder, workspace.id),
        workspace: { id: workspace.id, workspaceUrls: workspaceUrls(services, workspace) },
      }
    },
    async getLoginTokenFromCredentials({ origin, ...credentials }: Credentials & OriginArgument) {
      const person = await checkCredentials(services, credentials)
      const workspace = await workspaceForOrigin(services, person.id, origin)
      return { loginToken: await loginToken(services, person, workspace.id) }
    },
    async getAuthTokensFromLoginToken(args: { loginToken: string }) {
      return { tokens: pair(await tradeLoginToken(services, args.loginToken)) }
    },
    async renewToken({ appToken }: { appToken: string }) {
      return { tokens: pair(await renewTokens(services, appToken)) }
    },
    async currentUser() {
      const principal = await currentPrincipal(request)
      if (principal.kind !== "user") throw new AppError("FORBIDDEN", "Forbidden resource")
      return presentUser(
        services,
        await getUser(services, principal.userId!),
        principal.workspaceId,
        principal.workspaceMemberId,
      )
    },
    async currentWorkspace() {
      const { principal } = await openCurrent(request)
      return presentWorkspace(services, await getWorkspace(services, principal.workspaceId))
    },
    async activateWorkspace({ data }: { data: { displayName?: string | null } }) {
      const principal = await currentPrincipal(request)
      const update = data.displayName ? { displayName: data.displayName } : {}
      return presentWorkspace(services, await updateWorkspace(services, principal, update))
    },
    async updateWorkspace({ data }: { data: WorkspaceUpdate }) {
      return presentWorkspace(services, await updateWorkspace(services, await currentPrincipal(request), data))
    },
    async getRoles() {
      const principal = await currentPrincipal(request)
      return core(services.db).select().from(role).where(eq(role.workspaceId, principal.workspaceId))
    },
  }
}

async function verifiedLogin(services: Services, { emailVerificationToken, email, origin }: Verification) {
  const person = await verifyEmail(services, emailVerificationToken, email)
  const workspace = await workspaceForOrigin(services, person.id, origin)
  return {
    loginToken: await loginToken(services, person, workspace.id),
    workspaceUrls: workspaceUrls(services, workspace),
  }
}

async function getUser(services: Services, id: string): Promise<User> {
  const [row] = await core(services.db).select().from(user).where(eq(user.id, id))
  if (!row) throw invalidToken()
  return row
}

async function signedIn(services: Services, person: User) {
  return {
    tokens: pair(await agnosticSession(services, person)),
    availableWorkspaces: () => availableWorkspaces(services, person),
  }
}

/** Each with a login token, so that signing in and entering are two calls. */
async function availableWorkspaces(services: Services, person: User) {
  const workspaces = await findWorkspaces(services, person.id)
  const entries = workspaces.map(async (workspace) => ({
    id: workspace.id,
    displayName: workspace.displayName,
    loginToken: (await loginToken(services, person, workspace.id)).token,
    personalInviteToken: null,
    inviteHash: workspace.inviteHash,
    workspaceUrls: workspaceUrls(services, workspace),
    logo: workspace.logo,
    sso: [],
  }))
  return {
    availableWorkspacesForSignIn: await Promise.all(entries),
    availableWorkspacesForSignUp: await invitingWorkspaces(services, person),
  }
}

/** Without the secret of the invitation: whoever is shown these needs none. */
async function invitingWorkspaces(services: Services, person: User) {
  const invitations = person.isEmailVerified ? await findInvitationsOf(services, person.email) : []
  return Promise.all(
    invitations.map(async ({ workspaceId }) => {
      const workspace = await getWorkspace(services, workspaceId!)
      const { id, displayName, logo } = workspace
      const urls = workspaceUrls(services, workspace)
      return {
        id,
        displayName,
        logo,
        loginToken: null,
        personalInviteToken: null,
        inviteHash: null,
        workspaceUrls: urls,
        sso: [],
      }
    }),
  )
}

function pair(tokens: TokenPair) {
  return { ...tokens, accessToken: tokens.accessOrWorkspaceAgnosticToken }
}

/** On one host all workspaces share the public address; the token says which one is meant. */
export function workspaceUrls(services: Services, workspace: WorkspaceRow) {
  const { publicUrl } = services.config
  const customUrl = workspace.customDomain ? `https://${workspace.customDomain}/` : null
  return { subdomainUrl: `${publicUrl}/`, customUrl }
}

function presentWorkspace(services: Services, workspace: WorkspaceRow) {
  return {
    ...workspace,
    workspaceUrls: workspaceUrls(services, workspace),
    databaseSchema: workspaceSchemaName(workspace.id),
    async defaultRole() {
      if (!workspace.defaultRoleId) return null
      const [row] = await core(services.db).select().from(role).where(eq(role.id, workspace.defaultRoleId))
      return row ?? null
    },
  }
}

function presentUser(services: Services, person: User, workspaceId: string, workspaceMemberId: string | null) {
  const { passwordHash, ...shown } = person
  return {
    ...shown,
    hasPassword: passwordHash !== null,
    workspaceMember: workspaceMemberId
      ? {
          id: workspaceMemberId,
          name: { firstName: person.firstName, lastName: person.lastName },
          userEmail: person.email,
        }
      : null,
    currentWorkspace: async () => presentWorkspace(services, await getWorkspace(services, workspaceId)),
    workspaces: async () =>
      (await findWorkspaces(services, person.id)).map((workspace) => ({
        id: workspace.id,
        userId: person.id,
        createdAt: workspace.createdAt,
        workspace: presentWorkspace(services, workspace),
      })),
    availableWorkspaces: () => availableWorkspaces(services, person),
  }
}
