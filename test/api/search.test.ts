/** One field that looks through every object: words, names with accents, numbers, addresses, slips of the keyboard. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { systemPrincipal } from "../../src/auth/principal.ts"
import { render } from "../../src/db/sql.ts"
import { openPostgres } from "../../src/ports/postgres-js.ts"
import { readStatement } from "../../src/records/read.ts"
import { searchQuery } from "../../src/records/search.ts"
import { openWorkspace } from "../../src/records/workspace.ts"
import { fillForBench } from "../bench/data.ts"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let me: Member

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
  const companies = await me.rest("POST", "/batch/companies", [
    { name: "Müller Söhne", domainName: { primaryLinkUrl: "https://mueller.example" } },
    { name: "Acme Rockets & <b>Sons</b>", address: { addressCity: "Köln" } },
    { name: "Acme Boats" },
  ])
  expect(companies.status).toBe(201)
  const people = await me.rest("POST", "/batch/people", [
    {
      name: { firstName: "Ada", lastName: "Lovelace" },
      emails: { primaryEmail: "ada.l@analytical-engine.org" },
      phones: { primaryPhoneNumber: "6 12 34 56 78", primaryPhoneCountryCode: "FR" },
      avatarUrl: "https://pictures.example/ada.png",
    },
    { name: { firstName: "José", lastName: "Núñez" }, jobTitle: "Acme liaison" },
    { name: { firstName: "Johnathan", lastName: "Smith" } },
  ])
  expect(people.status).toBe(201)
})

afterAll(() => app.close())

interface Found {
  edges: { cursor: string; node: Record<string, unknown> }[]
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
}

const searchText = `query ($q: String!, $limit: Int!, $after: String, $filter: ObjectRecordFilterInput, $in: [String!], $ex: [String!]) {
  search(searchInput: $q, limit: $limit, after: $after, filter: $filter, includedObjectNameSingulars: $in, excludedObjectNameSingulars: $ex) {
    edges { cursor node { recordId objectNameSingular objectLabelSingular label imageUrl tsRankCD tsRank highlight } }
    pageInfo { hasNextPage endCursor }
  }
}`

async function search(q: string, more: Record<string, unknown> = {}, who = me): Promise<Found> {
  const answer = await who.graphql<{ search: Found }>(searchText, { q, limit: 20, ...more })
  expect(answer.errors).toBeUndefined()
  return answer.data.search
}

const labels = async (q: string, more = {}) => (await search(q, more)).edges.map(({ node }) => node.label)

describe("what is found", () => {
  test.each([
    ["lovel", ["Ada Lovelace"]],
    ["ada love", ["Ada Lovelace"]],
    ["LOVELACE ada", ["Ada Lovelace"]],
    ["muller", ["Müller Söhne"]],
    ["söhne", ["Müller Söhne"]],
    ["nunez", ["José Núñez"]],
    ["koln", ["Acme Rockets & <b>Sons</b>"]],
    ["612345678", ["Ada Lovelace"]],
    ["+33 6 12 34 56", ["Ada Lovelace"]],
    ["06 12 34 56 78", ["Ada Lovelace"]],
    ["ada.l@", ["Ada Lovelace"]],
    ["analytical-engine.org", ["Ada Lovelace"]],
    ["engine.org", ["Ada Lovelace"]],
    ["mueller.example", ["Müller Söhne"]],
    ["ada smith", []],
    ["---", []],
    ["'; drop table person; --", []],
    ["a & b | !(c:*)", []],
  ])("%s", async (q, expected) => {
    expect(await labels(q)).toEqual(expected)
  })

  test.each([
    ["lovelcae", "Ada Lovelace", "two letters swapped"],
    ["loveace", "Ada Lovelace", "a letter left out"],
    ["lovvelace", "Ada Lovelace", "a letter too many"],
    ["lavelace", "Ada Lovelace", "a wrong letter"],
    ["jhonathan", "Johnathan Smith", "the first two swapped"],
    ["ada lovelcae", "Ada Lovelace", "one word of two"],
    ["mülelr", "Müller Söhne", "with an accent"],
  ])("%s means %s: %s", async (q, expected) => {
    expect(await labels(q)).toEqual([expected])
  })

  test("people come before companies on equal ranks, and a record says what it is", async () => {
    const { edges, pageInfo } = await search("ada")
    expect(edges).toHaveLength(1)
    expect(edges[0]!.node).toEqual({
      recordId: expect.any(String),
      objectNameSingular: "person",
      objectLabelSingular: "Person",
      label: "Ada Lovelace",
      imageUrl: "https://pictures.example/ada.png",
      tsRankCD: expect.any(Number),
      tsRank: expect.any(Number),
      highlight: "<mark>Ada</mark> Lovelace",
    })
    expect(pageInfo).toEqual({ hasNextPage: false, endCursor: edges[0]!.cursor })
    const names = (await search("acme")).edges.map(({ node }) => node.objectNameSingular)
    expect(names).toEqual(["person", "company", "company"])
  })

  test("highlights are safe HTML around what was found, in the label or elsewhere", async () => {
    const highlight = async (q: string) => (await search(q)).edges[0]?.node.highlight
    expect(await highlight("rocket")).toBe("Acme <mark>Rockets</mark> &amp; &lt;b&gt;Sons&lt;/b&gt;")
    expect(await highlight("muller sohne")).toBe("<mark>Müller</mark> <mark>Söhne</mark>")
    expect(await highlight("analytical")).toContain("ada.l@<mark>analytical</mark>-engine.org")
    expect(await highlight("lovelcae")).toBe("Ada <mark>Lovelace</mark>")
    expect(await highlight("")).toBe("")
  })
})

describe("arguments", () => {
  test("the cursor is base64 of the ranks and the last record, and leads through everything once", async () => {
    for (const q of ["acme", "", "e", "smiht"]) {
      const whole = (await search(q, { limit: 100 })).edges.map(({ node }) => node.recordId)
      expect(whole.length).toBeGreaterThan(0)
      const seen: unknown[] = []
      for (let after: string | null = null; ;) {
        const page: Found = await search(q, { limit: 1, after })
        seen.push(...page.edges.map(({ node }) => node.recordId))
        if (!page.pageInfo.hasNextPage) break
        after = page.pageInfo.endCursor
        const decoded = JSON.parse(atob(after!))
        const { node } = page.edges[0]!
        expect(decoded).toEqual({
          lastRanks: { tsRankCD: node.tsRankCD, tsRank: node.tsRank },
          lastRecordIdsPerObject: { [node.objectNameSingular as string]: node.recordId },
        })
      }
      expect(seen).toEqual(whole)
    }
  })

  test("empty input gives any records with ranks of 0", async () => {
    const { edges } = await search("  ")
    expect(edges.length).toBeGreaterThanOrEqual(7)
    expect(edges.every(({ node }) => node.tsRank === 0 && node.tsRankCD === 0)).toBe(true)
  })

  test("no hit", async () => {
    expect(await search("zzzzqqqq")).toEqual({ edges: [], pageInfo: { hasNextPage: false, endCursor: null } })
  })

  test("objects are named or left out", async () => {
    expect(await labels("acme", { in: ["person"] })).toEqual(["José Núñez"])
    expect(await labels("acme", { ex: ["company"] })).toEqual(["José Núñez"])
    expect(await labels("acme", { in: ["person"], ex: ["person"] })).toEqual([])
    expect(await labels("acme", { in: ["timelineActivity"] })).toEqual([])
  })

  test("the filter speaks of what every record has", async () => {
    const { edges } = await search("acme")
    const ids = edges.map(({ node }) => node.recordId as string)
    const found = async (filter: unknown) =>
      (await search("acme", { filter })).edges.map(({ node }) => node.recordId as string)
    expect(await found({ id: { in: [ids[1]!] } })).toEqual([ids[1]!])
    expect(await found({ not: { id: { eq: ids[1]! } } })).toEqual([ids[0]!, ids[2]!])
    expect(await found({ or: [{ id: { eq: ids[2]! } }, { createdAt: { lt: "2020-01-01T00:00:00Z" } }] })).toEqual([
      ids[2]!,
    ])
    expect(await found({ and: [{ updatedAt: { gt: "2020-01-01T00:00:00Z" } }] })).toEqual(ids)
    await me.rest("DELETE", `/people/${ids[0]}?soft_delete=true`)
    expect(await found({})).toEqual(ids.slice(1))
    expect(await found({ deletedAt: { is: "NOT_NULL" } })).toEqual([ids[0]!])
    await me.rest("PATCH", `/restore/people/${ids[0]}`)
  })

  test.each([
    ['{ search(searchInput: "a") { edges { cursor } } }', "BAD_USER_INPUT"],
    ["{ search(limit: 3) { edges { cursor } } }", "BAD_USER_INPUT"],
    ['{ search(searchInput: "a", limit: -1) { edges { cursor } } }', "BAD_USER_INPUT"],
    ['{ search(searchInput: "a", limit: 3, after: "x") { edges { cursor } } }', "BAD_USER_INPUT"],
    ['{ search(searchInput: "a", limit: 3, offset: 1) { edges { cursor } } }', "BAD_USER_INPUT"],
    ['{ search(searchInput: "a", limit: 3, filter: { name: { eq: "x" } }) { edges { cursor } } }', "BAD_USER_INPUT"],
    [
      '{ search(searchInput: "a", limit: 3, includedObjectNameSingulars: ["nothing"]) { edges { cursor } } }',
      "BAD_USER_INPUT",
    ],
    ['{ search(searchInput: "a", limit: 3) { edges { node { secret } } } }', "GRAPHQL_VALIDATION_FAILED"],
    ['{ search(searchInput: "a", limit: 3) }', "GRAPHQL_VALIDATION_FAILED"],
  ])("%s is refused", async (query, code) => {
    expect((await me.graphql(query)).errors?.[0]?.extensions.code).toBe(code)
  })
})

describe("beside other fields", () => {
  test("records and searches share a request; introspection lists neither alias nor search", async () => {
    const answer = await me.graphql(
      `query ($q: String!) {
        hits: search(searchInput: $q, limit: 5) { found: edges { is: node { ...who } } __typename }
        companies(first: 1, orderBy: [{ name: AscNullsLast }]) { edges { node { name } } }
        other: search(searchInput: "smith", limit: 1) { pageInfo { hasNextPage } }
        __schema { queryType { fields { name } } }
      }
      fragment who on SearchRecord { name: label __typename }`,
      { q: "lovelace" },
    )
    expect(answer.errors).toBeUndefined()
    const { __schema, ...data } = answer.data as { __schema: { queryType: { fields: { name: string }[] } } }
    expect(data).toEqual({
      hits: {
        found: [{ is: { name: "Ada Lovelace", __typename: "SearchRecord" } }],
        __typename: "SearchResultConnection",
      },
      companies: { edges: [{ node: { name: "Acme Boats" } }] },
      other: { pageInfo: { hasNextPage: false } },
    } as never)
    const names = __schema.queryType.fields.map((field) => field.name)
    expect(names).toContain("companies")
    expect(names).not.toContain("search")
  })

  test("a custom object is searched from its first record on", async () => {
    const other = await app.signUp()
    await other.metadata(
      `mutation { createOneObject(input: { object: { nameSingular: "rocket", namePlural: "rockets", labelSingular: "Rocket", labelPlural: "Rockets" } }) { id } }`,
    )
    await other.graphql(`mutation { createRocket(data: { name: "Saturn" }) { id } }`)
    const { edges } = await search("satrun", {}, other)
    expect(edges.map(({ node }) => [node.objectNameSingular, node.label])).toEqual([["rocket", "Saturn"]])
    expect((await search("lovelace", {}, other)).edges).toEqual([])
  })

  test("whoever may read nothing is refused", async () => {
    const other = await app.signUp()
    await app.services.db.query(
      `update core.role set "canReadAllObjectRecords" = false where "workspaceId" = '${other.workspaceId}'`,
    )
    await app.services.db.query(
      `update core.workspace set "rightsRevision" = "rightsRevision" + 1 where id = '${other.workspaceId}'`,
    )
    const answer = await other.graphql(searchText, { q: "a", limit: 1 })
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN", subCode: "PERMISSION_DENIED" })
  })
})

test("no table is read from end to end, whatever is typed", async () => {
  const { workspaceId } = await app.signUp()
  const schema = await app.services.schemas.get(workspaceId)
  const filler = openPostgres({ url: app.url, poolSize: 1, applicationName: "kith test", statementTimeout: 0 })
  await fillForBench(filler, schema.schemaName)
  const workspace = openWorkspace(filler, schema, systemPrincipal(workspaceId))
  const all = { included: null, excluded: [], after: null, filter: null }
  const node = { kind: "node" as const, key: "node", members: [{ kind: "label" as const, key: "label" }] }
  const cursor = { kind: "cursor" as const, key: "cursor" }
  for (const input of ["last12 first", "e", "company", "berlni", "", "zzzz", "612345678"]) {
    const parts = [{ kind: "edges" as const, key: "edges", parts: [cursor, node] }]
    const query = searchQuery("search", { ...all, input, limit: 20, parts })
    const { text, params } = render(readStatement(workspace, [query]))
    const lines = await filler.query<{ "QUERY PLAN": string }>(`explain (analyze) ${text}`, params)
    const plan = lines.map((line) => line["QUERY PLAN"]).join("\n")
    expect(plan).not.toMatch(/Seq Scan on (person|company|opportunity)\b/)
    expect(plan).toContain(input === "" ? "person_pkey" : "IDX_PERSON_SEARCH")
  }
  await filler.close()
}, 60_000)
