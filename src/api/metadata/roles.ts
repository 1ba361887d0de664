/** Roles and rights on `/metadata`. */
import { updateKeyRole } from "../../accounts/api-keys.ts"
import { effectiveRights, explainAccess, openAs, type AccessQuestion } from "../../accounts/effective-rights.ts"
import { createRole, deleteRole, getRole, listRoles, updateRole, type RoleInput } from "../../accounts/role-editing.ts"
import {
  replaceRules,
  upsertFieldPermissions,
  upsertObjectPermissions,
  upsertPermissionFlags,
  type FieldPermissionInput,
  type ObjectPermissionInput,
  type RulesInput,
} from "../../accounts/role-rights.ts"
import { withWorkspace } from "../../accounts/services.ts"
import type { RecordAction } from "../../records/access.ts"
import type { Workspace } from "../../records/workspace.ts"
import { identifyMember } from "../authenticate.ts"
import { presentRole } from "./present-members.ts"
import { currentPrincipal, openCurrent, type MetadataRequest } from "./request.ts"

export function roleResolvers(request: MetadataRequest) {
  const { services, http } = request
  const inWorkspace = async <T>(work: (workspace: Workspace) => Promise<T>): Promise<T> =>
    withWorkspace(services, await identifyMember(services, http), work)

  return {
    async getRoles() {
      const workspace = await openCurrent(request)
      return (await listRoles(workspace)).map((row) => presentRole(workspace, row))
    },
    async effectiveRights({ workspaceMemberId = null }: { workspaceMemberId?: string | null }) {
      const workspace = await openCurrent(request)
      const { role, ...rights } = effectiveRights(await openAs(workspace, workspaceMemberId))
      return { ...rights, role: async () => presentRole(workspace, await getRole(workspace, role.id)) }
    },
    async explainAccess({ input }: { input: Omit<AccessQuestion, "action"> & { action: string } }) {
      const action = input.action.toLowerCase() as RecordAction
      return inWorkspace((workspace) => explainAccess(workspace, { ...input, action }))
    },
    async createOneRole({ createRoleInput }: { createRoleInput: RoleInput }) {
      return inWorkspace(async (workspace) => presentRole(workspace, await createRole(workspace, createRoleInput)))
    },
    async updateOneRole({ updateRoleInput: { id, update } }: { updateRoleInput: { id: string; update: RoleInput } }) {
      return inWorkspace(async (workspace) => presentRole(workspace, await updateRole(workspace, id, update)))
    },
    async deleteOneRole({ roleId }: { roleId: string }) {
      return inWorkspace((workspace) => deleteRole(workspace, roleId))
    },
    async upsertObjectPermissions({
      upsertObjectPermissionsInput: input,
    }: {
      upsertObjectPermissionsInput: ForObjects
    }) {
      return inWorkspace((workspace) => upsertObjectPermissions(workspace, input.roleId, input.objectPermissions))
    },
    async upsertPermissionFlags({ upsertPermissionFlagsInput: input }: { upsertPermissionFlagsInput: ForFlags }) {
      return inWorkspace((workspace) => upsertPermissionFlags(workspace, input.roleId, input.permissionFlagKeys))
    },
    async upsertSettingPermissions({
      upsertSettingPermissionsInput: input,
    }: {
      upsertSettingPermissionsInput: Former
    }) {
      return inWorkspace((workspace) => upsertPermissionFlags(workspace, input.roleId, input.settingPermissionKeys))
    },
    async upsertFieldPermissions({ upsertFieldPermissionsInput: input }: { upsertFieldPermissionsInput: ForFields }) {
      return inWorkspace((workspace) => upsertFieldPermissions(workspace, input.roleId, input.fieldPermissions))
    },
    async upsertRowLevelPermissionPredicates({ input }: { input: RulesInput }) {
      return inWorkspace((workspace) => replaceRules(workspace, input))
    },
    async assignRoleToApiKey({ apiKeyId, roleId }: { apiKeyId: string; roleId: string }) {
      await updateKeyRole(services, await currentPrincipal(request), apiKeyId, roleId)
      return true
    },
  }
}

interface ForObjects {
  roleId: string
  objectPermissions: ObjectPermissionInput[]
}
interface ForFlags {
  roleId: string
  permissionFlagKeys: string[]
}
interface Former {
  roleId: string
  settingPermissionKeys: string[]
}
interface ForFields {
  roleId: string
  fieldPermissions: FieldPermissionInput[]
}
