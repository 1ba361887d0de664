/** Sign-up, sign-in, workspaces and their people on `/metadata`. */
import { confirmEmail, requestEmailChange } from "../../accounts/email-change.ts"
import { resendVerification } from "../../accounts/email-verification.ts"
import {
  agnosticSession,
  checkCredentials,
  createUser,
  foundWorkspace,
  getWorkspace,
  loginToken,
  lookUpAccount,
  renewTokens,
  tradeLoginToken,
  workspaceForOrigin,
  type Credentials,
  type User,
} from "../../accounts/sign-in.ts"
import { updateWorkspace, type WorkspaceUpdate } from "../../accounts/workspace-settings.ts"
import type { Services } from "../../accounts/services.ts"
import { AppError } from "../../errors.ts"
import {
  availableWorkspaces,
  getUser,
  presentTokens,
  presentUser,
  presentWorkspace,
  workspaceUrls,
} from "./present-accounts.ts"
import {
  currentConfirmedUserId,
  currentPrincipal,
  currentSignIn,
  currentUserId,
  openCurrent,
  type MetadataRequest,
} from "./request.ts"

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
      const exists = await lookUpAccount(services, email)
      return { exists, availableWorkspacesCount: exists ? 1 : 0, isEmailVerified: exists }
    },
    async signUp(credentials: Credentials) {
      return signedIn(services, await createUser(services, credentials))
    },
    async signIn(credentials: Credentials) {
      return signedIn(services, await checkCredentials(services, credentials))
    },
    async verifyEmailAndGetWorkspaceAgnosticToken(args: Verification) {
      return signedIn(services, await confirmEmail(services, args.emailVerificationToken, args.email))
    },
    verifyEmailAndGetLoginToken: (args: Verification) => verifiedLogin(services, args),
    getLoginTokenFromEmailVerificationToken: (args: Verification) => verifiedLogin(services, args),
    async resendEmailVerificationToken({ email }: { email: string }) {
      await resendVerification(services, email)
      return { success: true }
    },
    async updateUserEmail({ newEmail }: { newEmail: string }) {
      await requestEmailChange(services, await currentConfirmedUserId(request), newEmail)
      return true
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
      return { tokens: presentTokens(await tradeLoginToken(services, args.loginToken)) }
    },
    async renewToken({ appToken }: { appToken: string }) {
      return { tokens: presentTokens(await renewTokens(services, appToken)) }
    },
    async currentUser() {
      const workspace = await openCurrent(request)
      const { principal } = workspace
      if (principal.kind !== "user") throw new AppError("FORBIDDEN", "Forbidden resource")
      return presentUser(services, await getUser(services, principal.userId!), workspace, await currentSignIn(request))
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
  }
}

async function verifiedLogin(services: Services, { emailVerificationToken, email, origin }: Verification) {
  const person = await confirmEmail(services, emailVerificationToken, email)
  const workspace = await workspaceForOrigin(services, person.id, origin)
  return {
    loginToken: await loginToken(services, person, workspace.id),
    workspaceUrls: workspaceUrls(services, workspace),
  }
}

async function signedIn(services: Services, person: User) {
  return {
    tokens: presentTokens(await agnosticSession(services, person)),
    availableWorkspaces: () => availableWorkspaces(services, person, { authProvider: "password", workspaceId: null }),
  }
}
