/** `/scim/v2` as directories speak it: RFC 7643 and 7644, and the shapes that Okta and Entra send. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"
import { newMember } from "../support/people.ts"
import { getRoleId, keyWith } from "../support/roles.ts"
import { directoryWith, groupSchema, openDirectory, patchSchema, userSchema, type Directory } from "../support/scim.ts"

const errorSchema = "urn:ietf:params:scim:api:messages:2.0:Error"
const listSchema = "urn:ietf:params:scim:api:messages:2.0:ListResponse"

let app: TestApp
let admin: Member
let directory: Directory
let elapsed = 0

beforeAll(async () => {
  app = await createTestApp({ now: () => Date.now() + elapsed })
  admin = await app.signUp()
  directory = await openDirectory(app, admin)
})

afterAll(() => app.close())

const newEmail = () => `${crypto.randomUUID()}@corp.test`
const nobody = crypto.randomUUID()

const routes: [method: string, path: string, body?: unknown][] = [
  ["GET", "/ServiceProviderConfig"],
  ["GET", "/ResourceTypes"],
  ["GET", "/ResourceTypes/User"],
  ["GET", "/Schemas"],
  ["GET", `/Schemas/${userSchema}`],
  ["GET", "/Users"],
  ["POST", "/Users", { userName: "eve@corp.test" }],
  ["GET", `/Users/${nobody}`],
  ["PUT", `/Users/${nobody}`, { userName: "eve@corp.test" }],
  ["PATCH", `/Users/${nobody}`, { Operations: [{ op: "replace", value: { active: false } }] }],
  ["DELETE", `/Users/${nobody}`],
  ["GET", "/Groups"],
  ["POST", "/Groups", { displayName: "Eve's" }],
  ["GET", `/Groups/${nobody}`],
  ["PUT", `/Groups/${nobody}`, { displayName: "Eve's" }],
  ["PATCH", `/Groups/${nobody}`, { Operations: [{ op: "replace", value: { displayName: "x" } }] }],
  ["DELETE", `/Groups/${nobody}`],
  ["GET", "/Me"],
]

describe("who may come", () => {
  const refused = async (who: Directory) => {
    for (const [method, path, body] of routes) {
      const answer = await who.call(method, path, body)
      expect([method, path, answer.status]).toEqual([method, path, 401])
      expect(answer.body).toMatchObject({ schemas: [errorSchema], status: "401" })
      expect(answer.headers.get("www-authenticate")).toStartWith("Bearer")
    }
  }
  const withToken = (token: string, base = directory.base) => directoryWith(app.request, { tokenId: "", token, base })

  test("nobody without a token, or with any other kind", async () => {
    const key = await keyWith(app, admin, await getRoleId(admin, "Admin"))
    for (const token of ["", "kith_scim_0000", admin.token, key.token]) await refused(withToken(token))
  })

  test("no other workspace's directory", async () => {
    const other = await openDirectory(app, await app.signUp())
    await refused(withToken(other.token))
    await refused(withToken(directory.token, other.base))
    await refused(withToken(directory.token, `/scim/v2/${nobody}`))
    await refused(withToken(directory.token, "/scim/v2/x"))
  })

  test("nobody with a token that was revoked or has ended", async () => {
    const revoked = await openDirectory(app, admin)
    expect((await revoked.call("GET", "/Users?count=0")).status).toBe(200)
    await admin.metadata(`mutation { revokeScimToken(input: { id: "${revoked.tokenId}" }) { id } }`)
    await refused(revoked)
    const { data } = await admin.metadata<{ createScimToken: { token: string } }>(
      `mutation { createScimToken(input: { name: "Short", expiresAt: "${new Date(Date.now() + 60_000).toISOString()}" }) { token } }`,
    )
    const short = withToken(data.createScimToken.token)
    expect((await short.call("GET", "/Users?count=0")).status).toBe(200)
    elapsed = 61_000
    await refused(short)
    elapsed = 0
  })

  test("nobody into a workspace that is shut", async () => {
    const owner = await app.signUp()
    const shut = await openDirectory(app, owner)
    await owner.metadata("mutation { deleteCurrentWorkspace { id } }")
    await refused(shut)
  })

  test("the token is for SCIM alone", async () => {
    const headers = { authorization: `Bearer ${directory.token}`, "content-type": "application/json" }
    const query = JSON.stringify({ query: "{ companies { totalCount } }" })
    const metadata = JSON.stringify({ query: "{ currentWorkspace { id } }" })
    const answers = [
      await app.request("/graphql", { method: "POST", headers, body: query }),
      await app.request("/metadata", { method: "POST", headers, body: metadata }),
    ]
    for (const answer of answers) {
      const { errors } = (await answer.json()) as { errors: { extensions: { code: string } }[] }
      expect(errors[0]!.extensions.code).toBe("UNAUTHENTICATED")
    }
    for (const path of ["/rest/companies", "/rest/metadata/objects", "/rest/files"])
      expect((await app.request(path, { headers })).status).toBeGreaterThanOrEqual(401)
  })

  test("tokens take the right to change security settings, and are shown once", async () => {
    const member = await newMember(app, admin)
    const key = await keyWith(app, admin, await getRoleId(admin, "Admin"))
    const make = `mutation { createScimToken(input: { name: "Mine" }) { token } }`
    for (const who of [member, key]) expect((await who.metadata(make)).errors?.[0]?.extensions.code).toBe("FORBIDDEN")
    for (const operation of [
      "{ getScimTokens { id } }",
      `mutation { revokeScimToken(input: { id: "${directory.tokenId}" }) { id } }`,
    ])
      expect((await member.metadata(operation)).errors?.[0]?.extensions.code).toBe("FORBIDDEN")
    const foreign = await app.signUp()
    const { errors } = await foreign.metadata(
      `mutation { revokeScimToken(input: { id: "${directory.tokenId}" }) { id } }`,
    )
    expect(errors?.[0]?.extensions.subCode).toBe("SCIM_TOKEN_NOT_FOUND")
    await directory.call("GET", "/Users?count=0")
    const { data } = await admin.metadata<{ getScimTokens: { id: string; name: string; lastUsedAt: string }[] }>(
      "{ getScimTokens { id name lastUsedAt expiresAt revokedAt createdAt } }",
    )
    const mine = data.getScimTokens.find(({ id }) => id === directory.tokenId)!
    expect(mine).toMatchObject({ name: "Our directory", lastUsedAt: expect.any(String) })
    const rows = await app.services.db.query(`select * from core."scimToken"`)
    expect(JSON.stringify(rows)).not.toContain(directory.token.slice(10))
  })
})

describe("what it says of itself", () => {
  test("ServiceProviderConfig, ResourceTypes and Schemas", async () => {
    const config = await directory.call("GET", "/ServiceProviderConfig")
    expect(config.headers.get("content-type")).toStartWith("application/scim+json")
    expect(config.body).toMatchObject({
      patch: { supported: true },
      bulk: { supported: false },
      filter: { supported: true, maxResults: 1000 },
      etag: { supported: true },
      authenticationSchemes: [{ type: "oauthbearertoken" }],
    })
    const types = await directory.call("GET", "/ResourceTypes")
    expect(types.body).toMatchObject({
      schemas: [listSchema],
      totalResults: 2,
      Resources: [
        { id: "User", endpoint: "/Users", schema: userSchema },
        { id: "Group", endpoint: "/Groups", schema: groupSchema },
      ],
    })
    const schemas = await directory.call("GET", "/Schemas")
    expect(schemas.body.Resources.map(({ id }: { id: string }) => id)).toEqual([userSchema, groupSchema])
    const user = await directory.call("GET", `/Schemas/${userSchema}`)
    const written = (await directory.call("GET", "/Users?count=1")).body.Resources[0]
    const known = user.body.attributes.map(({ name }: { name: string }) => name)
    const common = new Set(["schemas", "id", "externalId", "meta"])
    expect(Object.keys(written).filter((name) => !common.has(name) && !known.includes(name))).toEqual([])
  })
})

describe("users", () => {
  test("from creation to deletion", async () => {
    const email = newEmail()
    const created = await directory.call("POST", "/Users", {
      schemas: [userSchema],
      userName: email,
      externalId: "701984",
      name: { givenName: "Barbara", familyName: "Jensen" },
      password: "never kept",
      emails: [{ value: email.toUpperCase(), primary: true }],
    })
    expect(created.status).toBe(201)
    const { id } = created.body
    expect(created.headers.get("location")).toBe(`http://localhost:3000${directory.base}/Users/${id}`)
    expect(created.body).toEqual({
      schemas: [userSchema],
      id,
      externalId: "701984",
      userName: email,
      name: { givenName: "Barbara", familyName: "Jensen", formatted: "Barbara Jensen" },
      displayName: "Barbara Jensen",
      emails: [{ value: email, type: "work", primary: true }],
      active: true,
      groups: [],
      meta: {
        resourceType: "User",
        created: expect.any(String),
        lastModified: expect.any(String),
        location: created.headers.get("location"),
        version: created.headers.get("etag"),
      },
    })
    expect((await directory.call("GET", `/Users/${id}`)).body).toEqual(created.body)
    const put = await directory.call("PUT", `/Users/${id}`, { userName: email, displayName: "Babs" })
    expect(put.body).toMatchObject({ displayName: "Babs", name: { givenName: "", familyName: "" }, active: true })
    expect(put.body.externalId).toBeUndefined()
    expect((await directory.call("DELETE", `/Users/${id}`)).status).toBe(204)
    expect((await directory.call("GET", `/Users/${id}`)).status).toBe(404)
    expect((await directory.call("DELETE", `/Users/${id}`)).status).toBe(404)
    expect(await directory.user(email)).not.toBe(id)
  })

  test("plain JSON is taken as well", async () => {
    const { status } = await directory.call(
      "POST",
      "/Users",
      { userName: newEmail() },
      { "content-type": "application/json" },
    )
    expect(status).toBe(201)
  })

  const user = (more: object) => ({ userName: newEmail(), ...more })
  test.each<[string, string, string, unknown, number, string | undefined]>([
    ["no JSON", "POST", "/Users", "{", 400, "invalidSyntax"],
    ["no object", "POST", "/Users", "[]", 400, "invalidSyntax"],
    ["no userName", "POST", "/Users", { emails: [{ value: "a@b.test" }] }, 400, "invalidValue"],
    ["a userName that is no text", "POST", "/Users", { userName: 7 }, 400, "invalidValue"],
    ["no address anywhere", "POST", "/Users", { userName: "bjensen" }, 400, "invalidValue"],
    ["a wrong address", "POST", "/Users", user({ emails: [{ value: "a b" }] }), 400, "invalidValue"],
    ["a line break in a name", "POST", "/Users", user({ name: { givenName: "a\nb" } }), 400, "invalidValue"],
    ["a long name", "POST", "/Users", user({ displayName: "x".repeat(300) }), 400, "invalidValue"],
    ["active that is no boolean", "POST", "/Users", user({ active: "maybe" }), 400, "invalidValue"],
    ["an unknown id", "GET", `/Users/${nobody}`, undefined, 404, undefined],
    ["an id that is none", "GET", "/Users/7", undefined, 404, undefined],
    ["an unknown path", "GET", "/Bulk", undefined, 404, undefined],
    ["an unknown method", "POST", "/ServiceProviderConfig", {}, 404, undefined],
    ["a filter with an unknown operator", "GET", '/Users?filter=userName co "a"', undefined, 400, "invalidFilter"],
    ["a filter for an unknown attribute", "GET", '/Users?filter=password eq "a"', undefined, 400, "invalidFilter"],
    ["a filter for what objects inherit", "GET", '/Users?filter=constructor eq "a"', undefined, 400, "invalidFilter"],
    ["half a filter", "GET", '/Users?filter=userName eq "a" and', undefined, 400, "invalidFilter"],
    ["a filter that is not closed", "GET", '/Users?filter=(userName eq "a"', undefined, 400, "invalidFilter"],
    ["a text that is not closed", "GET", '/Users?filter=userName eq "a', undefined, 400, "invalidFilter"],
    ["a filter with a rest", "GET", '/Users?filter=userName eq "a" )', undefined, 400, "invalidFilter"],
    ["a filter in quotes of SQL", "GET", "/Users?filter=userName eq 'a'", undefined, 400, "invalidFilter"],
    ["a filter too deep", "GET", `/Users?filter=${"(".repeat(50)}`, undefined, 400, "invalidFilter"],
    ["a count that is none", "GET", "/Users?count=many", undefined, 400, "invalidValue"],
    ["no displayName", "POST", "/Groups", { members: [] }, 400, "invalidValue"],
    ["members that are no list", "POST", "/Groups", { displayName: "x1", members: "all" }, 400, "invalidValue"],
    ["a member without value", "POST", "/Groups", { displayName: "x2", members: [{}] }, 400, "invalidValue"],
    ["an unknown member", "POST", "/Groups", { displayName: "x3", members: [{ value: nobody }] }, 400, "invalidValue"],
    [
      "a member that is no id",
      "POST",
      "/Groups",
      { displayName: "x4", members: [{ value: "7" }] },
      400,
      "invalidValue",
    ],
    [
      "a group in a group",
      "POST",
      "/Groups",
      { displayName: "x5", members: [{ value: nobody, type: "Group" }] },
      400,
      "invalidValue",
    ],
    ["a group that is not there", "PATCH", `/Groups/${nobody}`, { Operations: [{ op: "add" }] }, 404, undefined],
  ])("%s is refused", async (_, method, path, body, status, scimType) => {
    const answer = await directory.call(method, path.replaceAll(" ", "%20"), body)
    expect(answer.status).toBe(status)
    expect(answer.headers.get("content-type")).toStartWith("application/scim+json")
    expect(answer.body).toEqual({
      schemas: [errorSchema],
      status: String(status),
      ...(scimType && { scimType }),
      detail: expect.any(String),
    })
  })

  test("nothing of what was refused is there", async () => {
    const { body } = await directory.call("GET", "/Groups")
    expect(body.Resources.filter(({ displayName }: { displayName: string }) => displayName.startsWith("x"))).toEqual([])
  })

  test("a body beyond the limit is refused in SCIM's form", async () => {
    const { status, body } = await directory.call("POST", "/Users", `"${"x".repeat(64 * 1024 * 1024)}"`)
    expect([status, body.schemas]).toEqual([413, [errorSchema]])
  })

  test("a userName or an address that is taken, whatever its case", async () => {
    const [one, two] = [newEmail(), newEmail()]
    await directory.user(one)
    const id = await directory.user(two)
    const taken = [
      await directory.call("POST", "/Users", { userName: one.toUpperCase() }),
      await directory.call("POST", "/Users", { userName: newEmail(), emails: [{ value: one }] }),
      await directory.call("PUT", `/Users/${id}`, { userName: one }),
      await directory.patch(`/Users/${id}`, { op: "replace", path: "userName", value: one }),
    ]
    expect(taken.map(({ status, body }) => [status, body.scimType])).toEqual(taken.map(() => [409, "uniqueness"]))
    const displayName = crypto.randomUUID()
    expect((await directory.call("POST", "/Groups", { displayName })).status).toBe(201)
    expect((await directory.call("POST", "/Groups", { displayName: displayName.toUpperCase() })).body.scimType).toBe(
      "uniqueness",
    )
  })

  test("found by filters", async () => {
    const email = newEmail()
    const other = newEmail()
    const externalId = crypto.randomUUID()
    const id = await directory.user(email, { externalId, displayName: `D ${externalId}` })
    const otherId = await directory.user(other, { active: false })
    const found: [filter: string, ids: string[]][] = [
      [`userName eq "${email}"`, [id]],
      [`USERNAME EQ "${email.toUpperCase()}"`, [id]],
      [`${userSchema}:userName eq "${email}"`, [id]],
      [`externalId eq "${externalId}"`, [id]],
      [`externalId eq "${externalId.toUpperCase()}"`, []],
      [`emails eq "${email}"`, [id]],
      [`emails.value eq "${email}"`, [id]],
      [`displayName eq "D ${externalId}"`, [id]],
      [`id eq "${id}"`, [id]],
      [`id eq "7"`, []],
      [`userName eq "${email}" and active eq true`, [id]],
      [`userName eq "${email}" and active eq "False"`, []],
      [`userName eq "${email}" or userName eq "${other}"`, [id, otherId]],
      [`userName eq "${email}" or userName eq "${other}" and active eq true`, [id]],
      [`(userName eq "${email}" or userName eq "${other}") and active eq false`, [otherId]],
      [`userName eq "non-existent user"`, []],
      [`userName eq "x\\" or \\"1\\"=\\"1"`, []],
      [`userName eq "' or 1=1 --"`, []],
      [`userName eq null`, []],
    ]
    for (const [filter, ids] of found) {
      const { status, body } = await directory.call("GET", `/Users?filter=${encodeURIComponent(filter)}`)
      expect([filter, status, body.totalResults]).toEqual([filter, 200, ids.length])
      expect(body.Resources.map((each: { id: string }) => each.id)).toEqual(ids)
    }
  })

  test("only what was asked for is shown", async () => {
    const id = await directory.user(newEmail(), { name: { givenName: "A", familyName: "B" } })
    const keys = async (query: string) => Object.keys((await directory.call("GET", `/Users/${id}?${query}`)).body)
    expect(await keys("attributes=userName")).toEqual(["schemas", "id", "userName"])
    expect(await keys("attributes=USERNAME,active")).toEqual(["schemas", "id", "userName", "active"])
    expect(await keys("excludedAttributes=emails,meta,id")).toEqual([
      "schemas",
      "id",
      "userName",
      "name",
      "displayName",
      "active",
      "groups",
    ])
    const part = await directory.call("GET", `/Users/${id}?attributes=name.givenName,emails.value`)
    expect(part.body).toMatchObject({ name: { givenName: "A" }, emails: [{ value: expect.any(String) }] })
    expect(Object.keys(part.body.name)).toEqual(["givenName"])
    const list = await directory.call("GET", "/Users?attributes=id&count=2")
    expect(list.body.Resources.map(Object.keys)).toEqual([
      ["schemas", "id"],
      ["schemas", "id"],
    ])
  })

  test("a write that names another state is refused", async () => {
    const id = await directory.user(newEmail())
    const path = `/Users/${id}`
    const first = (await directory.call("GET", path)).headers.get("etag")!
    expect((await directory.call("GET", path, undefined, { "if-none-match": first })).status).toBe(304)
    const rename = { Operations: [{ op: "replace", path: "displayName", value: "New" }] }
    const second = await directory.call("PATCH", path, rename, { "if-match": first })
    expect([second.status, second.headers.get("etag") === first]).toEqual([200, false])
    for (const [method, body] of [["PATCH", rename], ["PUT", { userName: newEmail() }], ["DELETE"]] as const)
      expect((await directory.call(method, path, body, { "if-match": first })).status).toBe(412)
    expect((await directory.call("GET", path, undefined, { "if-none-match": first })).status).toBe(200)
    expect((await directory.call("DELETE", path, undefined, { "if-match": "*" })).status).toBe(204)
  })
})

describe("PATCH", () => {
  const email = "ada@patched.test"
  const before = { externalId: "1", name: { givenName: "Ada", familyName: "King" }, displayName: "Ada" }

  test.each<[string, object[], object]>([
    ["a path", [{ op: "replace", path: "displayName", value: "L" }], { displayName: "L" }],
    ["a capitalised operation", [{ op: "Replace", path: "displayName", value: "L" }], { displayName: "L" }],
    ["a capitalised path", [{ op: "add", path: "DisplayName", value: "L" }], { displayName: "L" }],
    [
      "a path with its schema",
      [{ op: "replace", path: `${userSchema}:displayName`, value: "L" }],
      { displayName: "L" },
    ],
    ["a boolean as text", [{ op: "Replace", path: "active", value: "False" }], { active: false }],
    ["no path", [{ op: "replace", value: { active: false, displayName: "L" } }], { active: false, displayName: "L" }],
    ["no path, with text", [{ op: "replace", value: { active: "False" } }], { active: false }],
    [
      "no path, and paths for keys",
      [{ op: "Add", value: { "name.givenName": "Lady" } }],
      { name: { givenName: "Lady" } },
    ],
    ["an object merged", [{ op: "replace", value: { name: { givenName: "Lady" } } }], { name: { familyName: "King" } }],
    ["a part", [{ op: "Replace", path: "name.familyName", value: "Lovelace" }], { name: { familyName: "Lovelace" } }],
    ["a part taken away", [{ op: "remove", path: "name.familyName" }], { name: { familyName: "", givenName: "Ada" } }],
    [
      "an address by its type",
      [{ op: "Replace", path: 'emails[type eq "work"].value', value: "new@patched.test" }],
      { emails: [{ value: "new@patched.test" }], userName: email },
    ],
    [
      "an address by being primary",
      [{ op: "Add", path: 'emails[primary eq true and type eq "work"].value', value: "new@patched.test" }],
      { emails: [{ value: "new@patched.test" }] },
    ],
    [
      "all addresses",
      [{ op: "replace", path: "emails", value: [{ value: "new@patched.test", primary: true }] }],
      { emails: [{ value: "new@patched.test" }] },
    ],
    [
      "the userName, which the address follows",
      [{ op: "replace", path: "userName", value: "New@patched.test" }],
      { userName: "New@patched.test", emails: [{ value: "new@patched.test" }] },
    ],
    ["the id of the directory", [{ op: "Replace", path: "externalId", value: "2" }], { externalId: "2" }],
    [
      "what Kith does not keep",
      [
        { op: "Add", path: 'phoneNumbers[type eq "mobile"].value', value: "+1" },
        { op: "Add", path: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", value: "R&D" },
        { op: "Add", path: "title", value: "Countess" },
        { op: "remove", path: 'addresses[type eq "home"]' },
      ],
      { displayName: "Ada" },
    ],
    [
      "what is sent back as it came",
      [{ op: "replace", value: { id: nobody, schemas: [], groups: [] } }],
      { displayName: "Ada" },
    ],
    [
      "one after the other",
      [
        { op: "replace", path: "displayName", value: "X" },
        { op: "replace", path: "displayName", value: "Y" },
      ],
      { displayName: "Y" },
    ],
  ])("%s", async (_, operations, after) => {
    const id = await directory.user(email, before)
    const { status, body } = await directory.patch(`/Users/${id}`, ...operations)
    const again = (await directory.call("GET", `/Users/${id}`)).body
    await directory.call("DELETE", `/Users/${id}`)
    expect(status).toBe(200)
    expect(body).toMatchObject(after)
    expect(again).toEqual(body)
  })

  test.each<[string, unknown, string]>([
    ["no operations", {}, "invalidSyntax"],
    ["an empty list", { Operations: [] }, "invalidSyntax"],
    ["an operation that is none", { Operations: [7] }, "invalidSyntax"],
    ["an unknown operation", { Operations: [{ op: "move", path: "userName", value: "x" }] }, "invalidSyntax"],
    ["no value", { Operations: [{ op: "replace", path: "userName" }] }, "invalidValue"],
    ["no path and no object", { Operations: [{ op: "add", value: "x" }] }, "invalidValue"],
    ["a removal without path", { Operations: [{ op: "remove" }] }, "noTarget"],
    ["a path that is none", { Operations: [{ op: "add", path: "a b", value: "x" }] }, "invalidPath"],
    ["a path to what objects inherit", { Operations: [{ op: "add", path: "__proto__.x", value: 1 }] }, "invalidPath"],
    ["the same as a key", { Operations: [{ op: "add", value: { "constructor.x": 1 } }] }, "invalidPath"],
    ["a filter that is none", { Operations: [{ op: "add", path: "emails[x].value", value: "x" }] }, "invalidFilter"],
    ["the id", { Operations: [{ op: "replace", path: "id", value: nobody }] }, "mutability"],
    ["the groups", { Operations: [{ op: "add", path: "groups", value: [{ value: nobody }] }] }, "mutability"],
    ["without a userName", { Operations: [{ op: "remove", path: "userName" }] }, "invalidValue"],
  ])("%s is refused", async (_, body, scimType) => {
    const id = await directory.user(newEmail())
    const untouched = (await directory.call("GET", `/Users/${id}`)).body
    const refused = await directory.call("PATCH", `/Users/${id}`, body)
    expect([refused.status, refused.body.scimType]).toEqual([400, scimType])
    expect((await directory.call("GET", `/Users/${id}`)).body).toEqual(untouched)
  })

  test("an operation that is refused takes those before it along", async () => {
    const id = await directory.user(newEmail(), { displayName: "Kept" })
    const operations = [
      { op: "replace", path: "displayName", value: "Lost" },
      { op: "replace", path: "active", value: "perhaps" },
    ]
    expect((await directory.patch(`/Users/${id}`, ...operations)).status).toBe(400)
    expect((await directory.call("GET", `/Users/${id}`)).body.displayName).toBe("Kept")
  })
})

describe("groups", () => {
  const newGroup = async (members: string[] = []) => {
    const { body, status } = await directory.call("POST", "/Groups", {
      schemas: [groupSchema],
      displayName: crypto.randomUUID(),
      members: members.map((value) => ({ value })),
    })
    expect(status).toBe(201)
    return body as { id: string; displayName: string; members: { value: string }[] }
  }
  const membersOf = async (id: string) => {
    const { body } = await directory.call("GET", `/Groups/${id}`)
    return body.members.map(({ value }: { value: string }) => value)
  }

  test("members are added, replaced and removed in every way that is known", async () => {
    const [a, b, c] = [
      await directory.user(newEmail()),
      await directory.user(newEmail()),
      await directory.user(newEmail()),
    ]
    const { id } = await newGroup([a])
    const path = `/Groups/${id}`
    const steps: [operation: object, members: string[]][] = [
      [{ op: "add", path: "members", value: [{ value: b }] }, [a, b]],
      [{ op: "Add", path: "members", value: [{ $ref: null, value: b }] }, [a, b]],
      [{ op: "add", value: { members: [{ value: c.toUpperCase() }] } }, [a, b, c]],
      [{ op: "remove", path: `members[value eq "${b}"]` }, [a, c]],
      [{ op: "remove", path: `members[value eq "${b}"]` }, [a, c]],
      [{ op: "Remove", path: "members", value: [{ $ref: null, value: c }] }, [a]],
      [{ op: "replace", path: "members", value: [{ value: b, display: "B" }, { value: c }] }, [b, c]],
      [{ op: "replace", value: { id, displayName: "Renamed", members: [{ value: a }] } }, [a]],
      [{ op: "add", path: "members", value: { value: b } }, [a, b]],
      [{ op: "remove", path: "members" }, []],
    ]
    for (const [operation, members] of steps) {
      expect((await directory.patch(path, operation)).status).toBe(200)
      expect([operation, await membersOf(id)]).toEqual([operation, members])
    }
    await directory.call("PUT", path, { displayName: "Put", members: [{ value: c }] })
    expect(await membersOf(id)).toEqual([c])
    const user = (await directory.call("GET", `/Users/${c}`)).body
    expect(user.groups).toEqual([
      { value: id, $ref: `http://localhost:3000${directory.base}/Groups/${id}`, display: "Put", type: "direct" },
    ])
    await directory.call("DELETE", `/Users/${c}`)
    expect(await membersOf(id)).toEqual([])
    expect((await directory.call("DELETE", path)).status).toBe(204)
    expect((await directory.call("GET", path)).status).toBe(404)
  })

  test("one unknown member, and nothing is changed", async () => {
    const a = await directory.user(newEmail())
    const { id } = await newGroup()
    const operation = { op: "add", path: "members", value: [{ value: a }, { value: nobody }] }
    const { status, body } = await directory.patch(`/Groups/${id}`, operation)
    expect([status, body.scimType]).toEqual([400, "invalidValue"])
    expect(await membersOf(id)).toEqual([])
    const missing = { op: "replace", path: `members[value eq "${nobody}"].display`, value: "x" }
    expect((await directory.patch(`/Groups/${id}`, missing)).body.scimType).toBe("noTarget")
  })

  test("found by name, id of the directory and member; with and without members", async () => {
    const a = await directory.user(newEmail())
    const group = await newGroup([a])
    await directory.patch(`/Groups/${group.id}`, { op: "add", path: "externalId", value: group.displayName })
    for (const filter of [
      `displayName eq "${group.displayName}"`,
      `externalId eq "${group.displayName}"`,
      `members eq "${a}"`,
      `members.value eq "${a}"`,
      `id eq "${group.id}" and members[value eq "${a}"]`,
    ]) {
      const { body } = await directory.call("GET", `/Groups?filter=${encodeURIComponent(filter)}`)
      expect([filter, body.totalResults, body.Resources[0].members.length]).toEqual([filter, 1, 1])
    }
    const bare = await directory.call("GET", `/Groups/${group.id}?excludedAttributes=members`)
    const whole = await directory.call("GET", `/Groups/${group.id}`)
    expect(bare.body.members).toBeUndefined()
    expect(bare.headers.get("etag")).toBe(whole.headers.get("etag"))
  })

  test("of PATCHes at the same moment none is lost", async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, () => directory.user(newEmail())))
    const { id } = await newGroup()
    const answers = await Promise.all(
      ids.map((value) => directory.patch(`/Groups/${id}`, { op: "add", path: "members", value: [{ value }] })),
    )
    expect(answers.map(({ status }) => status)).toEqual(ids.map(() => 200))
    expect((await membersOf(id)).toSorted()).toEqual(ids.toSorted())
  })

  test("of two PATCHes to one state one is refused", async () => {
    const { id } = await newGroup()
    const tag = (await directory.call("GET", `/Groups/${id}`)).headers.get("etag")!
    const rename = (value: string) =>
      directory.call(
        "PATCH",
        `/Groups/${id}`,
        { Operations: [{ op: "replace", path: "displayName", value: value + crypto.randomUUID() }] },
        { "if-match": tag },
      )
    const answers = await Promise.all([rename("a"), rename("b")])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412])
  })
})

test("two users of one address at the same moment are one", async () => {
  const userName = newEmail()
  const answers = await Promise.all([1, 2, 3].map(() => directory.call("POST", "/Users", { userName })))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409])
})

test("five hundred users, page by page", async () => {
  const own = await openDirectory(app, await app.signUp())
  for (let i = 0; i < 10; i++)
    await Promise.all(Array.from({ length: 50 }, (_, j) => own.user(`user-${i * 50 + j}@many.test`)))
  const seen = new Set<string>()
  for (let startIndex = 1; ; startIndex += 120) {
    const { body } = await own.call("GET", `/Users?startIndex=${startIndex}&count=120`)
    expect([body.totalResults, body.startIndex, body.itemsPerPage]).toEqual([501, startIndex, body.Resources.length])
    for (const { id } of body.Resources) seen.add(id)
    if (body.Resources.length < 120) break
  }
  expect(seen.size).toBe(501)
  const pages: [query: string, startIndex: number, length: number][] = [
    ["", 1, 100],
    ["?count=0", 1, 0],
    ["?count=-3", 1, 0],
    ["?startIndex=-7&count=2", 1, 2],
    ["?startIndex=0&count=2", 1, 2],
    ["?startIndex=501&count=20", 501, 1],
    ["?startIndex=502", 502, 0],
    ["?count=5000", 1, 501],
  ]
  for (const [query, startIndex, length] of pages) {
    const { body } = await own.call("GET", `/Users${query}`)
    expect([query, body.totalResults, body.startIndex, body.Resources.length]).toEqual([query, 501, startIndex, length])
  }
  const members = [...seen].map((value) => ({ value }))
  const group = await own.call("POST", "/Groups", { displayName: "Everybody", members })
  expect([group.status, group.body.members.length]).toEqual([201, 501])
})

// --- what directories send ------------------------------------------------------------------------------------------

test("a life as Okta tells it", async () => {
  const userName = newEmail()
  const ask = `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}&startIndex=1&count=100`
  expect((await directory.call("GET", ask)).body).toEqual({
    schemas: [listSchema],
    totalResults: 0,
    startIndex: 1,
    itemsPerPage: 0,
    Resources: [],
  })
  const profile = {
    schemas: [userSchema],
    userName,
    name: { givenName: "Test", familyName: "User" },
    emails: [{ primary: true, value: userName, type: "work" }],
    displayName: "Test User",
    locale: "en-US",
    externalId: "00ujl29u0le5T6Aj10h7",
    groups: [],
    password: "1mz050nq",
    active: true,
  }
  const { body: created } = await directory.call("POST", "/Users", profile)
  expect(created).toMatchObject({ userName, active: true, externalId: "00ujl29u0le5T6Aj10h7" })
  const { id } = created
  const changed = await directory.call("PUT", `/Users/${id}`, {
    ...profile,
    id,
    name: { givenName: "Another", middleName: "Excited", familyName: "User" },
    meta: { resourceType: "User" },
  })
  expect(changed.body).toMatchObject({ id, name: { givenName: "Another", familyName: "User" } })
  const off = await directory.call("PATCH", `/Users/${id}`, {
    schemas: [patchSchema],
    Operations: [{ op: "replace", value: { active: false } }],
  })
  expect(off.body).toMatchObject({ id, active: false })
  expect((await directory.call("GET", ask)).body.Resources).toEqual([off.body])
  expect((await directory.call("PUT", `/Users/${id}`, { ...profile, id })).body.active).toBe(true)

  const group = await directory.call("POST", "/Groups", {
    schemas: [groupSchema],
    displayName: `Test SCIMv2 ${id}`,
    members: [{ value: id, display: userName }],
  })
  expect(group.status).toBe(201)
  expect((await directory.call("GET", "/Groups?startIndex=1&count=100")).status).toBe(200)
  const path = `/Groups/${group.body.id}`
  const renamed = await directory.patch(path, {
    op: "replace",
    value: { id: group.body.id, displayName: `Test SCIMv2.0 ${id}` },
  })
  expect(renamed.body).toMatchObject({ displayName: `Test SCIMv2.0 ${id}`, members: [{ value: id }] })
  const swapped = await directory.patch(
    path,
    { op: "remove", path: `members[value eq "${id}"]` },
    { op: "add", path: "members", value: [{ value: id, display: userName }] },
  )
  expect(swapped.body.members).toHaveLength(1)
  const replaced = await directory.patch(path, { op: "replace", path: "members", value: [] })
  expect(replaced.body.members).toEqual([])
  expect((await directory.call("DELETE", path)).status).toBe(204)
})

test("a life as Entra tells it", async () => {
  const probe = `/Users?filter=${encodeURIComponent(`userName eq "${crypto.randomUUID()}"`)}`
  expect((await directory.call("GET", probe)).body).toMatchObject({ totalResults: 0, Resources: [] })
  const userName = newEmail()
  const mailNickname = `${crypto.randomUUID()}@corp.test`
  const created = await directory.call("POST", "/Users", {
    schemas: [userSchema, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
    externalId: "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef",
    userName,
    active: true,
    emails: [{ primary: true, type: "work", value: mailNickname }],
    meta: { resourceType: "User" },
    name: { formatted: "givenName familyName", familyName: "familyName", givenName: "givenName" },
    roles: [],
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { department: "bob" },
  })
  expect(created.status).toBe(201)
  const { id } = created.body
  for (const filter of [
    `userName eq "${userName}"`,
    `externalId eq "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef" and userName eq "${userName}"`,
    `emails[type eq "work"].value eq "${mailNickname}"`,
  ]) {
    const { body } = await directory.call("GET", `/Users?filter=${encodeURIComponent(filter)}`)
    expect([filter, body.totalResults, body.Resources[0]?.id]).toEqual([filter, 1, id])
  }
  const updated = newEmail()
  const changed = await directory.patch(
    `/Users/${id}`,
    { op: "Replace", path: 'emails[type eq "work"].value', value: updated },
    { op: "Replace", path: "name.familyName", value: "updatedFamilyName" },
    { op: "Add", path: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", value: "eve" },
  )
  expect(changed.body).toMatchObject({ emails: [{ value: updated }], name: { familyName: "updatedFamilyName" } })
  const off = await directory.patch(`/Users/${id}`, { op: "Replace", path: "active", value: "False" })
  expect(off.body.active).toBe(false)
  expect((await directory.patch(`/Users/${id}`, { op: "Replace", path: "active", value: true })).body.active).toBe(true)

  const displayName = `Group ${id}`
  const group = await directory.call("POST", "/Groups", {
    schemas: [groupSchema, "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],
    externalId: "8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159",
    displayName,
    meta: { resourceType: "Group" },
  })
  expect([group.status, group.body.members]).toEqual([201, []])
  const path = `/Groups/${group.body.id}`
  const ask = `/Groups?excludedAttributes=members&filter=${encodeURIComponent(`displayName eq "${displayName}"`)}`
  expect((await directory.call("GET", ask)).body.Resources).toEqual([
    expect.objectContaining({ id: group.body.id, displayName }),
  ])
  const member = [{ $ref: null, value: id }]
  expect((await directory.patch(path, { op: "Add", path: "members", value: member })).body.members).toHaveLength(1)
  expect((await directory.patch(path, { op: "Remove", path: "members", value: member })).body.members).toEqual([])
  const renamed = await directory.patch(path, { op: "Replace", path: "displayName", value: `${displayName} 2` })
  expect(renamed.body.displayName).toBe(`${displayName} 2`)
  expect((await directory.call("DELETE", path)).status).toBe(204)
  expect((await directory.call("DELETE", `/Users/${id}`)).status).toBe(204)
})
