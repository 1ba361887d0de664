/** Looking through somebody else's eyes, in the schema of `/metadata`. */
export const impersonationSdl = /* GraphQL */ `
  type Impersonate {
    loginToken: AuthToken!
    workspace: WorkspaceUrlsAndId!
  }

  extend type UserWorkspace {
    "until when admins of this workspace may look through the person's eyes; null for never"
    impersonationAllowedUntil: DateTime
  }

  extend type Mutation {
    "needs the workspace's allowImpersonation and the person's consent; the session ends after an hour"
    impersonate(userId: UUID!, workspaceId: UUID!): Impersonate!
    "your consent, for 30 days at most; null takes it back and ends what is going on"
    consentToImpersonation(until: DateTime): UserWorkspace!
  }
`
