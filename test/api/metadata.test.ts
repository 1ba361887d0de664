import { afterAll, beforeAll, expect, test } from "bun:test"
import { actAs, createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let me: Member

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
})

afterAll(() => app.close())

const nobody = { userId: "", workspaceId: "", token: "" }

async function call<T>(token: string, query: string, variables?: Record<string, unknown>): Promise<T> {
  const answer = await actAs(app.request, { ...nobody, token }).metadata<T>(query, variables)
  expect(answer.errors).toBeUndefined()
  return answer.data
}

interface Token {
  token: string
}

test("a new account founds a workspace and uses it, as a stranger's script would", async () => {
  const credentials = { email: "ada@example.com", password: "correct horse" }
  const pair =
    "tokens { accessOrWorkspaceAgnosticToken { token expiresAt } accessToken { token } refreshToken { token } }"
  const { signUp } = await call<{ signUp: { tokens: { accessOrWorkspaceAgnosticToken: Token } } }>(
    "",
    `mutation ($email: String!, $password: String!) { signUp(email: $email, password: $password) { ${pair} availableWorkspaces { availableWorkspacesForSignIn { id } } } }`,
    credentials,
  )
  const founded = await call<{ signUpInNewWorkspace: { loginToken: Token; workspace: { id: string } } }>(
    signUp.tokens.accessOrWorkspaceAgnosticToken.token,
    `mutation { signUpInNewWorkspace(input: { displayName: "Ada & Co" }) { loginToken { token } workspace { id workspaceUrls { subdomainUrl } } } }`,
  )
  const traded = await call<{ getAuthTokensFromLoginToken: { tokens: { accessToken: Token; refreshToken: Token } } }>(
    "",
    `mutation ($t: String!) { getAuthTokensFromLoginToken(loginToken: $t, origin: "http://localhost:3000") { ${pair} } }`,
    { t: founded.signUpInNewWorkspace.loginToken.token },
  )
  const renewed = await call<{ renewToken: { tokens: { accessToken: Token } } }>(
    "",
    `mutation ($t: String!) { renewToken(appToken: $t) { ${pair} } }`,
    {
      t: traded.getAuthTokensFromLoginToken.tokens.refreshToken.token,
    },
  )
  const token = renewed.renewToken.tokens.accessToken.token
  const who = await call(
    token,
    `{ currentUser { email workspaceMember { userEmail } } currentWorkspace { displayName activationStatus metadataVersion defaultRole { label } } }`,
  )
  expect(who).toEqual({
    currentUser: { email: "ada@example.com", workspaceMember: { userEmail: "ada@example.com" } },
    currentWorkspace: {
      displayName: "Ada & Co",
      activationStatus: "ACTIVE",
      metadataVersion: 1,
      defaultRole: { label: "Member" },
    },
  })
  const again = await actAs(app.request, nobody).metadata(
    `mutation ($t: String!) { getAuthTokensFromLoginToken(loginToken: $t) { ${pair} } }`,
    {
      t: founded.signUpInNewWorkspace.loginToken.token,
    },
  )
  expect(again.errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED")
})

test("an object and a field are usable in the next request", async () => {
  const { createOneObject } = await call<{ createOneObject: { id: string } }>(
    me.token,
    `mutation { createOneObject(input: { object: { nameSingular: "rocket", namePlural: "rockets", labelSingular: "Rocket", labelPlural: "Rockets" } }) { id isCustom fieldsList { name } } }`,
  )
  await call(
    me.token,
    `mutation ($id: String!) { createOneField(input: { field: { type: SELECT, name: "stage", label: "Stage", objectMetadataId: $id, options: [{ value: "FIRST", label: "First", color: "red", position: 0 }] } }) { id options } }`,
    {
      id: createOneObject.id,
    },
  )
  await call(
    me.token,
    `mutation ($id: UUID!, $company: JSON!) { createOneField(input: { field: { type: RELATION, name: "owner", label: "Owner", objectMetadataId: $id, relationCreationPayload: $company } }) { id relation { type targetObjectMetadata { nameSingular } targetFieldMetadata { name } } } }`,
    {
      id: createOneObject.id,
      company: {
        type: "MANY_TO_ONE",
        targetObjectMetadataId: await companyId(),
        targetFieldLabel: "Rockets",
        targetFieldIcon: "IconRocket",
      },
    },
  )
  const created = await me.graphql(
    `mutation { createRocket(data: { name: "Saturn", stage: FIRST }) { name stage owner { name } createdBy { source } } }`,
  )
  expect(created).toEqual({
    data: { createRocket: { name: "Saturn", stage: "FIRST", owner: null, createdBy: { source: "MANUAL" } } },
  })
  const listed = await me.graphql(
    `{ companies { edges { node { rockets { totalCount } } } } rockets(filter: { stage: { eq: FIRST } }) { totalCount } }`,
  )
  expect(listed.data).toEqual({ companies: { edges: [] }, rockets: { totalCount: 1 } })
})

async function companyId(): Promise<string> {
  const { objects } = await call<{ objects: { edges: { node: { id: string; nameSingular: string } }[] } }>(
    me.token,
    `{ objects(paging: { first: 1000 }) { edges { node { id nameSingular isCustom } } } }`,
  )
  return objects.edges.find(({ node }) => node.nameSingular === "company")!.node.id
}

test("a refused change says everything that is wrong with it", async () => {
  const answer = await me.metadata(
    `mutation ($id: UUID!) { createOneField(input: { field: { type: SELECT, name: "type", label: "", objectMetadataId: $id } }) { id } }`,
    {
      id: await companyId(),
    },
  )
  const { code, errors } = answer.errors![0]!.extensions as {
    code: string
    errors: { fieldMetadata: { errors: { message: string }[] }[] }
  }
  expect(code).toBe("METADATA_VALIDATION_FAILED")
  expect(errors.fieldMetadata[0]!.errors.map((error) => error.message)).toEqual([
    'This name is reserved. Use a different name or the system will add "Custom" suffix.',
    "Label must not be empty",
    "Options are required for enum fields",
  ])
})

test("an API key works until it is revoked, which counts at once", async () => {
  const { getRoles } = await call<{ getRoles: { id: string; label: string }[] }>(me.token, `{ getRoles { id label } }`)
  const roleId = getRoles.find((role) => role.label === "Admin")!.id
  const { createApiKey } = await call<{ createApiKey: { id: string } }>(
    me.token,
    `mutation ($r: UUID!) { createApiKey(input: { name: "Robot", expiresAt: "2100-01-01", roleId: $r }) { id role { label } } }`,
    { r: roleId },
  )
  const { generateApiKeyToken } = await call<{ generateApiKeyToken: Token }>(
    me.token,
    `mutation ($id: UUID!) { generateApiKeyToken(apiKeyId: $id, expiresAt: "2100-01-01") { token } }`,
    { id: createApiKey.id },
  )
  const robot = actAs(app.request, { ...me, token: generateApiKeyToken.token })
  const made = await robot.graphql(
    `mutation { createCompany(data: { name: "By robot" }) { createdBy { source name workspaceMemberId } } }`,
  )
  expect(made.data).toEqual({ createCompany: { createdBy: { source: "API", name: "Robot", workspaceMemberId: null } } })
  await call(me.token, `mutation ($id: UUID!) { revokeApiKey(input: { id: $id }) { revokedAt } }`, {
    id: createApiKey.id,
  })
  const refused = await robot.graphql(`{ companies { totalCount } }`)
  expect(refused.errors?.[0]?.message).toBe("This API Key is revoked")
})

test("nobody in particular is refused", async () => {
  const answer = await actAs(app.request, nobody).metadata(`{ objects { edges { node { id } } } }`)
  expect(answer.errors?.[0]?.extensions.code).toBe("FORBIDDEN")
  const forged = await actAs(app.request, { ...nobody, token: "a.b.c" }).metadata(`{ currentWorkspace { id } }`)
  expect(forged.errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED")
})

test("whoever's member record is deleted cannot come in any more, and is told so", async () => {
  const other = await app.signUp()
  const { db } = app.services
  const schema = await app.services.schemas.get(other.workspaceId)
  const [user] = await db.query<{ email: string }>(`select email from core."user" where id = $1::uuid`, [other.userId])
  await db.script(`update "${schema.schemaName}"."workspaceMember" set "deletedAt" = now()`)
  const login = await actAs(app.request, nobody).metadata<{ getLoginTokenFromCredentials: { loginToken: Token } }>(
    `mutation ($e: String!) { getLoginTokenFromCredentials(email: $e, password: "correct horse") { loginToken { token } } }`,
    { e: user!.email },
  )
  const traded = await actAs(app.request, nobody).metadata(
    `mutation ($t: String!) { getAuthTokensFromLoginToken(loginToken: $t) { tokens { accessToken { token } } } }`,
    { t: login.data.getLoginTokenFromCredentials.loginToken.token },
  )
  expect(traded.errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED")
})
