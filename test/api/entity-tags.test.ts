/** `ETag`, `If-None-Match` and `If-Match` over REST. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test"
import { createServices } from "../../src/accounts/services.ts"
import { createApp } from "../../src/app.ts"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let me: Member
let companyId: string
const nobody = "11111111-1111-4111-8111-111111111111"

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
})

afterAll(() => app.close())

beforeEach(async () => {
  const { body } = await me.rest("POST", "/companies", { name: `Acme ${crypto.randomUUID()}`, employees: 1 })
  companyId = body.data.createCompany.id
  await me.rest("POST", "/people", { name: { firstName: "Ada" }, companyId })
})

async function send(method: string, path: string, headers: Record<string, string> = {}, body?: unknown) {
  const response = await app.request(`/rest${path}`, {
    method,
    headers: { authorization: `Bearer ${me.token}`, "content-type": "application/json", ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, tag: response.headers.get("etag"), text, headers: response.headers }
}

const tagOf = async (path: string) => (await send("GET", path)).tag!

describe("If-None-Match", () => {
  const paths: [string, () => string][] = [
    ["a record", () => `/companies/${companyId}`],
    ["a record with its related ones", () => `/companies/${companyId}?depth=1`],
    ["some fields of a record", () => `/companies/${companyId}?fields=name`],
    ["a list", () => "/companies?limit=5"],
    ["a list with related records", () => "/companies?limit=5&depth=1"],
    ["groups", () => `/companies/groupBy?group_by=[{"name":true}]&aggregate=["maxEmployees"]`],
  ]

  test.each(paths)("answers 304 without a body for %s, until it is another", async (_, path) => {
    const first = await send("GET", path())
    expect(first.tag).toMatch(/^"[^"]+"$/)
    expect(first.headers.get("cache-control")).toBe("private, no-cache")
    const again = await send("GET", path(), { "if-none-match": first.tag! })
    expect([again.status, again.text, again.tag, again.headers.get("content-type")]).toEqual([304, "", first.tag, null])
    await me.rest("PATCH", `/companies/${companyId}`, { employees: 2, name: `Bolt ${crypto.randomUUID()}` })
    const changed = await send("GET", path(), { "if-none-match": first.tag! })
    expect(changed.status).toBe(200)
    expect(changed.tag).not.toBe(first.tag)
  })

  test("sees a change of a related record at depth 1, and not at depth 0", async () => {
    const deep = await tagOf(`/companies/${companyId}?depth=1`)
    const flat = await tagOf(`/companies/${companyId}`)
    await me.rest("POST", "/people", { name: { firstName: "Bob" }, companyId })
    expect((await send("GET", `/companies/${companyId}?depth=1`, { "if-none-match": deep })).status).toBe(200)
    expect((await send("GET", `/companies/${companyId}`, { "if-none-match": flat })).status).toBe(304)
  })

  test("sees a change in plain SQL, and a change of the data model", async () => {
    const path = `/companies/${companyId}`
    const first = await tagOf(path)
    const schema = await app.services.schemas.get(me.workspaceId)
    await app.services.db.query(`update "${schema.schemaName}".company set employees = 9 where id = $1::uuid`, [
      companyId,
    ])
    const second = await tagOf(path)
    expect(second).not.toBe(first)
    const objectMetadataId = schema.bySingular.get("company")!.id
    const field = { objectMetadataId, type: "TEXT", name: "motto", label: "Motto" }
    expect((await me.rest("POST", "/metadata/fields", field)).status).toBe(201)
    expect((await send("GET", path, { "if-none-match": second })).status).toBe(200)
  })

  const headers: [string, (tag: string) => string, number][] = [
    ["one of several", (tag) => `"a", ${tag}, "b"`, 304],
    ["weakened by a proxy", (tag) => `W/${tag}`, 304],
    ["a star", () => "*", 304],
    ["another", () => '"a"', 200],
    ["empty", () => "", 200],
  ]

  test.each(headers)("%s", async (_, header, status) => {
    const path = `/companies/${companyId}`
    expect((await send("GET", path, { "if-none-match": header(await tagOf(path)) })).status).toBe(status)
  })

  test("on what is not there, and on what is refused, changes nothing", async () => {
    expect((await send("GET", `/companies/${nobody}`, { "if-none-match": "*" })).status).toBe(404)
    expect((await send("GET", "/companies?limit=x", { "if-none-match": "*" })).status).toBe(400)
  })

  test("HEAD has the tag too", async () => {
    const path = `/companies/${companyId}`
    const head = await send("HEAD", path)
    expect([head.status, head.text, head.tag]).toEqual([200, "", await tagOf(path)])
    expect((await send("HEAD", path, { "if-none-match": head.tag! })).status).toBe(304)
  })

  test("two servers give the same tag, whether they keep answers or not", async () => {
    const services = createServices({ ...app.services.config, answerCacheSize: 0 }, app.services.db)
    const other = createApp(services)
    for (const path of ["/companies?limit=5", `/companies/${companyId}`]) {
      await tagOf(path)
      const response = await other.request(`/rest${path}`, { headers: { authorization: `Bearer ${me.token}` } })
      expect([path, response.headers.get("etag")]).toEqual([path, await tagOf(path)])
    }
  })
})

describe("the tag of a written record is that of the next read", () => {
  const writes: [string, (id: string) => [string, string, unknown?]][] = [
    ["PATCH", (id) => ["PATCH", `/companies/${id}`, { employees: 5 }]],
    ["PUT", (id) => ["PUT", `/companies/${id}`, { employees: 6 }]],
    ["a connected relation", (id) => ["PATCH", `/companies/${id}`, { accountOwner: { disconnect: true } }]],
    ["restore", (id) => ["PATCH", `/companies/${id}/restore`]],
    ["an upsert", (id) => ["POST", "/companies?upsert=true", { id, employees: 7 }]],
  ]

  test.each(writes)("%s", async (_, write) => {
    const [method, path, body] = write(companyId)
    const written = await send(method, path, {}, body)
    expect([200, 201]).toContain(written.status)
    expect(written.tag).toBe(await tagOf(`/companies/${companyId}`))
    expect(JSON.parse(written.text)).not.toHaveProperty("~revision")
  })

  test("POST", async () => {
    const written = await send("POST", "/companies?depth=1", {}, { name: "New" })
    const { id } = JSON.parse(written.text).data.createCompany
    expect(written.tag).toBe(await tagOf(`/companies/${id}?depth=1`))
  })
})

describe("If-Match", () => {
  const views = ["", "?depth=1", "?fields=name", "?depth=1&fields=people"]
  const writes: [string, (id: string) => string, unknown?][] = [
    ["PATCH", (id) => `/companies/${id}`, { employees: 2 }],
    ["PUT", (id) => `/companies/${id}?depth=1`, { employees: 2 }],
    ["PATCH", (id) => `/companies/${id}`, { accountOwner: { disconnect: true } }],
    ["PATCH", (id) => `/companies/${id}/restore`],
    ["DELETE", (id) => `/companies/${id}?soft_delete=true`],
    ["DELETE", (id) => `/companies/${id}`],
  ]
  const cases = writes.flatMap(([method, path, body]) => views.map((view) => [method, path, body, view] as const))

  test.each(cases)("%s %p %p, read with %p", async (method, path, body, view) => {
    const stale = await tagOf(`/companies/${companyId}${view}`)
    await me.rest("PATCH", `/companies/${companyId}`, { employees: 50 })
    const refused = await send(method, path(companyId), { "if-match": stale }, body)
    expect([refused.status, JSON.parse(refused.text)]).toEqual([
      412,
      {
        statusCode: 412,
        error: "Error",
        messages: ["The record has changed since it was read; read it again and decide anew"],
        code: "PRECONDITION_FAILED",
      },
    ])
    const { body: unchanged } = await me.rest("GET", `/companies/${companyId}`)
    expect(unchanged.data.company).toMatchObject({ employees: 50, deletedAt: null })
    const done = await send(
      method,
      path(companyId),
      { "if-match": await tagOf(`/companies/${companyId}${view}`) },
      body,
    )
    expect(done.status).toBe(200)
  })

  test("the refusal carries the tag of what is there now", async () => {
    const stale = await tagOf(`/companies/${companyId}`)
    await me.rest("PATCH", `/companies/${companyId}`, { employees: 50 })
    const refused = await send("PATCH", `/companies/${companyId}`, { "if-match": stale }, { employees: 2 })
    expect(refused.tag).toBe(await tagOf(`/companies/${companyId}`))
    expect(
      (await send("PATCH", `/companies/${companyId}`, { "if-match": refused.tag! }, { employees: 3 })).status,
    ).toBe(200)
  })

  test("a change of a related record does not stand in the way", async () => {
    const tag = await tagOf(`/companies/${companyId}?depth=1`)
    await me.rest("POST", "/people", { name: { firstName: "Bob" }, companyId })
    expect((await send("PATCH", `/companies/${companyId}`, { "if-match": tag }, { employees: 2 })).status).toBe(200)
  })

  const headers: [string, Record<string, string> | ((tag: string) => Record<string, string>), number][] = [
    ["a star on what is there", { "if-match": "*" }, 200],
    ["a tag that is none of ours", { "if-match": '"a"' }, 412],
    ["no tag at all", { "if-match": "abc" }, 412],
    ["one of several", (tag) => ({ "if-match": `"1-a", ${tag}` }), 200],
    ["weakened by a proxy", (tag) => ({ "if-match": `W/${tag}` }), 200],
    ["If-None-Match with a star", { "if-none-match": "*" }, 412],
    ["If-None-Match with the tag", (tag) => ({ "if-none-match": tag }), 412],
    ["If-None-Match with another", { "if-none-match": '"1-a"' }, 200],
  ]

  test.each(headers)("%s", async (_, given, status) => {
    const tag = await tagOf(`/companies/${companyId}`)
    const sent = typeof given === "function" ? given(tag) : given
    expect((await send("PATCH", `/companies/${companyId}`, sent, { employees: 2 })).status).toBe(status)
  })

  test("what is not there is not found, whatever was expected", async () => {
    for (const given of ["*", '"1-a"']) {
      expect((await send("PATCH", `/companies/${nobody}`, { "if-match": given }, {})).status).toBe(404)
    }
  })

  test("on many records it is refused, not passed over", async () => {
    for (const [method, path, body] of [
      ["PATCH", "/companies?filter=employees[eq]:1", { employees: 2 }],
      ["DELETE", "/companies?filter=employees[eq]:1"],
      ["POST", "/companies", {}],
    ] as const) {
      const { status, text } = await send(method, path, { "if-match": "*" }, body)
      expect([status, JSON.parse(text).messages]).toEqual([
        400,
        ["If-Match protects a single record; name it in the path"],
      ])
    }
  })

  test("of many that write at once on the same state, one wins", async () => {
    const tag = await tagOf(`/companies/${companyId}`)
    const writes = Array.from({ length: 12 }, (_, i) =>
      send("PATCH", `/companies/${companyId}`, { "if-match": tag }, { employees: 100 + i }),
    )
    const statuses = (await Promise.all(writes)).map(({ status }) => status)
    expect(statuses.toSorted()).toEqual([200, ...Array.from({ length: 11 }, () => 412)])
  })

  test("a writer that waits for another's lock is refused when that one commits", async () => {
    const tag = await tagOf(`/companies/${companyId}`)
    const { schemaName } = await app.services.schemas.get(me.workspaceId)
    let waiting: ReturnType<typeof send> | undefined
    await app.services.db.transaction(async (tx) => {
      await tx.query(`update "${schemaName}".company set employees = 77 where id = $1::uuid`, [companyId])
      waiting = send("PATCH", `/companies/${companyId}`, { "if-match": tag }, { employees: 2 })
      for (;;) {
        const [row] = await tx.query(`select count(*)::int as n from pg_locks where not granted`)
        if (row!.n === 1) break
      }
    })
    expect((await waiting!).status).toBe(412)
    expect((await me.rest("GET", `/companies/${companyId}`)).body.data.company.employees).toBe(77)
  })

  test("with an Idempotency-Key, another condition is another request", async () => {
    const key = crypto.randomUUID()
    const patch = (tag: string) =>
      send("PATCH", `/companies/${companyId}`, { "idempotency-key": key, "if-match": tag }, { employees: 2 })
    expect((await patch("*")).status).toBe(200)
    expect((await patch("*")).status).toBe(200)
    expect((await patch('"1-a"')).status).toBe(409)
  })
})
