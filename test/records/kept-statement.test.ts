/** Whoever asks for one record by its id shares the statement with others, and neither their id nor their session. */
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

test("a right that is taken away counts at once", async () => {
  const role = await createRole(ada)
  const bob = await memberWith(app, ada, role)
  expect(await nameOf(bob, { id: { eq: ids[0] } })).toBe("One")
  const model = await readModel(ada)
  await restrictObject(ada, role, model.objectId("company"), { canReadObjectRecords: false })
  expect(await nameOf(bob, { id: { eq: ids[0] } })).toBe("FORBIDDEN")
})
