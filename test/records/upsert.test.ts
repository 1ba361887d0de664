/** Upsert: what is matched, what is overwritten, what is refused, and what happens when two do it at once. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let me: Member

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
  const names = { nameSingular: "gadget", namePlural: "gadgets", labelSingular: "Gadget", labelPlural: "Gadgets" }
  const object = await me.rest("POST", "/metadata/objects", names)
  for (const [name, type, isUnique] of [
    ["code", "TEXT", true],
    ["mail", "EMAILS", true],
    ["note", "TEXT", false],
    ["place", "ADDRESS", false],
  ] as const) {
    const field = { objectMetadataId: object.body.id, name, label: name, type, isUnique }
    expect((await me.rest("POST", "/metadata/fields", field)).status).toBe(201)
  }
})

beforeEach(() =>
  me.graphql(
    `mutation { destroyGadgets(filter: { or: [{ deletedAt: { is: NULL } }, { deletedAt: { is: NOT_NULL } }] }) { id } }`,
  ),
)

afterAll(() => app.close())

interface Gadget {
  id: string
  code: string
  note: string
  deletedAt: string | null
}

const fields = `id code note deletedAt place { addressCity addressCountry } mail { primaryEmail additionalEmails } createdBy { source } position`

async function upsert(...data: unknown[]) {
  return me.graphql<{ createGadgets: Gadget[] }>(
    `mutation ($data: [GadgetCreateInput!]!) { createGadgets(data: $data, upsert: true) { ${fields} } }`,
    { data },
  )
}

async function create(data: Record<string, unknown>): Promise<string> {
  const { data: made, errors } = await me.graphql<{ createGadget: { id: string } }>(
    `mutation ($data: GadgetCreateInput!) { createGadget(data: $data) { id } }`,
    { data },
  )
  expect(errors).toBeUndefined()
  return made.createGadget.id
}

const bin = (id: string) => me.graphql(`mutation { deleteGadget(id: "${id}") { id } }`)
const all = async () =>
  (
    await me.graphql<{ gadgets: { edges: { node: Gadget }[] } }>(
      `{ gadgets(filter: { or: [{ deletedAt: { is: NULL } }, { deletedAt: { is: NOT_NULL } }] }) { edges { node { ${fields} } } } }`,
    )
  ).data.gadgets.edges.map(({ node }) => node)

describe("matches", () => {
  test.each<[string, (id: string) => Record<string, unknown>]>([
    ["by id", (id) => ({ id, note: "new" })],
    ["by a unique field", () => ({ code: "K1", note: "new" })],
    ["by a unique subfield, in any case", () => ({ mail: { primaryEmail: "ADA@Example.com" }, note: "new" })],
    ["by several keys that agree", (id) => ({ id, code: "K1", note: "new" })],
    ["by code, with an id that nobody has", () => ({ id: crypto.randomUUID(), code: "K1", note: "new" })],
  ])("%s", async (_, input) => {
    const id = await create({
      code: "K1",
      mail: { primaryEmail: "ada@example.com", additionalEmails: ["b@x.test"] },
      note: "old",
      createdBy: { source: "IMPORT" },
      place: { addressCity: "Paris", addressCountry: "France" },
    })
    const { data, errors } = await upsert({
      ...input(id),
      place: { addressCity: "Lyon" },
      createdBy: { source: "API" },
    })
    expect(errors).toBeUndefined()
    expect(data.createGadgets).toMatchObject([
      {
        id,
        code: "K1",
        note: "new",
        place: { addressCity: "Lyon", addressCountry: "France" },
        mail: { primaryEmail: "ada@example.com", additionalEmails: ["b@x.test"] },
        createdBy: { source: "IMPORT" },
      },
    ])
    expect(await all()).toHaveLength(1)
  })

  test("only what is given for a record is overwritten, whatever the others of the batch give", async () => {
    await create({ code: "K1", note: "one", place: { addressCity: "Paris" } })
    await create({ code: "K2", note: "two", place: { addressCity: "Rome" } })
    const { data } = await upsert(
      { code: "K2", note: "changed" },
      { code: "K1", place: { addressCountry: "France" }, position: "last" },
    )
    expect(data.createGadgets).toMatchObject([
      { code: "K2", note: "changed", place: { addressCity: "Rome" } },
      { code: "K1", note: "one", place: { addressCity: "Paris", addressCountry: "France" } },
    ])
  })

  test("updated records come first, then created ones, each in the order of the input", async () => {
    await create({ code: "K1" })
    await create({ code: "K2" })
    const { data } = await upsert({ code: "new" }, { code: "K2" }, { code: "newer" }, { code: "K1" })
    expect(data.createGadgets.map(({ code }) => code)).toEqual(["K2", "K1", "new", "newer"])
  })

  test("nothing gives nothing", async () => {
    expect((await upsert()).data).toEqual({ createGadgets: [] })
  })

  test("records without any key are created", async () => {
    const { data } = await upsert({ note: "a" }, { note: "b" })
    expect(data.createGadgets).toHaveLength(2)
  })
})

describe("deleted records", () => {
  test("are taken out of the bin", async () => {
    const id = await create({ code: "K1", note: "old" })
    await bin(id)
    expect((await upsert({ code: "K1" })).data.createGadgets).toMatchObject([{ id, note: "old", deletedAt: null }])
  })

  test("yield to a living one", async () => {
    const dead = await create({ code: "K1" })
    await bin(dead)
    const living = await create({ code: "K1" })
    expect((await upsert({ code: "K1", note: "new" })).data.createGadgets).toMatchObject([{ id: living }])
    expect((await all()).find(({ id }) => id === dead)!.deletedAt).not.toBeNull()
  })

  test("the newest of several is taken", async () => {
    const made: string[] = []
    for (let i = 0; i < 3; i++) {
      made.push(await create({ code: "K1" }))
      await bin(made[i]!)
    }
    expect((await upsert({ code: "K1" })).data.createGadgets).toMatchObject([{ id: made[2]! }])
  })
})

describe("refused, with nothing written", () => {
  const conflict = "UPSERT_MULTIPLE_MATCHING_RECORDS_CONFLICT"
  test("keys of different records", async () => {
    const id = await create({ code: "K1", note: "old" })
    await create({ code: "K2", note: "old" })
    const { errors } = await upsert({ code: "K3", note: "new" }, { id, code: "K2", note: "new" })
    expect(errors?.[0]?.message).toBe(
      `Multiple records found with the same unique field values for id (id: ${id}); code (code: K2). Cannot determine which record to update. (record 1)`,
    )
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", subCode: conflict, recordIndex: 1 })
    expect((await all()).map(({ note }) => note)).toEqual(["old", "old"])
  })

  test.each<[string, (id: string) => unknown[]]>([
    ["the same key twice", () => [{ code: "K9" }, { code: "K9" }]],
    [
      "the same address in another case",
      () => [{ mail: { primaryEmail: "a@x.test" } }, { mail: { primaryEmail: "A@X.test" } }],
    ],
    [
      "the same record by different keys",
      (id) => [
        { id, note: "x" },
        { code: "K1", note: "y" },
      ],
    ],
  ])("%s", async (_, inputs) => {
    const id = await create({ code: "K1", note: "old" })
    const { errors } = await upsert(...inputs(id))
    expect(errors?.[0]?.message).toStartWith("A duplicate entry was detected")
    expect((await all()).map(({ note }) => note)).toEqual(["old"])
  })

  test("a bad record among good ones", async () => {
    await create({ code: "K1", note: "old" })
    const { errors } = await upsert({ code: "K1", note: "new" }, { code: 5 })
    expect(errors?.[0]?.extensions).toMatchObject({ recordIndex: 1, field: "code" })
    expect((await all()).map(({ note }) => note)).toEqual(["old"])
  })
})

test("two at the same time come to one record", async () => {
  for (let round = 0; round < 10; round++) {
    const code = `race ${round}`
    const answers = await Promise.all(
      Array.from({ length: 4 }, (_, i) =>
        i === 3 ? upsert({ code: `other ${round}` }, { code, note: "batch" }) : upsert({ code, note: String(i) }),
      ),
    )
    expect(answers.map((answer) => answer.errors)).toEqual([undefined, undefined, undefined, undefined])
    expect(new Set(answers.map(({ data }) => data.createGadgets.find((each) => each.code === code)!.id)).size).toBe(1)
    expect((await all()).filter((each) => each.code === code)).toHaveLength(1)
  }
})

test("an upsert that meets plain creates still comes to one record", async () => {
  for (let round = 0; round < 10; round++) {
    const code = `mixed ${round}`
    const plain = me.rest("POST", "/gadgets", { code })
    const answers = await Promise.all([upsert({ code, note: "x" }), plain, upsert({ code, note: "y" })])
    expect([answers[0].errors, answers[2].errors]).toEqual([undefined, undefined])
    expect((await all()).filter((each) => each.code === code)).toHaveLength(1)
  }
})

test("batches in opposite order do not wait for each other", async () => {
  const codes = Array.from({ length: 50 }, (_, i) => ({ code: `c${i}`, note: "x" }))
  for (let round = 0; round < 4; round++) {
    const answers = await Promise.all([upsert(...codes), upsert(...codes.toReversed())])
    expect(answers.map((answer) => answer.errors)).toEqual([undefined, undefined])
  }
  expect(await all()).toHaveLength(50)
})

test("works over REST, for one and for many", async () => {
  const first = await me.rest("POST", "/gadgets?upsert=true", { code: "R1", note: "a" })
  const again = await me.rest("POST", "/gadgets?upsert=true", { code: "R1", note: "b" })
  expect([first.status, again.status]).toEqual([201, 201])
  expect(again.body.data.createGadget).toMatchObject({ id: first.body.data.createGadget.id, note: "b" })
  const many = await me.rest("POST", "/batch/gadgets?upsert=true", [{ code: "R2" }, { code: "R1" }])
  expect(many.body.data.createGadgets.map(({ code }: Gadget) => code)).toEqual(["R1", "R2"])
})

test("the log says what happened", async () => {
  const id = await create({ code: "K1" })
  await bin(id)
  await upsert({ code: "K1", note: "back" }, { code: "K2" })
  const schema = await app.services.schemas.get(me.workspaceId)
  const rows = await app.services.db.query<{ action: string; name: string }>(
    `select action, actor->>'source' as name from "${schema.schemaName}"."eventLog" order by position desc limit 2`,
  )
  expect(rows).toEqual([
    { action: "created", name: "MANUAL" },
    { action: "restored", name: "MANUAL" },
  ])
})
