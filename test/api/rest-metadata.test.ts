/** The data model over REST: what a workspace adds is served by the record API at once. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let me: Member
const nobody = "11111111-1111-4111-8111-111111111111"

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
})

afterAll(() => app.close())

const vehicle = { nameSingular: "vehicle", namePlural: "vehicles", labelSingular: "Vehicle", labelPlural: "Vehicles" }

describe("a custom object", () => {
  let id: string
  let wheels: string

  test("is created, and its records at once", async () => {
    const created = await me.rest("POST", "/metadata/objects", { ...vehicle, icon: "IconCar", ignored: 1 })
    expect(created.status).toBe(201)
    expect(created.body).toMatchObject({
      ...vehicle,
      icon: "IconCar",
      isCustom: true,
      isActive: true,
      isSystem: false,
      isSearchable: true,
      workspaceId: me.workspaceId,
    })
    id = created.body.id
    const names = created.body.fields.map((field: { name: string }) => field.name)
    expect(names).toEqual(expect.arrayContaining(["id", "name", "createdAt", "taskTargets", "searchVector"]))
    const record = await me.rest("POST", "/vehicles", { name: "Beetle" })
    expect(record).toMatchObject({ status: 201, body: { data: { createVehicle: { name: "Beetle" } } } })
    expect((await me.rest("GET", "/vehicles?depth=1")).body.data.vehicles).toMatchObject([
      { name: "Beetle", taskTargets: [] },
    ])
  })

  test("takes fields, which are written and filtered at once", async () => {
    const created = await me.rest("POST", "/metadata/fields", {
      objectMetadataId: id,
      type: "NUMBER",
      name: "wheels",
      label: "Wheels",
    })
    expect(created.status).toBe(201)
    expect(created.body).toMatchObject({
      type: "NUMBER",
      name: "wheels",
      objectMetadataId: id,
      isCustom: true,
      isNullable: true,
    })
    wheels = created.body.id
    const kind = await me.rest("POST", "/metadata/fields", {
      objectMetadataId: id,
      type: "SELECT",
      name: "kind",
      label: "Kind",
      options: [
        { value: "CAR", label: "Car" },
        { value: "BIKE", label: "Bike", color: "red" },
      ],
    })
    expect(kind.body.options).toMatchObject([
      { value: "CAR", position: 0 },
      { value: "BIKE", color: "red", position: 1 },
    ])
    await me.rest("POST", "/batch/vehicles", [
      { name: "Tandem", wheels: 2, kind: "BIKE" },
      { name: "Mini", wheels: 4, kind: "CAR" },
    ])
    expect(
      (await me.rest("GET", "/vehicles?filter=wheels[gt]:2,kind[eq]:CAR&fields=name")).body.data.vehicles,
    ).toMatchObject([{ name: "Mini" }])
  })

  test("is related to others", async () => {
    const company = (await me.rest("GET", "/metadata/objects")).body.data.find(
      (object: { nameSingular: string }) => object.nameSingular === "company",
    )
    const created = await me.rest("POST", "/metadata/fields", {
      objectMetadataId: id,
      type: "RELATION",
      name: "owner",
      label: "Owner",
      relationCreationPayload: { type: "MANY_TO_ONE", targetObjectMetadataId: company.id, targetFieldLabel: "Fleet" },
    })
    expect(created.status).toBe(201)
    expect(created.body.relation).toMatchObject({
      type: "MANY_TO_ONE",
      targetObjectMetadata: { nameSingular: "company" },
      targetFieldMetadata: { name: "fleet" },
    })
    const ownerId = (await me.rest("POST", "/companies", { name: "Hire" })).body.data.createCompany.id
    await me.rest("POST", "/vehicles", { name: "Van", ownerId })
    expect((await me.rest("GET", `/companies/${ownerId}?depth=1`)).body.data.company.fleet).toMatchObject([
      { name: "Van", ownerId },
    ])
  })

  test("is changed by PATCH and by PUT", async () => {
    const patched = await me.rest("PATCH", `/metadata/objects/${id}`, { labelSingular: "Car" })
    expect(patched).toMatchObject({ status: 200, body: { id, labelSingular: "Car" } })
    const put = await me.rest("PUT", `/metadata/fields/${wheels}`, { label: "Number of wheels" })
    expect(put).toMatchObject({ status: 200, body: { id: wheels, label: "Number of wheels" } })
    expect((await me.rest("GET", `/metadata/fields/${wheels}`)).body.label).toBe("Number of wheels")
    expect((await me.rest("GET", `/metadata/objects/${id}`)).body.labelSingular).toBe("Car")
  })

  test("is deleted with what belongs to it; the answer shows what it was", async () => {
    expect(await me.rest("DELETE", `/metadata/fields/${wheels}`)).toMatchObject({
      status: 200,
      body: { id: wheels, name: "wheels" },
    })
    expect((await me.rest("GET", "/vehicles")).body.data.vehicles[0]).not.toHaveProperty("wheels")
    expect(await me.rest("DELETE", `/metadata/objects/${id}`)).toMatchObject({
      status: 200,
      body: { id, nameSingular: "vehicle" },
    })
    expect((await me.rest("GET", "/vehicles")).body.messages).toEqual(["object 'vehicles' not found. eg: companies"])
    expect((await me.rest("GET", `/metadata/objects/${id}`)).status).toBe(404)
  })
})

describe("lists", () => {
  for (const resource of ["objects", "fields"]) {
    test(`${resource} are paged by their ids, forward and backward`, async () => {
      const all = (await me.rest("GET", `/metadata/${resource}`)).body
      expect(Object.keys(all)).toEqual(["data", "pageInfo", "totalCount"])
      expect(all.totalCount).toBe(all.data.length)
      expect(all.pageInfo).toEqual({ hasNextPage: false, startCursor: all.data[0].id, endCursor: all.data.at(-1).id })
      const third = all.data[2].id
      const next = (await me.rest("GET", `/metadata/${resource}?limit=3&starting_after=${third}`)).body
      expect(next.data).toEqual(all.data.slice(3, 6))
      expect(next.pageInfo.hasNextPage).toBe(true)
      const back = (await me.rest("GET", `/metadata/${resource}?limit=2&ending_before=${third}`)).body
      expect(back.data).toEqual(all.data.slice(0, 2))
      expect((await me.rest("GET", `/metadata/${resource}?limit=0`)).body.data).toEqual([])
    })
  }

  test("show a morph relation once, with all its targets", async () => {
    const objects = (await me.rest("GET", "/metadata/objects")).body.data
    const taskTarget = objects.find((object: { nameSingular: string }) => object.nameSingular === "taskTarget")
    const targets = taskTarget.fields.filter((field: { type: string }) => field.type === "MORPH_RELATION")
    expect(targets).toHaveLength(1)
    expect(targets[0]).toMatchObject({ name: "target", relation: null })
    const names = targets[0].morphRelations.map(
      (each: { targetObjectMetadata: { nameSingular: string } }) => each.targetObjectMetadata.nameSingular,
    )
    expect(names).toEqual(expect.arrayContaining(["company", "person", "opportunity"]))
  })
})

const badRequest = (...message: string[]) => ({ message, error: "Bad Request", statusCode: 400 })
const missing = (what: string) => ({
  statusCode: 404,
  error: "Error",
  messages: [`${what} metadata not found`],
  code: `${what.toUpperCase()}_METADATA_NOT_FOUND`,
})
const field = { objectMetadataId: nobody, name: "x", label: "X" }

const refusals: [string, string, unknown, Record<string, unknown> & { statusCode: number }][] = [
  ["GET", `/objects/${nobody}`, undefined, missing("Object")],
  ["GET", `/fields/${nobody}`, undefined, missing("Field")],
  ["PATCH", `/objects/${nobody}`, {}, missing("Object")],
  ["DELETE", `/fields/${nobody}`, undefined, missing("Field")],
  ["POST", "/fields", { ...field, type: "TEXT" }, missing("Object")],
  [
    "GET",
    "/objects/abc",
    undefined,
    { message: "Validation failed (uuid is expected)", error: "Bad Request", statusCode: 400 },
  ],
  [
    "GET",
    "/objects?limit=x",
    undefined,
    { statusCode: 400, error: "BadRequestException", messages: ["limit 'x' is invalid. Should be an integer"] },
  ],
  [
    "GET",
    `/objects?starting_after=${nobody}`,
    undefined,
    { statusCode: 400, error: "BadRequestException", messages: [`Invalid cursor: ${nobody}`] },
  ],
  ["GET", "/nonsense", undefined, { statusCode: 400 }],
  [
    "POST",
    "/objects",
    { nameSingular: 5, namePlural: "as", labelSingular: "A", labelPlural: "As" },
    badRequest("nameSingular must be a string"),
  ],
  ["POST", "/objects", [], badRequest("body must be an object")],
  [
    "POST",
    "/fields",
    { ...field, type: "TEXT", options: [{ value: 1, label: "x" }] },
    badRequest("options.0.value must be a string"),
  ],
  [
    "POST",
    "/objects",
    { ...vehicle, nameSingular: "company" },
    { statusCode: 400, error: "METADATA_VALIDATION_ERROR" },
  ],
]

describe("refused", () => {
  test.each(refusals)("%s %s", async (method, path, body, expected) => {
    const answer = await me.rest(method, `/metadata${path}`, body)
    expect([answer.status, answer.body]).toMatchObject([expected.statusCode, expected])
  })

  test("a field type that does not exist", async () => {
    const { status, body } = await me.rest("POST", "/metadata/fields", { ...field, type: "MAGIC" })
    expect(status).toBe(400)
    expect(body.message[0]).toStartWith("type must be one of the following values: ACTOR, ADDRESS")
  })

  test("everything that is wrong with a name, at once", async () => {
    const { status, body } = await me.rest("POST", "/metadata/objects", { ...vehicle, nameSingular: "Not good" })
    expect(status).toBe(400)
    expect(Object.keys(body)).toEqual(["statusCode", "error", "message", "errors", "summary"])
    expect(body.message).toBe("Multiple validation errors occurred while creating object")
    expect(body.errors.objectMetadata[0].errors[0]).toMatchObject({ code: "INVALID_OBJECT_INPUT", value: "Not good" })
  })

  test("the name of a standard field", async () => {
    const { data } = (await me.rest("GET", "/metadata/fields")).body
    const standard = data.find((each: { name: string }) => each.name === "employees")
    const { status, body } = await me.rest("PATCH", `/metadata/fields/${standard.id}`, { name: "heads" })
    expect([status, body]).toEqual([
      403,
      {
        statusCode: 403,
        error: "Error",
        messages: ["Cannot edit standard field metadata properties: name"],
        code: "FIELD_MUTATION_NOT_ALLOWED",
      },
    ])
  })
})
