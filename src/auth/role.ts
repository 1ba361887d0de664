/** A role: what whoever has it may do with settings, tools and records. What nobody granted is not allowed. */
import type { Json } from "../db/json.ts"

/** Parts of the settings, by their names on the wire. */
export const settingPermissions = [
  "API_KEYS_AND_WEBHOOKS",
  "WORKSPACE",
  "WORKSPACE_MEMBERS",
  "ROLES",
  "DATA_MODEL",
  "SECURITY",
  "WORKFLOWS",
  "IMPERSONATE",
  "SSO_BYPASS",
  "APPLICATIONS",
  "MARKETPLACE_APPS",
  "LAYOUTS",
  "BILLING",
  "AI_SETTINGS",
] as const

const tools = [
  "AI",
  "VIEWS",
  "UPLOAD_FILE",
  "DOWNLOAD_FILE",
  "SEND_EMAIL_TOOL",
  "CREATE_CALENDAR_EVENT_TOOL",
  "HTTP_REQUEST_TOOL",
  "CODE_INTERPRETER_TOOL",
  "IMPORT_CSV",
  "EXPORT_CSV",
  "CONNECTED_ACCOUNTS",
  "PROFILE_INFORMATION",
] as const

export type Permission = (typeof settingPermissions)[number] | (typeof tools)[number]

export const toolPermissions: ReadonlySet<Permission> = new Set(tools)

export const permissions: readonly Permission[] = [...settingPermissions, ...tools]

export interface Role {
  id: string
  label: string
  canUpdateAllSettings: boolean
  canAccessAllTools: boolean
  canReadAllObjectRecords: boolean
  canUpdateAllObjectRecords: boolean
  canSoftDeleteAllObjectRecords: boolean
  canDestroyAllObjectRecords: boolean
  /** what is granted beside all of the settings, or all of the tools */
  permissions: readonly Permission[]
  objects: readonly ObjectRights[]
  fields: readonly FieldRights[]
  rules: readonly RowPredicate[]
  ruleGroups: readonly RowPredicateGroup[]
}

/** How a role differs for one object; null is as the role has it for all objects. */
export interface ObjectRights {
  objectMetadataId: string
  canReadObjectRecords: boolean | null
  /** null: like updating */
  canCreateObjectRecords: boolean | null
  canUpdateObjectRecords: boolean | null
  canSoftDeleteObjectRecords: boolean | null
  /** null: like deleting */
  canRestoreObjectRecords: boolean | null
  canDestroyObjectRecords: boolean | null
}

/** What a role may not do with a field. */
export interface FieldRights {
  fieldMetadataId: string
  canReadFieldValue: false | null
  canUpdateFieldValue: false | null
}

/** Whether a rule limits what is seen, and with it what is changed, or only what is changed. */
export type RuleScope = "SEE" | "EDIT"

/** A condition that records must meet, in the terms of a view's filters. */
export interface RowPredicate {
  id: string
  objectMetadataId: string
  fieldMetadataId: string
  operand: string
  value: Json
  /** part of a composite, or a field of the related record */
  subFieldName: string | null
  /** the member's own field that the value is compared with, in place of `value` */
  workspaceMemberFieldMetadataId: string | null
  workspaceMemberSubFieldName: string | null
  rowLevelPermissionPredicateGroupId: string | null
  positionInRowLevelPermissionPredicateGroup: number | null
  scope: RuleScope
}

export interface RowPredicateGroup {
  id: string
  objectMetadataId: string
  parentRowLevelPermissionPredicateGroupId: string | null
  logicalOperator: "AND" | "OR"
  positionInRowLevelPermissionPredicateGroup: number | null
  scope: RuleScope
}

/** The platform's own. */
export const everything: Role = {
  id: "00000000-0000-0000-0000-000000000000",
  label: "System",
  canUpdateAllSettings: true,
  canAccessAllTools: true,
  canReadAllObjectRecords: true,
  canUpdateAllObjectRecords: true,
  canSoftDeleteAllObjectRecords: true,
  canDestroyAllObjectRecords: true,
  permissions: [],
  objects: [],
  fields: [],
  rules: [],
  ruleGroups: [],
}

export function grants(role: Role, permission: Permission): boolean {
  const all = toolPermissions.has(permission) ? role.canAccessAllTools : role.canUpdateAllSettings
  return all || role.permissions.includes(permission)
}

const recordRights = [
  "canReadAllObjectRecords",
  "canUpdateAllObjectRecords",
  "canSoftDeleteAllObjectRecords",
  "canDestroyAllObjectRecords",
] as const

/**
 * Does a role allow nothing that the other does not? Where only a comparison of rules for objects, fields and rows could
 * tell, the answer is no.
 */
export function isNoMorePowerful(role: Role, than: Role): boolean {
  if (role.id === than.id) return true
  const isWithin =
    recordRights.every((right) => !role[right] || than[right]) &&
    permissions.every((permission) => !grants(role, permission) || grants(than, permission))
  const allowsAllRecords = recordRights.every((right) => than[right])
  return isWithin && !isLimited(than) && (allowsAllRecords || !role.objects.some((rights) => hasRight(rights, true)))
}

function isLimited({ objects, fields, rules }: Role): boolean {
  return fields.length > 0 || rules.length > 0 || objects.some((rights) => hasRight(rights, false))
}

function hasRight(rights: ObjectRights, value: boolean): boolean {
  return Object.values(rights).includes(value)
}
