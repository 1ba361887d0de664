/** Getting started: sample data that comes and goes, and what clients remember of a person. */
import { afterAll, beforeAll, expect, test } from "bun:test"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"
import { createRole, memberWith } from "../support/roles.ts"

let app: TestApp
let ada: Member

beforeAll(async () => {
  app = await createTestApp()
  ada = await app.signUp()
})

afterAll(() => app.close())

const filled = ["people", "companies", "opportunities", "tasks", "notes", "taskTargets", "noteTargets"]

async function counts(): Promise<Record<string, number>> {
  const all = filled.map((plural) => `${plural} { totalCount }`).join(" ")
  const { data } = await ada.graphql<Record<string, { totalCount: number }>>(`{ ${all} }`)
  return Object.fromEntries(filled.map((plural) => [plural, data[plural]!.totalCount]))
}

const change = (mutation: string, who = ada) => who.metadata(`mutation { ${mutation} { recordCount } }`)
const sampleCount = async () =>
  (await ada.metadata<{ sampleData: { recordCount: number } }>(`{ sampleData { recordCount } }`)).data

test("UI-037 sample data fills what a team works with, and goes without taking anything else along", async () => {
  await ada.graphql(`mutation { createCompany(data: { name: "Mine" }) { id } }`)
  const before = await counts()
  const { errors } = await change("addSampleData")
  expect(errors).toBeUndefined()
  const filledCounts = await counts()
  for (const plural of filled) expect([plural, filledCounts[plural]! > before[plural]!]).toEqual([plural, true])
  const added = filled.reduce((total, plural) => total + filledCounts[plural]! - before[plural]!, 0)
  expect(await sampleCount()).toEqual({ sampleData: { recordCount: added } })

  // Changed, binned, linked to: a sample remains one, and what is linked to it remains what it is.
  const { data } = await ada.graphql<{ companies: { edges: { node: { id: string } }[] } }>(
    `{ companies(first: 2, filter: { name: { neq: "Mine" } }) { edges { node { id } } } }`,
  )
  const [changed, binned] = data.companies.edges.map(({ node }) => node.id)
  await ada.graphql(`mutation { updateCompany(id: "${changed}", data: { name: "Renamed" }) { id } }`)
  await ada.graphql(`mutation { deleteCompany(id: "${binned}") { id } }`)
  await ada.graphql(
    `mutation { createPerson(data: { name: { firstName: "Own" }, companyId: "${changed}",
      createdBy: { source: IMPORT, name: "Sample data" } }) { id } }`,
  )
  const removed = await change("removeSampleData")
  expect(removed).toEqual({ data: { removeSampleData: { recordCount: 0 } } })
  expect(await counts()).toEqual({ ...before, people: before.people! + 1 })
  const bin = await ada.graphql(`{ companies(filter: { deletedAt: { is: NOT_NULL } }) { totalCount } }`)
  expect(bin.data).toEqual({ companies: { totalCount: 0 } })
})

test("there is sample data once, and removing what is not there changes nothing", async () => {
  await change("addSampleData")
  const again = await change("addSampleData")
  expect(again.errors?.[0]?.extensions.code).toBe("CONFLICT")
  await change("removeSampleData")
  const before = await counts()
  expect((await change("removeSampleData")).errors).toBeUndefined()
  expect(await counts()).toEqual(before)
})

test("sample data is for whoever may set the workspace up", async () => {
  const bob = await memberWith(app, ada, await createRole(ada))
  for (const mutation of ["addSampleData", "removeSampleData"]) {
    expect((await change(mutation, bob)).errors?.[0]?.extensions.code).toBe("FORBIDDEN")
  }
})

test("what clients remember of a person is theirs, and in this workspace", async () => {
  const update = (variables: unknown, who = ada) =>
    who.metadata(`mutation ($update: JSON!) { updateUserVars(update: $update) }`, { update: variables })
  const read = async (who = ada) => (await who.metadata(`{ currentUser { userVars } }`)).data
  expect(await read()).toEqual({ currentUser: { userVars: {} } })
  await update({ welcome: "invite", seen: [1, 2] })
  await update({ welcome: "data" })
  expect(await read()).toEqual({ currentUser: { userVars: { welcome: "data", seen: [1, 2] } } })
  expect(await update({ seen: null })).toEqual({ data: { updateUserVars: { welcome: "data" } } })
  const bob = await memberWith(app, ada, await createRole(ada))
  expect(await read(bob)).toEqual({ currentUser: { userVars: {} } })
  for (const wrong of [["a"], "text", { long: "x".repeat(20_000) }]) {
    expect((await update(wrong)).errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT")
  }
  expect(await read()).toEqual({ currentUser: { userVars: { welcome: "data" } } })
})
