/** Making several records one. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let me: Member
let schemaName: string

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
  schemaName = (await app.services.schemas.get(me.workspaceId)).schemaName
})

afterAll(() => app.close())

async function add(plural: string, data: Record<string, unknown>): Promise<string> {
  const { status, body } = await me.rest("POST", `/${plural}`, data)
  expect({ status, body }).toMatchObject({ status: 201 })
  return (Object.values(body.data)[0] as { id: string }).id
}

const company = (data: Record<string, unknown> = {}) => add("companies", data)

async function merge<T = Record<string, unknown>>(
  plural: string,
  ids: string[],
  priority: number,
  fields: string,
  more = "",
) {
  const name = `merge${plural}`
  const answer = await me.graphql<Record<string, T>>(
    `mutation ($ids: [UUID!]!, $priority: Int!) { ${name}(ids: $ids, conflictPriorityIndex: $priority ${more}) { ${fields} } }`,
    { ids, priority },
  )
  return { errors: answer.errors, merged: answer.data?.[name] }
}

async function rows(sql: string): Promise<Record<string, unknown>[]> {
  return app.services.db.query(sql.replaceAll("$w", `"${schemaName}"`))
}

describe("values", () => {
  test("the chosen record wins, and what it lacks comes from the others in order", async () => {
    const a = await company({ name: "A", employees: 5, address: { addressCity: "Paris" } })
    const b = await company({ annualRevenue: { amountMicros: 1_000_000, currencyCode: "EUR" } })
    const c = await company({
      name: "C",
      employees: 7,
      address: { addressCity: "Rome" },
      annualRevenue: { amountMicros: 2_000_000, currencyCode: "USD" },
      domainName: { primaryLinkUrl: "https://c.test" },
    })
    const { merged, errors } = await merge(
      "Companies",
      [a, b, c],
      1,
      `id name employees address { addressCity addressCountry } annualRevenue { amountMicros currencyCode } domainName { primaryLinkUrl } deletedAt`,
    )
    expect(errors).toBeUndefined()
    expect(merged).toEqual({
      id: b,
      name: "A",
      employees: 5,
      address: { addressCity: "Paris", addressCountry: "" },
      annualRevenue: { amountMicros: 1_000_000, currencyCode: "EUR" },
      domainName: { primaryLinkUrl: "https://c.test" },
      deletedAt: null,
    })
    expect(await rows(`select id from $w.company where id in ('${a}', '${c}')`)).toEqual([])
  })

  test("lists are put together, and no address is lost", async () => {
    const a = await add("people", {
      emails: { primaryEmail: "a@x.test", additionalEmails: ["s@x.test"] },
      phones: {
        primaryPhoneNumber: "+33612345678",
        additionalPhones: [{ number: "123456789", callingCode: "+33", countryCode: "FR" }],
      },
      linkedinLink: { primaryLinkUrl: "https://in.test/a", primaryLinkLabel: "A" },
    })
    const b = await add("people", {
      emails: { primaryEmail: "b@x.test", additionalEmails: ["s@x.test", "t@x.test"] },
      phones: { primaryPhoneNumber: "+33612345679" },
      linkedinLink: { primaryLinkUrl: "https://in.test/b", primaryLinkLabel: "B" },
    })
    const { merged } = await merge(
      "People",
      [a, b],
      0,
      `emails { primaryEmail additionalEmails } phones { primaryPhoneNumber additionalPhones } linkedinLink { primaryLinkUrl secondaryLinks }`,
    )
    expect(merged).toEqual({
      emails: { primaryEmail: "a@x.test", additionalEmails: ["s@x.test", "b@x.test", "t@x.test"] },
      phones: {
        primaryPhoneNumber: "612345678",
        additionalPhones: [
          { number: "123456789", callingCode: "+33", countryCode: "FR" },
          { number: "612345679", callingCode: "+33", countryCode: "FR" },
        ],
      },
      linkedinLink: { primaryLinkUrl: "https://in.test/a", secondaryLinks: [{ label: "B", url: "https://in.test/b" }] },
    })
  })

  test("an amount beyond what JavaScript can count stays exact", async () => {
    const a = await company({ name: "A" })
    const b = await company({ name: "B" })
    await rows(
      `update $w.company set "annualRevenue" = '{"amountMicros": 9007199254740993, "currencyCode": "EUR"}' where id = '${b}'`,
    )
    await merge("Companies", [a, b], 0, "id")
    expect(await rows(`select "annualRevenue"->>'amountMicros' as amount from $w.company where id = '${a}'`)).toEqual([
      { amount: "9007199254740993" },
    ])
  })
})

describe("what pointed at the losers", () => {
  test("points at the survivor: plain relations and morph ones, deleted rows too", async () => {
    const [a, b] = [await company({ name: "A" }), await company({ name: "B" })]
    const person = await add("people", { companyId: b })
    const binned = await add("people", { companyId: b })
    await me.rest("DELETE", `/people/${binned}?soft_delete=true`)
    const task = await add("tasks", { title: "Call" })
    const target = await add("taskTargets", { taskId: task, targetCompanyId: b })
    const { merged, errors } = await merge("Companies", [a, b], 0, `id people { edges { node { id } } }`)
    expect(errors).toBeUndefined()
    expect(merged).toEqual({ id: a, people: { edges: [{ node: { id: person } }] } })
    expect(await rows(`select "companyId" as id from $w.person where id = '${binned}'`)).toEqual([{ id: a }])
    expect(await rows(`select "companyId" as id from $w."taskTarget" where id = '${target}'`)).toEqual([{ id: a }])
  })

  test("links that would double go: a living one and the survivor's stay", async () => {
    const [a, b, c] = [await company(), await company(), await company()]
    const [shared, twice, binned] = [await add("tasks", {}), await add("tasks", {}), await add("tasks", {})]
    const link = (taskId: string, targetCompanyId: string) => add("taskTargets", { taskId, targetCompanyId })
    const own = await link(shared, a)
    await link(shared, b)
    const first = await link(twice, b)
    await link(twice, c)
    const dead = await link(binned, a)
    const living = await link(binned, c)
    await me.rest("DELETE", `/taskTargets/${dead}?soft_delete=true`)
    expect((await merge("Companies", [a, b, c], 0, "id")).errors).toBeUndefined()
    const left = await rows(`select id, "companyId" as company from $w."taskTarget" order by "createdAt"`)
    const mine = left.filter(({ company: id }) => id === a).map(({ id }) => id)
    expect(mine).toEqual([own, first, dead, living])
  })

  test("people of both companies stay, however alike they are", async () => {
    const [a, b] = [await company(), await company()]
    await add("people", { companyId: a, jobTitle: "x" })
    await add("people", { companyId: b, jobTitle: "x" })
    const { merged } = await merge("Companies", [a, b], 0, `people { totalCount }`)
    expect(merged).toEqual({ people: { totalCount: 2 } })
  })
})

test("a custom object that points at itself never points at itself afterwards", async () => {
  const names = { nameSingular: "place", namePlural: "places", labelSingular: "Place", labelPlural: "Places" }
  const object = (await me.rest("POST", "/metadata/objects", names)).body
  const made = await me.rest("POST", "/metadata/fields", {
    objectMetadataId: object.id,
    name: "parent",
    label: "Parent",
    type: "RELATION",
    relationCreationPayload: { type: "MANY_TO_ONE", targetObjectMetadataId: object.id, targetFieldLabel: "Children" },
  })
  expect(made.status).toBe(201)
  const a = await add("places", { name: "a" })
  const b = await add("places", { name: "b", parentId: a })
  const child = await add("places", { name: "child", parentId: b })
  await me.rest("PATCH", `/places/${a}`, { parentId: b })
  const { merged, errors } = await merge("Places", [a, b], 0, `id parentId children { edges { node { id } } }`)
  expect(errors).toBeUndefined()
  expect(merged).toEqual({ id: a, parentId: null, children: { edges: [{ node: { id: child } }] } })
})

test("a dry run shows the result and changes nothing", async () => {
  const [a, b] = [
    await company({ name: "A" }),
    await company({ name: "B", domainName: { primaryLinkUrl: "https://dry.test" } }),
  ]
  await add("people", { companyId: b })
  const [before] = await rows(`select count(*) as n from $w."eventLog"`)
  const { merged } = await merge<{ id: string; deletedAt: string }>(
    "Companies",
    [a, b],
    0,
    `id name deletedAt domainName { primaryLinkUrl } people { totalCount }`,
    ", dryRun: true",
  )
  expect(merged).toMatchObject({ name: "A", domainName: { primaryLinkUrl: "https://dry.test" } })
  expect([a, b]).not.toContain(merged!.id)
  expect(merged!.deletedAt).not.toBeNull()
  expect(await rows(`select count(*) as n from $w."eventLog"`)).toEqual([before!])
})

describe("refused, with nothing changed", () => {
  const some = Array.from({ length: 10 }, () => crypto.randomUUID())
  test.each<[string, (a: string, b: string) => [string[], number], string, string]>([
    ["one", (a) => [[a], 0], "At least 2 record IDs are required for merge", "BAD_USER_INPUT"],
    ["ten", () => [some, 0], "Maximum 9 records can be merged at once", "BAD_USER_INPUT"],
    [
      "a priority outside the list",
      (a, b) => [[a, b], 5],
      "Invalid conflict priority '5'. Valid options for 2 records: 0-1",
      "BAD_USER_INPUT",
    ],
    ["an unknown id", (a) => [[a, some[0]!], 0], "One or more records not found", "NOT_FOUND"],
    [
      "the same twice",
      (a) => [[a, a], 0],
      "A record cannot be merged with itself; give each ID once",
      "BAD_USER_INPUT",
    ],
    ["a bad id", (a) => [[a, "abc"], 0], 'Value "abc" is not a valid UUID', "BAD_USER_INPUT"],
  ])("%s", async (_, args, message, code) => {
    const { errors } = await merge("Companies", ...args(await company(), await company()), "id")
    expect(errors?.[0]).toMatchObject({ message, extensions: { code } })
  })

  test("a failure half-way undoes all of it", async () => {
    const [a, b] = [
      await company({ name: "A" }),
      await company({ domainName: { primaryLinkUrl: "https://half.test" } }),
    ]
    const person = await add("people", { companyId: b })
    await app.services.db
      .script(`create function "${schemaName}".broken() returns trigger language plpgsql as 'begin raise exception using errcode = ''23514''; end';
      create trigger broken before delete on "${schemaName}".company for each row execute function "${schemaName}".broken()`)
    const [before] = await rows(`select count(*) as n from $w."eventLog"`)
    expect((await merge("Companies", [a, b], 0, "id")).errors).toHaveLength(1)
    await app.services.db.script(`drop function "${schemaName}".broken() cascade`)
    expect(await rows(`select "companyId" as id from $w.person where id = '${person}'`)).toEqual([{ id: b }])
    expect(await rows(`select count(*) as n from $w."eventLog"`)).toEqual([before!])
  })
})

test("two merges of the same records at once: one wins, the other finds nothing", async () => {
  for (let round = 0; round < 5; round++) {
    const [a, b] = [await company(), await company()]
    const person = await add("people", { companyId: b })
    const answers = await Promise.all([merge("Companies", [a, b], 0, "id"), merge("Companies", [b, a], 0, "id")])
    expect(answers.map(({ errors }) => errors?.[0]?.message).toSorted()).toEqual([
      "One or more records not found",
      undefined,
    ])
    const [row] = await rows(
      `select c.id from $w.person p join $w.company c on c.id = p."companyId" where p.id = '${person}'`,
    )
    expect([a, b]).toContain(row!.id as string)
  }
})

test("works over REST, and the log shows every step", async () => {
  const [a, b] = [await company({ name: "A" }), await company({ name: "B", employees: 3 })]
  await add("people", { companyId: b })
  const [last] = await rows(`select max(position) as n from $w."eventLog"`)
  const { status, body } = await me.rest("PATCH", "/companies/merge", { ids: [a, b], conflictPriorityIndex: 0 })
  expect(status).toBe(200)
  expect(body.data.mergeCompany).toMatchObject({ id: a, name: "A", employees: 3 })
  const events = await rows(
    `select o."nameSingular" as object, e.action, e.xid::text as xid from $w."eventLog" e join core."objectMetadata" o on o.id = e."objectMetadataId" where e.position > ${String(last!.n)} order by e.position`,
  )
  expect(events.map(({ object, action }) => `${String(object)} ${String(action)}`)).toEqual([
    "person updated",
    "company destroyed",
    "company updated",
  ])
  expect(new Set(events.map(({ xid }) => xid)).size).toBe(1)
})
