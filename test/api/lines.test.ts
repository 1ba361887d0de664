/** Records as streams of lines, out and in. */
import { afterAll, beforeAll, beforeEach, describe, expect, spyOn, test } from "bun:test"
import { limits } from "../../src/limits.ts"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let me: Member
let table: string
const lines = "application/x-ndjson"

beforeAll(async () => {
  app = await createTestApp()
})

afterAll(() => app.close())

beforeEach(async () => {
  me = await app.signUp()
  table = `"${(await app.services.schemas.get(me.workspaceId)).schemaName}".company`
})

const headers = () => ({ authorization: `Bearer ${me.token}` })
const parse = (text: string) =>
  text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line))

const fetchLines = (path: string) => app.request(`/rest${path}`, { headers: { ...headers(), accept: lines } })
const readAll = async (path: string) => parse(await (await fetchLines(path)).text())

async function fill(count: number) {
  const query = `insert into ${table} (name, employees) select 'Company ' || i, i from generate_series(1, ${count}) i`
  await app.services.db.query(query)
}

describe("out", () => {
  test("all records come, one a line, just as a list shows them", async () => {
    await fill(2500)
    const response = await fetchLines("/companies?order_by=employees")
    expect([response.status, response.headers.get("content-type")]).toEqual([200, lines])
    const records = parse(await response.text())
    expect(records.map(({ employees }) => employees)).toEqual(Array.from({ length: 2500 }, (_, i) => i + 1))
    const { body } = await me.rest("GET", "/companies?order_by=employees&limit=3")
    expect(records.slice(0, 3)).toEqual(body.data.companies)
  })

  const queries: [string, (records: Record<string, unknown>[]) => unknown, unknown][] = [
    ["limit=0", (all) => all.length, 0],
    ["limit=1", (all) => all.length, 1],
    ["limit=100", (all) => all.length, 100],
    ["limit=101", (all) => all.length, 101],
    ["limit=1000&order_by=employees[DescNullsLast]", (all) => [all.length, all[0]!.employees], [300, 300]],
    ["filter=employees[lte]:150&order_by=employees", (all) => [all.length, all.at(-1)!.employees], [150, 150]],
    ["filter=name[eq]:Nobody", (all) => all, []],
    [
      "fields=name&limit=2&order_by=employees",
      (all) => all.map(Object.keys),
      [
        ["id", "name"],
        ["id", "name"],
      ],
    ],
    ["depth=1&limit=2", (all) => all.map(({ people }) => people), [[], []]],
  ]

  test("with filter, order, fields, depth and limit", async () => {
    await fill(300)
    for (const [query, look, expected] of queries) {
      expect([query, look(await readAll(`/companies?${query}`))]).toEqual([query, expected])
    }
  })

  test("related records and line breaks in values stay on the line of their record", async () => {
    const { body } = await me.rest("POST", "/companies", { name: "two\nlines\r\u2028 \\n" })
    const { id } = body.data.createCompany
    await me.rest("POST", "/batch/people", [
      { name: { firstName: "A\nda" }, companyId: id },
      { name: { firstName: "Bob" }, companyId: id },
    ])
    const [record, ...rest] = await readAll("/companies?depth=1")
    expect(rest).toEqual([])
    expect(record).toEqual((await me.rest("GET", `/companies/${id}?depth=1`)).body.data.company)
    expect(record.people).toHaveLength(2)
  })

  test("a stream goes on behind a cursor", async () => {
    await fill(5)
    const { body } = await me.rest("GET", "/companies?order_by=employees&limit=2")
    const cursor = encodeURIComponent(body.pageInfo.endCursor)
    const rest = await readAll(`/companies?order_by=employees&starting_after=${cursor}`)
    expect(rest.map(({ employees }) => employees)).toEqual([3, 4, 5])
  })

  const refused: [string, number, string][] = [
    ["/foos", 400, "object 'foos' not found. eg: companies"],
    ["/companies?filter=foo[eq]:1", 400, `Object company doesn't have any "foo" field.`],
    ["/companies?limit=x", 400, "limit 'x' is invalid. Should be an integer"],
    ["/companies?starting_after=zzz", 400, "Invalid cursor: zzz"],
    ["/companies?ending_before=zzz", 400, "A stream goes forward; give 'starting_after' in place of 'ending_before'"],
  ]

  test.each(refused)("%s is refused before the stream begins", async (path, status, message) => {
    const response = await fetchLines(path)
    expect([response.status, (await response.json()).messages]).toEqual([status, [message]])
  })

  test("a page is read when the one before has been taken, and none after the client has gone", async () => {
    await fill(3000)
    await me.rest("GET", "/companies?limit=0")
    const query = spyOn(app.services.db, "query")
    const reader = (await fetchLines("/companies")).body!.getReader()
    const statements = () => query.mock.calls.filter(([text]) => !text.includes("auditLog")).length
    expect(statements()).toBe(1)
    await reader.read()
    await Bun.sleep(20)
    expect(statements()).toBe(1)
    await reader.read()
    expect(statements()).toBe(2)
    await reader.cancel()
    await Bun.sleep(20)
    expect(statements()).toBe(2)
    query.mockRestore()
  })

  test.each(["", "?order_by=name", "?order_by=createdAt[DescNullsLast]"])(
    "a record that is there all the time comes exactly once, whatever others do meanwhile %s",
    async (query) => {
      await fill(3000)
      const stay = new Set(
        (await app.services.db.query<{ id: string }>(`select id from ${table} where employees % 3 = 0`)).map(
          ({ id }) => id,
        ),
      )
      const reader = (await fetchLines(`/companies${query}`)).body!.getReader()
      const seen: string[] = []
      for (let text = ""; ;) {
        const { done, value } = await reader.read()
        text += done ? "" : new TextDecoder().decode(value)
        if (done) {
          seen.push(...parse(text).map(({ id }) => id))
          break
        }
        await app.services.db.script(`
          insert into ${table} (name) select 'New ' || random() from generate_series(1, 100);
          delete from ${table} where id in (select id from ${table} where employees % 3 = 1 order by random() limit 100);
          update ${table} set employees = employees where employees % 3 = 0`)
      }
      expect(new Set(seen).size).toBe(seen.length)
      expect(stay.difference(new Set(seen))).toEqual(new Set())
    },
  )

  test("what fails in the middle is the last line", async () => {
    await fill(3000)
    const reader = (await fetchLines("/companies")).body!.getReader()
    await reader.read()
    await app.services.db.query(`update core.session set "revokedAt" = now() where "revokedAt" is null`)
    const { value } = await reader.read()
    expect(parse(new TextDecoder().decode(value))).toEqual([
      { error: { statusCode: 401, error: "UNAUTHENTICATED", messages: ["Token invalid."] } },
    ])
    expect((await reader.read()).done).toBe(true)
  })

  test("large records come in small pages", async () => {
    await app.services.db.query(
      `insert into ${table} (name) select repeat(md5(i::text), 1000) from generate_series(1, 250) i`,
    )
    const reader = (await fetchLines("/companies?fields=name")).body!.getReader()
    const sizes: number[] = []
    for (let read = await reader.read(); !read.done; read = await reader.read()) sizes.push(read.value.length)
    expect(sizes.length).toBeGreaterThan(4)
    expect(Math.max(...sizes.slice(1))).toBeLessThan(1_100_000)
  })
})

describe("in", () => {
  async function sendLines(body: BodyInit, query = "", more: Record<string, string> = {}) {
    const init = { method: "POST", headers: { ...headers(), "content-type": lines, ...more }, body, duplex: "half" }
    const response = await app.request(`/rest/batch/companies${query}`, init as RequestInit)
    const text = await response.text()
    return { status: response.status, answers: response.status === 200 ? parse(text) : JSON.parse(text) }
  }

  const join = (values: (object | string)[]) =>
    values.map((value) => (typeof value === "string" ? value : JSON.stringify(value))).join("\n")
  const names = async () => (await readAll("/companies?order_by=position&fields=name")).map(({ name }) => name)
  const company = (i: number) => ({ name: `Company ${i}` })
  const id = expect.stringMatching(/^[0-9a-f-]{36}$/)

  test("each line is a record, and is answered by its number and id", async () => {
    const { status, answers } = await sendLines(`${join([{ name: "A" }, "", "  ", { name: "B" }])}\n`)
    expect([status, answers]).toEqual([
      200,
      [
        { line: 1, id },
        { line: 4, id },
        { done: true, written: 2, failed: 0 },
      ],
    ])
    const { body } = await me.rest("GET", `/companies/${answers[1].id}`)
    expect(body.data.company.name).toBe("B")
  })

  test("a stream may be empty, and cut anywhere", async () => {
    expect((await sendLines("")).answers).toEqual([{ done: true, written: 0, failed: 0 }])
    const bytes = new TextEncoder().encode(join([{ name: "Zürich" }, { name: "Größe" }]))
    const drop = new ReadableStream({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte))
        controller.close()
      },
    })
    expect((await sendLines(drop)).answers.at(-1)).toEqual({ done: true, written: 2, failed: 0 })
    expect((await names()).toSorted()).toEqual(["Größe", "Zürich"])
  })

  test("a batch of lines is written while the rest has yet to come", async () => {
    let feed: ReadableStreamDefaultController<Uint8Array> | undefined
    const body = new ReadableStream<Uint8Array>({ start: (controller) => void (feed = controller) })
    const send = (from: number, to: number) =>
      feed!.enqueue(
        new TextEncoder().encode(`${join(Array.from({ length: to - from }, (_, i) => company(from + i)))}\n`),
      )
    const init = { method: "POST", headers: { ...headers(), "content-type": lines }, body, duplex: "half" }
    const response = await app.request("/rest/batch/companies", init as RequestInit)
    send(0, 1500)
    const reader = response.body!.getReader()
    const first = parse(new TextDecoder().decode((await reader.read()).value))
    expect([first.length, first[0], first.at(-1)]).toEqual([1000, { line: 1, id }, { line: 1000, id }])
    expect((await me.rest("GET", "/companies?limit=0")).body.totalCount).toBe(1000)
    feed!.close()
    const rest = parse(new TextDecoder().decode((await reader.read()).value))
    expect([rest.length, rest.at(-1)]).toEqual([500, { line: 1500, id }])
    expect(parse(new TextDecoder().decode((await reader.read()).value))).toEqual([
      { done: true, written: 1500, failed: 0 },
    ])
  })

  const bad: [string, object | string | Uint8Array, { message: unknown; field?: string; code: string }][] = [
    ["no JSON", "{no", { message: expect.stringMatching(/^Line 1002 is not valid JSON/), code: "MALFORMED_LINE" }],
    [
      "a bad value",
      { name: 5 },
      { message: 'Invalid string value 5 for text field "name"', field: "name", code: "INVALID_ARGS_DATA" },
    ],
    ["no record", "7", { message: "Invalid record 7: expected an object", code: "INVALID_ARGS_DATA" }],
    [
      "an unknown field",
      { foo: 1 },
      { message: `Object company doesn't have any "foo" field.`, code: "INVALID_ARGS_DATA" },
    ],
    [
      "a value that is taken",
      { id: "TAKEN" },
      { message: "A duplicate entry was detected", code: "INVALID_ARGS_DATA" },
    ],
  ]

  const around = async (line: object | string | Uint8Array) => {
    const taken = (await me.rest("POST", "/companies", { name: "Taken" })).body.data.createCompany.id
    const all = Array.from({ length: 1500 }, (_, i) => (i === 1001 ? line : company(i)))
    return join(all.map((each) => (each instanceof Uint8Array ? "" : each))).replace("TAKEN", taken)
  }

  test.each(bad)("%s stops the stream; the batches before it are written", async (_, line, error) => {
    const { answers } = await sendLines(await around(line))
    expect(answers.slice(1000)).toEqual([
      { line: 1002, error: { ...error, ...(error.message === "A duplicate entry was detected" && { field: "id" }) } },
      {
        done: false,
        written: 1000,
        failed: 1,
        writtenThrough: 1000,
        error: {
          message:
            "Lines 1001 to 1500 are written together, and some of them are bad; with partial=true the others are written",
          code: "BATCH_REFUSED",
        },
      },
    ])
    expect((await me.rest("GET", "/companies?limit=0")).body.totalCount).toBe(1001)
  })

  test.each(bad)("%s is passed over with partial=true", async (_, line, error) => {
    const { answers } = await sendLines(await around(line), "?partial=true")
    expect(answers).toHaveLength(1501)
    expect(answers.map(({ line: number }: { line: number }) => number).slice(0, -1)).toEqual(
      Array.from({ length: 1500 }, (_each, i) => i + 1),
    )
    expect(answers[1001]).toEqual({ line: 1002, error: expect.objectContaining(error) })
    expect(answers[1002]).toEqual({ line: 1003, id })
    expect(answers.at(-1)).toEqual({ done: true, written: 1499, failed: 1 })
    expect((await me.rest("GET", "/companies?limit=0")).body.totalCount).toBe(1500)
  })

  test("bytes that are no text are named", async () => {
    const body = new Uint8Array([...new TextEncoder().encode('{"name":"A"}\n{"name":"'), 0xff, 0x22, 0x7d])
    const { answers } = await sendLines(body, "?partial=true")
    expect(answers).toEqual([
      { line: 1, id },
      { line: 2, error: { message: "Line 2 is not UTF-8", code: "MALFORMED_LINE" } },
      { done: true, written: 1, failed: 1 },
    ])
  })

  test.each(["?upsert=true", "?upsert=true&partial=true"])(
    "%s updates what is there, in the order of the lines",
    async (query) => {
      const known = (
        await me.rest("POST", "/companies", { name: "Known", domainName: { primaryLinkUrl: "known.test" } })
      ).body.data.createCompany.id
      const site = (name: string) => ({ name, domainName: { primaryLinkUrl: `${name}.test` } })
      const { answers } = await sendLines(join([site("new"), site("known"), site("other")]), query)
      expect(answers).toEqual([
        { line: 1, id },
        { line: 2, id: known },
        { line: 3, id },
        { done: true, written: 3, failed: 0 },
      ])
      for (const [i, name] of ["new", "known", "other"].entries()) {
        expect((await me.rest("GET", `/companies/${answers[i].id}`)).body.data.company.name).toBe(name)
      }
    },
  )

  test("a failure that is no line's ends the stream", async () => {
    let feed: ReadableStreamDefaultController<Uint8Array> | undefined
    const body = new ReadableStream<Uint8Array>({ start: (controller) => void (feed = controller) })
    const init = { method: "POST", headers: { ...headers(), "content-type": lines }, body, duplex: "half" }
    const response = await app.request("/rest/batch/companies?partial=true", init as RequestInit)
    await app.services.db.query(`update core.session set "revokedAt" = now() where "revokedAt" is null`)
    feed!.enqueue(new TextEncoder().encode('{"name":"A"}\n'))
    feed!.close()
    expect(parse(await response.text())).toEqual([
      {
        done: false,
        written: 0,
        failed: 0,
        writtenThrough: 0,
        error: { message: "Token invalid.", code: "UNAUTHENTICATED" },
      },
    ])
  })

  test("a client that goes away leaves whole batches only", async () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(`${join(Array.from({ length: 1200 }, (_, i) => company(i)))}\n`))
      },
      pull: (controller) => controller.error(new Error("gone")),
    })
    const { answers } = await sendLines(body)
    expect(answers.at(-1)).toMatchObject({ done: false, writtenThrough: 1000, error: { code: "BODY_CUT" } })
    expect((await me.rest("GET", "/companies?limit=0")).body.totalCount).toBe(1000)
  })

  test("what is wrong with the whole is refused before anything is read", async () => {
    const cases: [string, Record<string, string>, number, string][] = [
      ["?partial=perhaps", {}, 400, "'partial=perhaps' parameter invalid. Allowed values are true, false"],
      [
        "",
        { "idempotency-key": "a" },
        400,
        "A stream of lines is not kept under an Idempotency-Key; send it again with upsert=true instead",
      ],
      ["", { authorization: "" }, 403, "Missing authentication token"],
    ]
    for (const [query, more, status, message] of cases) {
      const answer = await sendLines('{"name":"A"}', query, more)
      expect([answer.status, answer.answers.messages]).toEqual([status, [message]])
    }
  })

  test("a stream has no limit of size, but its lines have", async () => {
    const filler = " ".repeat(1024 * 1024)
    const count = limits.body / filler.length + 1
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode(`${filler}${sent === count ? '{"name":"Last"}' : ""}\n`))
        if (sent++ === count) controller.close()
      },
    })
    expect((await sendLines(body)).answers).toEqual([
      { line: count + 1, id },
      { done: true, written: 1, failed: 0 },
    ])
    const { answers } = await sendLines(`{"name":"${"x".repeat(limits.line)}"}`)
    expect(answers).toEqual([
      expect.objectContaining({ done: false, error: expect.objectContaining({ code: "LINE_TOO_LARGE" }) }),
    ])
  })
})
