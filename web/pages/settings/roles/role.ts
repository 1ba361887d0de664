/** Roles as `/metadata` tells of them, with the objects and fields that they speak of. */
import type { FieldTypeName, Option } from "../../../../src/metadata/schema.ts"
import { useAnswer, type Answered } from "../answered.ts"

export interface Role {
  id: string
  label: string
  description: string | null
  isEditable: boolean
  canBeAssignedToUsers: boolean
  canBeAssignedToApiKeys: boolean
  canUpdateAllSettings: boolean
  canAccessAllTools: boolean
  canReadAllObjectRecords: boolean
  canUpdateAllObjectRecords: boolean
  canSoftDeleteAllObjectRecords: boolean
  canDestroyAllObjectRecords: boolean
  workspaceMembers: { id: string }[]
  apiKeys: { id: string; name: string }[]
  permissionFlags: { flag: string }[] | null
  objectPermissions: ObjectRights[] | null
  fieldPermissions: FieldRights[] | null
  rowLevelPermissionPredicates: Predicate[] | null
  rowLevelPermissionPredicateGroups: PredicateGroup[] | null
}

export interface ObjectRights {
  objectMetadataId: string
  canReadObjectRecords: boolean | null
  canCreateObjectRecords: boolean | null
  canUpdateObjectRecords: boolean | null
  canSoftDeleteObjectRecords: boolean | null
  canDestroyObjectRecords: boolean | null
}

interface FieldRights {
  fieldMetadataId: string
  canReadFieldValue: boolean | null
  canUpdateFieldValue: boolean | null
}

export interface Predicate {
  objectMetadataId: string
  fieldMetadataId: string
  operand: string
  value: unknown
  subFieldName: string | null
  workspaceMemberFieldMetadataId: string | null
  rowLevelPermissionPredicateGroupId: string | null
  scope: Scope
}

export interface PredicateGroup {
  id: string
  objectMetadataId: string
  parentRowLevelPermissionPredicateGroupId: string | null
  logicalOperator: "AND" | "OR"
  scope: Scope
}

export type Scope = "SEE" | "EDIT"

export interface RoleObject {
  id: string
  nameSingular: string
  labelPlural: string
  icon: string | null
  isActive: boolean
  isSystem: boolean
  fieldsList: RoleField[]
}

export interface RoleField {
  id: string
  name: string
  label: string
  type: FieldTypeName
  isActive: boolean
  isSystem: boolean
  options: Option[] | null
  relation: { type: string; targetObjectMetadata: { nameSingular: string } } | null
}

export interface Person {
  id: string
  name: { firstName: string; lastName: string }
  userEmail: string
  roles: { id: string; label: string }[] | null
}

export interface Roles {
  getRoles: Role[]
  objects: { edges: { node: RoleObject }[] }
  currentUser: { workspaceMembers: Person[] }
  currentWorkspace: { defaultRole: { id: string } | null }
}

const query = `{
  getRoles {
    id label description isEditable canBeAssignedToUsers canBeAssignedToApiKeys canUpdateAllSettings canAccessAllTools
    canReadAllObjectRecords canUpdateAllObjectRecords canSoftDeleteAllObjectRecords canDestroyAllObjectRecords
    workspaceMembers { id } apiKeys { id name } permissionFlags { flag }
    objectPermissions {
      objectMetadataId canReadObjectRecords canCreateObjectRecords canUpdateObjectRecords canSoftDeleteObjectRecords
      canDestroyObjectRecords
    }
    fieldPermissions { fieldMetadataId canReadFieldValue canUpdateFieldValue }
    rowLevelPermissionPredicates {
      objectMetadataId fieldMetadataId operand value subFieldName workspaceMemberFieldMetadataId
      rowLevelPermissionPredicateGroupId scope
    }
    rowLevelPermissionPredicateGroups {
      id objectMetadataId parentRowLevelPermissionPredicateGroupId logicalOperator scope
    }
  }
  objects(paging: { first: 1000 }) { edges { node {
    id nameSingular labelPlural icon isActive isSystem
    fieldsList {
      id name label type isActive isSystem options relation { type targetObjectMetadata { nameSingular } }
    }
  } } }
  currentUser { workspaceMembers { id name { firstName lastName } userEmail roles { id label } } }
  currentWorkspace { defaultRole { id } }
}`

export const useRoles = (): Answered<Roles> => useAnswer<Roles>(query)

/** Those that people have records of, in the order of their labels. */
export const objectsOf = ({ objects }: Roles): RoleObject[] =>
  objects.edges
    .map(({ node }) => node)
    .filter(({ isActive, isSystem }) => isActive && !isSystem)
    .toSorted((a, b) => a.labelPlural.localeCompare(b.labelPlural))
