/** Applications: programs with a role of their own, whose tokens are renewed until they are revoked. */
import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test"
import { actAs, createTestApp, type Member, type TestApp } from "../support/app.ts"
import { getRoleId, newMember } from "../support/people.ts"
import { openSecondServer, type SecondServer } from "../support/second-server.ts"
import { claimsOf, code, signIns, subCode } from "../support/sign-in.ts"

let app: TestApp
let other: SecondServer
let admin: Member

beforeAll(async () => {
  app = await createTestApp()
  other = openSecondServer(app)
})

beforeEach(async () => {
  admin = await app.signUp()
})

afterAll(async () => {
  await other.close()
  await app.close()
})

interface Tokens {
  applicationAccessToken: { token: string; expiresAt: string }
  applicationRefreshToken: { token: string; expiresAt: string }
}

const fields = "applicationAccessToken { token expiresAt } applicationRefreshToken { token expiresAt }"

const create = (who: Member, roleId: string, name = "Robot") =>
  who.metadata<{ registerApplication: { id: string } }>(
    `mutation { registerApplication(input: { name: "${name}", roleId: "${roleId}" }) { id name roleId revokedAt } }`,
  )

const generate = (who: Member, id: string) =>
  who.metadata<{ generateApplicationToken: Tokens }>(
    `mutation { generateApplicationToken(applicationId: "${id}") { ${fields} } }`,
  )

const renew = (server: { request: TestApp["request"] }, token: string) =>
  signIns(server.request).nobody.metadata<{ renewApplicationToken: Tokens }>(
    `mutation { renewApplicationToken(applicationRefreshToken: "${token}") { ${fields} } }`,
  )

const revoke = (who: Member, id: string) => who.metadata(`mutation { revokeApplication(id: "${id}") { id revokedAt } }`)

async function newApplication(label = "Admin") {
  const id = (await create(admin, await getRoleId(admin, label))).data.registerApplication.id
  const tokens = (await generate(admin, id)).data.generateApplicationToken
  return { id, tokens, robot: actAs(app.request, { ...admin, token: tokens.applicationAccessToken.token }) }
}

test("acts by itself, over every interface, with a stamp of its own", async () => {
  const { id, tokens, robot } = await newApplication()
  expect(claimsOf(tokens.applicationAccessToken.token)).toMatchObject({
    type: "APPLICATION_ACCESS",
    sub: id,
    applicationId: id,
    workspaceId: admin.workspaceId,
  })
  const made = await robot.graphql<{ createCompany: { id: string } }>(
    `mutation { createCompany(data: { name: "Acme" }) { id createdBy { source name workspaceMemberId } } }`,
  )
  expect(made.data.createCompany).toMatchObject({
    createdBy: { source: "APPLICATION", name: "Robot", workspaceMemberId: null },
  })
  expect((await robot.rest("GET", "/companies")).body).toMatchObject({ totalCount: 1 })
  expect((await robot.metadata("{ objects { edges { node { id } } } }")).errors).toBeUndefined()
})

test("has the rights of its role and no others", async () => {
  const [row] = await app.services.db.query<{ id: string }>(
    `insert into core.role ("workspaceId", label, "canReadAllObjectRecords") values ($1::uuid, 'Reader', true) returning id`,
    [admin.workspaceId],
  )
  const id = (await create(admin, row!.id)).data.registerApplication.id
  const { token } = (await generate(admin, id)).data.generateApplicationToken.applicationAccessToken
  const robot = actAs(app.request, { ...admin, token })
  expect((await robot.graphql("{ companies { totalCount } }")).errors).toBeUndefined()
  expect(subCode(await robot.graphql(`mutation { createCompany(data: { name: "Acme" }) { id } }`))).toBe(
    "PERMISSION_DENIED",
  )
  expect(subCode(await robot.metadata("{ findManyApplications { id } }"))).toBe("PERMISSION_DENIED")
})

test("renews its tokens, which say the same", async () => {
  const { id, tokens } = await newApplication()
  const again = (await renew(other, tokens.applicationRefreshToken.token)).data.renewApplicationToken
  expect(claimsOf(again.applicationAccessToken.token)).toMatchObject({ applicationId: id })
  const robot = actAs(other.request, { ...admin, token: again.applicationAccessToken.token })
  expect((await robot.graphql("{ companies { totalCount } }")).errors).toBeUndefined()
  expect(code(await renew(app, tokens.applicationAccessToken.token))).toBe("UNAUTHENTICATED")
})

test("revoked, it is refused in the next request on every server, and renews nothing", async () => {
  const { id, tokens, robot } = await newApplication()
  const there = actAs(other.request, robot)
  expect((await there.graphql("{ companies { totalCount } }")).errors).toBeUndefined()
  await revoke(admin, id)
  const answers = [
    await there.graphql("{ companies { totalCount } }"),
    await robot.graphql("{ companies { totalCount } }"),
    await robot.metadata("{ objects { edges { node { id } } } }"),
    await renew(other, tokens.applicationRefreshToken.token),
  ]
  expect(answers.map(code)).toEqual(answers.map(() => "UNAUTHENTICATED"))
  expect((await robot.rest("GET", "/companies")).status).toBe(401)
  expect(code(await generate(admin, id))).toBe("NOT_FOUND")
  const { data } = await admin.metadata<{ findManyApplications: { id: string; revokedAt: string }[] }>(
    "{ findManyApplications { id revokedAt } }",
  )
  expect(data.findManyApplications).toEqual([{ id, revokedAt: expect.any(String) }])
})

test("a deleted workspace's application is nobody", async () => {
  const { tokens, robot } = await newApplication()
  await admin.metadata("mutation { deleteCurrentWorkspace { id } }")
  const answers = [
    await robot.graphql("{ companies { totalCount } }"),
    await renew(app, tokens.applicationRefreshToken.token),
  ]
  expect(answers.map(code)).toEqual(["UNAUTHENTICATED", "UNAUTHENTICATED"])
})

test("files that it uploads are its own until a record takes them", async () => {
  const { robot } = await newApplication()
  const second = await newApplication()
  const sent = await app.request("/rest/files?filename=hello.txt", {
    method: "POST",
    headers: { authorization: `Bearer ${robot.token}`, "content-type": "application/octet-stream" },
    body: "hello",
  })
  expect(sent.status).toBe(201)
  const url = new URL(((await sent.json()) as { url: string }).url)
  expect(await (await app.request(url.pathname + url.search)).text()).toBe("hello")
  const foreign = new URL(url)
  foreign.searchParams.set("token", await tokenOf(second.robot))
  expect((await app.request(foreign.pathname + foreign.search)).status).toBe(403)
})

async function tokenOf(who: Member): Promise<string> {
  const principal = await app.services.principals.get(
    await app.services.tokens.verify(who.token, ["APPLICATION_ACCESS"]),
  )
  return new URL(await app.services.fileUrls.url(principal, "files-field", crypto.randomUUID())).searchParams.get(
    "token",
  )!
}

test("who may not", async () => {
  const bob = await newMember(app, admin)
  const foreign = await app.signUp()
  const { id, robot } = await newApplication()
  const roleId = await getRoleId(admin, "Admin")
  const refused: [Promise<{ errors?: { extensions: Record<string, unknown> }[] }>, string][] = [
    [create(bob, roleId), "PERMISSION_DENIED"],
    [generate(bob, id), "PERMISSION_DENIED"],
    [revoke(bob, id), "PERMISSION_DENIED"],
    [generate(foreign, id), "APPLICATION_NOT_FOUND"],
    [revoke(foreign, id), "APPLICATION_NOT_FOUND"],
    [create(foreign, roleId), "ROLE_NOT_FOUND"],
    [create(admin, await getRoleId(admin, "Member")), "ROLE_CANNOT_BE_ASSIGNED_TO_API_KEYS"],
    [create(admin, roleId, " "), "INVALID_INPUT"],
    [create(robot, roleId), "FORBIDDEN_EXCEPTION"],
    [generate(robot, id), "FORBIDDEN_EXCEPTION"],
  ]
  for (const [answer, expected] of refused) expect((await answer).errors?.[0]?.extensions.subCode).toBe(expected)
})
