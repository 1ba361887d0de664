/** Applications in the schema of `/metadata`. */
export const applicationsSdl = /* GraphQL */ `
  type Application {
    id: UUID!
    name: String!
    roleId: UUID!
    revokedAt: DateTime
    createdAt: DateTime!
    updatedAt: DateTime!
  }
  type ApplicationTokenPair {
    applicationAccessToken: AuthToken!
    applicationRefreshToken: AuthToken!
  }
  input RegisterApplicationInput {
    name: String!
    "one that may be given to API keys"
    roleId: UUID!
  }

  extend type Query {
    findManyApplications: [Application!]!
  }
  extend type Mutation {
    registerApplication(input: RegisterApplicationInput!): Application!
    "for good: whatever it holds is refused from the next request on"
    revokeApplication(id: UUID!): Application!
    generateApplicationToken(applicationId: UUID!): ApplicationTokenPair!
    renewApplicationToken(applicationRefreshToken: String!): ApplicationTokenPair!
  }
`
