/** What somebody writes with a GraphQL client whose types come from introspection. */
import { Client, fetchExchange } from "@urql/core"
import { initGraphQLTada, readFragment, type ResultOf } from "gql.tada"
import type { introspection } from "./introspection.ts"

const graphql = initGraphQLTada<{
  introspection: introspection
  scalars: {
    UUID: string
    DateTime: string
    JSON: unknown
    BigFloat: number
    Position: number
    Cursor: string
    ConnectionCursor: string
  }
}>()

const companyParts = graphql(`
  fragment CompanyParts on Company {
    id
    name
    employees
    domainName {
      primaryLinkUrl
    }
  }
`)

const create = graphql(
  `
    mutation Create($data: [CompanyCreateInput!]!) {
      createCompanies(data: $data) {
        ...CompanyParts
      }
    }
  `,
  [companyParts],
)

const page = graphql(
  `
    query Page($filter: CompanyFilterInput, $first: Int, $after: String, $withPeople: Boolean!) {
      companies(filter: $filter, first: $first, after: $after, orderBy: [{ employees: AscNullsLast }]) {
        totalCount
        sumEmployees
        edges {
          cursor
          node {
            ...CompanyParts
            people(first: 1) @include(if: $withPeople) {
              edges {
                node {
                  name {
                    firstName
                  }
                }
              }
            }
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  `,
  [companyParts],
)

const update = graphql(`
  mutation Update($id: UUID!, $data: CompanyUpdateInput!) {
    updateCompany(id: $id, data: $data) {
      __typename
      employees
    }
  }
`)

const remove = graphql(`
  mutation Remove($filter: CompanyFilterInput!) {
    deleteCompanies(filter: $filter) {
      id
      deletedAt
    }
  }
`)

const one = graphql(`
  query One($id: UUID!) {
    company(filter: { id: { eq: $id } }) {
      id
    }
  }
`)

const groups = graphql(`
  query Groups {
    opportunitiesGroupBy(groupBy: [{ stage: true }]) {
      groupByDimensionValues
      totalCount
    }
  }
`)

type Page = NonNullable<ResultOf<typeof page>["companies"]>

export async function useGraphql(fetch: typeof globalThis.fetch, token: string) {
  const client = new Client({
    url: "http://kith.test/graphql",
    exchanges: [fetchExchange],
    fetch,
    preferGetMethod: false,
    fetchOptions: { headers: { authorization: `Bearer ${token}` } },
  })
  const made = await client.mutation(create, {
    data: [1, 2, 3, 4, 5].map((n) => ({ name: `Company ${n}`, employees: n })),
  })
  if (made.error) throw made.error
  const companies = made.data!.createCompanies!.map((company) => readFragment(companyParts, company!))
  const id = companies[0]!.id
  // @ts-expect-error not in the fragment: else nothing would be checked
  void companies[0]!.createdAt

  const pages: Page[] = []
  let after: string | null = null
  do {
    const variables = { filter: { name: { startsWith: "Company" } }, first: 2, after, withPeople: pages.length === 0 }
    const result = await client.query(page, variables)
    if (result.error) throw result.error
    const connection: Page = result.data!.companies!
    pages.push(connection)
    after = connection.pageInfo.hasNextPage ? (connection.pageInfo.endCursor as string) : null
  } while (after)

  const updated = await client.mutation(update, { id, data: { employees: 100 } })
  const deleted = await client.mutation(remove, { filter: { name: { eq: "Company 2" } } })
  const missing = await client.query(one, { id: "11111111-1111-4111-8111-111111111111" })
  const refused = await client.mutation(update, { id, data: { name: "x".repeat(5), employees: 1.5 } })
  const grouped = await client.query(groups, {})
  return {
    names: companies.map((company) => company.name),
    pages: pages.map((each) => each.edges.map((edge) => readFragment(companyParts, edge.node).employees)),
    totals: pages.map((each) => [each.totalCount, each.sumEmployees]),
    people: pages.map((each) => each.edges[0]!.node.people?.edges.length),
    updated: updated.data?.updateCompany,
    deleted: deleted.data?.deleteCompanies?.map((company) => company?.deletedAt !== null),
    missing: [missing.data?.company ?? null, missing.error?.graphQLErrors[0]?.extensions.code],
    refused: refused.error?.graphQLErrors.map((error) => error.extensions.code),
    groups: grouped.data?.opportunitiesGroupBy?.length,
  }
}
