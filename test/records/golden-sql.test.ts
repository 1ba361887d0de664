/**
 * The SQL of representative reads, so that a change of the planner is reviewed as a change of SQL. After one that is
 * meant, write the files anew with `GOLDEN=write bun test test/records/golden-sql.test.ts` and read the difference.
 */
import { afterAll, beforeAll, expect, test } from "bun:test"
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { createServices } from "../../src/accounts/services.ts"
import { createApp } from "../../src/app.ts"
import type { Database, Param } from "../../src/ports/driver.ts"
import { actAs, createTestApp, type Member, type TestApp } from "../support/app.ts"

const folder = join(import.meta.dirname, "golden-sql")
const cursor = btoa('{"name":"Acme","id":"0192f0c1-2345-4abc-8def-0123456789ab"}')
const id = "0192f0c1-2345-4abc-8def-0123456789ab"

type Ask = (me: Member) => Promise<unknown>
const graphql =
  (query: string): Ask =>
  (me) =>
    me.graphql(query)
const rest =
  (path: string): Ask =>
  (me) =>
    me.rest("GET", path)

const reads: Record<string, Ask> = {
  list: graphql(`
    {
      companies(first: 60) {
        edges {
          node {
            id
            name
          }
        }
      }
    }
  `),
  "list-of-a-page": graphql(`
    {
      companies(first: 10, orderBy: [{ name: AscNullsLast }]) {
        totalCount
        edges {
          cursor
          node {
            id
          }
        }
        pageInfo {
          hasNextPage
          hasPreviousPage
          startCursor
          endCursor
        }
      }
    }
  `),
  "list-of-composites": graphql(`
    {
      people {
        edges {
          node {
            name {
              firstName
              lastName
            }
            emails {
              primaryEmail
              additionalEmails
            }
            createdAt
          }
        }
      }
    }
  `),
  "list-in-list": graphql(`
    {
      companies(first: 60) {
        edges {
          node {
            name
            people(first: 10, orderBy: [{ createdAt: DescNullsLast }]) {
              edges {
                node {
                  id
                  name {
                    firstName
                  }
                }
              }
            }
          }
        }
      }
    }
  `),
  "record-in-record": graphql(`
    {
      people(first: 20) {
        edges {
          node {
            id
            company {
              name
              accountOwner {
                id
              }
            }
          }
        }
      }
    }
  `),
  "page-and-count-of-found": graphql(`
    {
      companies(first: 20, offset: 20, filter: { name: { ilike: "%a%" } }, orderBy: [{ name: DescNullsLast }]) {
        edges {
          node {
            name
          }
        }
        totalCount
        pageInfo {
          hasNextPage
        }
      }
    }
  `),
  "filter-across-relations": graphql(`
    {
      companies(
        filter: {
          people: { name: { firstName: { ilike: "a%" } } }
          or: [{ accountOwner: { userEmail: { is: NULL } } }, { not: { employees: { gte: 10 } } }]
        }
      ) {
        edges {
          node {
            id
          }
        }
      }
    }
  `),
  "filter-of-deleted": graphql(`
    {
      companies(filter: { deletedAt: { is: NOT_NULL } }) {
        edges {
          node {
            id
          }
        }
      }
    }
  `),
  "order-by-relation": graphql(`
    {
      people(first: 5, orderBy: [{ company: { name: DescNullsLast } }, { position: AscNullsFirst }]) {
        edges {
          cursor
        }
      }
    }
  `),
  "page-forward": graphql(
    `{ companies(first: 10, after: "${cursor}", orderBy: [{ name: AscNullsLast }]) { edges { node { id } } } }`,
  ),
  "page-backward": graphql(
    `{ companies(last: 10, before: "${cursor}", orderBy: [{ name: AscNullsLast }]) { edges { node { id } } pageInfo { hasPreviousPage } } }`,
  ),
  aggregates: graphql(`
    {
      opportunities(filter: { stage: { eq: "NEW" } }) {
        totalCount
        sumAmountAmountMicros
        avgAmountAmountMicros
        maxCloseDate
        countNotEmptyName
      }
    }
  `),
  "group-by": graphql(`
    {
      opportunitiesGroupBy(
        groupBy: [{ stage: true }, { createdAt: { granularity: MONTH, timeZone: "UTC" } }]
        orderBy: [{ aggregate: { sumAmountAmountMicros: DescNullsLast } }]
      ) {
        groupByDimensionValues
        totalCount
        sumAmountAmountMicros
      }
    }
  `),
  "group-by-with-records": graphql(`
    {
      companiesGroupBy(groupBy: [{ address: { addressCity: true } }], first: 3) {
        groupByDimensionValues
        edges {
          node {
            name
          }
        }
      }
    }
  `),
  "find-one": graphql(`{ company(filter: { id: { eq: "${id}" } }) { id name domainName { primaryLinkUrl } } }`),
  search: graphql(`
    {
      search(searchInput: "ac me", limit: 10) {
        edges {
          node {
            recordId
            label
          }
        }
      }
    }
  `),
  "several-roots": graphql(`
    {
      a: companies(first: 1) {
        edges {
          node {
            id
          }
        }
      }
      b: people(first: 1) {
        edges {
          node {
            id
          }
        }
      }
    }
  `),
  "rest-list": rest("/notes?limit=60"),
  "rest-record": rest(`/notes/${id}`),
  "rest-depth-1": rest("/people?depth=1&limit=5&fields=name,company,taskTargets"),
}

let app: TestApp
let me: Member
const statements: string[] = []

beforeAll(async () => {
  app = await createTestApp()
  const member = await app.signUp()
  const { db, config } = app.services
  const schema = await app.services.schemas.get(member.workspaceId)
  const record = (text: string, params: readonly Param[] = []) => {
    const shown = params.map((param, i) => `-- $${i + 1} = ${JSON.stringify(param)}`).join("\n")
    statements.push(`${laidOut(text)}\n${shown}\n`.replaceAll(schema.schemaName, "workspace_x"))
  }
  const listening: Database = {
    ...db,
    query: (text, params) => {
      if (text.includes('as version, w."rightsRevision"')) record(text, params)
      return db.query(text, params)
    },
  }
  const services = createServices({ ...config, answerCacheSize: 0 }, listening)
  const server = createApp(services)
  me = actAs(async (path, init) => server.request(path, init), member)
})

afterAll(() => app.close())

const quoted = /'(?:[^']|'')*'|"(?:[^"]|"")*"/
const clause = /\s+(?:(from|where|order by|group by|limit|cross join|left join|union all)\b)?/
const piece = new RegExp(`${quoted.source}|[()]|${clause.source}`, "g")

/** Clauses on lines of their own, as deep as their brackets; what is in quotes is left alone. */
function laidOut(text: string): string {
  let depth = 0
  return text.replace(piece, (found, keyword?: string) => {
    if (found === "(") depth++
    if (found === ")") depth--
    if (!/^\s/.test(found)) return found
    return keyword ? `\n${"  ".repeat(depth)}${keyword}` : " "
  })
}

/** Ids that each workspace has anew. */
function withoutIds(text: string): string {
  const names = new Map<string, string>([[id, id]])
  return text.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (found) => {
    if (!names.has(found)) names.set(found, `<id ${names.size}>`)
    return names.get(found)!
  })
}

test.each(Object.entries(reads))("%s", async (name, ask) => {
  statements.length = 0
  await ask(me)
  expect(statements.length).toBeGreaterThan(0)
  const text = withoutIds(statements[0]!)
  const path = join(folder, `${name}.sql`)
  if (process.env.GOLDEN === "write") writeFileSync(path, text)
  expect(existsSync(path) ? readFileSync(path, "utf8") : "").toBe(text)
})

test("no file is left of a read that is no longer there", () => {
  expect(readdirSync(folder).toSorted()).toEqual(
    Object.keys(reads)
      .map((name) => `${name}.sql`)
      .toSorted(),
  )
})
