/** What people can ask before they are signed in. Each is one request; answers are values, as of `send`. */
import { clientConfig } from "./client-config.ts"
import { send, type Answer } from "./send.ts"
import { enter, type TokenPair } from "./session.ts"

export interface AvailableWorkspace {
  id: string
  displayName: string | null
  loginToken: string | null
  personalInviteToken: string | null
  sso: { id: string; name: string }[]
}

export interface SignedIn {
  token: string
  workspaces: AvailableWorkspace[]
}

export interface WaysIn {
  /** undefined where the address stands for no one workspace */
  workspace: { id: string; displayName: string | null; logo?: string | null } | undefined
  google: boolean
  microsoft: boolean
  password: boolean
  sso: { id: string; name: string }[]
  isNewInstallation: boolean
}

const metadata = <T>(query: string, variables: Record<string, unknown>, token?: string) =>
  send<T>("/metadata", { query, variables }, token)

function mapped<T, U>(answer: Answer<T>, change: (data: T) => U): Answer<U> {
  return answer.error ? answer : { data: change(answer.data), error: null }
}

// --- ways in --------------------------------------------------------------------------------------------------------

interface PublicWorkspace {
  id: string
  displayName: string | null
  logo: string | null
  authProviders: Omit<WaysIn, "workspace" | "isNewInstallation">
}

/** Those of the workspace that the address stands for; those of the server where there is no one such workspace. */
export async function waysIn(): Promise<Answer<WaysIn>> {
  const [config, named] = await Promise.all([clientConfig(), publicWorkspace()])
  if (config.error) return config
  if (named.error && named.error.kind !== "missing") return named
  const { isNewInstallation, authProviders } = config.data
  const ways = named.data?.authProviders ?? { ...authProviders, password: true, sso: [] }
  return { data: { ...ways, workspace: named.data ?? undefined, isNewInstallation }, error: null }
}

async function publicWorkspace(): Promise<Answer<PublicWorkspace>> {
  const answer = await metadata<{ getPublicWorkspaceDataByDomain: PublicWorkspace }>(
    `query ($origin: String) { getPublicWorkspaceDataByDomain(origin: $origin) {
      id displayName logo authProviders { google microsoft password sso { id name } }
    } }`,
    { origin: location.origin },
  )
  return mapped(answer, (data) => data.getPublicWorkspaceDataByDomain)
}

/** Where a browser goes to sign in with a provider of the workspace's own. */
export async function ssoAddress(id: string, workspaceInviteHash?: string): Promise<Answer<string>> {
  const answer = await metadata<{ getAuthorizationUrlForSSO: { authorizationURL: string } }>(
    `mutation ($input: GetAuthorizationUrlForSSOInput!) { getAuthorizationUrlForSSO(input: $input) { authorizationURL } }`,
    { input: { identityProviderId: id, workspaceInviteHash } },
  )
  return mapped(answer, (data) => data.getAuthorizationUrlForSSO.authorizationURL)
}

// --- accounts -------------------------------------------------------------------------------------------------------

const signedInFields = `
  tokens { accessOrWorkspaceAgnosticToken { token } }
  availableWorkspaces {
    availableWorkspacesForSignIn { ...workspace }
    availableWorkspacesForSignUp { ...workspace }
  }`

const workspaceFragment = `fragment workspace on AvailableWorkspace {
  id displayName loginToken personalInviteToken sso { id name }
}`

interface SignedInWire {
  tokens: { accessOrWorkspaceAgnosticToken: { token: string } }
  availableWorkspaces: {
    availableWorkspacesForSignIn: AvailableWorkspace[]
    availableWorkspacesForSignUp: AvailableWorkspace[]
  }
}

function signedIn(wire: SignedInWire): SignedIn {
  return {
    token: wire.tokens.accessOrWorkspaceAgnosticToken.token,
    workspaces: wire.availableWorkspaces.availableWorkspacesForSignIn,
  }
}

export interface Credentials {
  email: string
  password: string
}

export async function signIn(credentials: Credentials): Promise<Answer<SignedIn>> {
  const answer = await metadata<{ signIn: SignedInWire }>(
    `mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { ${signedInFields} } } ${workspaceFragment}`,
    { ...credentials },
  )
  return mapped(answer, (data) => signedIn(data.signIn))
}

export async function signUp(credentials: Credentials): Promise<Answer<SignedIn>> {
  const answer = await metadata<{ signUp: SignedInWire }>(
    `mutation ($email: String!, $password: String!, $locale: String) {
      signUp(email: $email, password: $password, locale: $locale) { ${signedInFields} }
    } ${workspaceFragment}`,
    { ...credentials, locale: navigator.language.split("-")[0] },
  )
  return mapped(answer, (data) => signedIn(data.signUp))
}

/** A login token for the new workspace. @param token of whoever founds it */
export async function foundWorkspace(token: string, displayName: string): Promise<Answer<string>> {
  const answer = await metadata<{ signUpInNewWorkspace: { loginToken: { token: string } } }>(
    `mutation ($name: String) { signUpInNewWorkspace(input: { displayName: $name }) { loginToken { token } } }`,
    { name: displayName },
    token,
  )
  return mapped(answer, (data) => data.signUpInNewWorkspace.loginToken.token)
}

export async function verifyEmail(email: string, emailToken: string): Promise<Answer<SignedIn>> {
  const answer = await metadata<{ verifyEmailAndGetWorkspaceAgnosticToken: SignedInWire }>(
    `mutation ($email: String!, $token: String!) {
      verifyEmailAndGetWorkspaceAgnosticToken(email: $email, emailVerificationToken: $token) { ${signedInFields} }
    } ${workspaceFragment}`,
    { email, token: emailToken },
  )
  return mapped(answer, (data) => signedIn(data.verifyEmailAndGetWorkspaceAgnosticToken))
}

export function resendVerification(email: string) {
  return metadata(`mutation ($email: String!) { resendEmailVerificationToken(email: $email) { success } }`, { email })
}

// --- passwords ------------------------------------------------------------------------------------------------------

export function requestReset(email: string) {
  return metadata(`mutation ($email: String!) { emailPasswordResetLink(email: $email) { success } }`, { email })
}

export async function resetAddress(token: string): Promise<Answer<string>> {
  const answer = await metadata<{ validatePasswordResetToken: { email: string } }>(
    `query ($token: String!) { validatePasswordResetToken(passwordResetToken: $token) { email } }`,
    { token },
  )
  return mapped(answer, (data) => data.validatePasswordResetToken.email)
}

export function setPassword(token: string, password: string) {
  return metadata(
    `mutation ($token: String!, $password: String!) {
      updatePasswordViaResetToken(passwordResetToken: $token, newPassword: $password) { success }
    }`,
    { token, password },
  )
}

// --- invitations ----------------------------------------------------------------------------------------------------

export async function invitingWorkspace(hash: string): Promise<Answer<{ id: string; displayName: string | null }>> {
  const answer = await metadata<{ findWorkspaceFromInviteHash: { id: string; displayName: string | null } }>(
    `query ($hash: String!) { findWorkspaceFromInviteHash(inviteHash: $hash) { id displayName } }`,
    { hash },
  )
  return mapped(answer, (data) => data.findWorkspaceFromInviteHash)
}

export interface Invitation {
  hash: string
  /** of an invitation by mail; null where the workspace's own link is used */
  token: string | null
}

/** A login token. */
export async function join({ email, password }: Credentials, { hash, token }: Invitation): Promise<Answer<string>> {
  const answer = await metadata<{ signUpInWorkspace: { loginToken: { token: string } } }>(
    `mutation ($email: String!, $password: String!, $hash: String, $token: String) {
      signUpInWorkspace(
        email: $email, password: $password, workspaceInviteHash: $hash, workspacePersonalInviteToken: $token
      ) { loginToken { token } }
    }`,
    token ? { email, password, token } : { email, password, hash },
  )
  return mapped(answer, (data) => data.signUpInWorkspace.loginToken.token)
}

// --- sessions -------------------------------------------------------------------------------------------------------

const pair = `tokens { accessOrWorkspaceAgnosticToken { token } refreshToken { token } }`

/** Signs in on this device. Fails with TWO_FACTOR_AUTHENTICATION_…_REQUIRED where more is asked for. */
export async function trade(loginToken: string): Promise<Answer<true>> {
  const answer = await metadata<{ getAuthTokensFromLoginToken: { tokens: TokenPair } }>(
    `mutation ($token: String!) { getAuthTokensFromLoginToken(loginToken: $token) { ${pair} } }`,
    { token: loginToken },
  )
  if (answer.data) enter(answer.data.getAuthTokensFromLoginToken.tokens)
  return mapped(answer, () => true as const)
}

/** The tokens are handed out rather than used: whoever gets recovery codes has to keep those first. */
export async function tradeWithCode(loginToken: string, code: string) {
  const answer = await metadata<{ getAuthTokensFromOTP: { tokens: TokenPair; recoveryCodes: string[] | null } }>(
    `mutation ($token: String!, $code: String!) {
      getAuthTokensFromOTP(loginToken: $token, otp: $code) { ${pair} recoveryCodes }
    }`,
    { token: loginToken, code },
  )
  return mapped(answer, (data) => data.getAuthTokensFromOTP)
}

/** The address that an authenticator app reads. */
export async function provisionCode(loginToken: string): Promise<Answer<string>> {
  const answer = await metadata<{ initiateOTPProvisioning: { uri: string } }>(
    `mutation ($token: String!) { initiateOTPProvisioning(loginToken: $token) { uri } }`,
    { token: loginToken },
  )
  return mapped(answer, (data) => data.initiateOTPProvisioning.uri)
}

/** What `navigator.credentials.get` is asked for, as JSON. Fails for whoever has no passkey. */
export async function passkeyOptions(loginToken: string): Promise<Answer<PublicKeyCredentialRequestOptionsJSON>> {
  const answer = await metadata<{ initiatePasskeyVerification: { options: PublicKeyCredentialRequestOptionsJSON } }>(
    `mutation ($token: String!, $origin: String) {
      initiatePasskeyVerification(loginToken: $token, origin: $origin) { options }
    }`,
    { token: loginToken, origin: location.origin },
  )
  return mapped(answer, (data) => data.initiatePasskeyVerification.options)
}

/** @param credential what the authenticator signed, as JSON */
export async function tradeWithPasskey(loginToken: string, credential: unknown): Promise<Answer<TokenPair>> {
  const answer = await metadata<{ getAuthTokensFromPasskey: { tokens: TokenPair } }>(
    `mutation ($token: String!, $credential: JSON!, $origin: String) {
      getAuthTokensFromPasskey(loginToken: $token, credential: $credential, origin: $origin) { ${pair} }
    }`,
    { token: loginToken, credential, origin: location.origin },
  )
  return mapped(answer, (data) => data.getAuthTokensFromPasskey.tokens)
}
