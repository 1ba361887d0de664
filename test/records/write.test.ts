/** Writes: what comes back, what the engine fills in, what the bin does, what is refused. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let me: Member

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
})

afterAll(() => app.close())

async function run<T>(query: string, variables?: Record<string, unknown>): Promise<T> {
  const answer = await me.graphql<T>(query, variables)
  expect(answer.errors).toBeUndefined()
  return answer.data
}

const createCompany = async (data: Record<string, unknown>) =>
  (
    await run<{ createCompany: { id: string } }>(
      `mutation ($data: CompanyCreateInput!) { createCompany(data: $data) { id } }`,
      { data },
    )
  ).createCompany.id

test("a selection that leads back to the written record shows it as it is now", async () => {
  const companyId = await createCompany({ name: "Before" })
  const { createPerson } = await run<{ createPerson: unknown }>(
    `mutation ($id: UUID!) { createPerson(data: { name: { firstName: "Ada" }, companyId: $id }) { company { people { totalCount edges { node { name { firstName } } } } } } }`,
    { id: companyId },
  )
  expect(createPerson).toEqual({
    company: { people: { totalCount: 1, edges: [{ node: { name: { firstName: "Ada" } } }] } },
  })
  const { updateCompany } = await run<{ updateCompany: unknown }>(
    `mutation ($id: UUID!) { updateCompany(id: $id, data: { name: "After" }) { name people { edges { node { company { name } } } } } }`,
    { id: companyId },
  )
  expect(updateCompany).toEqual({ name: "After", people: { edges: [{ node: { company: { name: "After" } } }] } })
})

test("new records go before all others, in the order of the batch", async () => {
  await run(`mutation { destroyNotes(filter: { id: { is: NOT_NULL } }) { id } }`)
  const create = (data: unknown[]) =>
    run<{ createNotes: { position: number }[] }>(
      `mutation ($data: [NoteCreateInput!]!) { createNotes(data: $data) { title position } }`,
      { data },
    ).then((answer) => answer.createNotes.map((note) => note.position))
  expect(await create([{ title: "one" }])).toEqual([0])
  expect(await create([{ title: "two" }, { title: "three" }])).toEqual([-1, -2])
  expect(
    await create([
      { title: "end", position: "last" },
      { title: "end", position: "last" },
      { title: "x", position: 2.5 },
      { title: "front", position: "first" },
    ]),
  ).toEqual([1, 2, 2.5, -3])
})

test("a batch answers in the order of its input, with ids of the caller", async () => {
  const ids = Array.from({ length: 300 }, () => crypto.randomUUID())
  const { createTasks } = await run<{ createTasks: { id: string; title: string }[] }>(
    `mutation ($data: [TaskCreateInput!]!) { createTasks(data: $data) { id title status } }`,
    {
      data: ids.map((id, i) => (i % 2 ? { id, title: `t${i}` } : { id, title: `t${i}`, status: "DONE" })),
    },
  )
  expect(createTasks.map((task) => task.id)).toEqual(ids)
  expect(createTasks.slice(0, 2)).toMatchObject([{ status: "DONE" }, { status: "TODO" }])
})

test("a bad record spoils the batch and is named", async () => {
  const data = [{ name: "Good" }, { name: "Bad", employees: "many" }]
  const answer = await me.graphql(`mutation ($data: [CompanyCreateInput!]!) { createCompanies(data: $data) { id } }`, {
    data,
  })
  expect(answer.errors![0]!.extensions).toMatchObject({ recordIndex: 1, field: "employees" })
  expect(await run(`{ companies(filter: { name: { eq: "Good" } }) { totalCount } }`)).toEqual({
    companies: { totalCount: 0 },
  })
})

describe("who made it", () => {
  test("is stamped by the engine; only how it came to be can be said", async () => {
    const { createCompany: made } = await run<{ createCompany: { createdBy: unknown } }>(
      `mutation { createCompany(data: { createdBy: { source: IMPORT, name: "List", workspaceMemberId: "0192f0c1-2345-4abc-8def-0123456789ab" } }) { createdBy { source name workspaceMemberId } } }`,
    )
    const member = (
      await run<{ workspaceMembers: { edges: { node: { id: string } }[] } }>(
        `{ workspaceMembers { edges { node { id } } } }`,
      )
    ).workspaceMembers.edges[0]!.node.id
    expect(made.createdBy).toEqual({ source: "IMPORT", name: "List", workspaceMemberId: member })
  })

  test("stays when somebody changes the record", async () => {
    const id = await createCompany({ name: "Stamped" })
    const { updateCompany } = await run<{ updateCompany: { createdBy: { source: string } } }>(
      `mutation ($id: UUID!) { updateCompany(id: $id, data: { createdBy: { source: API }, name: "Still" }) { createdBy { source } updatedBy { source } } }`,
      { id },
    )
    expect(updateCompany).toEqual({ createdBy: { source: "MANUAL" }, updatedBy: { source: "MANUAL" } } as never)
  })
})

describe("the bin", () => {
  test("hides, gives back, and empties for ever", async () => {
    const id = await createCompany({ name: "Binned" })
    const one = `company(filter: { id: { eq: "${id}" } }) { name }`
    const { deleteCompany } = await run<{ deleteCompany: { deletedAt: string } }>(
      `mutation { deleteCompany(id: "${id}") { deletedAt } }`,
    )
    expect(Date.parse(deleteCompany.deletedAt)).toBeGreaterThan(Date.now() - 60_000)
    const gone = await me.graphql(`{ ${one} }`)
    expect(gone.errors?.[0]).toMatchObject({
      message: "Record not found",
      path: ["company"],
      extensions: { code: "NOT_FOUND", subCode: "RECORD_NOT_FOUND" },
    })
    expect(
      await run(`{ companies(filter: { name: { eq: "Binned" }, deletedAt: { is: NOT_NULL } }) { totalCount } }`),
    ).toEqual({ companies: { totalCount: 1 } })
    expect(await run(`mutation { restoreCompany(id: "${id}") { deletedAt } }`)).toEqual({
      restoreCompany: { deletedAt: null },
    })
    expect(await run(`{ ${one} }`)).toEqual({ company: { name: "Binned" } })
    expect(await run(`mutation { destroyCompany(id: "${id}") { name } }`)).toEqual({
      destroyCompany: { name: "Binned" },
    })
    const nothing = await me.graphql(`mutation { destroyCompany(id: "${id}") { name } }`)
    expect(nothing.errors?.[0]?.message).toBe("Record not found")
  })

  test("works on many by a filter, and refuses an empty one", async () => {
    await run(`mutation { createTasks(data: [{ title: "bulk" }, { title: "bulk" }]) { id } }`)
    const counts = await run<Record<string, unknown[]>>(`mutation {
      updateTasks(filter: { title: { eq: "bulk" } }, data: { status: DONE }) { status }
      deleteTasks(filter: { title: { eq: "bulk" } }) { id }
      restoreTasks(filter: { title: { eq: "bulk" }, deletedAt: { is: NOT_NULL } }) { id }
      destroyTasks(filter: { title: { eq: "bulk" } }) { id }
      none: destroyTasks(filter: { title: { eq: "bulk" } }) { id }
    }`)
    expect(Object.values(counts).map((list) => list.length)).toEqual([2, 2, 2, 2, 0])
    for (const call of [
      `destroyTasks(filter: {})`,
      `deleteTasks(filter: { and: [] })`,
      `updateTasks(filter: {}, data: { title: "x" })`,
    ]) {
      const answer = await me.graphql(`mutation { ${call} { id } }`)
      expect(answer.errors?.[0]?.message).toStartWith("Filters are mandatory for bulk operations")
    }
  })

  test("reserves nothing: a deleted record's unique value is free", async () => {
    const domainName = { primaryLinkUrl: "https://unique.test" }
    const id = await createCompany({ domainName })
    const taken = await me.graphql(`mutation ($data: CompanyCreateInput!) { createCompany(data: $data) { id } }`, {
      data: { domainName },
    })
    expect(taken.errors?.[0]?.message).toBe("A duplicate entry was detected")
    expect(taken.errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", field: "domainName" })
    await run(`mutation { deleteCompany(id: "${id}") { id } }`)
    await createCompany({ domainName })
    const restored = await me.graphql(`mutation { restoreCompany(id: "${id}") { id } }`)
    expect(restored.errors?.[0]?.message).toBe("A duplicate entry was detected")
  })
})

describe("relations", () => {
  test("a deleted company reads as none, a destroyed one is let go", async () => {
    const id = await createCompany({ name: "Leaving" })
    const { createPerson } = await run<{ createPerson: { id: string } }>(
      `mutation { createPerson(data: { companyId: "${id}" }) { id } }`,
    )
    const read = () => run(`{ person(filter: { id: { eq: "${createPerson.id}" } }) { companyId company { name } } }`)
    await run(`mutation { deleteCompany(id: "${id}") { id } }`)
    expect(await read()).toEqual({ person: { companyId: id, company: null } })
    await run(`mutation { destroyCompany(id: "${id}") { id } }`)
    expect(await read()).toEqual({ person: { companyId: null, company: null } })
  })

  test("a target that is not there is refused", async () => {
    const answer = await me.graphql(
      `mutation { createPerson(data: { companyId: "0192f0c1-2345-4abc-8def-0123456789ab" }) { id } }`,
    )
    expect(answer.errors?.[0]?.message).toContain("violates foreign key constraint")
    expect(answer.errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT")
  })

  test("tasks are linked by the new and by the older name", async () => {
    const id = await createCompany({ name: "Target" })
    const { createTask } = await run<{ createTask: { id: string } }>(
      `mutation { createTask(data: { title: "Linked" }) { id } }`,
    )
    await run(
      `mutation { a: createTaskTarget(data: { taskId: "${createTask.id}", targetCompanyId: "${id}" }) { id } b: createTaskTarget(data: { taskId: "${createTask.id}", companyId: "${id}" }) { id } }`,
    )
    const listed = await run(
      `{ taskTargets(filter: { companyId: { eq: "${id}" } }) { totalCount edges { node { targetCompany { name } company { name } companyId targetCompanyId } } } }`,
    )
    const node = { targetCompany: { name: "Target" }, company: { name: "Target" }, companyId: id, targetCompanyId: id }
    expect(listed).toEqual({ taskTargets: { totalCount: 2, edges: [{ node }, { node }] } })
  })
})

test("parts of a composite are changed by themselves", async () => {
  const id = await createCompany({ address: { addressCity: "Paris", addressCountry: "France" } })
  expect(
    await run(
      `mutation { updateCompany(id: "${id}", data: { address: { addressCity: "Lyon" } }) { address { addressCity addressCountry } } }`,
    ),
  ).toEqual({
    updateCompany: { address: { addressCity: "Lyon", addressCountry: "France" } },
  })
})
