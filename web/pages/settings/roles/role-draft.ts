/**
 * A role as a flat list of settings, so that what is changed can be counted, saved and dropped setting by setting. Its keys
 * are made by the functions below.
 */
import type { Predicate, PredicateGroup, Role, RoleObject, Scope } from "./role.ts"

export const actions = ["read", "create", "update", "delete", "destroy"] as const

export type Action = (typeof actions)[number]

export interface Rule {
  fieldId: string
  operand: string
  value: unknown
  subFieldName: string | null
}

export interface RuleSet {
  /** do records have to meet all of them, or any? */
  operator: "AND" | "OR"
  rules: readonly Rule[]
  /** they are more than this editor can show, and stay as they are */
  isForeign: boolean
}

type Value = string | boolean | null | RuleSet

export type RoleDraft = Readonly<Record<string, Value>>

export const keys = {
  flag: (name: string) => `flag ${name}`,
  all: (action: Action) => `all ${action}`,
  object: (id: string, action: Action) => `object ${id} ${action}`,
  field: (id: string, right: "see" | "edit") => `field ${id} ${right}`,
  rules: (id: string, scope: Scope) => `rules ${id} ${scope}`,
}

/** How the wire calls an action on all objects; creating is like updating there. */
export const allRights: Partial<Record<Action, keyof Role>> = {
  read: "canReadAllObjectRecords",
  update: "canUpdateAllObjectRecords",
  delete: "canSoftDeleteAllObjectRecords",
  destroy: "canDestroyAllObjectRecords",
}

export const objectRights = {
  read: "canReadObjectRecords",
  create: "canCreateObjectRecords",
  update: "canUpdateObjectRecords",
  delete: "canSoftDeleteObjectRecords",
  destroy: "canDestroyObjectRecords",
} as const

export function draftOf(role: Role, objects: readonly RoleObject[], flags: readonly string[]): RoleDraft {
  const granted = new Set(role.permissionFlags?.map(({ flag }) => flag))
  const draft: Record<string, Value> = {
    label: role.label,
    description: role.description ?? "",
    canBeAssignedToUsers: role.canBeAssignedToUsers,
    canBeAssignedToApiKeys: role.canBeAssignedToApiKeys,
    canUpdateAllSettings: role.canUpdateAllSettings,
    canAccessAllTools: role.canAccessAllTools,
  }
  for (const flag of flags) draft[keys.flag(flag)] = granted.has(flag)
  for (const [action, right] of Object.entries(allRights)) draft[keys.all(action as Action)] = role[right] as boolean
  for (const object of objects) {
    const own = role.objectPermissions?.find(({ objectMetadataId }) => objectMetadataId === object.id)
    for (const action of actions) draft[keys.object(object.id, action)] = own?.[objectRights[action]] ?? null
    for (const { id } of object.fieldsList) {
      const rights = role.fieldPermissions?.find(({ fieldMetadataId }) => fieldMetadataId === id)
      draft[keys.field(id, "see")] = rights?.canReadFieldValue !== false
      draft[keys.field(id, "edit")] = rights?.canUpdateFieldValue !== false
    }
    for (const scope of ["SEE", "EDIT"] as const)
      draft[keys.rules(object.id, scope)] = ruleSetOf(role, object.id, scope)
  }
  return draft
}

function ruleSetOf(role: Role, objectId: string, scope: Scope): RuleSet {
  const isOwn = (each: Predicate | PredicateGroup) => each.objectMetadataId === objectId && each.scope === scope
  const predicates = (role.rowLevelPermissionPredicates ?? []).filter(isOwn)
  const groups = (role.rowLevelPermissionPredicateGroups ?? []).filter(isOwn)
  const [group] = groups
  const isFlat = group
    ? groups.length === 1 && predicates.every((each) => each.rowLevelPermissionPredicateGroupId === group.id)
    : true
  return {
    operator: group?.logicalOperator ?? "AND",
    rules: predicates.map(({ fieldMetadataId, operand, value, subFieldName }) => ({
      fieldId: fieldMetadataId,
      operand,
      value,
      subFieldName,
    })),
    isForeign: !isFlat || predicates.some((each) => each.workspaceMemberFieldMetadataId !== null),
  }
}

// --- what follows from a draft --------------------------------------------------------------------------------------

/** What the role may do with records of an object: its own say, or that for all objects. */
export function isAllowed(draft: RoleDraft, objectId: string, action: Action): boolean {
  if (action !== "read" && !isAllowed(draft, objectId, "read")) return false
  const own = draft[keys.object(objectId, action)]
  return typeof own === "boolean" ? own : inherited(draft, objectId, action)
}

/** What counts for an object that has no say of its own. */
export function inherited(draft: RoleDraft, objectId: string, action: Action): boolean {
  return action === "create" ? isAllowed(draft, objectId, "update") : draft[keys.all(action)] === true
}

/** Whoever may not see records may not change them either. */
export function withAll(draft: RoleDraft, action: Action, isOn: boolean): RoleDraft {
  const dropped = action === "read" && !isOn ? Object.keys(allRights) : []
  return {
    ...draft,
    ...Object.fromEntries(dropped.map((each) => [keys.all(each as Action), false])),
    [keys.all(action)]: isOn,
    ...(isOn && action !== "read" && { [keys.all("read")]: true }),
  }
}

/** What is as for all objects is no say of its own. */
export function withObject(draft: RoleDraft, objectId: string, action: Action, isOn: boolean): RoleDraft {
  const own = isOn === inherited(draft, objectId, action) ? null : isOn
  const others = action === "read" && !isOn ? actions.filter((each) => draft[keys.object(objectId, each)] === true) : []
  return {
    ...draft,
    ...Object.fromEntries(others.map((each) => [keys.object(objectId, each), null])),
    [keys.object(objectId, action)]: own,
  }
}

export const withoutOwn = (draft: RoleDraft, objectId: string): RoleDraft => ({
  ...draft,
  ...Object.fromEntries(actions.map((action) => [keys.object(objectId, action), null])),
})

export const hasOwn = (draft: RoleDraft, objectId: string): boolean =>
  actions.some((action) => draft[keys.object(objectId, action)] !== null)

export const changedKeys = (draft: RoleDraft, saved: RoleDraft): string[] =>
  Object.keys(draft).filter((key) => JSON.stringify(draft[key]) !== JSON.stringify(saved[key]))
