/** Batches of which the good records are written, and batches of which all bad records are named. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let me: Member
let companyId: string

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
  const made = await me.rest("POST", "/companies", {
    name: "Acme",
    domainName: { primaryLinkUrl: "https://acme.test" },
  })
  companyId = made.body.data.createCompany.id
})

beforeEach(async () => {
  await me.graphql(`mutation { destroyPeople(filter: { id: { is: NOT_NULL } }) { id } }`)
  await me.rest("POST", "/people", { emails: { primaryEmail: "taken@x.test" }, jobTitle: "first" })
})

afterAll(() => app.close())

const person = (primaryEmail: string, more: Record<string, unknown> = {}) => ({ emails: { primaryEmail }, ...more })
const nobody = "0192f0c1-2345-4abc-8def-0123456789ab"

interface Answer {
  createPeople: { emails: { primaryEmail: string }; jobTitle: string }[] | null
}

async function create(data: unknown[], args = "partial: true") {
  return me.graphql<Answer>(
    `mutation ($data: [PersonCreateInput!]!) { createPeople(data: $data, ${args}) { emails { primaryEmail } jobTitle } }`,
    { data },
  )
}

const count = async () =>
  (await me.graphql<{ people: { totalCount: number } }>(`{ people { totalCount } }`)).data.people.totalCount

const fk = /^insert or update on table "person" violates foreign key constraint "FK_/

describe("partial", () => {
  test.each<[string, unknown, { message: string | RegExp; field: string }]>([
    [
      "a value that cannot be read",
      person("nope"),
      { message: `Invalid string value 'nope' for email field "emails.primaryEmail"`, field: "emails" },
    ],
    [
      "an unknown field",
      person("b@x.test", { foo: 1 }),
      { message: `Object person doesn't have any "foo" field.`, field: "" },
    ],
    ["a value that is taken", person("TAKEN@x.test"), { message: "A duplicate entry was detected", field: "emails" }],
    [
      "a value of an earlier record",
      person("a@x.test"),
      { message: "A duplicate entry was detected", field: "emails" },
    ],
    ["a target that is not there", person("b@x.test", { companyId: nobody }), { message: fk, field: "companyId" }],
    [
      "nobody to connect to",
      person("b@x.test", { company: { connect: { where: { id: nobody } } } }),
      { message: `Expected 1 record to connect to company, but found 0 for id = ${nobody}`, field: "company" },
    ],
    [
      "a number of the wrong kind",
      person("b@x.test", { position: "mid" }),
      { message: `Invalid position value 'mid' for field "position"`, field: "position" },
    ],
  ])("%s", async (_, bad, { message, field }) => {
    const { data, errors } = await create([person("a@x.test"), bad, person("c@x.test", { companyId })])
    expect(data.createPeople!.map((each) => each.emails.primaryEmail)).toEqual(["a@x.test", "c@x.test"])
    expect(errors).toHaveLength(1)
    expect(errors![0]!.message).toMatch(message)
    expect(errors![0]).toMatchObject({
      path: ["createPeople"],
      extensions: { code: "BAD_USER_INPUT", recordIndex: 1, ...(field && { field }) },
    })
    expect(await count()).toBe(3)
  })

  test("what only the database can refuse is found too", async () => {
    const long = Array.from({ length: 4000 }, () => crypto.randomUUID()).join("")
    const rows = Array.from({ length: 40 }, (_, i) => ({
      name: `n${i}`,
      domainName: { primaryLinkUrl: i === 17 || i === 30 ? `https://x.test/${long}${i}` : `https://d${i}.test` },
    }))
    const { data, errors } = await me.graphql<{ createCompanies: { name: string }[] }>(
      `mutation ($data: [CompanyCreateInput!]!) { createCompanies(data: $data, partial: true) { name } }`,
      { data: rows },
    )
    expect(errors?.map((error) => error.extensions.recordIndex)).toEqual([17, 30])
    expect(data.createCompanies).toHaveLength(38)
  })

  test("all bad gives an empty list and every error", async () => {
    const { data, errors } = await create([person("nope"), person("taken@x.test")])
    expect(data).toEqual({ createPeople: [] })
    expect(errors?.map((error) => error.extensions.recordIndex)).toEqual([0, 1])
  })

  test("all good is like any batch", async () => {
    const { data, errors } = await create([person("a@x.test"), person("b@x.test")])
    expect(errors).toBeUndefined()
    expect(data.createPeople).toHaveLength(2)
    expect((await create([])).data).toEqual({ createPeople: [] })
  })

  test("a thousand bad ones among two thousand", async () => {
    const data = Array.from({ length: 2000 }, (_, i) => person(`p${i >> 1}@x.test`))
    const answer = await create(data)
    expect(answer.data.createPeople).toHaveLength(1000)
    expect(answer.errors).toHaveLength(1000)
  })

  test("together with upsert", async () => {
    const { data, errors } = await create(
      [
        person("new@x.test"),
        person("nope"),
        person("taken@x.test", { jobTitle: "second" }),
        person("b@x.test", { companyId: nobody }),
        person("new@x.test"),
      ],
      "partial: true, upsert: true",
    )
    expect(data.createPeople).toEqual([
      { emails: { primaryEmail: "taken@x.test" }, jobTitle: "second" },
      { emails: { primaryEmail: "new@x.test" }, jobTitle: "" },
    ])
    expect(errors?.map((error) => error.extensions.recordIndex)).toEqual([1, 3, 4])
  })

  test("over REST", async () => {
    const { status, body } = await me.rest("POST", "/batch/people?partial=true", [
      person("taken@x.test"),
      person("a@x.test"),
      person("nope"),
    ])
    expect(status).toBe(201)
    expect(
      body.data.createPeople.map((each: { emails: { primaryEmail: string } }) => each.emails.primaryEmail),
    ).toEqual(["a@x.test"])
    expect(body.errors).toEqual([
      { index: 0, message: "A duplicate entry was detected", field: "emails" },
      { index: 2, message: `Invalid string value 'nope' for email field "emails.primaryEmail"`, field: "emails" },
    ])
    const good = await me.rest("POST", "/batch/people?partial=true", [person("d@x.test")])
    expect(good.body.errors).toEqual([])
  })
})

describe("all or nothing", () => {
  test.each<[string, unknown[], string, number[]]>([
    [
      "values that cannot be read",
      [person("a@x.test"), person("nope"), person("b@x.test"), person("nope", { foo: 1 })],
      `Invalid string value 'nope' for email field "emails.primaryEmail" (record 1)`,
      [1, 3],
    ],
    [
      "values that are taken",
      [person("a@x.test"), person("taken@x.test"), person("a@x.test")],
      "A duplicate entry was detected",
      [1, 2],
    ],
  ])("%s are all named, and nothing is written", async (_, data, message, bad) => {
    const { errors } = await create(data, "partial: false")
    expect(errors).toHaveLength(1)
    expect(errors![0]!.message).toBe(message)
    expect(errors![0]!.extensions.recordIndex).toBe(bad[0])
    expect(errors![0]!.extensions.errors).toMatchObject(bad.map((index) => ({ index, field: "emails" })))
    expect(await count()).toBe(1)
  })

  test("a hundred are named at most", async () => {
    const { errors } = await create(
      Array.from({ length: 150 }, () => person("nope")),
      "partial: false",
    )
    expect(errors![0]!.extensions.errors).toHaveLength(100)
  })
})
