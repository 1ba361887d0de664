/** Sends what was changed of a role, part by part; the first that is refused ends it. */
import type { ApiError } from "../../../api/send.ts"
import { change } from "../answered.ts"
import type { Role, RoleObject, Scope } from "./role.ts"
import { actions, allRights, changedKeys, keys, objectRights, type RoleDraft, type RuleSet } from "./role-draft.ts"
import { uuidv7 } from "../../../store/uuid.ts"

interface Saving {
  role: Role
  draft: RoleDraft
  saved: RoleDraft
  objects: readonly RoleObject[]
  flags: readonly string[]
}

interface Step {
  mutation: string
  variables: Record<string, unknown>
}

export async function saveRole(saving: Saving): Promise<ApiError | null> {
  for (const { mutation, variables } of steps(saving)) {
    const { error } = await change(mutation, variables)
    if (error) return error
  }
  return null
}

/** Rights on objects may need that of reading all to be given first, and rules need what they speak of to be there. */
function steps(saving: Saving): Step[] {
  const changed = new Set(changedKeys(saving.draft, saving.saved))
  return [
    ...roleStep(saving, changed),
    ...flagsStep(saving, changed),
    ...objectsStep(saving, changed),
    ...fieldsStep(saving, changed),
    ...rulesSteps(saving, changed),
  ]
}

const ofRole = ["label", "canBeAssignedToUsers", "canBeAssignedToApiKeys", "canUpdateAllSettings", "canAccessAllTools"]

function roleStep({ role, draft }: Saving, changed: ReadonlySet<string>): Step[] {
  const rights = Object.entries(allRights).map(([action, right]) => [`all ${action}`, right] as const)
  const pairs = [...ofRole.map((key) => [key, key] as const), ...rights].filter(([key]) => changed.has(key))
  const update = {
    ...Object.fromEntries(pairs.map(([key, name]) => [name, draft[key]])),
    ...(changed.has("description") && { description: draft.description || null }),
  }
  if (Object.keys(update).length === 0) return []
  const mutation = `mutation ($input: UpdateRoleInput!) { updateOneRole(updateRoleInput: $input) { id } }`
  return [{ mutation, variables: { input: { id: role.id, update } } }]
}

function flagsStep({ role, draft, flags }: Saving, changed: ReadonlySet<string>): Step[] {
  if (!flags.some((flag) => changed.has(keys.flag(flag)))) return []
  const permissionFlagKeys = flags.filter((flag) => draft[keys.flag(flag)] === true)
  const mutation = `mutation ($input: UpsertPermissionFlagsInput!) {
    upsertPermissionFlags(upsertPermissionFlagsInput: $input) { id }
  }`
  return [{ mutation, variables: { input: { roleId: role.id, permissionFlagKeys } } }]
}

function objectsStep({ role, draft, objects }: Saving, changed: ReadonlySet<string>): Step[] {
  const objectPermissions = objects
    .filter(({ id }) => actions.some((action) => changed.has(keys.object(id, action))))
    .map(({ id }) => ({
      objectMetadataId: id,
      ...Object.fromEntries(actions.map((action) => [objectRights[action], draft[keys.object(id, action)]])),
    }))
  if (objectPermissions.length === 0) return []
  const mutation = `mutation ($input: UpsertObjectPermissionsInput!) {
    upsertObjectPermissions(upsertObjectPermissionsInput: $input) { objectMetadataId }
  }`
  return [{ mutation, variables: { input: { roleId: role.id, objectPermissions } } }]
}

/** A field can only be taken away; null gives it back. */
function fieldsStep({ role, draft, objects }: Saving, changed: ReadonlySet<string>): Step[] {
  const fieldPermissions = objects.flatMap((object) =>
    object.fieldsList
      .filter(({ id }) => changed.has(keys.field(id, "see")) || changed.has(keys.field(id, "edit")))
      .map(({ id }) => ({
        objectMetadataId: object.id,
        fieldMetadataId: id,
        canReadFieldValue: draft[keys.field(id, "see")] ? null : false,
        canUpdateFieldValue: draft[keys.field(id, "edit")] ? null : false,
      })),
  )
  if (fieldPermissions.length === 0) return []
  const mutation = `mutation ($input: UpsertFieldPermissionsInput!) {
    upsertFieldPermissions(upsertFieldPermissionsInput: $input) { id }
  }`
  return [{ mutation, variables: { input: { roleId: role.id, fieldPermissions } } }]
}

function rulesSteps({ role, draft, objects }: Saving, changed: ReadonlySet<string>): Step[] {
  const mutation = `mutation ($input: UpsertRowLevelPermissionPredicatesInput!) {
    upsertRowLevelPermissionPredicates(input: $input) { predicates { id } }
  }`
  return objects.flatMap(({ id }) =>
    (["SEE", "EDIT"] as const)
      .filter((scope) => changed.has(keys.rules(id, scope)))
      .map((scope) => ({
        mutation,
        variables: { input: rulesInput(role.id, id, scope, draft[keys.rules(id, scope)] as RuleSet) },
      })),
  )
}

/** "Any of" is a group; "all of" needs none. */
function rulesInput(roleId: string, objectMetadataId: string, scope: Scope, { operator, rules }: RuleSet) {
  const groupId = operator === "OR" && rules.length > 0 ? uuidv7() : null
  return {
    roleId,
    objectMetadataId,
    scope,
    predicateGroups: groupId ? [{ id: groupId, logicalOperator: operator }] : [],
    predicates: rules.map(({ fieldId, operand, value, subFieldName }, i) => ({
      fieldMetadataId: fieldId,
      operand,
      value,
      subFieldName,
      rowLevelPermissionPredicateGroupId: groupId,
      positionInRowLevelPermissionPredicateGroup: i,
    })),
  }
}
