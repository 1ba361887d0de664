/** Clients that are generated from the OpenAPI documents type-check, and do what they are for. */
import { afterAll, beforeAll, expect, mock, test } from "bun:test"
import compiler from "typescript-5"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"
import { clientProgram } from "../support/client-program.ts"

// The generator knows the compiler's former interface, which its newest version does not have.
await mock.module("typescript", () => ({ default: compiler }))
const { default: openapiTypes, astToString } = await import("openapi-typescript")

let app: TestApp
let me: Member

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
})

afterAll(() => app.close())

type RestProgram = (fetch: (request: Request) => Promise<Response>, token: string) => Promise<unknown>

async function typesOf(document: string): Promise<string> {
  const { status, body } = await me.rest("GET", `/open-api/${document}`)
  expect(status).toBe(200)
  return astToString(await openapiTypes(body))
}

async function fetchFromApp(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  const { method, headers } = request
  const body = method === "GET" ? undefined : await request.text()
  return app.request(pathname + search, { method, headers, body })
}

test("records: create, batch, update, relate, filter, page, group, delete, restore, and errors", async () => {
  const program = clientProgram("rest", { "core.ts": await typesOf("core") })
  try {
    expect(program.complaints).toBe("")
    const { useRest } = await program.load<{ useRest: RestProgram }>()
    expect(await useRest(fetchFromApp, me.token)).toEqual({
      statuses: [201, 201, 200, 201],
      names: ["Batch 1", "Batch 2", "Batch 3", "Batch 4"],
      updated: "Rome",
      employer: "Acme",
      people: ["Ada"],
      filtered: [3, ["Batch 4", "Batch 3", "Batch 2"]],
      paged: [1, 2, 3, 4],
      groups: [{ totalCount: "5", sumEmployees: "23", groupByDimensionValues: [false] }],
      refused: [400, [`Object company doesn't have any "nothing" field.`]],
      gone: 404,
      restored: null,
      destroyed: 4,
      stage: "NEW",
    })
  } finally {
    program.remove()
  }
})

test("the data model: an object, a field, a new label, a refusal, and away with it", async () => {
  const program = clientProgram("metadata", { "metadata-document.ts": await typesOf("metadata") })
  try {
    expect(program.complaints).toBe("")
    const { useMetadata } = await program.load<{ useMetadata: RestProgram }>()
    expect(await useMetadata(fetchFromApp, me.token)).toEqual({
      statuses: [201, 201, 400, 200],
      label: "Number of wheels",
      fields: true,
    })
  } finally {
    program.remove()
  }
})
