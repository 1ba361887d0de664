/** Second factors in the schema of `/metadata`. */
export const secondFactorSdl = /* GraphQL */ `
  type InitiateTwoFactorAuthenticationProvisioning {
    "what an authenticator app reads from a QR code"
    uri: String!
  }
  type VerifyTwoFactorAuthenticationMethod {
    success: Boolean!
    "with the first second factor; shown once"
    recoveryCodes: [String!]
  }
  type DeleteTwoFactorAuthenticationMethod {
    success: Boolean!
  }
  type TwoFactorAuthenticationMethodSummary {
    twoFactorAuthenticationMethodId: UUID!
    "PENDING until a first code was right, then VERIFIED"
    status: String!
    "TOTP or PASSKEY"
    strategy: String!
    name: String!
    createdAt: DateTime!
    lastUsedAt: DateTime
  }
  type RecoveryCodes {
    recoveryCodes: [String!]!
  }
  type PasskeyOptions {
    "for navigator.credentials, as PublicKeyCredential.parse…FromJSON reads them"
    options: JSON!
  }
  type PasskeyRegistration {
    method: TwoFactorAuthenticationMethodSummary!
    "with the first second factor; shown once"
    recoveryCodes: [String!]
  }

  extend type AuthTokens {
    "when an authenticator app was set up while signing in; shown once"
    recoveryCodes: [String!]
  }
  extend type Workspace {
    isTwoFactorAuthenticationEnforced: Boolean!
    "are those asked as well who come from the workspace's own identity provider?"
    isTwoFactorAuthenticationEnforcedForSso: Boolean!
  }
  extend input UpdateWorkspaceInput {
    isTwoFactorAuthenticationEnforced: Boolean
    isTwoFactorAuthenticationEnforcedForSso: Boolean
  }
  extend type UserWorkspace {
    "those of the person, whatever workspace they are in"
    twoFactorAuthenticationMethodSummary: [TwoFactorAuthenticationMethodSummary!]
    recoveryCodesLeft: Int
  }

  extend type Mutation {
    initiateOTPProvisioning(loginToken: String!, origin: String): InitiateTwoFactorAuthenticationProvisioning!
    "a login token and a code, or a recovery code"
    getAuthTokensFromOTP(otp: String!, loginToken: String!, captchaToken: String, origin: String): AuthTokens!
    "password or otp: half an hour after signing in, here and below"
    initiateOTPProvisioningForAuthenticatedUser(
      password: String
      otp: String
    ): InitiateTwoFactorAuthenticationProvisioning!
    verifyTwoFactorAuthenticationMethodForAuthenticatedUser(otp: String!): VerifyTwoFactorAuthenticationMethod!
    "authenticator app or passkey; with the last one the recovery codes go"
    deleteTwoFactorAuthenticationMethod(
      twoFactorAuthenticationMethodId: UUID!
      password: String
      otp: String
    ): DeleteTwoFactorAuthenticationMethod!
    renameTwoFactorAuthenticationMethod(
      twoFactorAuthenticationMethodId: UUID!
      name: String!
    ): TwoFactorAuthenticationMethodSummary!
    "ten new ones, shown once; those from before are worth nothing any more"
    generateRecoveryCodes(password: String, otp: String): RecoveryCodes!
    initiatePasskeyRegistration(origin: String, password: String, otp: String): PasskeyOptions!
    "credential: what navigator.credentials.create() gave, toJSON()"
    verifyPasskeyRegistration(credential: JSON!, name: String!, origin: String): PasskeyRegistration!
    initiatePasskeyVerification(loginToken: String!, origin: String): PasskeyOptions!
    "credential: what navigator.credentials.get() gave, toJSON()"
    getAuthTokensFromPasskey(credential: JSON!, loginToken: String!, origin: String): AuthTokens!
  }
`
