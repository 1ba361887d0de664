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
      target: 0.6,
      request: () => httpRequest("GET", "/rest/companies?limit=60", context.token),
      floorFile: "rest-list.sql",
      floorParams,
    },
    {
      name: "60 people, each with company, total",
      target: 0.75,
      request: () =>
        graphql(
          `{ people(first: 60) { edges { node { ${person} company { id name domainName { primaryLinkUrl } } } } totalCount } }`,
        ),
      floorFile: "people-with-company.sql",
      floorParams,
    },
    {
      name: "newest 60 people, total",
      target: 0.75,
      request: () =>
        graphql(
          `{ people(first: 60, orderBy: [{ createdAt: DescNullsLast }]) { edges { node { ${person} } } totalCount pageInfo { hasNextPage endCursor } } }`,
        ),
      floorFile: "newest-people.sql",
      floorParams,
    },
    {
      name: "and/or, two ilike, range, ordered, total",
      target: 0.85,
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
