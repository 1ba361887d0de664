/** What is measured: a request, the statement it becomes, and the one that a person would have written by hand. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { Services } from "../../src/accounts/services.ts"
import type { Identity } from "../../src/auth/principals.ts"
import type { Param } from "../../src/ports/driver.ts"
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
  /** least share of the floor's rate */
  target: number
  request(n: number): string
  /** hand-written counterpart in `floor/`, with `{schema}` for the workspace's schema */
  floorFile: string
  floorParams(n: number): Param[]
}

const flat = `id name domainName { primaryLinkUrl primaryLinkLabel } address { addressCity addressStreet1 addressCountry } employees annualRecurringRevenue { amountMicros currencyCode } idealCustomerProfile createdAt updatedAt position accountOwnerId`
const person = `id name { firstName lastName } emails { primaryEmail } jobTitle city createdAt`

export const caseNames = [
  "flat list of 60",
  "60 companies × 10 people, total",
  "find one by id",
  "create one",
  "batch of 60",
  "search, two words, all objects",
] as const

export function benchCases(context: BenchContext): BenchCase[] {
  const graphql = (query: string, variables?: unknown) =>
    httpRequest("POST", "/graphql", context.token, { query, variables })
  const company = (n: number) => context.companyIds[n % context.companyIds.length]!
  const newCompany = (n: number, i = 0) => ({
    name: `New ${n} ${i}`,
    employees: n % 1000,
    address: { addressCity: "Rome" },
  })
  // The names of the nth person, whose last name is cut short as by someone who is still typing.
  const searched = (n: number) => [`first${n % 977}`, `last${n % 1973}`.slice(0, 6)]
  return [
    {
      name: caseNames[0],
      target: 0.5,
      request: () => graphql(`{ companies(first: 60) { edges { node { ${flat} } } } }`),
      floorFile: "flat-list.sql",
      floorParams: () => [],
    },
    {
      name: caseNames[1],
      target: 0.75,
      request: () =>
        graphql(
          `{ companies(first: 60) { edges { node { ${flat} people(first: 10) { edges { node { ${person} } } } } } totalCount } }`,
        ),
      floorFile: "nested-list.sql",
      floorParams: () => [],
    },
    {
      name: caseNames[2],
      target: 0.35,
      request: (n) =>
        graphql(`query ($id: UUID!) { company(filter: { id: { eq: $id } }) { ${flat} } }`, { id: company(n) }),
      floorFile: "find-one.sql",
      floorParams: (n) => [company(n)],
    },
    {
      name: caseNames[3],
      target: 0.4,
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
      name: caseNames[4],
      target: 0.5,
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
    {
      name: caseNames[5],
      target: 0.7,
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
