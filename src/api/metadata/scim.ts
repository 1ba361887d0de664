/** What admins set up for a workspace's directory, on `/metadata`. The directory itself comes to `/scim/v2`. */
import { listGroupRoles, replaceGroupRoles, type GroupRole } from "../../accounts/scim/group-roles.ts"
import { listScimGroups } from "../../accounts/scim/groups.ts"
import {
  createScimToken,
  listScimTokens,
  revokeScimToken,
  type ScimToken,
  type ScimTokenInput,
} from "../../accounts/scim/tokens.ts"
import { withWorkspace } from "../../accounts/services.ts"
import { requirePermission } from "../../auth/principal.ts"
import type { Workspace } from "../../records/workspace.ts"
import { identifyMember } from "../authenticate.ts"
import { currentPrincipal, openCurrent, type MetadataRequest } from "./request.ts"

const mostGroups = 10_000

export function scimResolvers(request: MetadataRequest) {
  const { services, http } = request
  const inWorkspace = async <T>(work: (workspace: Workspace) => Promise<T>): Promise<T> =>
    withWorkspace(services, await identifyMember(services, http), work)

  return {
    async getScimTokens() {
      return (await listScimTokens(services, await currentPrincipal(request))).map(present)
    },
    async createScimToken({ input }: { input: ScimTokenInput }) {
      const { token, ...row } = await createScimToken(services, await currentPrincipal(request), input)
      return { ...present(row), token, baseUrl: `${services.config.publicUrl}/scim/v2/${row.workspaceId}` }
    },
    async revokeScimToken({ input }: { input: { id: string } }) {
      return present(await revokeScimToken(services, await currentPrincipal(request), input.id))
    },
    async getScimGroups() {
      const principal = await currentPrincipal(request)
      requirePermission(principal, "ROLES")
      const list = { condition: undefined, startIndex: 1, count: mostGroups }
      const { groups } = await listScimGroups(services, principal, list)
      return groups.map((group) => ({ ...group, membersCount: group.members.length }))
    },
    async getScimGroupRoles() {
      return listGroupRoles(await openCurrent(request))
    },
    async updateScimGroupRoles({ input }: { input: { groupRoles: GroupRole[] } }) {
      return inWorkspace((workspace) => replaceGroupRoles(workspace, input.groupRoles))
    },
  }
}

/** Without the hash. */
function present({ id, name, lastUsedAt, expiresAt, revokedAt, createdAt }: ScimToken) {
  return { id, name, lastUsedAt, expiresAt, revokedAt, createdAt }
}
