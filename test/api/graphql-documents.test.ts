/** What documents may look like: the GraphQL standard where clients rely on it, leniency where they rely on that. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let me: Member
let companyId: string

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
  const { data } = await me.graphql<{ createCompany: { id: string } }>(
    `mutation { createCompany(data: { name: "Acme", address: { addressCity: "Paris" } }) { id } }`,
  )
  companyId = data.createCompany.id
  await me.graphql(
    `mutation { createPeople(data: [{ name: { firstName: "Ada" }, companyId: "${companyId}" }, { name: { firstName: "Bob" }, companyId: "${companyId}" }]) { id } }`,
  )
})

afterAll(() => app.close())

const people = { edges: [{ node: { name: { firstName: "Ada" } } }] }

const good: [what: string, query: string, variables: Record<string, unknown> | undefined, data: unknown][] = [
  [
    "aliases at every level",
    `{ c: companies { e: edges { n: node { title: name a: address { city: addressCity } } } } }`,
    undefined,
    { c: { e: [{ n: { title: "Acme", a: { city: "Paris" } } }] } },
  ],
  [
    "the same field twice with other arguments",
    `{ a: companies(filter: { name: { eq: "Acme" } }) { totalCount } b: companies(filter: { name: { eq: "No" } }) { totalCount } }`,
    undefined,
    { a: { totalCount: 1 }, b: { totalCount: 0 } },
  ],
  [
    "fragments, inline fragments and merging",
    `{ companies { ...list } } fragment list on CompanyConnection { edges { node { ...one name } } } fragment one on Company { name ... on Company { address { addressCity } } address { addressCountry } }`,
    undefined,
    { companies: { edges: [{ node: { name: "Acme", address: { addressCity: "Paris", addressCountry: "" } } }] } },
  ],
  [
    "@include and @skip with variables",
    `query ($yes: Boolean!, $no: Boolean = false) { companies { totalCount @include(if: $no) edges @skip(if: $no) { node { name @include(if: $yes) } } } }`,
    { yes: true },
    { companies: { edges: [{ node: { name: "Acme" } }] } },
  ],
  [
    "variables with a default",
    `query ($n: Int = 1) { companies { edges { node { people(first: $n, orderBy: { name: { firstName: AscNullsLast } }) { edges { node { name { firstName } } } } } } } }`,
    undefined,
    { companies: { edges: [{ node: { people } }] } },
  ],
  [
    "variables of any declared type",
    `query ($id: String!, $f: Nonsense) { company(filter: { id: { eq: $id } }) { name } companies(filter: $f) { totalCount } }`,
    { f: { name: { eq: "Acme" } } },
    undefined,
  ],
  [
    "a variable inside a list and an object",
    `query ($name: String) { companies(filter: { or: [{ name: { eq: $name } }, { name: { in: [$name] } }] }) { totalCount } }`,
    { name: "Acme" },
    { companies: { totalCount: 1 } },
  ],
  [
    "__typename everywhere",
    `{ __typename companies { __typename edges { __typename node { __typename address { __typename } } } pageInfo { __typename } } }`,
    undefined,
    {
      __typename: "Query",
      companies: {
        __typename: "CompanyConnection",
        edges: [{ __typename: "CompanyEdge", node: { __typename: "Company", address: { __typename: "Address" } } }],
        pageInfo: { __typename: "PageInfo" },
      },
    },
  ],
  [
    "one order in place of a list",
    `{ companies(orderBy: { name: AscNullsLast }) { totalCount } }`,
    undefined,
    { companies: { totalCount: 1 } },
  ],
  [
    "null arguments",
    `{ companies(filter: null, first: null, after: null) { totalCount } }`,
    undefined,
    { companies: { totalCount: 1 } },
  ],
  [
    "first: 0",
    `{ companies(first: 0) { edges { cursor } pageInfo { hasNextPage endCursor } } }`,
    undefined,
    { companies: { edges: [], pageInfo: { hasNextPage: true, endCursor: null } } },
  ],
  [
    "a key longer than PostgreSQL's names",
    `{ ${"k".repeat(80)}: companies { ${"c".repeat(70)}: edges { node { ${"n".repeat(90)}: name } } } }`,
    undefined,
    { ["k".repeat(80)]: { ["c".repeat(70)]: [{ node: { ["n".repeat(90)]: "Acme" } }] } },
  ],
  [
    "a key that looks like SQL",
    `{ companies { edges { node { __proto__: name constructor: name } } } }`,
    undefined,
    undefined,
  ],
  [
    "introspection beside data",
    `{ __type(name: "CompanyStageEnum") { name } companies { totalCount } }`,
    undefined,
    { __type: null, companies: { totalCount: 1 } },
  ],
  [
    "nesting both ways",
    `{ people(orderBy: { name: { firstName: AscNullsLast } }, first: 1) { edges { node { name { firstName } company { people { totalCount } accountOwner { name { firstName } } } } } } }`,
    undefined,
    {
      people: {
        edges: [{ node: { name: { firstName: "Ada" }, company: { people: { totalCount: 2 }, accountOwner: null } } }],
      },
    },
  ],
  [
    "more than fifty fields",
    `{ companies { edges { node { ${Array.from({ length: 60 }, (_, i) => `f${i}: name`).join(" ")} } } } }`,
    undefined,
    { companies: { edges: [{ node: Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`f${i}`, "Acme"])) }] } },
  ],
]

describe("works", () => {
  for (const [what, query, variables, data] of good) {
    test(what, async () => {
      const answer = await me.graphql(
        query,
        variables && "f" in variables ? { ...variables, id: companyId } : variables,
      )
      expect(answer.errors).toBeUndefined()
      if (data !== undefined) expect(answer.data).toEqual(data as Record<string, unknown>)
    })
  }
})

const refused: [query: string, message: string, code: string][] = [
  ["{", "Syntax Error: Expected Name, found <EOF>.", "GRAPHQL_PARSE_FAILED"],
  ["{ companys { totalCount } }", 'Cannot query field "companys" on type "Query".', "GRAPHQL_VALIDATION_FAILED"],
  [
    "{ companies { edges { node { nam } } } }",
    'Cannot query field "nam" on type "Company". Did you mean "name"?',
    "GRAPHQL_VALIDATION_FAILED",
  ],
  [
    "{ companies { edges { node { address } } } }",
    'Field "address" of type "Address" must have a selection of subfields. Did you mean "address { ... }"?',
    "GRAPHQL_VALIDATION_FAILED",
  ],
  ["{ companies(foo: 1) { totalCount } }", "Argument not allowed: foo", "BAD_USER_INPUT"],
  ["{ companies(first: 1, last: 1) { totalCount } }", "Cannot provide both first and last", "BAD_USER_INPUT"],
  ["{ companies(first: -1) { totalCount } }", "First argument must be non-negative", "BAD_USER_INPUT"],
  ['{ companies(after: "zzz") { edges { cursor } } }', "Invalid cursor: zzz", "BAD_USER_INPUT"],
  [
    "{ companies(orderBy: { foo: AscNullsFirst }) { totalCount edges { cursor } } }",
    'Field "foo" does not exist or is not sortable',
    "BAD_USER_INPUT",
  ],
  [
    "{ companies(orderBy: { name: Up }) { edges { cursor } } }",
    'Scalar field "name" requires a direction value (AscNullsFirst, AscNullsLast, DescNullsFirst, DescNullsLast)',
    "BAD_USER_INPUT",
  ],
  ["{ companies { ...nothing } }", 'Unknown fragment "nothing".', "GRAPHQL_VALIDATION_FAILED"],
  ["{ companies { totalCount @now } }", 'Unknown directive "@now".', "GRAPHQL_VALIDATION_FAILED"],
  ["{ companies(first: $n) { totalCount } }", 'Variable "$n" is not defined.', "GRAPHQL_VALIDATION_FAILED"],
  [
    "query A { companies { totalCount } } query B { companies { totalCount } }",
    "Must provide operation name if query contains multiple operations.",
    "BAD_USER_INPUT",
  ],
  ["{ company { name } }", 'Missing required argument: "filter" (object)', "BAD_USER_INPUT"],
  [
    'mutation { updateCompany(id: "abc", data: {}) { id } }',
    'Missing required argument: "id" (UUID)',
    "BAD_USER_INPUT",
  ],
  ["mutation { createCompany { id } }", 'Missing required argument: "data" (object)', "BAD_USER_INPUT"],
  [
    `{ ${Array.from({ length: 101 }, (_, i) => `a${i}: companies { totalCount }`).join(" ")} }`,
    "Query too complex - Too many root resolvers requested: 101 - Maximum allowed root resolvers: 100",
    "BAD_USER_INPUT",
  ],
  [
    `{ companies { edges { node ${"{ people { edges { node { company ".repeat(11)} { name } ${"} } } }".repeat(11)} } } }`,
    "Query is nested deeper than 20 levels",
    "BAD_USER_INPUT",
  ],
  [
    `{ companies { ...a } } fragment a on CompanyConnection { edges { node { people { edges { node { company { ...b } } } } } } } fragment b on Company { people { edges { node { company { ...b } } } } }`,
    "Query is nested deeper than 20 levels",
    "BAD_USER_INPUT",
  ],
]

describe("is refused", () => {
  for (const [query, message, code] of refused) {
    test(message, async () => {
      const answer = await me.graphql(query)
      expect(answer.errors?.[0]?.message).toBe(message)
      expect(answer.errors?.[0]?.extensions.code).toBe(code)
    })
  }

  test("a body that is no request", async () => {
    const post = async (body: string) =>
      app.request("/graphql", { method: "POST", headers: { authorization: `Bearer ${me.token}` }, body })
    for (const [body, message] of [
      ["{", "The request body is not valid JSON"],
      ["[]", "Batching is not supported."],
      ["{}", "Must provide query string."],
    ] as const) {
      const response = await post(body)
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ message, error: "Bad Request", statusCode: 400 })
    }
  })

  test("whoever has no token, or a bad one", async () => {
    const ask = async (headers: Record<string, string>) =>
      (
        await app.request("/graphql", {
          method: "POST",
          headers: { "content-type": "application/json", ...headers },
          body: JSON.stringify({ query: "{ companies { totalCount } }" }),
        })
      ).json()
    expect(await ask({})).toMatchObject({ errors: [{ message: "Missing authentication token" }] })
    expect(await ask({ authorization: "Bearer abc" })).toMatchObject({
      errors: [{ message: "Token invalid.", extensions: { code: "UNAUTHENTICATED" } }],
    })
  })
})

test("a failed mutation does not undo the ones before it, and says which it was", async () => {
  const answer = await me.graphql<Record<string, unknown>>(
    `mutation { a: createNote(data: { title: "kept" }) { title } b: createNote(data: { foo: 1 }) { title } }`,
  )
  expect(answer.data).toEqual({ a: { title: "kept" }, b: null })
  expect(answer.errors?.[0]?.path).toEqual(["b"])
})

test("every object that introspection describes can be listed with every field it describes", async () => {
  interface Type {
    kind: string
    name: string | null
    ofType: Type | null
    fields: { name: string; args: unknown[]; type: Type }[] | null
  }
  const typeRef = "kind name ofType { kind name ofType { kind name ofType { kind name } } }"
  const { data } = await me.graphql<{ __schema: { queryType: Type; types: Type[] } }>(
    `{ __schema { queryType { fields { name type { ${typeRef} } } } types { kind name fields { name args { name } type { ${typeRef} } } } } }`,
  )
  const types = new Map(data.__schema.types.map((type) => [type.name, type]))
  const named = (type: Type): Type => (type.ofType ? named(type.ofType) : types.get(type.name)!)
  const select = (type: Type, depth: number): string => {
    const fields = (type.fields ?? []).flatMap((field) => {
      const inner = named(field.type)
      if (inner.kind !== "OBJECT") return [field.name]
      const body = depth > 0 ? select(inner, depth - 1) : ""
      return body === "" ? [] : [`${field.name} ${body}`]
    })
    return fields.length > 0 ? `{ ${fields.join(" ")} }` : ""
  }
  const lists = data.__schema.queryType.fields!.filter(
    ({ name, type }) => named(type).name?.endsWith("Connection") && !/(GroupBy|Duplicates)$/.test(name),
  )
  expect(lists.length).toBeGreaterThan(20)
  for (const list of lists) {
    const answer = await me.graphql(`{ ${list.name}(first: 2) ${select(named(list.type), 3)} }`)
    expect({ list: list.name, errors: answer.errors }).toEqual({ list: list.name, errors: undefined })
  }
})
