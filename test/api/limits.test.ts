/** What one request may ask for at most, how it is told so, and how much it is told to have used. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { createServices } from "../../src/accounts/services.ts"
import { createApp } from "../../src/app.ts"
import { limits } from "../../src/limits.ts"
import { openPostgres } from "../../src/ports/postgres-js.ts"
import { actAs, createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let me: Member

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
})

afterAll(() => app.close())

const headers = () => ({ authorization: `Bearer ${me.token}`, "content-type": "application/json" })

async function used(path: string, query?: string): Promise<string | null> {
  const init = query === undefined ? {} : { method: "POST", body: JSON.stringify({ query }) }
  const response = await app.request(path, { ...init, headers: headers() })
  expect(response.status).toBe(200)
  return response.headers.get("x-kith-cost")
}

const usage = (cost: number, depth: number, fields: number) =>
  `${cost}/1000000; depth=${depth}/20; fields=${fields}/5000`

describe("a GraphQL query says what it used", () => {
  const nested = "edges { node { name people(first: 10) { edges { node { id } } } } }"
  const queries: [string, string | null][] = [
    ["{ companies(first: 60) { edges { node { name } } } }", usage(60, 1, 4)],
    [`{ companies(first: 60) { ${nested} } }`, usage(60 * 11, 2, 8)],
    ["{ companies { edges { node { id } } } }", usage(200, 1, 4)],
    ["{ companies { edges { node { people { edges { node { id } } } } } } }", usage(200 * 61, 2, 7)],
    ["{ companies { totalCount maxEmployees } }", usage(1, 1, 3)],
    ["{ companies(last: 5) { edges { node { id } } pageInfo { endCursor } } }", usage(5, 1, 6)],
    ["{ people(first: 10) { edges { node { company { accountOwner { id } } } } } }", usage(30, 3, 6)],
    [
      "{ a: companies(first: 1) { edges { node { id } } } b: companies(first: 2) { edges { node { id } } } }",
      usage(3, 1, 8),
    ],
    ["{ companiesGroupBy(groupBy: [{ name: true }], limit: 5) { totalCount } }", usage(5, 1, 2)],
    ["{ companiesGroupBy(groupBy: [{ name: true }], limit: 5, first: 3) { edges { node { id } } } }", usage(20, 2, 4)],
    ['{ search(searchInput: "a", limit: 20) { edges { cursor } } }', usage(20, 1, 1)],
    ["{ companies(first: 1000000) { edges { node { name } } } }", usage(10_000, 1, 4)],
    ["{ __typename }", null],
    ["mutation { createCompany(data: {}) { id } }", null],
  ]

  test.each(queries)("%s", async (query, expected) => {
    expect(await used("/graphql", query)).toBe(expected)
    // The second time the plan is a kept one.
    expect(await used("/graphql", query)).toBe(expected)
  })
})

describe("a REST read says what it used", () => {
  const paths: [string, RegExp][] = [
    ["/rest/companies", /^60\/1000000; depth=1\/20; fields=\d+\/5000$/],
    ["/rest/companies?limit=7&fields=name", /^7\/1000000; depth=1\/20; fields=\d+\/5000$/],
    ["/rest/companies?limit=1000000&fields=name", /^10000\/1000000; /],
    ["/rest/people?limit=2&depth=1&fields=company", /^4\/1000000; depth=2\/20; /],
    ["/rest/companies?limit=2&depth=1&fields=people", /^122\/1000000; depth=2\/20; /],
    ['/rest/companies/groupBy?group_by=[{"name":true}]&limit=9', /^9\/1000000; /],
  ]

  test.each(paths)("%s", async (path, expected) => {
    expect(await used(path)).toMatch(expected)
  })

  test("what Twenty serves at most is served, of every object", async () => {
    const { byPlural } = await app.services.schemas.get(me.workspaceId)
    for (const plural of byPlural.keys()) {
      const { status } = await me.rest("GET", `/${plural}?limit=200&depth=1`)
      expect([plural, status]).toEqual([plural, 200])
    }
  })
})

describe("GraphQL beyond a limit", () => {
  const people = "people(first: 1000) { edges { node { company { people(first: 1000) { edges { node { id } } } } } } }"
  const cases: [string, string, Record<string, unknown>][] = [
    [
      "cost",
      `{ ${people} }`,
      { code: "BAD_USER_INPUT", subCode: "QUERY_TOO_COSTLY", limit: 1_000_000, used: 1000 * (1 + 1 + 1000) },
    ],
    [
      "root fields",
      `{ ${Array.from({ length: 101 }, (_, i) => `a${i}: companies { totalCount }`).join(" ")} }`,
      { subCode: "TOO_MANY_ROOT_FIELDS", limit: 100, used: 101 },
    ],
    [
      "fields",
      `{ companies { edges { node { ${Array.from({ length: 5000 }, (_, i) => `a${i}: name`).join(" ")} } } } }`,
      { subCode: "TOO_MANY_FIELDS", limit: 5000 },
    ],
    [
      "depth",
      `{ people { edges { node { ${"company { people { edges { node { ".repeat(10)} id ${"} } } }".repeat(10)} } } } }`,
      { subCode: "QUERY_TOO_DEEP", limit: 20 },
    ],
    [
      "filter",
      `{ companies(filter: ${"{ not: ".repeat(13)} { name: { eq: "a" } } ${"}".repeat(13)}) { totalCount } }`,
      { subCode: "FILTER_TOO_DEEP", limit: 12 },
    ],
    ["tokens", `{ companies { ${"totalCount ".repeat(20_001)} } }`, { code: "GRAPHQL_PARSE_FAILED" }],
  ]

  test.each(cases)("%s", async (_, query, extensions) => {
    const { errors } = await me.graphql(query)
    expect(errors?.[0]?.extensions).toMatchObject(extensions)
  })

  test("within each limit by one", async () => {
    const fine = [
      `{ ${Array.from({ length: 100 }, (_, i) => `a${i}: companies { totalCount }`).join(" ")} }`,
      `{ companies(filter: ${"{ not: ".repeat(12)} { name: { eq: "a" } } ${"}".repeat(12)}) { totalCount } }`,
      "{ people(first: 998) { edges { node { company { people(first: 1000) { edges { node { id } } } } } } } }",
    ]
    for (const query of fine) expect((await me.graphql(query)).errors).toBeUndefined()
  })

  test("a batch", async () => {
    const data = Array.from({ length: limits.batch + 1 }, () => ({}))
    const { errors } = await me.graphql(
      "mutation ($data: [CompanyCreateInput!]!) { createCompanies(data: $data) { id } }",
      {
        data,
      },
    )
    expect(errors?.[0]).toMatchObject({
      message: "Maximum number of records to create is 10000.",
      extensions: { code: "BAD_USER_INPUT", subCode: "BATCH_TOO_LARGE", limit: 10_000, used: 10_001 },
    })
  })
})

describe("REST beyond a limit", () => {
  test("a batch", async () => {
    const { status, body } = await me.rest(
      "POST",
      "/batch/companies",
      Array.from({ length: limits.batch + 1 }, () => ({})),
    )
    expect([status, body]).toEqual([
      400,
      {
        statusCode: 400,
        error: "Error",
        messages: ["Maximum number of records to create is 10000."],
        code: "BATCH_TOO_LARGE",
        details: { limit: 10_000, used: 10_001 },
      },
    ])
  })

  test("cost", async () => {
    const { status, body } = await me.rest("GET", "/workspaceMembers?limit=10000&depth=1")
    expect(status).toBe(400)
    expect(body).toMatchObject({ code: "QUERY_TOO_COSTLY", details: { limit: 1_000_000 } })
    expect(body.messages[0]).toMatch(
      /^The query may touch \d+ records, 1000000 at most; ask for fewer of them at once, or less deep$/,
    )
  })

  test("a filter", async () => {
    const filter = `${"not(".repeat(13)}name[eq]:a${")".repeat(13)}`
    expect((await me.rest("GET", `/companies?filter=${filter}`)).body).toMatchObject({
      code: "FILTER_TOO_DEEP",
      details: { limit: 12 },
    })
  })
})

describe("a body that is too large", () => {
  const message = "The request body is larger than 64 MB; send less at once"
  const asRest = {
    statusCode: 413,
    error: "Error",
    messages: [message],
    code: "PAYLOAD_TOO_LARGE",
    details: { limit: limits.body },
  }
  const asGraphql = {
    errors: [
      {
        message,
        extensions: {
          code: "PAYLOAD_TOO_LARGE",
          subCode: "PAYLOAD_TOO_LARGE",
          userFriendlyMessage: "An error occurred.",
          limit: limits.body,
        },
      },
    ],
  }
  const paths: [string, string, unknown][] = [
    ["/rest/companies", "application/json", asRest],
    ["/rest/batch/companies", "application/json", asRest],
    ["/rest/companies", "application/x-ndjson", asRest],
    ["/rest/metadata/objects", "application/json", asRest],
    ["/graphql", "application/json", asGraphql],
    ["/graphql", "application/x-ndjson", asGraphql],
    ["/metadata", "application/json", asGraphql],
  ]

  test.each(paths)("%s as %s", async (path, type, expected) => {
    const chunk = new Uint8Array(1024 * 1024).fill(32)
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => (sent++ > 64 ? controller.close() : controller.enqueue(chunk)),
    })
    const init = { method: "POST", headers: { ...headers(), "content-type": type }, body, duplex: "half" }
    const response = await app.request(path, init as RequestInit)
    expect([response.status, await response.json()]).toEqual([413, expected])
  })
})

test("a statement that takes too long is stopped with a code of its own", async () => {
  const db = openPostgres({ url: app.url, poolSize: 2, applicationName: "impatient", statementTimeout: 200 })
  const services = createServices({ ...app.services.config, answerCacheSize: 0 }, db)
  const impatient = createApp(services)
  const other = actAs(async (path, init) => impatient.request(path, init), me)
  const { schemaName } = await app.services.schemas.get(me.workspaceId)
  await app.services.db.transaction(async (tx) => {
    await tx.query(`lock table "${schemaName}".note in access exclusive mode`)
    const { errors } = await other.graphql("{ notes { edges { node { id } } } }")
    expect(errors?.[0]).toMatchObject({
      message: "The query took too long and was stopped; ask for less at once",
      extensions: { code: "TIMEOUT", subCode: "TIMEOUT" },
    })
    const read = await other.rest("GET", "/notes")
    expect([read.status, read.body]).toEqual([
      504,
      {
        statusCode: 504,
        error: "Error",
        messages: ["The query took too long and was stopped; ask for less at once"],
        code: "TIMEOUT",
      },
    ])
    const write = await other.rest("POST", "/notes", { title: "x" })
    expect([write.status, write.body.code]).toEqual([504, "TIMEOUT"])
  })
  await db.close()
})
