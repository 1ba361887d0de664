/** Whoever asks what others with the same rights have asked shares their statement, and neither their id nor their session. */
import { afterAll, beforeAll, expect, test } from "bun:test"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"
import { newMember } from "../support/people.ts"
import { createRole, memberWith, readModel, restrictObject } from "../support/roles.ts"

let app: TestApp
let ada: Member
let ids: string[]

beforeAll(async () => {
  app = await createTestApp()
  ada = await app.signUp()
  const { data } = await ada.graphql<{ createCompanies: { id: string }[] }>(
    `mutation { createCompanies(data: [{ name: "One" }, { name: "Two" }]) { id } }`,
  )
  ids = data.createCompanies.map(({ id }) => id)
})

afterAll(() => app.close())

const nameOf = async (who: Member, filter: unknown) => {
  const { data, errors } = await who.graphql<{ company: { name: string } | null }>(
    `query ($filter: CompanyFilterInput!) { company(filter: $filter) { name } }`,
    { filter },
  )
  return errors ? errors[0]!.extensions.code : data.company!.name
}

test("each is given the record of the id that they asked for", async () => {
  for (let i = 0; i < 3; i++) {
    expect(await nameOf(ada, { id: { eq: ids[0] } })).toBe("One")
    expect(await nameOf(ada, { id: { eq: ids[1] } })).toBe("Two")
  }
  expect(await nameOf(ada, { id: { eq: crypto.randomUUID() } })).toBe("NOT_FOUND")
  expect(await nameOf(ada, { id: { eq: ids[0], neq: ids[0] } })).toBe("NOT_FOUND")
  expect(await nameOf(ada, { id: { eq: ids[0] }, name: { eq: "Two" } })).toBe("NOT_FOUND")
  expect(await nameOf(ada, { id: { eq: "one" } })).toBe("BAD_USER_INPUT")
  expect(await nameOf(ada, { id: { eq: ids[0] }, deletedAt: { is: "NOT_NULL" } })).toBe("NOT_FOUND")
})

test("a session that has ended is not let in by the statement of one that lives", async () => {
  const bob = await newMember(app, ada)
  expect(await nameOf(bob, { id: { eq: ids[0] } })).toBe("One")
  await app.services.db.query(
    `update core.session s set "revokedAt" = now() from core."user" u where u.id = s."userId" and u.email = $1`,
    [bob.email],
  )
  expect(await nameOf(bob, { id: { eq: ids[0] } })).toBe("UNAUTHENTICATED")
  expect(await nameOf(ada, { id: { eq: ids[0] } })).toBe("One")
})

const namesBy = async (who: Member, direction: string, first: number) => {
  const { data, errors } = await who.graphql<{
    companies: { edges: { node: { name: string } }[]; totalCount: number }
  }>(
    `query ($order: [CompanyOrderByInput], $first: Int) { companies(orderBy: $order, first: $first) { edges { node { name } } totalCount } }`,
    { order: [{ name: direction }], first },
  )
  if (errors) return errors[0]!.extensions.code
  return [...data.companies.edges.map(({ node }) => node.name), data.companies.totalCount]
}

test.each<Record<string, string>>([{ ANSWER_CACHE_SIZE: "0" }, {}])(
  "a list that is asked for again is as it is by then (%p)",
  async (env) => {
    const own = await createTestApp({ env })
    const eve = await own.signUp()
    const bob = await newMember(own, eve)
    await eve.graphql(`mutation { createCompanies(data: [{ name: "A" }, { name: "B" }]) { id } }`)
    for (let i = 0; i < 3; i++) {
      for (const who of [eve, bob]) {
        expect(await namesBy(who, "AscNullsFirst", 2)).toEqual(["A", "B", 2])
        expect(await namesBy(who, "DescNullsLast", 1)).toEqual(["B", 2])
      }
    }
    await eve.graphql(`mutation { createCompany(data: { name: "C" }) { id } }`)
    for (const who of [eve, bob]) expect(await namesBy(who, "DescNullsLast", 1)).toEqual(["C", 3])
    await own.services.db.query(
      `update core.session s set "revokedAt" = now() from core."user" u where u.id = s."userId" and u.email = $1`,
      [bob.email],
    )
    expect(await namesBy(bob, "DescNullsLast", 1)).toBe("UNAUTHENTICATED")
    expect(await namesBy(eve, "DescNullsLast", 1)).toEqual(["C", 3])
    await own.close()
  },
)

test("a total is still carried on, not counted, once its list has been asked for again and again", async () => {
  const own = await createTestApp({ env: { ANSWER_CACHE_SIZE: "0" } })
  const eve = await own.signUp()
  const { db } = own.services
  const { query } = db
  const texts: string[] = []
  const counted = Promise.withResolvers<void>()
  db.query = async (text, params) => {
    texts.push(text)
    if (text.includes("::text as count")) await counted.promise
    return query(text, params)
  }
  // While the first count is under way there is nothing to be carried on.
  for (let i = 0; i < 3; i++) await namesBy(eve, "AscNullsFirst", 5)
  counted.resolve()
  const isCarried = async () => {
    texts.length = 0
    await namesBy(eve, "AscNullsFirst", 5)
    return texts.some((text) => text.includes(`case when w."eventEpoch"`))
  }
  for (let tries = 0; tries < 50 && !(await isCarried()); tries++) await Bun.sleep(20)
  expect(await isCarried()).toBe(true)
  await own.close()
})

test("a right that is taken away counts at once", async () => {
  const role = await createRole(ada)
  const bob = await memberWith(app, ada, role)
  expect(await nameOf(bob, { id: { eq: ids[0] } })).toBe("One")
  for (let i = 0; i < 3; i++) expect(await namesBy(bob, "AscNullsFirst", 1)).toEqual(["One", 2])
  const model = await readModel(ada)
  await restrictObject(ada, role, model.objectId("company"), { canReadObjectRecords: false })
  expect(await nameOf(bob, { id: { eq: ids[0] } })).toBe("FORBIDDEN")
  expect(await namesBy(bob, "AscNullsFirst", 1)).toBe("FORBIDDEN")
})

const found = async (who: Member, searchInput: string) => {
  const { data, errors } = await who.graphql<{ search: { edges: { node: { label: string } }[] } }>(
    `query ($searchInput: String!) { search(searchInput: $searchInput, limit: 5) { edges { node { label } } } }`,
    { searchInput },
  )
  return errors ? errors[0]!.extensions.code : data.search.edges.map(({ node }) => node.label)
}

test("each finds what they search for, and whose session has ended finds nothing", async () => {
  const names = ["Quillmark", "Brandtner", "Oxenford"]
  await ada.graphql(`mutation ($data: [CompanyCreateInput!]!) { createCompanies(data: $data) { id } }`, {
    data: names.map((name) => ({ name })),
  })
  const bob = await newMember(app, ada)
  for (const name of [...names, ...names]) {
    expect(await found(ada, name)).toEqual([name])
    expect(await found(bob, name.slice(0, 5))).toEqual([name])
  }
  expect(await found(ada, "nobodyhasthis")).toEqual([])
  const [session] = await app.services.db.query<{ id: string }>(
    `select s.id from core.session s join core."user" u on u.id = s."userId" where u.email = $1`,
    [bob.email],
  )
  // The identifier of a session, typed as a search, stays what is searched for.
  for (let i = 0; i < 3; i++) expect(await found(bob, session!.id)).toEqual([])
  await app.services.db.query(
    `update core.session s set "revokedAt" = now() from core."user" u where u.id = s."userId" and u.email = $1`,
    [bob.email],
  )
  expect(await found(bob, names[0]!)).toBe("UNAUTHENTICATED")
  expect(await found(ada, names[0]!)).toEqual([names[0]!])
})

test("each reads pictures at addresses of their own", async () => {
  const bob = await newMember(app, ada)
  const id = crypto.randomUUID()
  await ada.graphql(`mutation ($data: [PersonCreateInput!]!) { createPeople(data: $data) { id } }`, {
    data: [{ name: { firstName: "Pia" }, avatarUrl: `core-picture/${id}.png` }, { name: { firstName: "Ole" } }],
  })
  const pictures = async (who: Member) => {
    const { data } = await who.graphql<{ people: { edges: { node: { avatarUrl: string } }[] } }>(
      `{ people(orderBy: [{ name: { firstName: DescNullsLast } }], filter: { name: { firstName: { in: ["Pia", "Ole"] } } }) { edges { node { avatarUrl } } } }`,
    )
    return data.people.edges.map(({ node }) => node.avatarUrl)
  }
  const seen = new Map<Member, string>()
  for (const who of [ada, bob, ada, bob, ada, bob]) {
    const [first, second] = await pictures(who)
    expect([new URL(first!).pathname, second]).toEqual([`/file/core-picture/${id}.png`, ""])
    expect(first).toBe(seen.get(who) ?? first!)
    seen.set(who, first!)
  }
  expect(seen.get(ada)).not.toBe(seen.get(bob))
})
