/** The schema of `/metadata`: the same for every workspace. Families of operations, in the order of the documentation. */
import { fieldTypeNames } from "../../metadata/schema.ts"
import { applicationsSdl } from "./sdl-applications.ts"
import { auditSdl } from "./sdl-audit.ts"
import { accessDomainsSdl } from "./sdl-access-domains.ts"
import { filesSdl } from "./sdl-files.ts"
import { impersonationSdl } from "./sdl-impersonation.ts"
import { invitationsSdl } from "./sdl-invitations.ts"
import { membersSdl } from "./sdl-members.ts"
import { navigationSdl } from "./sdl-navigation.ts"
import { passwordsSdl } from "./sdl-passwords.ts"
import { publicWorkspaceSdl } from "./sdl-public-workspace.ts"
import { rolesSdl } from "./sdl-roles.ts"
import { scimSdl } from "./sdl-scim.ts"
import { ssoSdl } from "./sdl-sso.ts"
import { secondFactorSdl } from "./sdl-second-factor.ts"
import { sessionsSdl } from "./sdl-sessions.ts"
import { startSdl } from "./sdl-start.ts"
import { sqlLoginsSdl } from "./sdl-sql-logins.ts"
import { viewsSdl } from "./sdl-views.ts"
import { webhooksSdl } from "./sdl-webhooks.ts"

const common = /* GraphQL */ `
  scalar UUID
  scalar JSON
  scalar DateTime
  scalar ConnectionCursor

  type Query
  type Mutation

  input CursorPaging {
    before: ConnectionCursor
    after: ConnectionCursor
    first: Int
    last: Int
  }
  input BooleanFieldComparison {
    is: Boolean
    isNot: Boolean
  }
  input UUIDFilterComparison {
    is: Boolean
    isNot: Boolean
    eq: UUID
    neq: UUID
    gt: UUID
    gte: UUID
    lt: UUID
    lte: UUID
    like: String
    notLike: String
    iLike: String
    notILike: String
    in: [UUID!]
    notIn: [UUID!]
  }
  type MetadataPageInfo {
    hasNextPage: Boolean!
    hasPreviousPage: Boolean!
    startCursor: ConnectionCursor
    endCursor: ConnectionCursor
  }
`

const objects = /* GraphQL */ `
  enum RelationType { ONE_TO_MANY MANY_TO_ONE }
  enum FieldMetadataType { ${fieldTypeNames.join(" ")} }
  enum IndexType { BTREE GIN }

  type Object {
    id: UUID!
    universalIdentifier: String!
    applicationId: UUID!
    dataSourceId: String
    nameSingular: String!
    namePlural: String!
    labelSingular: String!
    labelPlural: String!
    description: String
    icon: String
    color: String
    shortcut: String
    isCustom: Boolean!
    isRemote: Boolean!
    isActive: Boolean!
    isSystem: Boolean!
    isUIEditable: Boolean!
    isUICreatable: Boolean!
    isUIReadOnly: Boolean!
    isSearchable: Boolean!
    isLabelSyncedWithName: Boolean!
    labelIdentifierFieldMetadataId: UUID
    imageIdentifierFieldMetadataId: UUID
    duplicateCriteria: [[String!]!]
    createdAt: DateTime!
    updatedAt: DateTime!
    fieldsList: [Field!]!
    indexMetadataList: [Index!]!
    fields(paging: CursorPaging = { first: 10 }, filter: FieldFilter = {}): ObjectFieldsConnection!
    indexMetadatas(paging: CursorPaging = { first: 10 }, filter: IndexFilter = {}): ObjectIndexMetadatasConnection!
    "the fields in which the search looks"
    searchFieldMetadataList: [SearchField!]!
  }

  type Field {
    id: UUID!
    universalIdentifier: String!
    applicationId: UUID!
    type: FieldMetadataType!
    name: String!
    label: String!
    description: String
    icon: String
    isCustom: Boolean
    isActive: Boolean
    isSystem: Boolean
    isUIEditable: Boolean
    isUIReadOnly: Boolean
    isNullable: Boolean
    isUnique: Boolean
    isLabelSyncedWithName: Boolean
    defaultValue: JSON
    options: JSON
    settings: JSON
    objectMetadataId: UUID!
    morphId: UUID
    createdAt: DateTime!
    updatedAt: DateTime!
    relation: Relation
    morphRelations: [Relation!]
    object: Object
    "asked for by older clients"
    targetColumnMap: JSON
    fromRelationMetadata: FormerRelation
    toRelationMetadata: FormerRelation
  }

  type SearchField { id: UUID!, fieldMetadataId: UUID! }

  type FormerRelation { id: UUID! }

  type Relation {
    type: RelationType!
    sourceObjectMetadata: Object!
    targetObjectMetadata: Object!
    sourceFieldMetadata: Field!
    targetFieldMetadata: Field!
  }

  type Index {
    id: UUID!
    name: String!
    isCustom: Boolean
    isUnique: Boolean!
    indexWhereClause: String
    indexType: IndexType!
    "BUILDING until the index of a large table is there, FAILED when it could not be built"
    status: String!
    createdAt: DateTime!
    updatedAt: DateTime!
    indexFieldMetadataList: [IndexField!]!
  }

  type IndexField { id: UUID!, fieldMetadataId: UUID!, order: Float!, subFieldName: String, createdAt: DateTime!, updatedAt: DateTime! }

  type ObjectEdge { node: Object!, cursor: ConnectionCursor! }
  type ObjectConnection { edges: [ObjectEdge!]!, pageInfo: MetadataPageInfo! }
  type FieldEdge { node: Field!, cursor: ConnectionCursor! }
  type FieldConnection { edges: [FieldEdge!]!, pageInfo: MetadataPageInfo! }
  type ObjectFieldsConnection { edges: [FieldEdge!]!, pageInfo: MetadataPageInfo! }
  type IndexConnection { edges: [IndexEdge!]!, pageInfo: MetadataPageInfo! }
  type ObjectRecordCount { objectNamePlural: String!, totalCount: Int! }
  type MinimalObjectMetadata {
    id: UUID!
    nameSingular: String!
    namePlural: String!
    labelSingular: String!
    labelPlural: String!
    icon: String
    color: String
    isActive: Boolean!
    isSystem: Boolean!
    isRemote: Boolean!
  }
  type MinimalView { id: UUID!, type: ViewType!, key: ViewKey, objectMetadataId: UUID! }
  type MinimalMetadata { objectMetadataItems: [MinimalObjectMetadata!]!, views: [MinimalView!]! }
  type IndexEdge { node: Index!, cursor: ConnectionCursor! }
  type ObjectIndexMetadatasConnection { edges: [IndexEdge!]!, pageInfo: MetadataPageInfo! }

  input ObjectFilter {
    and: [ObjectFilter!]
    or: [ObjectFilter!]
    id: UUIDFilterComparison
    isCustom: BooleanFieldComparison
    isRemote: BooleanFieldComparison
    isActive: BooleanFieldComparison
    isSystem: BooleanFieldComparison
    isUIEditable: BooleanFieldComparison
    isUICreatable: BooleanFieldComparison
    isUIReadOnly: BooleanFieldComparison
    isSearchable: BooleanFieldComparison
  }

  input FieldFilter {
    and: [FieldFilter!]
    or: [FieldFilter!]
    id: UUIDFilterComparison
    isCustom: BooleanFieldComparison
    isActive: BooleanFieldComparison
    isSystem: BooleanFieldComparison
    isUIEditable: BooleanFieldComparison
    isUIReadOnly: BooleanFieldComparison
    objectMetadataId: UUIDFilterComparison
  }

  input IndexFilter {
    and: [IndexFilter!]
    or: [IndexFilter!]
    id: UUIDFilterComparison
    isCustom: BooleanFieldComparison
  }

  input CreateObjectInput {
    nameSingular: String!
    namePlural: String!
    labelSingular: String!
    labelPlural: String!
    description: String
    icon: String
    shortcut: String
    color: String
    skipNameField: Boolean
    isRemote: Boolean
    primaryKeyColumnType: String
    primaryKeyFieldMetadataSettings: JSON
    isLabelSyncedWithName: Boolean
  }

  input UpdateObjectPayload {
    labelSingular: String
    labelPlural: String
    nameSingular: String
    namePlural: String
    description: String
    icon: String
    shortcut: String
    color: String
    isActive: Boolean
    isSearchable: Boolean
    labelIdentifierFieldMetadataId: UUID
    imageIdentifierFieldMetadataId: UUID
    isLabelSyncedWithName: Boolean
  }

  input CreateFieldInput {
    type: FieldMetadataType!
    name: String!
    label: String!
    objectMetadataId: UUID!
    description: String
    icon: String
    isActive: Boolean
    isSystem: Boolean
    isUIEditable: Boolean
    isUIReadOnly: Boolean
    isNullable: Boolean
    isUnique: Boolean
    defaultValue: JSON
    options: JSON
    settings: JSON
    isLabelSyncedWithName: Boolean
    isRemoteCreation: Boolean
    relationCreationPayload: JSON
    morphRelationsCreationPayload: [JSON!]
  }

  input UpdateFieldInput {
    name: String
    label: String
    description: String
    icon: String
    isActive: Boolean
    isSystem: Boolean
    isUIEditable: Boolean
    isUIReadOnly: Boolean
    isNullable: Boolean
    isUnique: Boolean
    defaultValue: JSON
    options: JSON
    settings: JSON
    objectMetadataId: UUID
    isLabelSyncedWithName: Boolean
    morphRelationsUpdatePayload: [JSON!]
    "value of an option that goes → value of the one that records get in its place"
    optionReplacements: JSON
  }

  input CreateOneObjectInput { object: CreateObjectInput! }
  input UpdateOneObjectInput { id: UUID!, update: UpdateObjectPayload! }
  input DeleteOneObjectInput { id: UUID! }
  input CreateOneFieldMetadataInput { field: CreateFieldInput! }
  input UpdateOneFieldMetadataInput { id: UUID!, update: UpdateFieldInput! }
  input DeleteOneFieldInput { id: UUID! }
  input CreateIndexFieldInput { fieldMetadataId: UUID!, subFieldName: String }
  input CreateIndexInput { objectMetadataId: UUID!, fields: [CreateIndexFieldInput!]!, indexType: IndexType! = BTREE }
  input CreateOneIndexInput { index: CreateIndexInput! }
  input DeleteOneIndexInput { id: UUID! }

  extend type Query {
    objects(paging: CursorPaging! = { first: 10 }, filter: ObjectFilter! = {}): ObjectConnection!
    object(id: UUID!): Object!
    fields(paging: CursorPaging! = { first: 10 }, filter: FieldFilter! = {}): FieldConnection!
    field(id: UUID!): Field!
    indexMetadatas(paging: CursorPaging! = { first: 10 }, filter: IndexFilter! = {}): IndexConnection!
    index(id: UUID!): Index!
    "of the objects that you may read, system objects left out"
    objectRecordCounts: [ObjectRecordCount!]!
    minimalMetadata: MinimalMetadata!
  }

  extend type Mutation {
    createOneObject(input: CreateOneObjectInput!): Object!
    updateOneObject(input: UpdateOneObjectInput!): Object!
    deleteOneObject(input: DeleteOneObjectInput!): Object!
    createOneField(input: CreateOneFieldMetadataInput!): Field!
    updateOneField(input: UpdateOneFieldMetadataInput!): Field!
    deleteOneField(input: DeleteOneFieldInput!): Field!
    createOneIndex(input: CreateOneIndexInput!): Index!
    deleteOneIndex(input: DeleteOneIndexInput!): Index!
  }
`

const accounts = /* GraphQL */ `
  enum WorkspaceActivationStatus {
    ONGOING_CREATION
    PENDING_CREATION
    ACTIVE
    INACTIVE
    SUSPENDED
  }

  type AuthToken {
    token: String!
    expiresAt: DateTime!
  }
  type AuthTokenPair {
    accessOrWorkspaceAgnosticToken: AuthToken!
    refreshToken: AuthToken!
    "its name before 2025"
    accessToken: AuthToken!
  }
  type AuthTokens {
    tokens: AuthTokenPair!
  }
  type LoginToken {
    loginToken: AuthToken!
  }
  type WorkspaceUrls {
    customUrl: String
    subdomainUrl: String!
  }
  type WorkspaceUrlsAndId {
    id: UUID!
    workspaceUrls: WorkspaceUrls!
  }
  type SignUp {
    loginToken: AuthToken!
    workspace: WorkspaceUrlsAndId!
  }
  type VerifyEmailAndGetLoginToken {
    loginToken: AuthToken!
    workspaceUrls: WorkspaceUrls!
  }
  type ResendEmailVerificationToken {
    success: Boolean!
  }
  type CheckUserExist {
    exists: Boolean!
    availableWorkspacesCount: Float!
    isEmailVerified: Boolean!
  }
  type AvailableWorkspace {
    id: UUID!
    displayName: String
    loginToken: String
    personalInviteToken: String
    inviteHash: String
    workspaceUrls: WorkspaceUrls!
    logo: String
    sso: [SSOConnection!]!
  }
  type AvailableWorkspaces {
    availableWorkspacesForSignIn: [AvailableWorkspace!]!
    availableWorkspacesForSignUp: [AvailableWorkspace!]!
  }
  type AvailableWorkspacesAndAccessTokens {
    tokens: AuthTokenPair!
    availableWorkspaces: AvailableWorkspaces!
  }

  type Workspace {
    id: UUID!
    displayName: String
    logo: String
    inviteHash: String
    allowImpersonation: Boolean!
    isPublicInviteLinkEnabled: Boolean!
    isGoogleAuthEnabled: Boolean!
    isMicrosoftAuthEnabled: Boolean!
    isPasswordAuthEnabled: Boolean!
    "may admins, and roles with SSO_BYPASS, use what is switched off for everybody else?"
    isGoogleAuthBypassEnabled: Boolean!
    isMicrosoftAuthBypassEnabled: Boolean!
    isPasswordAuthBypassEnabled: Boolean!
    activationStatus: WorkspaceActivationStatus!
    subdomain: String!
    customDomain: String
    workspaceUrls: WorkspaceUrls!
    defaultRole: Role
    "days after which entries of the audit log go; null for never"
    auditLogRetentionDays: Int
    metadataVersion: Float!
    databaseSchema: String
    createdAt: DateTime!
    updatedAt: DateTime!
    deletedAt: DateTime
  }

  type UserWorkspace {
    id: UUID!
    userId: UUID!
    createdAt: DateTime!
    deletedAt: DateTime
    workspace: Workspace
  }
  type User {
    id: UUID!
    firstName: String!
    lastName: String!
    email: String!
    isEmailVerified: Boolean!
    disabled: Boolean
    canImpersonate: Boolean!
    canAccessFullAdminPanel: Boolean!
    hasPassword: Boolean!
    locale: String!
    createdAt: DateTime!
    updatedAt: DateTime!
    deletedAt: DateTime
    workspaceMember: WorkspaceMember
    currentWorkspace: Workspace
    workspaces: [UserWorkspace!]!
    availableWorkspaces: AvailableWorkspaces!
  }

  type ApiKey {
    id: UUID!
    name: String!
    expiresAt: DateTime!
    revokedAt: DateTime
    "to the minute; null before the first use"
    lastUsedAt: DateTime
    createdAt: DateTime!
    updatedAt: DateTime!
    role: Role!
  }
  type ApiKeyToken {
    token: String!
  }

  input SignUpInNewWorkspaceInput {
    displayName: String
    subdomain: String
  }
  input ActivateWorkspaceInput {
    displayName: String
  }
  input UpdateWorkspaceInput {
    displayName: String
    subdomain: String
    customDomain: String
    logo: String
    inviteHash: String
    isPublicInviteLinkEnabled: Boolean
    isGoogleAuthEnabled: Boolean
    isMicrosoftAuthEnabled: Boolean
    isPasswordAuthEnabled: Boolean
    isGoogleAuthBypassEnabled: Boolean
    isMicrosoftAuthBypassEnabled: Boolean
    isPasswordAuthBypassEnabled: Boolean
    allowImpersonation: Boolean
    defaultRoleId: UUID
    "30 at least, or null to keep the audit log for ever"
    auditLogRetentionDays: Int
  }
  input CreateApiKeyInput {
    name: String!
    expiresAt: String!
    revokedAt: String
    roleId: UUID!
  }
  input UpdateApiKeyInput {
    id: UUID!
    name: String
    expiresAt: String
    revokedAt: String
  }
  input RevokeApiKeyInput {
    id: UUID!
  }
  input GetApiKeyInput {
    id: UUID!
  }

  extend type Query {
    checkUserExists(email: String!, captchaToken: String): CheckUserExist!
    currentUser: User!
    currentWorkspace: Workspace!
    apiKeys: [ApiKey!]!
    apiKey(input: GetApiKeyInput!): ApiKey
  }

  extend type Mutation {
    signUp(
      email: String!
      password: String!
      captchaToken: String
      locale: String
      verifyEmailRedirectPath: String
    ): AvailableWorkspacesAndAccessTokens!
    signIn(
      email: String!
      password: String!
      captchaToken: String
      locale: String
      verifyEmailRedirectPath: String
    ): AvailableWorkspacesAndAccessTokens!
    signUpInNewWorkspace(input: SignUpInNewWorkspaceInput): SignUp!
    getLoginTokenFromCredentials(
      email: String!
      password: String!
      captchaToken: String
      locale: String
      verifyEmailRedirectPath: String
      origin: String
    ): LoginToken!
    verifyEmailAndGetLoginToken(
      emailVerificationToken: String!
      email: String!
      captchaToken: String
      origin: String
    ): VerifyEmailAndGetLoginToken!
    "its former name"
    getLoginTokenFromEmailVerificationToken(
      emailVerificationToken: String!
      email: String!
      captchaToken: String
      origin: String
    ): VerifyEmailAndGetLoginToken!
    verifyEmailAndGetWorkspaceAgnosticToken(
      emailVerificationToken: String!
      email: String!
      captchaToken: String
    ): AvailableWorkspacesAndAccessTokens!
    "the answer is the same whether there is such an account or not"
    resendEmailVerificationToken(email: String!, origin: String): ResendEmailVerificationToken!
    "mails a link to the new address; until it is used the present one counts"
    updateUserEmail(newEmail: String!, verifyEmailRedirectPath: String): Boolean!
    getAuthTokensFromLoginToken(loginToken: String!, origin: String): AuthTokens!
    renewToken(appToken: String!): AuthTokens!
    activateWorkspace(data: ActivateWorkspaceInput!): Workspace!
    updateWorkspace(data: UpdateWorkspaceInput!): Workspace!
    createApiKey(input: CreateApiKeyInput!): ApiKey!
    generateApiKeyToken(apiKeyId: UUID!, expiresAt: String!): ApiKeyToken!
    updateApiKey(input: UpdateApiKeyInput!): ApiKey
    revokeApiKey(input: RevokeApiKeyInput!): ApiKey
  }
`

export const metadataSdl = [
  common,
  objects,
  accounts,
  viewsSdl,
  navigationSdl,
  webhooksSdl,
  auditSdl,
  sqlLoginsSdl,
  filesSdl,
  publicWorkspaceSdl,
  passwordsSdl,
  invitationsSdl,
  membersSdl,
  rolesSdl,
  ssoSdl,
  secondFactorSdl,
  sessionsSdl,
  impersonationSdl,
  applicationsSdl,
  scimSdl,
  accessDomainsSdl,
  startSdl,
].join("\n")
