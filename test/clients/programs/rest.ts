/** What somebody writes with a client that was generated from the OpenAPI document of the records. */
import createClient from "openapi-fetch"
import type { components, paths } from "./core.ts"

type Company = components["schemas"]["CompanyForResponse"]

export async function useRest(fetch: (request: Request) => Promise<Response>, token: string) {
  const client = createClient<paths>({
    baseUrl: "http://kith.test/rest",
    fetch,
    headers: { authorization: `Bearer ${token}` },
  })

  const created = await client.POST("/companies", {
    body: { name: "Acme", employees: 12, domainName: { primaryLinkUrl: "https://acme.test" } },
  })
  const acme: Company = created.data!.data!.createCompany!

  const batch = await client.POST("/batch/companies", {
    body: [1, 2, 3, 4].map((n) => ({ name: `Batch ${n}`, employees: n })),
  })
  const names: (string | undefined)[] = batch.data!.data!.createCompanies!.map((company) => company.name)

  const updated = await client.PATCH("/companies/{id}", {
    params: { path: { id: acme.id! } },
    body: { employees: 13, address: { addressCity: "Rome" } },
  })
  const person = await client.POST("/people", {
    body: { name: { firstName: "Ada", lastName: "Lovelace" }, company: { connect: { where: { id: acme.id } } } },
    params: { query: { depth: 1 } },
  })

  const found = await client.GET("/companies/{id}", {
    params: { path: { id: acme.id! }, query: { depth: 1 } },
  })
  const filtered = await client.GET("/companies", {
    params: { query: { filter: "employees[gte]:2,name[startsWith]:Batch", order_by: "employees[DescNullsLast]" } },
  })

  const paged: number[] = []
  let cursor: string | undefined
  do {
    const { data } = await client.GET("/companies", {
      params: { query: { filter: "name[startsWith]:Batch", order_by: "employees", limit: 3, starting_after: cursor } },
    })
    paged.push(...data!.data!.companies!.map((company) => company.employees ?? -1))
    cursor = data!.pageInfo!.hasNextPage ? (data!.pageInfo!.endCursor ?? undefined) : undefined
  } while (cursor)

  const groups = await client.GET("/companies/groupBy", {
    params: {
      query: {
        group_by: JSON.stringify([{ idealCustomerProfile: true }]),
        aggregate: JSON.stringify(["totalCount", "sumEmployees"]),
      },
    },
  })

  // @ts-expect-error companies have no such field: else nothing would be checked
  void acme.wheels

  const refused = await client.GET("/companies", { params: { query: { filter: "nothing[eq]:1" } } })
  const messages: string[] | undefined = refused.error?.messages

  await client.DELETE("/companies/{id}", {
    params: { path: { id: acme.id! }, query: { soft_delete: true } },
  })
  const gone = await client.GET("/companies/{id}", { params: { path: { id: acme.id! } } })
  const restored = await client.PATCH("/restore/companies/{id}", { params: { path: { id: acme.id! } } })
  const destroyed = await client.DELETE("/companies", { params: { query: { filter: "name[startsWith]:Batch" } } })

  const deal = await client.POST("/opportunities", { body: { name: "Deal", stage: "NEW" } })
  const stage: "NEW" | "SCREENING" | "MEETING" | "PROPOSAL" | "CUSTOMER" | "WON" | "LOST" | null | undefined =
    deal.data!.data!.createOpportunity!.stage

  return {
    statuses: [created.response.status, batch.response.status, updated.response.status, deal.response.status],
    names,
    updated: updated.data!.data!.updateCompany!.address?.addressCity,
    employer: person.data!.data!.createPerson!.company?.name,
    people: found.data!.data!.company!.people!.map((each) => each.name?.firstName),
    filtered: [filtered.data!.totalCount, filtered.data!.data!.companies!.map((company) => company.name)],
    paged,
    groups: groups.data,
    refused: [refused.response.status, messages],
    gone: gone.error?.statusCode,
    restored: restored.data!.data!.restoreCompany!.deletedAt,
    destroyed: destroyed.data!.data!.deleteCompanies!.length,
    stage,
  }
}
