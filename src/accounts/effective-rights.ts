/** What somebody may do, with everything that has a say put together, and why they may not do something. */
import { eq, sql } from "drizzle-orm"
import { grants, requirePermission, type Principal } from "../auth/principal.ts"
import { permissions, type Permission, type Role, type RowPredicate, type RowPredicateGroup } from "../auth/role.ts"
import { roleColumn } from "../auth/role-rows.ts"
import { core } from "../db/core.ts"
import { user, userWorkspace } from "../db/core-tables.ts"
import { render, sql as fragment } from "../db/sql.ts"
import { badInput } from "../errors.ts"
import type { ObjectSchema } from "../metadata/schema.ts"
import { isUuid } from "../metadata/scalar.ts"
import { isSecret } from "../metadata/secret-fields.ts"
import type { Access, RecordAction } from "../records/access.ts"
import { exists, isEditable } from "../records/revision.ts"
import { openWorkspace, type Workspace } from "../records/workspace.ts"
import { getMember } from "./members.ts"

export interface ObjectRightsShown {
  objectMetadataId: string
  canReadObjectRecords: boolean
  canCreateObjectRecords: boolean
  canUpdateObjectRecords: boolean
  canSoftDeleteObjectRecords: boolean
  canRestoreObjectRecords: boolean
  canDestroyObjectRecords: boolean
  /** field id → what is withheld */
  restrictedFields: Record<string, { canRead?: false; canUpdate?: false }>
  rowLevelPermissionPredicates: readonly RowPredicate[]
  rowLevelPermissionPredicateGroups: readonly RowPredicateGroup[]
}

export interface EffectiveRights {
  role: Role
  permissionFlags: Permission[]
  objectPermissions: ObjectRightsShown[]
}

/** @param workspace as the person has opened it, or as it was opened in their stead by {@link openAs} */
export function effectiveRights({ principal, schema, access }: Workspace): EffectiveRights {
  const { role } = principal
  return {
    role,
    permissionFlags: permissions.filter((permission) => grants(role, permission)),
    objectPermissions: [...schema.bySingular.values()].map((object) => rightsFor(role, access, object)),
  }
}

function rightsFor(role: Role, access: Access, object: ObjectSchema): ObjectRightsShown {
  const may = (action: RecordAction) => access.may(action, object)
  const isOwn = (each: RowPredicate | RowPredicateGroup) => each.objectMetadataId === object.id
  return {
    objectMetadataId: object.id,
    canReadObjectRecords: may("read"),
    canCreateObjectRecords: may("create"),
    canUpdateObjectRecords: may("update"),
    canSoftDeleteObjectRecords: may("delete"),
    canRestoreObjectRecords: may("restore"),
    canDestroyObjectRecords: may("destroy"),
    restrictedFields: restrictedFields(access, object),
    rowLevelPermissionPredicates: role.rules.filter(isOwn),
    rowLevelPermissionPredicateGroups: role.ruleGroups.filter(isOwn),
  }
}

function restrictedFields(access: Access, object: ObjectSchema): ObjectRightsShown["restrictedFields"] {
  const restricted = object.fields.filter(
    (field) => isSecret(object, field) || (object.lookup.get(field.name)?.field === field && !access.edits(field)),
  )
  return Object.fromEntries(
    restricted.map((field) => [field.id, { ...(!access.sees(field) && { canRead: false }), canUpdate: false }]),
  )
}

/**
 * The workspace as a member would open it, to find out what they see. For oneself always, for others with ROLES. Throws
 * FORBIDDEN and NOT_FOUND.
 */
export async function openAs(workspace: Workspace, memberId: string | null): Promise<Workspace> {
  const { principal, connection, schema } = workspace
  if (memberId === null || memberId === principal.workspaceMemberId) return workspace
  requirePermission(principal, "ROLES")
  return openWorkspace(connection, schema, await principalOf(workspace, memberId))
}

/** With the credential of whoever asks: it is they who read. */
async function principalOf(workspace: Workspace, memberId: string): Promise<Principal> {
  const { connection, schema, principal } = workspace
  const { id, userId, userWorkspaceId, name } = await getMember(workspace, memberId)
  const { text, params } = render(fragment`
    select ${roleColumn("r")} as role, w."rightsRevision" as rights
    from core."userWorkspace" m join core.workspace w on w.id = m."workspaceId"
    join core.role r on r.id = coalesce(m."roleId", w."defaultRoleId") where m.id = ${userWorkspaceId}::uuid`)
  const [row] = await connection.query<{ role: string; rights: number }>(text, params)
  return {
    kind: "user",
    workspaceId: schema.workspaceId,
    userId,
    workspaceMemberId: id,
    userWorkspaceId,
    credential: principal.credential,
    impersonatorUserWorkspaceId: null,
    authProvider: null,
    actor: { source: "MANUAL", workspaceMemberId: id, name: `${name.firstName} ${name.lastName}`.trim(), context: {} },
    role: JSON.parse(row!.role),
    rightsRevision: row!.rights,
  }
}

// --- why not --------------------------------------------------------------------------------------------------------

export interface AccessQuestion {
  workspaceMemberId?: string | null
  action?: RecordAction
  objectNameSingular: string
  recordId?: string | null
  fieldName?: string | null
}

export interface AccessExplanation {
  isAllowed: boolean
  /** what speaks against it; what speaks for it where nothing does */
  reasons: string[]
}

/** Throws FORBIDDEN, NOT_FOUND for an unknown member and BAD_USER_INPUT for an unknown object or field. */
export async function explainAccess(workspace: Workspace, question: AccessQuestion): Promise<AccessExplanation> {
  const theirs = await openAs(workspace, question.workspaceMemberId ?? null)
  const object = workspace.schema.bySingular.get(question.objectNameSingular)
  if (!object) throw badInput(`There is no object "${question.objectNameSingular}"`, "OBJECT_METADATA_NOT_FOUND")
  const action = question.action ?? "read"
  const against = [
    ...explainObject(theirs, action, object),
    ...explainField(theirs, action, object, question.fieldName ?? null),
    ...(await explainRecord(workspace, theirs, action, object, question.recordId ?? null)),
  ]
  if (against.length > 0) return { isAllowed: false, reasons: against }
  const { label } = theirs.principal.role
  return { isAllowed: true, reasons: [`The role "${label}" allows to ${action} ${object.labelPlural}.`] }
}

function explainObject({ principal, access }: Workspace, action: RecordAction, object: ObjectSchema): string[] {
  if (access.may(action, object)) return []
  const { label } = principal.role
  if (action !== "read" && !access.may("read", object))
    return [`The role "${label}" may not see ${object.labelPlural}.`]
  return [`The role "${label}" may not ${action === "read" ? "see" : action} ${object.labelPlural}.`]
}

function explainField(
  { principal, access }: Workspace,
  action: RecordAction,
  object: ObjectSchema,
  name: string | null,
): string[] {
  if (name === null) return []
  const field = object.lookup.get(name)?.field
  if (!field) throw badInput(`${object.labelSingular} has no field "${name}"`, "FIELD_METADATA_NOT_FOUND")
  const { label } = principal.role
  if (!access.sees(field)) return [`The role "${label}" may not see the field "${field.label}".`]
  const isWrite = action === "create" || action === "update"
  return isWrite && !access.edits(field) ? [`The role "${label}" may not edit the field "${field.label}".`] : []
}

/** Whoever asks is told of a record only what they could find out by looking. */
async function explainRecord(
  own: Workspace,
  theirs: Workspace,
  action: RecordAction,
  object: ObjectSchema,
  id: string | null,
): Promise<string[]> {
  if (id === null) return []
  if (!isUuid(id) || !own.access.may("read", object) || !(await exists(own, object, id))) {
    return [`There is no record ${id} among ${object.labelPlural}, or you may not see it.`]
  }
  const { label } = theirs.principal.role
  if (!(await exists(theirs, object, id))) {
    return [`The row rules of the role "${label}" do not let this record be seen.`]
  }
  const isChange = action !== "read" && action !== "create"
  if (!isChange || (await isEditable(theirs, object, id))) return []
  return [`The role "${label}" sees this record but may not change it.`]
}

// --- who has a role -------------------------------------------------------------------------------------------------

/** Ids of the users who have a role, those included to whom it comes as newcomers. */
export async function usersWithRole(workspace: Workspace, roleId: string): Promise<Set<string>> {
  const rows = await core(workspace.connection)
    .select({ userId: user.id })
    .from(userWorkspace)
    .innerJoin(user, eq(user.id, userWorkspace.userId))
    .where(
      sql`${userWorkspace.workspaceId} = ${workspace.schema.workspaceId}::uuid and ${userWorkspace.deletedAt} is null
        and coalesce(${userWorkspace.roleId}, (select w."defaultRoleId" from core.workspace w where w.id = ${userWorkspace.workspaceId})) = ${roleId}::uuid`,
    )
  return new Set(rows.map((row) => row.userId))
}
