/** Invitations in the schema of `/metadata`. */
export const invitationsSdl = /* GraphQL */ `
  type WorkspaceInvitation {
    id: UUID!
    email: String!
    roleId: UUID
    expiresAt: DateTime!
  }
  type SendInvitations {
    success: Boolean!
    errors: [String!]!
    result: [WorkspaceInvitation!]!
  }
  type WorkspaceInviteHashValid {
    isValid: Boolean!
  }

  extend type Query {
    findWorkspaceInvitations: [WorkspaceInvitation!]!
    "for whoever has the link, signed in or not"
    findWorkspaceFromInviteHash(inviteHash: String!): Workspace!
    "its former name"
    getWorkspaceFromInviteHash(inviteHash: String!): Workspace!
    checkWorkspaceInviteHashIsValid(inviteHash: String!): WorkspaceInviteHashValid!
  }
  extend type Mutation {
    sendInvitations(emails: [String!]!, roleId: UUID): SendInvitations!
    resendWorkspaceInvitation(appTokenId: String!): SendInvitations!
    deleteWorkspaceInvitation(appTokenId: String!): String!
    """
    Joins with a new account, or with the one that there is. The link's hash lets in whoever has it; a personal token its
    address alone; workspaceId alone whoever has an invitation and has confirmed their address.
    """
    signUpInWorkspace(
      email: String!
      password: String!
      workspaceId: UUID
      workspaceInviteHash: String
      workspacePersonalInviteToken: String
      captchaToken: String
      locale: String
      verifyEmailRedirectPath: String
    ): SignUp!
  }
`
