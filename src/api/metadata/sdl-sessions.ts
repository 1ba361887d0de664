/** Sessions in the schema of `/metadata`. */
export const sessionsSdl = /* GraphQL */ `
  type Session {
    id: UUID!
    createdAt: DateTime!
    "when its tokens were last renewed"
    renewedAt: DateTime
    expiresAt: DateTime!
    userAgent: String
    "of the network that it began in"
    address: String
    "password, google, microsoft, sso, impersonation"
    authProvider: String!
    "TOTP, PASSKEY or RECOVERY_CODE; null where none was asked for"
    secondFactor: String
    "null for one that only serves to choose a workspace"
    workspaceId: UUID
    workspaceName: String
    "is it the one that asks?"
    isCurrent: Boolean!
    "is it somebody else who looks through your eyes?"
    isImpersonating: Boolean!
  }
  type EndedSessions {
    success: Boolean!
  }

  extend type Query {
    "your own, in every workspace"
    currentUserSessions: [Session!]!
  }
  extend type Mutation {
    endSession(id: UUID!): EndedSessions!
    "all of your own but the one that asks"
    endOtherSessions: EndedSessions!
    "those of a member in this workspace"
    endMemberSessions(workspaceMemberId: UUID!): EndedSessions!
  }
`
