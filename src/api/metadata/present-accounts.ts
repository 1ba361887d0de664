/** People and workspaces as `/metadata` shows them. */
import { eq } from "drizzle-orm"
import { findApprovingWorkspaces } from "../../accounts/approved-domains.ts"
import { effectiveRights } from "../../accounts/effective-rights.ts"
import { findInvitationsOf } from "../../accounts/invitations.ts"
import type { Services } from "../../accounts/services.ts"
import { shownLogo } from "../../accounts/public-workspace.ts"
import { readVariables } from "../../accounts/user-variables.ts"
import { listActiveProviders } from "../../accounts/identity-providers.ts"
import { findWorkspaces, getWorkspace, loginToken, type User, type WorkspaceRow } from "../../accounts/sign-in.ts"
import type { AuthProvider } from "../../accounts/ways-in.ts"
import type { TokenPair } from "../../auth/sessions.ts"
import { invalidToken } from "../../auth/tokens.ts"
import { core } from "../../db/core.ts"
import { role, user, userWorkspace } from "../../db/core-tables.ts"
import { AppError } from "../../errors.ts"
import { workspaceSchemaName } from "../../metadata/names.ts"
import type { Workspace } from "../../records/workspace.ts"
import { presentMembers } from "./present-members.ts"
import { presentSecondFactors } from "./present-second-factors.ts"
import type { SignedIn } from "./request.ts"

export async function getUser(services: Services, id: string): Promise<User> {
  const [row] = await core(services.db).select().from(user).where(eq(user.id, id))
  if (!row) throw invalidToken()
  return row
}

/** On one host all workspaces share the public address; the token says which one is meant. */
export function workspaceUrls(services: Services, workspace: WorkspaceRow) {
  const { publicUrl } = services.config
  const customUrl = workspace.customDomain ? `https://${workspace.customDomain}/` : null
  return { subdomainUrl: `${publicUrl}/`, customUrl }
}

export function presentWorkspace(services: Services, workspace: WorkspaceRow) {
  return {
    ...workspace,
    logo: () => shownLogo(services, workspace),
    workspaceUrls: workspaceUrls(services, workspace),
    databaseSchema: workspaceSchemaName(workspace.id),
    async defaultRole() {
      if (!workspace.defaultRoleId) return null
      const [row] = await core(services.db).select().from(role).where(eq(role.id, workspace.defaultRoleId))
      return row ?? null
    },
  }
}

/** @param workspace that they are in; null for somebody who is in none */
export function presentUser(services: Services, person: User, workspace: Workspace | null, signedIn: SignedIn) {
  const { passwordHash, ...shown } = person
  const members = once(() => (workspace ? presentMembers(workspace) : Promise.resolve([])))
  return {
    ...shown,
    hasPassword: passwordHash !== null,
    workspaceMember: async () =>
      (await members()).find((each) => each.id === workspace?.principal.workspaceMemberId) ?? null,
    workspaceMembers: members,
    userVars: () => workspace && presentVariables(services, workspace),
    currentWorkspace: async () =>
      workspace && presentWorkspace(services, await getWorkspace(services, workspace.schema.workspaceId)),
    currentUserWorkspace: () => workspace && presentMembership(services, workspace),
    workspaces: async () =>
      (await workspacesShown(services, person, signedIn)).map((each) => ({
        id: each.id,
        userId: person.id,
        createdAt: each.createdAt,
        workspace: presentWorkspace(services, each),
      })),
    // Whoever looks through somebody else's eyes sees this workspace, not the way into others.
    availableWorkspaces: () =>
      workspace?.principal.impersonatorUserWorkspaceId
        ? { availableWorkspacesForSignIn: [], availableWorkspacesForSignUp: [] }
        : availableWorkspaces(services, person, signedIn),
  }
}

/** A membership as its person sees it. What they may do stands there under both names that clients know. */
export async function presentMembership(services: Services, workspace: Workspace) {
  const id = workspace.principal.userWorkspaceId!
  const [row] = await core(services.db).select().from(userWorkspace).where(eq(userWorkspace.id, id))
  const { userId, workspaceId } = row!
  const { permissionFlags, objectPermissions } = effectiveRights(workspace)
  return {
    ...row!,
    workspace: async () => presentWorkspace(services, await getWorkspace(services, workspaceId)),
    permissionFlags,
    objectPermissions,
    objectsPermissions: objectPermissions,
    ...presentSecondFactors(services, userId),
  }
}

/** What their clients remember; a program, which has no membership, is nobody's. */
async function presentVariables({ db }: Services, { principal }: Workspace) {
  return principal.userWorkspaceId && readVariables(db, principal.userWorkspaceId)
}

export function presentTokens(tokens: TokenPair) {
  return { ...tokens, accessToken: tokens.accessOrWorkspaceAgnosticToken }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}

/** Each with a login token, if asked for and it lets people in this way, so that signing in and entering are two calls. */
export async function availableWorkspaces(services: Services, person: User, signedIn: SignedIn) {
  const workspaces = await workspacesShown(services, person, signedIn)
  const entries = workspaces.map((workspace) => ({
    id: workspace.id,
    displayName: workspace.displayName,
    loginToken: () => loginTokenIfOpen(services, person, workspace.id, signedIn.authProvider),
    personalInviteToken: null,
    inviteHash: workspace.inviteHash,
    workspaceUrls: workspaceUrls(services, workspace),
    logo: () => shownLogo(services, workspace),
    sso: () => listActiveProviders(services, workspace.id),
  }))
  return {
    availableWorkspacesForSignIn: entries,
    availableWorkspacesForSignUp: signedIn.authProvider === "sso" ? [] : await invitingWorkspaces(services, person),
  }
}

/** Whoever came by a workspace's own provider sees that workspace: the provider may say that they are anybody. */
async function workspacesShown(services: Services, person: User, { authProvider, workspaceId }: SignedIn) {
  const workspaces = await findWorkspaces(services, person.id)
  return authProvider === "sso" ? workspaces.filter(({ id }) => id === workspaceId) : workspaces
}

async function loginTokenIfOpen(services: Services, person: User, workspaceId: string, authProvider: AuthProvider) {
  try {
    return (await loginToken(services, person, workspaceId, { authProvider })).token
  } catch (error) {
    if (error instanceof AppError && error.code === "FORBIDDEN") return null
    throw error
  }
}

/** What the person, or the domain of their address, may join. Without the secret of an invitation: they need none. */
async function invitingWorkspaces(services: Services, person: User) {
  if (!person.isEmailVerified) return []
  const invitations = await findInvitationsOf(services, person.email)
  const approving = await findApprovingWorkspaces(services, person.email)
  const ids = new Set([...invitations.map(({ workspaceId }) => workspaceId!), ...approving])
  return Promise.all(
    [...ids].map(async (workspaceId) => {
      const workspace = await getWorkspace(services, workspaceId)
      const { id, displayName } = workspace
      const urls = workspaceUrls(services, workspace)
      return {
        id,
        displayName,
        logo: () => shownLogo(services, workspace),
        loginToken: null,
        personalInviteToken: null,
        inviteHash: null,
        workspaceUrls: urls,
        sso: [],
      }
    }),
  )
}
