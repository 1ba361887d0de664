/** What admins set up for a workspace's directory, in the schema of `/metadata`. */
export const scimSdl = /* GraphQL */ `
  type ScimToken {
    id: UUID!
    name: String!
    "to the minute"
    lastUsedAt: DateTime
    expiresAt: DateTime
    revokedAt: DateTime
    createdAt: DateTime!
  }
  type CreatedScimToken {
    id: UUID!
    name: String!
    expiresAt: DateTime
    createdAt: DateTime!
    "shown this once"
    token: String!
    "what the directory calls base URL or tenant URL"
    baseUrl: String!
  }
  type ScimGroup {
    id: UUID!
    displayName: String!
    externalId: String
    membersCount: Int!
    createdAt: DateTime!
    updatedAt: DateTime!
  }
  type ScimGroupRole {
    group: String!
    roleId: UUID!
  }

  input CreateScimTokenInput {
    name: String!
    "holds until it is revoked where this is left out"
    expiresAt: String
  }
  input RevokeScimTokenInput {
    id: UUID!
  }
  input ScimGroupRoleInput {
    "the group's displayName or id, whether it is there yet or not"
    group: String!
    roleId: UUID!
  }
  input UpdateScimGroupRolesInput {
    "in order: of several groups that somebody is in, the first decides"
    groupRoles: [ScimGroupRoleInput!]!
  }

  extend type Query {
    getScimTokens: [ScimToken!]!
    getScimGroups: [ScimGroup!]!
    "in order of precedence"
    getScimGroupRoles: [ScimGroupRole!]!
  }
  extend type Mutation {
    createScimToken(input: CreateScimTokenInput!): CreatedScimToken!
    revokeScimToken(input: RevokeScimTokenInput!): ScimToken!
    "these and no others; they count in everybody's next request"
    updateScimGroupRoles(input: UpdateScimGroupRolesInput!): [ScimGroupRole!]!
  }
`
