/** Lists as the screens and scripts of customers ask for them. */
import type { BenchCase, BenchContext } from "./cases.ts"
import { httpRequest } from "./load.ts"

const person = `id name { firstName lastName } emails { primaryEmail } jobTitle city createdAt`

export function listCases(context: BenchContext): BenchCase[] {
  const graphql = (query: string) => httpRequest("POST", "/graphql", context.token, { query })
  const floorParams = () => []
  return [
    {
      name: "REST list of 60, total",
      twenty: 93,
      targets: { floor: 0.6, cold: 6, warm: 40 },
      request: () => httpRequest("GET", "/rest/companies?limit=60", context.token),
      floorFile: "rest-list.sql",
      floorParams,
    },
    {
      name: "REST list of 60, depth=1",
      twenty: 8,
      targets: { floor: 0.8, cold: 15, warm: 80 },
      request: () => httpRequest("GET", "/rest/companies?limit=60&depth=1", context.token),
      floorFile: null,
      floorParams,
    },
    {
      name: "60 people, each with company, total",
      twenty: 34,
      targets: { floor: 0.75, cold: 14, warm: 100 },
      request: () =>
        graphql(
          `{ people(first: 60) { edges { node { ${person} company { id name domainName { primaryLinkUrl } } } } totalCount } }`,
        ),
      floorFile: "people-with-company.sql",
      floorParams,
    },
    {
      name: "newest 60 people, total",
      twenty: 65,
      targets: { floor: 0.75, cold: 9, warm: 50 },
      request: () =>
        graphql(
          `{ people(first: 60, orderBy: [{ createdAt: DescNullsLast }]) { edges { node { ${person} } } totalCount pageInfo { hasNextPage endCursor } } }`,
        ),
      floorFile: "newest-people.sql",
      floorParams,
    },
    {
      name: "and/or, two ilike, range, ordered, total",
      twenty: 59,
      targets: { floor: 0.85, cold: 2, warm: 50 },
      request: () =>
        graphql(`
          {
            companies(
              first: 60
              filter: {
                and: [
                  { or: [{ name: { ilike: "%77%" } }, { domainName: { primaryLinkUrl: { ilike: "%99%" } } }] }
                  { employees: { gte: 100, lt: 4000 } }
                ]
              }
              orderBy: [{ name: AscNullsLast }]
            ) {
              edges {
                node {
                  id
                  name
                  employees
                }
              }
              totalCount
            }
          }
        `),
      floorFile: "filtered.sql",
      floorParams,
    },
  ]
}
