/** Members in the schema of `/metadata`. */
export const membersSdl = /* GraphQL */ `
  enum WorkspaceMemberDateFormatEnum {
    SYSTEM
    MONTH_FIRST
    DAY_FIRST
    YEAR_FIRST
  }
  enum WorkspaceMemberTimeFormatEnum {
    SYSTEM
    HOUR_12
    HOUR_24
  }
  enum WorkspaceMemberNumberFormatEnum {
    SYSTEM
    COMMAS_AND_DOT
    SPACES_AND_COMMA
    DOTS_AND_COMMA
    APOSTROPHE_AND_DOT
  }

  type FullName {
    firstName: String!
    lastName: String!
  }
  type WorkspaceMember {
    id: UUID!
    name: FullName!
    userEmail: String!
    colorScheme: String!
    avatarUrl: String
    locale: String
    timeZone: String
    calendarStartDay: Int
    dateFormat: WorkspaceMemberDateFormatEnum
    timeFormat: WorkspaceMemberTimeFormatEnum
    numberFormat: WorkspaceMemberNumberFormatEnum
    userWorkspaceId: UUID
    roles: [Role!]
  }
  input UpdateWorkspaceMemberSettingsInput {
    workspaceMemberId: UUID!
    update: JSON!
  }

  extend type User {
    workspaceMembers: [WorkspaceMember!]
  }
  extend type Mutation {
    updateWorkspaceMemberRole(workspaceMemberId: UUID!, roleId: UUID!): WorkspaceMember!
    updateWorkspaceMemberSettings(input: UpdateWorkspaceMemberSettingsInput!): Boolean!
    deleteUserFromWorkspace(
      workspaceMemberIdToDelete: String!
      "who gets what the member owned; without one it stays as it is"
      successorWorkspaceMemberId: UUID
    ): UserWorkspace!
    deleteUser: User!
    deleteCurrentWorkspace: Workspace!
  }
`
