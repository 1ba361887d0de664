/** The OpenAPI documents, checked by a validator of their own and against what the routes really answer. */
import { afterAll, beforeAll, expect, test } from "bun:test"
import { Validator } from "@seriousme/openapi-schema-validator"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let me: Member

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
})

afterAll(() => app.close())

const fetchDocument = async (path: string) => {
  const response = await app.request(path, { headers: { authorization: `Bearer ${me.token}` } })
  expect(response.status).toBe(200)
  // oxlint-disable-next-line typescript/no-explicit-any -- the validator says what it is
  return (await response.json()) as any
}

for (const name of ["core", "metadata"]) {
  test(`the ${name} document is valid and hangs together`, async () => {
    const document = await fetchDocument(`/rest/open-api/${name}`)
    const result = await new Validator().validate(structuredClone(document))
    expect([result.valid, result.errors]).toEqual([true, undefined])
    expect(document).toMatchObject({ openapi: "3.1.1", info: { version: "v0.1" }, security: [{ bearerAuth: [] }] })
    expect(danglingReferences(document)).toEqual([])
    const ids = operations(document).map(([, , operation]) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test(`every GET of the ${name} document answers`, async () => {
    const document = await fetchDocument(`/rest/open-api/${name}`)
    const prefix = new URL(document.servers[0].url).pathname
    for (const [path, method, { parameters }] of operations(document)) {
      if (method !== "get") continue
      const given = `${path.replace("{id}", "11111111-1111-4111-8111-111111111111")}${requiredQuery(document, parameters)}`
      const answer = await app.request(`${prefix}${given}`, { headers: { authorization: `Bearer ${me.token}` } })
      expect([path, answer.status]).toEqual([path, path.includes("{id}") ? 404 : 200])
    }
  })
}

test("operations and schemas have the names that generated clients use", async () => {
  const { paths, components } = await fetchDocument("/rest/open-api/core")
  expect(paths["/companies"].get.operationId).toBe("findManyCompanies")
  expect(paths["/companies"].post.operationId).toBe("createOneCompany")
  expect(paths["/companies"].delete.operationId).toBe("deleteManyCompanies")
  expect(paths["/batch/people"].post.operationId).toBe("createManyPeople")
  expect(paths["/people/{id}"].patch.operationId).toBe("UpdateOnePerson")
  expect(paths["/restore/people/{id}"].patch.operationId).toBe("restoreOnePerson")
  expect(Object.keys(components.schemas)).toEqual(
    expect.arrayContaining(["Person", "PersonForUpdate", "PersonForResponse"]),
  )
  expect(components.schemas.Opportunity.properties.stage.enum).toContain("NEW")
  expect(components.schemas.PersonForResponse.properties.company.anyOf[0].$ref).toBe(
    "#/components/schemas/CompanyForResponse",
  )
  expect(Object.keys(components.schemas.Person.properties.company.properties)).toEqual(["connect", "disconnect"])
  expect(components.schemas.Company.properties).not.toHaveProperty("people")
  expect(paths["/people/duplicates"].post.operationId).toBe("findPeopleDuplicates")
  expect(paths["/people/merge"].patch.operationId).toBe("mergePeople")
})

test("records have the members that their schema lists, and no others", async () => {
  const { components } = await fetchDocument("/rest/open-api/core")
  await me.rest("POST", "/people", { name: { firstName: "Ada" } })
  const person = (await me.rest("GET", "/people?depth=1")).body.data.people[0]
  expect(Object.keys(person).toSorted()).toEqual(
    Object.keys(components.schemas.PersonForResponse.properties).toSorted(),
  )
})

test("an object is in the document right after its creation", async () => {
  expect((await fetchDocument("/rest/open-api/core")).paths).not.toHaveProperty("/boats")
  const names = { nameSingular: "boat", namePlural: "boats", labelSingular: "Boat", labelPlural: "Boats" }
  await me.rest("POST", "/metadata/objects", names)
  const document = await fetchDocument("/rest/open-api/core")
  expect(document.paths).toHaveProperty("/boats")
  expect((await new Validator().validate(structuredClone(document))).valid).toBe(true)
})

test("what goes along in headers and streams is in the document, and is so", async () => {
  const { paths, components } = await fetchDocument("/rest/open-api/core")
  const record = paths["/people/{id}"]
  const names = (each: { parameters: { $ref: string }[] }) =>
    each.parameters.map(({ $ref }) => components.parameters[$ref.split("/").at(-1)!].name)
  expect(names(record.get)).toContain("If-None-Match")
  expect(names(record.patch)).toEqual(expect.arrayContaining(["If-Match", "Idempotency-Key"]))
  const { id } = (await me.rest("POST", "/people", { name: { firstName: "Eva" } })).body.data.createPerson
  const path = `/rest/people/${id}`
  const bearer = { authorization: `Bearer ${me.token}`, "content-type": "application/json" }
  const read = await app.request(path, { headers: bearer })
  for (const name of Object.keys(record.get.responses[200].headers))
    expect([name, read.headers.has(name)]).toEqual([name, true])
  const known = await app.request(path, { headers: { ...bearer, "if-none-match": read.headers.get("etag")! } })
  expect([known.status, record.get.responses]).toEqual([304, expect.objectContaining({ 304: expect.anything() })])
  const stale = { method: "PATCH", headers: { ...bearer, "if-match": '"1-x"' }, body: "{}" }
  const refused = await app.request(path, stale)
  expect([refused.status, record.patch.responses]).toEqual([412, expect.objectContaining({ 412: expect.anything() })])
  for (const place of ["/people", "/audit-logs"]) {
    expect(paths[place].get.description).toContain("application/x-ndjson")
    const lines = await app.request(`/rest${place}`, { headers: { ...bearer, accept: "application/x-ndjson" } })
    expect(lines.headers.get("content-type")).toContain("application/x-ndjson")
    await lines.text()
  }
  expect(paths["/batch/people"].post.description).toContain("application/x-ndjson")
})

interface Operation {
  operationId: string
  parameters?: { $ref: string }[]
}

/** What an operation cannot do without, with the values that the document gives as examples. */
function requiredQuery(
  // oxlint-disable-next-line typescript/no-explicit-any -- the validator says what it is
  document: any,
  parameters: Operation["parameters"] = [],
): string {
  const all = parameters.map(({ $ref }) => document.components.parameters[$ref.split("/").at(-1)!])
  const needed = all.filter((each) => each.in === "query" && each.required)
  return needed.length > 0 ? `?${new URLSearchParams(needed.map((each) => [each.name, each.example]))}` : ""
}

function operations(document: { paths: Record<string, Record<string, Operation>> }): [string, string, Operation][] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => method !== "parameters")
      .map(([method, operation]): [string, string, Operation] => [path, method, operation]),
  )
}

function danglingReferences(document: Record<string, unknown>): string[] {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1]!)
  return references.filter((reference) => {
    const found = reference.split("/").reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], document)
    return found === undefined
  })
}
