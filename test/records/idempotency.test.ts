/** Writes that are sent twice under one `Idempotency-Key`. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let me: Member

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
})

afterAll(() => app.close())

async function send(key: string | null, method: string, path: string, body: unknown, who = me) {
  const response = await app.request(path, {
    method,
    headers: {
      authorization: `Bearer ${who.token}`,
      "content-type": "application/json",
      ...(key !== null && { "idempotency-key": key }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  return {
    status: response.status,
    replayed: response.headers.get("idempotency-replayed"),
    text: await response.text(),
  }
}

const createNote = (title: string) => ({
  query: `mutation ($title: String) { createNote(data: { title: $title }) { id title } }`,
  variables: { title },
})

async function count(title: string, who = me): Promise<number> {
  const { data } = await who.graphql<{ notes: { totalCount: number } }>(
    `query ($title: String) { notes(filter: { title: { eq: $title } }) { totalCount } }`,
    { title },
  )
  return data.notes.totalCount
}

const newKey = () => crypto.randomUUID()

describe("the same answer again", () => {
  test.each<[string, string, string, (title: string) => unknown]>([
    ["GraphQL", "POST", "/graphql", createNote],
    ["REST", "POST", "/rest/notes", (title) => ({ title })],
    ["a REST batch", "POST", "/rest/batch/notes", (title) => [{ title }]],
  ])("%s", async (_, method, path, body) => {
    const [key, title] = [newKey(), newKey()]
    const first = await send(key, method, path, body(title))
    const second = await send(key, method, path, body(title))
    expect(first.text).toContain(title)
    expect([first.replayed, second.replayed]).toEqual([null, "true"])
    expect([second.status, second.text]).toEqual([first.status, first.text])
    expect(await count(title)).toBe(1)
  })

  test("what was the client's fault is kept too", async () => {
    const key = newKey()
    const first = await send(key, "POST", "/rest/notes", { foo: 1 })
    const second = await send(key, "POST", "/rest/notes", { foo: 1 })
    expect(first.status).toBe(400)
    expect(second).toEqual({ ...first, replayed: "true" })
  })

  test("a delete is answered again, although there is nothing left to delete", async () => {
    const made = JSON.parse((await send(null, "POST", "/rest/notes", { title: "x" })).text)
    const path = `/rest/notes/${made.data.createNote.id}`
    const key = newKey()
    const first = await send(key, "DELETE", path, undefined)
    expect(first.status).toBe(200)
    expect((await send(key, "DELETE", path, undefined)).text).toBe(first.text)
  })

  test("without a key nothing is kept", async () => {
    const title = newKey()
    await send(null, "POST", "/graphql", createNote(title))
    await send(null, "POST", "/graphql", createNote(title))
    expect(await count(title)).toBe(2)
  })

  test("queries take no notice of it", async () => {
    const [key, title] = [newKey(), newKey()]
    const query = { query: `{ notes(filter: { title: { eq: "${title}" } }) { totalCount } }` }
    expect((await send(key, "POST", "/graphql", query)).text).toContain(`"totalCount":0`)
    await send(null, "POST", "/graphql", createNote(title))
    expect((await send(key, "POST", "/graphql", query)).text).toContain(`"totalCount":1`)
  })
})

describe("refused", () => {
  test("another request under the same key", async () => {
    const [key, title] = [newKey(), newKey()]
    await send(key, "POST", "/rest/notes", { title })
    const other = await send(key, "POST", "/rest/notes", { title: `${title} other` })
    expect(other.status).toBe(409)
    expect(JSON.parse(other.text).messages[0]).toStartWith("The Idempotency-Key was used for another request")
    const graphql = await send(key, "POST", "/graphql", createNote(title))
    expect(JSON.parse(graphql.text).errors[0].extensions.code).toBe("CONFLICT")
    expect(await count(title)).toBe(1)
  })

  test.each([
    ["an empty key", " "],
    ["a key that is too long", "k".repeat(256)],
  ])("%s", async (_, key) => {
    const answer = await send(key, "POST", "/rest/notes", { title: "x" })
    // A header of spaces alone does not arrive at all.
    if (key.trim() === "" && answer.status === 201) return
    expect(answer.status).toBe(400)
  })

  test("a credential that is revoked is not told what it was told before", async () => {
    const guest = await app.signUp()
    const [key, title] = [newKey(), newKey()]
    await send(key, "POST", "/graphql", createNote(title), guest)
    await app.services.db.query(
      `update core.session set "revokedAt" = now() where "workspaceId" = '${guest.workspaceId}' or "userId" = '${guest.userId}'`,
    )
    const again = await send(key, "POST", "/graphql", createNote(title), guest)
    expect(again.text).not.toContain(title)
    expect(JSON.parse(again.text).errors[0].extensions.code).toBe("UNAUTHENTICATED")
  })
})

test("ten at the same time write once", async () => {
  const [key, title] = [newKey(), newKey()]
  const answers = await Promise.all(Array.from({ length: 10 }, () => send(key, "POST", "/rest/notes", { title })))
  expect(await count(title)).toBe(1)
  const created = answers.filter(({ status }) => status === 201)
  expect(created.length).toBeGreaterThan(0)
  expect(new Set(created.map(({ text }) => text)).size).toBe(1)
  expect(answers.filter(({ status }) => status !== 201).every(({ status }) => status === 409)).toBe(true)
})

test("another person's key is another key", async () => {
  const [key, title] = [newKey(), newKey()]
  const other = await app.signUp()
  await send(key, "POST", "/rest/notes", { title })
  await send(key, "POST", "/rest/notes", { title }, other)
  expect([await count(title), await count(title, other)]).toEqual([1, 1])
})

test("a failure of ours is not kept", async () => {
  const [key, title] = [newKey(), newKey()]
  const { schemaName } = await app.services.schemas.get(me.workspaceId)
  await app.services.db
    .script(`create function "${schemaName}".broken() returns trigger language plpgsql as 'begin raise exception using errcode = ''XX000''; end';
    create trigger broken before insert on "${schemaName}"."note" for each row execute function "${schemaName}".broken()`)
  expect((await send(key, "POST", "/rest/notes", { title })).status).toBe(500)
  expect((await send(key, "POST", "/graphql", createNote(title))).text).toContain("INTERNAL_SERVER_ERROR")
  await app.services.db.script(`drop function "${schemaName}".broken() cascade`)
  expect((await send(key, "POST", "/rest/notes", { title })).status).toBe(201)
})

test("a request that died over it is not carried out blindly again; old keys go", async () => {
  const [key, title] = [newKey(), newKey()]
  const age = (interval: string, more = "") =>
    app.services.db.query(
      `update core."idempotencyKey" set "createdAt" = now() - interval '${interval}' ${more} where key = '${key}'`,
    )
  await send(key, "POST", "/rest/notes", { title })
  await age("1 minute", ", status = null, body = null")
  expect((await send(key, "POST", "/rest/notes", { title })).text).toContain("still being carried out")
  await age("10 minutes")
  expect((await send(key, "POST", "/rest/notes", { title })).text).toContain("was interrupted")
  await age("25 hours")
  expect((await send(key, "POST", "/rest/notes", { title })).status).toBe(201)
  expect(await count(title)).toBe(2)
  await age("25 hours")
  await send(newKey(), "POST", "/rest/notes", { title: "passing by" })
  expect(await app.services.db.query(`select from core."idempotencyKey" where key = '${key}'`)).toHaveLength(0)
})
