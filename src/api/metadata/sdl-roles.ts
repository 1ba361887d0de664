/** Roles and rights in the schema of `/metadata`. */
import { permissions } from "../../auth/role.ts"

const roleFlags = /* GraphQL */ `
  canUpdateAllSettings: Boolean
  canAccessAllTools: Boolean
  canReadAllObjectRecords: Boolean
  canUpdateAllObjectRecords: Boolean
  canSoftDeleteAllObjectRecords: Boolean
  canDestroyAllObjectRecords: Boolean
  canBeAssignedToUsers: Boolean
  canBeAssignedToAgents: Boolean
  canBeAssignedToApiKeys: Boolean`

export const rolesSdl = /* GraphQL */ `
  enum PermissionFlagType { ${permissions.join(" ")} }
  enum RowLevelPermissionPredicateGroupLogicalOperator { AND OR }
  enum RowLevelPermissionPredicateOperand {
    IS IS_NOT IS_NOT_NULL LESS_THAN_OR_EQUAL GREATER_THAN_OR_EQUAL IS_BEFORE IS_AFTER CONTAINS DOES_NOT_CONTAIN
    IS_EMPTY IS_NOT_EMPTY IS_RELATIVE IS_IN_PAST IS_IN_FUTURE IS_TODAY VECTOR_SEARCH
  }
  "SEE limits which records are seen and thereby changed, EDIT only which are changed"
  enum RowRuleScope { SEE EDIT }

  type Role {
    id: UUID!
    universalIdentifier: UUID
    label: String!
    description: String
    icon: String
    isEditable: Boolean!
    canBeAssignedToUsers: Boolean!
    canBeAssignedToAgents: Boolean!
    canBeAssignedToApiKeys: Boolean!
    canUpdateAllSettings: Boolean!
    canAccessAllTools: Boolean!
    canReadAllObjectRecords: Boolean!
    canUpdateAllObjectRecords: Boolean!
    canSoftDeleteAllObjectRecords: Boolean!
    canDestroyAllObjectRecords: Boolean!
    workspaceMembers: [WorkspaceMember!]!
    agents: [Agent!]!
    apiKeys: [ApiKeyForRole!]!
    "null for whoever may not manage roles, as are the following"
    permissionFlags: [RolePermissionFlag!]
    objectPermissions: [ObjectPermission!]
    fieldPermissions: [FieldPermission!]
    rowLevelPermissionPredicates: [RowLevelPermissionPredicate!]
    rowLevelPermissionPredicateGroups: [RowLevelPermissionPredicateGroup!]
  }
  type Agent {
    id: UUID!
    label: String!
  }
  type ApiKeyForRole {
    id: UUID!
    name: String!
    expiresAt: DateTime!
    revokedAt: DateTime
  }
  type RolePermissionFlag {
    id: UUID!
    roleId: UUID!
    flag: String!
  }
  type ObjectPermission {
    objectMetadataId: UUID!
    canReadObjectRecords: Boolean
    "null: like updating"
    canCreateObjectRecords: Boolean
    canUpdateObjectRecords: Boolean
    canSoftDeleteObjectRecords: Boolean
    "null: like deleting"
    canRestoreObjectRecords: Boolean
    canDestroyObjectRecords: Boolean
    "field id → {canRead, canUpdate}, of fields that are withheld"
    restrictedFields: JSON
    rowLevelPermissionPredicates: [RowLevelPermissionPredicate!]
    rowLevelPermissionPredicateGroups: [RowLevelPermissionPredicateGroup!]
  }
  type FieldPermission {
    id: UUID!
    objectMetadataId: UUID!
    fieldMetadataId: UUID!
    roleId: UUID!
    canReadFieldValue: Boolean
    canUpdateFieldValue: Boolean
  }
  type RowLevelPermissionPredicate {
    id: UUID!
    roleId: UUID!
    objectMetadataId: UUID!
    fieldMetadataId: UUID!
    operand: RowLevelPermissionPredicateOperand!
    value: JSON
    subFieldName: String
    workspaceMemberFieldMetadataId: UUID
    workspaceMemberSubFieldName: String
    rowLevelPermissionPredicateGroupId: UUID
    positionInRowLevelPermissionPredicateGroup: Float
    scope: RowRuleScope!
  }
  type RowLevelPermissionPredicateGroup {
    id: UUID!
    roleId: UUID!
    objectMetadataId: UUID!
    parentRowLevelPermissionPredicateGroupId: UUID
    logicalOperator: RowLevelPermissionPredicateGroupLogicalOperator!
    positionInRowLevelPermissionPredicateGroup: Float
    scope: RowRuleScope!
  }
  type UpsertRowLevelPermissionPredicatesResult {
    predicates: [RowLevelPermissionPredicate!]!
    predicateGroups: [RowLevelPermissionPredicateGroup!]!
  }

  input CreateRoleInput {
    id: UUID
    label: String!
    description: String
    icon: String
    ${roleFlags}
  }
  input UpdateRolePayload {
    label: String
    description: String
    icon: String
    ${roleFlags}
  }
  input UpdateRoleInput {
    id: UUID!
    update: UpdateRolePayload!
  }
  input ObjectPermissionInput {
    objectMetadataId: UUID!
    canReadObjectRecords: Boolean
    canCreateObjectRecords: Boolean
    canUpdateObjectRecords: Boolean
    canSoftDeleteObjectRecords: Boolean
    canRestoreObjectRecords: Boolean
    canDestroyObjectRecords: Boolean
  }
  input UpsertObjectPermissionsInput {
    roleId: UUID!
    objectPermissions: [ObjectPermissionInput!]!
  }
  input UpsertPermissionFlagsInput {
    roleId: UUID!
    permissionFlagKeys: [String!]!
  }
  input UpsertSettingPermissionsInput {
    roleId: UUID!
    settingPermissionKeys: [String!]!
  }
  input FieldPermissionInput {
    objectMetadataId: UUID!
    fieldMetadataId: UUID!
    canReadFieldValue: Boolean
    canUpdateFieldValue: Boolean
  }
  input UpsertFieldPermissionsInput {
    roleId: UUID!
    fieldPermissions: [FieldPermissionInput!]!
  }
  input RowLevelPermissionPredicateInput {
    id: UUID
    fieldMetadataId: UUID!
    operand: RowLevelPermissionPredicateOperand!
    value: JSON
    subFieldName: String
    workspaceMemberFieldMetadataId: String
    workspaceMemberSubFieldName: String
    rowLevelPermissionPredicateGroupId: UUID
    positionInRowLevelPermissionPredicateGroup: Float
  }
  input RowLevelPermissionPredicateGroupInput {
    id: UUID
    objectMetadataId: UUID
    parentRowLevelPermissionPredicateGroupId: UUID
    logicalOperator: RowLevelPermissionPredicateGroupLogicalOperator!
    positionInRowLevelPermissionPredicateGroup: Float
  }
  input UpsertRowLevelPermissionPredicatesInput {
    roleId: UUID!
    objectMetadataId: UUID!
    predicates: [RowLevelPermissionPredicateInput!]!
    predicateGroups: [RowLevelPermissionPredicateGroupInput!]!
    scope: RowRuleScope = SEE
  }

  "what somebody may do, with everything that has a say put together"
  type EffectiveRights {
    role: Role!
    permissionFlags: [PermissionFlagType!]!
    objectPermissions: [ObjectPermission!]!
  }
  enum RecordAction { READ CREATE UPDATE DELETE RESTORE DESTROY }
  input ExplainAccessInput {
    "whose access; one's own when left out, and another member's for whoever may manage roles"
    workspaceMemberId: UUID
    action: RecordAction = READ
    objectNameSingular: String!
    recordId: UUID
    fieldName: String
  }
  type AccessExplanation {
    isAllowed: Boolean!
    "what speaks against it, in sentences; what speaks for it where nothing does"
    reasons: [String!]!
  }

  extend type UserWorkspace {
    permissionFlags: [PermissionFlagType!]
    objectPermissions: [ObjectPermission!]
    objectsPermissions: [ObjectPermission!]
  }
  extend type User {
    currentUserWorkspace: UserWorkspace
  }
  extend type Query {
    getRoles: [Role!]!
    "of a member; one's own when left out"
    effectiveRights(workspaceMemberId: UUID): EffectiveRights!
    explainAccess(input: ExplainAccessInput!): AccessExplanation!
  }
  extend type Mutation {
    createOneRole(createRoleInput: CreateRoleInput!): Role!
    updateOneRole(updateRoleInput: UpdateRoleInput!): Role!
    deleteOneRole(roleId: UUID!): String!
    upsertObjectPermissions(upsertObjectPermissionsInput: UpsertObjectPermissionsInput!): [ObjectPermission!]!
    upsertPermissionFlags(upsertPermissionFlagsInput: UpsertPermissionFlagsInput!): [RolePermissionFlag!]!
    upsertSettingPermissions(upsertSettingPermissionsInput: UpsertSettingPermissionsInput!): [RolePermissionFlag!]!
    upsertFieldPermissions(upsertFieldPermissionsInput: UpsertFieldPermissionsInput!): [FieldPermission!]!
    upsertRowLevelPermissionPredicates(
      input: UpsertRowLevelPermissionPredicatesInput!
    ): UpsertRowLevelPermissionPredicatesResult!
    assignRoleToApiKey(apiKeyId: UUID!, roleId: UUID!): Boolean!
  }
`
