/** What is measured: a request, the statement it becomes, and the one that a person would have written by hand. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { Services } from "../../src/accounts/services.ts"
import type { Identity } from "../../src/auth/principals.ts"
import type { Param } from "../../src/ports/driver.ts"
import { listCases } from "./list-cases.ts"
import { httpRequest } from "./load.ts"

export interface BenchContext {
  services: Services
  identity: Identity
  token: string
  schemaName: string
  companyIds: string[]
}

export interface BenchCase {
  name: string
  /** requests a second of Twenty 2.21.0 on a machine of two cores with the same data; measured elsewhere, once */
  twenty: number
  /** least share of the floor's rate, and how many times Twenty's rate there must be with every answer computed and again */
  targets: { floor: number; cold: number; warm?: number }
  request(n: number): string
  /** hand-written counterpart in `floor/`, with `{schema}` for the workspace's schema; null for none */
  floorFile: string | null
  floorParams(n: number): Param[]
}

const flat = `id name domainName { primaryLinkUrl primaryLinkLabel } address { addressCity addressStreet1 addressCountry } employees annualRecurringRevenue { amountMicros currencyCode } idealCustomerProfile createdAt updatedAt position accountOwnerId`
const person = `id name { firstName lastName } emails { primaryEmail } jobTitle city createdAt`

export function benchCases(context: BenchContext): BenchCase[] {
  const graphql = (query: string, variables?: unknown) =>
    httpRequest("POST", "/graphql", context.token, { query, variables })
  const company = (n: number) => context.companyIds[n % context.companyIds.length]!
  const newCompany = (n: number, i = 0) => ({
    name: `New ${n} ${i}`,
    employees: n % 1000,
    address: { addressCity: "Rome" },
  })
  // One of two hundred searches, the last name cut short as by someone who is still typing.
  const searched = (n: number) => [`first${(n % 200) * 4}`, `last${(n % 200) * 9}`.slice(0, 6)]
  return [
    {
      name: "flat list of 60",
      twenty: 99,
      targets: { floor: 0.6, cold: 25, warm: 40 },
      request: () => graphql(`{ companies(first: 60) { edges { node { ${flat} } } } }`),
      floorFile: "flat-list.sql",
      floorParams: () => [],
    },
    {
      name: "60 companies × 10 people, total",
      twenty: 21.5,
      targets: { floor: 0.85, cold: 16, warm: 120 },
      request: () =>
        graphql(
          `{ companies(first: 60) { edges { node { ${flat} people(first: 10) { edges { node { ${person} } } } } } totalCount } }`,
        ),
      floorFile: "nested-list.sql",
      floorParams: () => [],
    },
    {
      name: "find one by id",
      twenty: 518,
      targets: { floor: 0.4, cold: 12 },
      request: (n) =>
        graphql(`query ($id: UUID!) { company(filter: { id: { eq: $id } }) { ${flat} } }`, { id: company(n) }),
      floorFile: "find-one.sql",
      floorParams: (n) => [company(n)],
    },
    {
      name: "create one",
      twenty: 95,
      targets: { floor: 0.5, cold: 25 },
      request: (n) =>
        graphql(
          `
            mutation ($data: CompanyCreateInput!) {
              createCompany(data: $data) {
                id
                name
                createdAt
              }
            }
          `,
          { data: newCompany(n) },
        ),
      floorFile: "create.sql",
      floorParams: (n) => [JSON.stringify([newCompany(n)])],
    },
    {
      name: "batch of 60",
      twenty: 18.9,
      targets: { floor: 0.6, cold: 6 },
      request: (n) =>
        graphql(
          `
            mutation ($data: [CompanyCreateInput!]!) {
              createCompanies(data: $data) {
                id
                name
                createdAt
              }
            }
          `,
          {
            data: Array.from({ length: 60 }, (_, i) => newCompany(n, i)),
          },
        ),
      floorFile: "create.sql",
      floorParams: (n) => [JSON.stringify(Array.from({ length: 60 }, (_, i) => newCompany(n, i)))],
    },
    ...listCases(context),
    {
      name: "group by stage: count, sum, avg",
      twenty: 389,
      targets: { floor: 0.8, cold: 1.4, warm: 12 },
      request: () =>
        graphql(`
          {
            opportunitiesGroupBy(groupBy: [{ stage: true }]) {
              groupByDimensionValues
              totalCount
              sumAmountAmountMicros
              avgAmountAmountMicros
            }
          }
        `),
      floorFile: "group-by-stage.sql",
      floorParams: () => [],
    },
    {
      name: "aggregates on a connection",
      twenty: 328,
      targets: { floor: 0.8, cold: 1.4, warm: 14 },
      request: () =>
        graphql(`
          {
            opportunities {
              totalCount
              sumAmountAmountMicros
              avgAmountAmountMicros
              maxCreatedAt
              countNotEmptyName
              percentageEmptyCloseDate
            }
          }
        `),
      floorFile: "aggregates.sql",
      floorParams: () => [],
    },
    {
      name: "search, two words, all objects",
      twenty: 8.7,
      targets: { floor: 0.8, cold: 50, warm: 300 },
      request: (n) =>
        graphql(
          `
            query ($q: String!) {
              search(searchInput: $q, limit: 20) {
                edges {
                  node {
                    recordId
                    objectNameSingular
                    label
                    tsRank
                  }
                }
                pageInfo {
                  hasNextPage
                }
              }
            }
          `,
          { q: searched(n).join(" ") },
        ),
      floorFile: "search.sql",
      floorParams: (n) => [searched(n).join(" ")],
    },
  ]
}

export function floorText(file: string, context: BenchContext): string {
  return readFileSync(join(import.meta.dirname, "floor", file), "utf8")
    .replaceAll("{schema}", `"${context.schemaName}"`)
    .replaceAll("{workspace}", context.identity.workspaceId)
    .replace(/^--.*\n/gm, "")
}
