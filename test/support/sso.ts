/** Identity providers of a workspace, by the front door; and sessions that come of them. */
import type { Member, TestApp } from "./app.ts"
import { loginTokenOf, type Page } from "./browser.ts"
import { enter } from "./people.ts"

export interface ProviderRow {
  id: string
  name: string
  type: string
  status: string
  issuer: string
}

const shown = "id name type status issuer"

/** Throws what the API says against it. */
export async function createProvider(
  admin: Member,
  type: "OIDC" | "SAML",
  input: Record<string, unknown>,
): Promise<ProviderRow> {
  const operation = `create${type}IdentityProvider`
  const { data, errors } = await admin.metadata<Record<string, ProviderRow>>(
    `mutation ($input: Setup${type}SsoInput!) { ${operation}(input: $input) { ${shown} } }`,
    { input },
  )
  if (errors) throw new Error(errors[0]!.message)
  return data[operation]!
}

export async function editProvider(admin: Member, input: Record<string, unknown>) {
  return admin.metadata<{ editSSOIdentityProvider: ProviderRow }>(
    `mutation ($input: EditSsoInput!) { editSSOIdentityProvider(input: $input) { ${shown} } }`,
    { input },
  )
}

export interface Entered extends Member {
  authProvider: string
  email: string
  name: { firstName: string; lastName: string }
}

/** The session that a sign-in ended in, which reads a record: the member's own. */
export async function enterBy(app: TestApp, page: Page): Promise<Entered> {
  const token = loginTokenOf(page)
  if (!token) throw new Error(`Not let in: ${page.text}`)
  const member = await enter(app, token)
  const { data } = await member.graphql<{
    workspaceMembers: { edges: { node: { userEmail: string; name: Entered["name"] } }[] }
  }>(`{ workspaceMembers(filter: { userId: { eq: "${member.userId}" } }) {
    edges { node { userEmail name { firstName lastName } } } } }`)
  const { userEmail: email, name } = data.workspaceMembers.edges[0]!.node
  const { authProvider } = JSON.parse(atob(member.token.split(".")[1]!)) as { authProvider: string }
  return { ...member, authProvider, email, name }
}
