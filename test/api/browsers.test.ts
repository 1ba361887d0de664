/** What browsers are told, and what pages of other sites cannot make them do. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { readConfig } from "../../src/config.ts"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let open: TestApp
let me: Member

beforeAll(async () => {
  app = await createTestApp({ env: { PUBLIC_URL: "https://crm.example.com" } })
  open = await createTestApp({ env: { CORS_ORIGINS: "https://app.example.com, https://other.example.com" } })
  me = await app.signUp()
})

afterAll(async () => {
  await app.close()
  await open.close()
})

const answers: [string, string][] = [
  ["GET", "/"],
  ["GET", "/graphql"],
  ["GET", "/healthz"],
  ["GET", "/client-config"],
  ["GET", "/nowhere"],
  ["GET", "/rest/companies"],
  ["POST", "/graphql"],
  ["POST", "/metadata"],
  ["GET", "/file/files-field/x?token=y"],
]

test.each(answers)("%s %s is answered with the headers that keep it safe", async (method, path) => {
  const { headers } = await app.request(path, { method })
  expect(headers.get("x-content-type-options")).toBe("nosniff")
  expect(headers.get("content-security-policy")).toMatch(/frame-ancestors '(none|self)'/)
  expect(headers.get("referrer-policy")).toBe("no-referrer")
  expect(headers.get("strict-transport-security")).toBe("max-age=31536000")
})

test("browsers are not told to come by https where the address is not", async () => {
  expect((await open.request("/")).headers.get("strict-transport-security")).toBeNull()
})

describe("pages of other origins", () => {
  const preflight = (on: TestApp, origin: string) =>
    on.request("/graphql", {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization, content-type",
      },
    })

  test("are let in nowhere by default", async () => {
    for (const response of [
      await preflight(app, "https://app.example.com"),
      await app.request("/client-config", { headers: { origin: "https://app.example.com" } }),
    ]) {
      expect([...response.headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([])
    }
  })

  test("are let in where they are named, never with cookies", async () => {
    const allowed = await preflight(open, "https://app.example.com")
    expect(allowed.status).toBe(204)
    expect(allowed.headers.get("access-control-allow-origin")).toBe("https://app.example.com")
    expect(allowed.headers.get("access-control-allow-headers")).toContain("authorization")
    const other = await preflight(open, "https://evil.example.com")
    expect(other.headers.get("access-control-allow-origin")).toBeNull()
    for (const { headers } of [allowed, other]) expect(headers.get("access-control-allow-credentials")).toBeNull()
    const answer = await open.request("/client-config", { headers: { origin: "https://other.example.com" } })
    expect(answer.headers.get("access-control-allow-origin")).toBe("https://other.example.com")
    expect(answer.headers.get("access-control-expose-headers")).toContain("retry-after")
  })

  test.each(["app.example.com", "https://app.example.com/path", "ftp://x.example"])("are not named by %s", (origin) => {
    expect(() => readConfig({ CORS_ORIGINS: origin })).toThrow("CORS_ORIGINS")
  })
})

describe("a forged request", () => {
  const mutation = `mutation { createCompany(data: { name: "Forged" }) { id } }`
  const signUp = `mutation { signUp(email: "forged@example.com", password: "correct horse") { tokens { accessToken { token } } } }`
  const cookies = () =>
    ["token", "accessToken", "tokenPair", "session", "authorization", "Bearer"]
      .map((name) => `${name}=${encodeURIComponent(me.token)}`)
      .join("; ")

  const requests: [string, () => [string, RequestInit]][] = [
    [
      "with every cookie one can think of",
      () => [
        "/graphql",
        {
          method: "POST",
          headers: { cookie: cookies(), "content-type": "application/json" },
          body: JSON.stringify({ query: mutation }),
        },
      ],
    ],
    [
      "over REST with cookies",
      () => [
        "/rest/companies",
        {
          method: "POST",
          headers: { cookie: cookies(), "content-type": "application/json" },
          body: JSON.stringify({ name: "Forged" }),
        },
      ],
    ],
    [
      "by GET",
      () => [
        `/graphql?query=${encodeURIComponent(mutation)}`,
        { headers: { cookie: cookies(), authorization: `Bearer ${me.token}` } },
      ],
    ],
    [
      "by GET at /metadata",
      () => [`/metadata?query=${encodeURIComponent(signUp)}`, { headers: { cookie: cookies() } }],
    ],
    [
      "with the token in the address",
      () => [
        `/graphql?token=${me.token}`,
        { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ query: mutation }) },
      ],
    ],
    ...["text/plain", "application/x-www-form-urlencoded", "text/plain;charset=UTF-8"].map(
      (type): [string, () => [string, RequestInit]] => [
        `by a form of type ${type}`,
        () => [
          "/metadata",
          {
            method: "POST",
            headers: { cookie: cookies(), "content-type": type },
            body: JSON.stringify({ query: signUp }),
          },
        ],
      ],
    ),
    [
      "by a form with no type",
      () => ["/metadata", { method: "POST", body: new Blob([JSON.stringify({ query: signUp })]) }],
    ],
    [
      "by a form with files",
      () => {
        const form = new FormData()
        form.set("operations", JSON.stringify({ query: signUp }))
        form.set("map", "{}")
        return ["/metadata", { method: "POST", headers: { cookie: cookies() }, body: form }]
      },
    ],
  ]

  test.each(requests)("%s changes nothing", async (_name, make) => {
    const [path, init] = make()
    const text = await (await app.request(path, init)).text()
    expect(text).not.toContain('"createCompany":{')
    expect(text).not.toContain('"token":"')
    const companies = await me.graphql<{ companies: { totalCount: number } }>(
      `{ companies(filter: { name: { eq: "Forged" } }) { totalCount } }`,
    )
    expect(companies.data.companies.totalCount).toBe(0)
    expect(await app.services.db.query(`select from core."user" where email = 'forged@example.com'`)).toEqual([])
  })

  test("is one of these, where the same with a type of JSON and no cookie would be done", async () => {
    const init = {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: signUp.replace("forged", "honest") }),
    }
    expect(await (await app.request("/metadata", init)).text()).toContain('"token":"')
  })
})
