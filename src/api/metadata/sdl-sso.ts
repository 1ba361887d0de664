/** Identity providers of a workspace in the schema of `/metadata`. */
export const ssoSdl = /* GraphQL */ `
  enum IdentityProviderType {
    OIDC
    SAML
  }
  enum SSOIdentityProviderStatus {
    Active
    Error
    Inactive
  }
  "what a sign-in page shows"
  type SSOIdentityProvider {
    id: UUID!
    name: String!
    type: IdentityProviderType!
    status: SSOIdentityProviderStatus!
    issuer: String!
  }
  type SSOConnection {
    id: UUID!
    name: String!
    type: IdentityProviderType!
    status: SSOIdentityProviderStatus!
    issuer: String!
  }
  type WorkspaceNameAndId {
    id: UUID!
    displayName: String
  }
  type FindAvailableSSOIDP {
    id: UUID!
    name: String!
    type: IdentityProviderType!
    status: SSOIdentityProviderStatus!
    issuer: String!
    workspace: WorkspaceNameAndId!
  }
  type SetupSso {
    id: UUID!
    name: String!
    type: IdentityProviderType!
    status: SSOIdentityProviderStatus!
    issuer: String!
  }
  type EditSso {
    id: UUID!
    name: String!
    type: IdentityProviderType!
    status: SSOIdentityProviderStatus!
    issuer: String!
  }
  type DeleteSso {
    identityProviderId: UUID!
  }
  type GetAuthorizationUrlForSSO {
    id: UUID!
    type: String!
    authorizationURL: String!
  }

  input SetupOIDCSsoInput {
    name: String
    issuer: String!
    clientID: String!
    "kept encrypted and never shown again"
    clientSecret: String!
  }
  input SetupSAMLSsoInput {
    "chosen by whoever needs the addresses of /auth/saml/…/{id} beforehand"
    id: UUID
    name: String
    "the provider's metadata as XML, in place of issuer, ssoURL and certificate"
    metadata: String
    issuer: String
    ssoURL: String
    "one or several in PEM"
    certificate: String
    "SHA-256 or SHA-1 of a certificate, to be sure that it is the right one"
    fingerprint: String
  }
  input EditSsoInput {
    id: UUID!
    "Inactive signs everybody out who came by it"
    status: SSOIdentityProviderStatus
    name: String
    issuer: String
    clientID: String
    clientSecret: String
    metadata: String
    ssoURL: String
    certificate: String
    fingerprint: String
  }
  input DeleteSsoInput {
    identityProviderId: UUID!
  }
  input GetAuthorizationUrlForSSOInput {
    identityProviderId: UUID!
    workspaceInviteHash: String
  }

  extend type Query {
    getSSOIdentityProviders: [FindAvailableSSOIDP!]!
  }
  extend type Mutation {
    createOIDCIdentityProvider(input: SetupOIDCSsoInput!): SetupSso!
    createSAMLIdentityProvider(input: SetupSAMLSsoInput!): SetupSso!
    editSSOIdentityProvider(input: EditSsoInput!): EditSso!
    deleteSSOIdentityProvider(input: DeleteSsoInput!): DeleteSso!
    "for whoever has not signed in yet"
    getAuthorizationUrlForSSO(input: GetAuthorizationUrlForSSOInput!): GetAuthorizationUrlForSSO!
  }
`
