/** What a role may do with objects, fields, rows, settings and tools, written down. */
import { and, eq, inArray } from "drizzle-orm"
import { can, permissionDenied } from "../auth/principal.ts"
import {
  permissions,
  type Permission,
  type RowPredicate,
  type RowPredicateGroup,
  type RuleScope,
} from "../auth/role.ts"
import { core } from "../db/core.ts"
import {
  fieldPermission,
  objectPermission,
  permissionFlag,
  rowLevelPermissionPredicate,
  rowLevelPermissionPredicateGroup,
} from "../db/core-tables.ts"
import { badInput } from "../errors.ts"
import { isUuid } from "../metadata/scalar.ts"
import type { FieldSchema, Json, ObjectSchema } from "../metadata/schema.ts"
import { checkRules } from "../records/row-rules.ts"
import type { Workspace } from "../records/workspace.ts"
import { editRole, requireReading, type RoleRow } from "./role-editing.ts"

export type ObjectPermissionRow = typeof objectPermission.$inferSelect
export type FieldPermissionRow = typeof fieldPermission.$inferSelect
export type PermissionFlagRow = typeof permissionFlag.$inferSelect
export type PredicateRow = typeof rowLevelPermissionPredicate.$inferSelect
export type PredicateGroupRow = typeof rowLevelPermissionPredicateGroup.$inferSelect

// --- objects --------------------------------------------------------------------------------------------------------

export interface ObjectPermissionInput {
  objectMetadataId: string
  canReadObjectRecords?: boolean | null
  canCreateObjectRecords?: boolean | null
  canUpdateObjectRecords?: boolean | null
  canSoftDeleteObjectRecords?: boolean | null
  canRestoreObjectRecords?: boolean | null
  canDestroyObjectRecords?: boolean | null
}

/** What is left out stays as it is, what is null is as for all objects. Throws BAD_USER_INPUT and what {@link editRole} throws. */
export function upsertObjectPermissions(
  workspace: Workspace,
  roleId: string,
  inputs: readonly ObjectPermissionInput[],
): Promise<ObjectPermissionRow[]> {
  const change = async (own: Workspace, row: RoleRow) => {
    const before = new Map((await objectPermissionsOf(own, roleId)).map((each) => [each.objectMetadataId, each]))
    for (const input of inputs) {
      const object = getObject(own, input.objectMetadataId)
      const values = { ...before.get(object.id), ...given(input) }
      checkObject(row, values)
      await core(own.connection)
        .insert(objectPermission)
        .values({ ...given(input), roleId, objectMetadataId: object.id })
        .onConflictDoUpdate({
          target: [objectPermission.objectMetadataId, objectPermission.roleId],
          set: { ...given(input), updatedAt: new Date().toISOString() },
        })
    }
  }
  const ids = new Set(inputs.map((input) => input.objectMetadataId.toLowerCase()))
  return editRole(workspace, roleId, change, async (own) =>
    (await objectPermissionsOf(own, roleId)).filter((each) => ids.has(each.objectMetadataId)),
  )
}

const given = <T extends object>(input: T): T =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as T

function checkObject(role: RoleRow, values: Partial<ObjectPermissionInput>): void {
  requireReading(values.canReadObjectRecords ?? role.canReadAllObjectRecords, [
    ["create", values.canCreateObjectRecords === true],
    ["update", values.canUpdateObjectRecords === true],
    ["soft delete", values.canSoftDeleteObjectRecords === true],
    ["restore", values.canRestoreObjectRecords === true],
    ["destroy", values.canDestroyObjectRecords === true],
  ])
}

export async function objectPermissionsOf({ connection }: Workspace, roleId: string): Promise<ObjectPermissionRow[]> {
  return core(connection).select().from(objectPermission).where(eq(objectPermission.roleId, roleId))
}

function getObject({ schema }: Workspace, id: string): ObjectSchema {
  const object = schema.byId.get(id.toLowerCase())
  if (object) return object
  throw badInput(`There is no object with id ${id}`, "OBJECT_METADATA_NOT_FOUND")
}

// --- fields ---------------------------------------------------------------------------------------------------------

export interface FieldPermissionInput {
  objectMetadataId: string
  fieldMetadataId: string
  canReadFieldValue?: boolean | null
  canUpdateFieldValue?: boolean | null
}

/** What every record is found and shown by. */
const unhideable = new Set(["id", "createdAt", "updatedAt", "deletedAt", "position", "searchVector"])

/** False takes a right away, null gives it back. Throws BAD_USER_INPUT and what {@link editRole} throws. */
export function upsertFieldPermissions(
  workspace: Workspace,
  roleId: string,
  inputs: readonly FieldPermissionInput[],
): Promise<FieldPermissionRow[]> {
  const change = async (own: Workspace) => {
    for (const input of inputs) {
      const field = getField(getObject(own, input.objectMetadataId), input.fieldMetadataId)
      checkField(field, input)
      const { canReadFieldValue, canUpdateFieldValue } = input
      const values = given({ canReadFieldValue, canUpdateFieldValue })
      await core(own.connection)
        .insert(fieldPermission)
        .values({ ...values, roleId, objectMetadataId: field.object.id, fieldMetadataId: field.id })
        .onConflictDoUpdate({
          target: [fieldPermission.fieldMetadataId, fieldPermission.roleId],
          set: { ...values, updatedAt: new Date().toISOString() },
        })
    }
  }
  const ids = new Set(inputs.map((input) => input.fieldMetadataId.toLowerCase()))
  return editRole(workspace, roleId, change, async (own) =>
    (await fieldPermissionsOf(own, roleId)).filter((each) => ids.has(each.fieldMetadataId)),
  )
}

function checkField(field: FieldSchema, { canReadFieldValue, canUpdateFieldValue }: FieldPermissionInput): void {
  if (canReadFieldValue === true || canUpdateFieldValue === true) {
    throw badInput("Field permission can only introduce a restriction", "ONLY_FIELD_RESTRICTION_ALLOWED", {
      userFriendlyMessage: "A field can only be taken away from a role; send null to give it back.",
    })
  }
  if (canReadFieldValue === false && unhideable.has(field.name)) {
    throw badInput(`Field "${field.name}" cannot be hidden: records are found by it`, "FIELD_RESTRICTION_NOT_ALLOWED")
  }
}

export async function fieldPermissionsOf({ connection }: Workspace, roleId: string): Promise<FieldPermissionRow[]> {
  return core(connection).select().from(fieldPermission).where(eq(fieldPermission.roleId, roleId))
}

function getField(object: ObjectSchema, id: string): FieldSchema {
  const field = object.fields.find((each) => each.id === id.toLowerCase())
  if (field) return field
  throw badInput(`${object.labelSingular} has no field with id ${id}`, "FIELD_METADATA_NOT_FOUND")
}

// --- settings and tools ---------------------------------------------------------------------------------------------

/** The role has these and no others. Nobody grants what they do not have. */
export function upsertPermissionFlags(
  workspace: Workspace,
  roleId: string,
  keys: readonly string[],
): Promise<PermissionFlagRow[]> {
  const unknown = keys.filter((key) => !permissions.includes(key as Permission))
  if (unknown.length > 0) {
    throw badInput(`Invalid permission flags: ${unknown.join(", ")}`, "INVALID_SETTING_PERMISSIONS", {
      extensions: { available: permissions },
    })
  }
  const wanted = [...new Set(keys as Permission[])]
  const change = async (own: Workspace) => {
    const before = new Set((await permissionFlagsOf(own, roleId)).map(({ flag }) => flag))
    const added = wanted.filter((flag) => !before.has(flag))
    if (added.some((flag) => !can(own.principal, flag))) throw permissionDenied()
    const dropped = [...before].filter((flag) => !wanted.includes(flag as Permission))
    const isOfRole = eq(permissionFlag.roleId, roleId)
    if (dropped.length > 0) {
      await core(own.connection)
        .delete(permissionFlag)
        .where(and(isOfRole, inArray(permissionFlag.flag, dropped)))
    }
    if (added.length > 0)
      await core(own.connection)
        .insert(permissionFlag)
        .values(added.map((flag) => ({ roleId, flag })))
  }
  return editRole(workspace, roleId, change, (own) => permissionFlagsOf(own, roleId))
}

export async function permissionFlagsOf({ connection }: Workspace, roleId: string): Promise<PermissionFlagRow[]> {
  return core(connection).select().from(permissionFlag).where(eq(permissionFlag.roleId, roleId))
}

// --- rows -----------------------------------------------------------------------------------------------------------

export interface PredicateInput {
  id?: string | null
  fieldMetadataId: string
  operand: string
  value?: Json
  subFieldName?: string | null
  workspaceMemberFieldMetadataId?: string | null
  workspaceMemberSubFieldName?: string | null
  rowLevelPermissionPredicateGroupId?: string | null
  positionInRowLevelPermissionPredicateGroup?: number | null
}

export interface PredicateGroupInput {
  id?: string | null
  parentRowLevelPermissionPredicateGroupId?: string | null
  logicalOperator: "AND" | "OR"
  positionInRowLevelPermissionPredicateGroup?: number | null
}

export interface RulesInput {
  roleId: string
  objectMetadataId: string
  predicates: readonly PredicateInput[]
  predicateGroups: readonly PredicateGroupInput[]
  scope?: RuleScope | null
}

export interface Rules {
  predicates: PredicateRow[]
  predicateGroups: PredicateGroupRow[]
}

/** The role's rules for the object, and for the scope, are these and no others. Throws BAD_USER_INPUT for what would let nobody through. */
export function replaceRules(workspace: Workspace, input: RulesInput): Promise<Rules> {
  const { roleId } = input
  const scope = input.scope ?? "SEE"
  const object = getObject(workspace, input.objectMetadataId)
  const rules = input.predicates.map((each) => predicateOf(object, scope, each))
  const ruleGroups = input.predicateGroups.map((each) => groupOf(object, scope, each))
  checkRules(workspace, object, { rules, ruleGroups }, scope)
  const change = async ({ connection }: Workspace) => {
    for (const table of [rowLevelPermissionPredicate, rowLevelPermissionPredicateGroup]) {
      await core(connection)
        .delete(table)
        .where(and(eq(table.roleId, roleId), eq(table.objectMetadataId, object.id), eq(table.scope, scope)))
    }
    const written = [
      ruleGroups.length > 0
        ? await core(connection)
            .insert(rowLevelPermissionPredicateGroup)
            .values(ruleGroups.map((each) => ({ ...each, roleId })))
            .onConflictDoNothing()
            .returning({ id: rowLevelPermissionPredicateGroup.id })
        : [],
      rules.length > 0
        ? await core(connection)
            .insert(rowLevelPermissionPredicate)
            .values(rules.map((each) => ({ ...each, roleId })))
            .onConflictDoNothing()
            .returning({ id: rowLevelPermissionPredicate.id })
        : [],
    ].flat()
    if (written.length < rules.length + ruleGroups.length) {
      throw badInput("An id of a row rule is taken; leave ids out, or send new ones", "INVALID_ROW_RULE")
    }
  }
  return editRole(workspace, roleId, change, async (own) => {
    const { predicates, predicateGroups } = await rulesOf(own, roleId)
    const isOwn = (each: PredicateRow | PredicateGroupRow) =>
      each.objectMetadataId === object.id && each.scope === scope
    return { predicates: predicates.filter(isOwn), predicateGroups: predicateGroups.filter(isOwn) }
  })
}

function predicateOf(object: ObjectSchema, scope: RuleScope, input: PredicateInput): RowPredicate {
  return {
    id: ownId(input.id),
    objectMetadataId: object.id,
    fieldMetadataId: input.fieldMetadataId.toLowerCase(),
    operand: input.operand,
    value: input.value ?? null,
    subFieldName: input.subFieldName || null,
    workspaceMemberFieldMetadataId: input.workspaceMemberFieldMetadataId?.toLowerCase() || null,
    workspaceMemberSubFieldName: input.workspaceMemberSubFieldName || null,
    rowLevelPermissionPredicateGroupId: input.rowLevelPermissionPredicateGroupId?.toLowerCase() ?? null,
    positionInRowLevelPermissionPredicateGroup: input.positionInRowLevelPermissionPredicateGroup ?? null,
    scope,
  }
}

function groupOf(object: ObjectSchema, scope: RuleScope, input: PredicateGroupInput): RowPredicateGroup {
  return {
    id: ownId(input.id),
    objectMetadataId: object.id,
    parentRowLevelPermissionPredicateGroupId: input.parentRowLevelPermissionPredicateGroupId?.toLowerCase() ?? null,
    logicalOperator: input.logicalOperator,
    positionInRowLevelPermissionPredicateGroup: input.positionInRowLevelPermissionPredicateGroup ?? null,
    scope,
  }
}

function ownId(id: string | null | undefined): string {
  if (id == null) return crypto.randomUUID()
  if (isUuid(id)) return id.toLowerCase()
  throw badInput(`"${id}" is not a valid UUID`)
}

export async function rulesOf({ connection }: Workspace, roleId: string): Promise<Rules> {
  const of = { predicate: rowLevelPermissionPredicate, group: rowLevelPermissionPredicateGroup }
  const [predicates, predicateGroups] = await Promise.all([
    core(connection).select().from(of.predicate).where(eq(of.predicate.roleId, roleId)),
    core(connection).select().from(of.group).where(eq(of.group.roleId, roleId)),
  ])
  return { predicates: inOrder(predicates), predicateGroups: inOrder(predicateGroups) }
}

function inOrder<T extends { id: string; positionInRowLevelPermissionPredicateGroup: number | null }>(rows: T[]): T[] {
  const place = (row: T) => row.positionInRowLevelPermissionPredicateGroup ?? 0
  return rows.toSorted((a, b) => place(a) - place(b) || (a.id < b.id ? -1 : 1))
}
