/** What a sign-in page may know of a workspace, in the schema of `/metadata`. */
export const publicWorkspaceSdl = /* GraphQL */ `
  type AuthProviders {
    google: Boolean!
    magicLink: Boolean!
    password: Boolean!
    microsoft: Boolean!
    sso: [SSOIdentityProvider!]!
  }
  type AuthBypassProviders {
    google: Boolean!
    password: Boolean!
    microsoft: Boolean!
  }
  type PublicWorkspaceData {
    id: UUID!
    displayName: String
    logo: String
    workspaceUrls: WorkspaceUrls!
    authProviders: AuthProviders!
    authBypassProviders: AuthBypassProviders
  }
  type PublicWorkspaceDataSummary {
    id: UUID!
    displayName: String
    logo: String
  }

  extend type Query {
    getPublicWorkspaceDataByDomain(origin: String): PublicWorkspaceData!
    getPublicWorkspaceDataById(id: UUID!): PublicWorkspaceDataSummary!
  }
`
