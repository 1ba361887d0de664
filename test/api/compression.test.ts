/** Long answers come compressed to whoever takes them so, and are the same. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { gunzipSync, zstdDecompressSync } from "node:zlib"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let ada: Member

beforeAll(async () => {
  app = await createTestApp()
  ada = await app.signUp()
  await ada.graphql(`mutation ($data: [CompanyCreateInput!]!) { createCompanies(data: $data) { id } }`, {
    data: Array.from({ length: 60 }, (_, i) => ({ name: `Müller & Söhne ${i}`, employees: i })),
  })
})

afterAll(() => app.close())

interface Asked {
  path: string
  method?: string
  body?: unknown
  headers?: Record<string, string>
}

const ask = ({ path, method = "GET", body, headers = {} }: Asked, encodings: string | null) =>
  app.request(path, {
    method,
    headers: {
      authorization: `Bearer ${ada.token}`,
      "content-type": "application/json",
      ...(encodings !== null && { "accept-encoding": encodings }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })

const long: Record<string, Asked> = {
  "/graphql": {
    path: "/graphql",
    method: "POST",
    body: {
      query: "{ companies(first: 60) { edges { node { id name createdAt updatedAt address { addressCity } } } } }",
    },
  },
  "/metadata": {
    path: "/metadata",
    method: "POST",
    body: { query: "{ objects(paging: { first: 1000 }) { edges { node { id fieldsList { id name label type } } } } }" },
  },
  "/rest": { path: "/rest/companies?limit=60" },
  "/rest/open-api/core": { path: "/rest/open-api/core" },
}

describe.each(Object.entries(long))("%s", (_, asked) => {
  test.each([
    ["gzip", "gzip", gunzipSync],
    ["gzip, deflate, br, zstd", "zstd", zstdDecompressSync],
    ["zstd;q=0, gzip;q=0.5", "gzip", gunzipSync],
  ] as const)("to %s it is given as %s", async (encodings, encoding, decompress) => {
    const plain = await (await ask(asked, null)).text()
    const response = await ask(asked, encodings)
    expect(response.headers.get("content-encoding")).toBe(encoding)
    expect(response.headers.get("vary")).toContain("accept-encoding")
    const bytes = new Uint8Array(await response.arrayBuffer())
    expect(bytes.length).toBeLessThan(plain.length / 2)
    expect(decompress(bytes).toString()).toBe(plain)
  })

  test.each([null, "identity", "br", "gzip;q=0"])("to %p it is given as it is", async (encodings) => {
    const response = await ask(asked, encodings)
    expect(response.headers.get("content-encoding")).toBeNull()
    expect(response.headers.get("vary")).toContain("accept-encoding")
    expect(await response.json()).toBeObject()
  })
})

test("what is short is not worth it", async () => {
  const response = await ask(
    { path: "/graphql", method: "POST", body: { query: "{ companies(first: 1) { totalCount } }" } },
    "gzip",
  )
  expect(response.headers.get("content-encoding")).toBeNull()
})

test("the tag of a compressed answer is a weak one, and tells that nothing has changed", async () => {
  const plain = (await ask(long["/rest"]!, null)).headers.get("etag")!
  const tag = (await ask(long["/rest"]!, "gzip")).headers.get("etag")!
  expect(tag).toBe(`W/${plain}`)
  for (const [known, encodings] of [
    [tag, "gzip"],
    [tag, null],
    [plain, "zstd"],
  ] as const) {
    expect((await ask({ ...long["/rest"]!, headers: { "if-none-match": known } }, encodings)).status).toBe(304)
  }
})

test("an answer that is given again for its key is the same, compressed or not", async () => {
  const query =
    "mutation ($data: [CompanyCreateInput!]!) { createCompanies(data: $data) { id name createdAt updatedAt } }"
  const asked = {
    path: "/graphql",
    method: "POST",
    body: { query, variables: { data: Array.from({ length: 100 }, (_, i) => ({ name: `Once ${i}` })) } },
    headers: { "idempotency-key": "compressed" },
  }
  const first = await (await ask(asked, "gzip")).json()
  expect(first).toEqual(await (await ask(asked, "gzip")).json())
  expect(first).toEqual(await (await ask(asked, null)).json())
  expect((first as { data: { createCompanies: unknown[] } }).data.createCompanies).toHaveLength(100)
})
