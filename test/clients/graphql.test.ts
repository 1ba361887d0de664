/** A GraphQL client whose types are derived from introspection type-checks, and does what it is for. */
import { afterAll, beforeAll, expect, test } from "bun:test"
import { getIntrospectionQuery } from "graphql"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"
import { clientProgram } from "../support/client-program.ts"

let app: TestApp
let me: Member

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
})

afterAll(() => app.close())

async function fetchFromApp(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const { pathname, search } = new URL(String(input))
  return app.request(pathname + search, init)
}

test("documents with fragments, variables, directives, pages, errors", async () => {
  const { data } = await me.graphql(getIntrospectionQuery())
  const introspection = `export type introspection = ${JSON.stringify({ name: "kith", ...data })}`
  const program = clientProgram("graphql", { "introspection.ts": introspection })
  try {
    expect(program.complaints).toBe("")
    const { useGraphql } = await program.load<{
      useGraphql(fetch: typeof globalThis.fetch, token: string): Promise<unknown>
    }>()
    expect(await useGraphql(fetchFromApp as typeof fetch, me.token)).toEqual({
      names: ["Company 1", "Company 2", "Company 3", "Company 4", "Company 5"],
      pages: [[1, 2], [3, 4], [5]],
      totals: [
        [5, 15],
        [5, 15],
        [5, 15],
      ],
      people: [0, undefined, undefined],
      updated: { __typename: "Company", employees: 100 },
      deleted: [true],
      missing: [null, "NOT_FOUND"],
      refused: ["BAD_USER_INPUT"],
      groups: 0,
    })
  } finally {
    program.remove()
  }
})
