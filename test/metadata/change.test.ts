import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test"
import { systemPrincipal } from "../../src/auth/principal.ts"
import type { AppError } from "../../src/errors.ts"
import { applySchemaChanges, type ChangeResult, type SchemaChange } from "../../src/metadata/change.ts"
import type { FieldInput, FieldUpdate } from "../../src/metadata/field-input.ts"
import { compile } from "../../src/metadata/compile.ts"
import { examine } from "../../src/metadata/doctor.ts"
import { loadMetadata } from "../../src/metadata/rows.ts"
import type { ObjectSchema } from "../../src/metadata/schema.ts"
import type { Database } from "../../src/ports/driver.ts"
import { openPostgres } from "../../src/ports/postgres-js.ts"
import { createTestDatabase, type TestDatabase } from "../support/database.ts"
import { createBareWorkspace } from "../support/bare-workspace.ts"

let home: TestDatabase
let db: Database
let workspaceId: string
let schema: string
let rocketId: string

beforeAll(async () => {
  home = await createTestDatabase()
  db = openPostgres({ url: home.url, poolSize: 6, applicationName: "kith tests", statementTimeout: 0 })
  ;({ workspaceId, schemaName: schema } = await createBareWorkspace(db))
  rocketId = (await apply(createObject("rocket"))).ids[0]!
})

/** Whatever a test does, metadata and tables agree after it. */
afterEach(async () => {
  expect(await examine(db, workspaceId)).toEqual([])
})

afterAll(async () => {
  await db.close()
  await home.drop()
})

const apply = (...changes: SchemaChange[]): Promise<ChangeResult> =>
  applySchemaChanges(db, systemPrincipal(workspaceId), changes)

function createObject(name: string, more: object = {}): SchemaChange {
  const input = { nameSingular: name, namePlural: `${name}s`, labelSingular: name, labelPlural: `${name}s` }
  return { kind: "createObject", input: { ...input, ...more } }
}

function createField(input: Partial<FieldInput> & { name: string }): SchemaChange {
  return { kind: "createField", input: { objectMetadataId: rocketId, type: "TEXT", label: input.name, ...input } }
}

const addField = async (input: Partial<FieldInput> & { name: string }) => (await apply(createField(input))).ids[0]!
const updateField = (id: string, update: FieldUpdate) => apply({ kind: "updateField", id, update })

async function object(name: string): Promise<ObjectSchema> {
  const found = compile(await loadMetadata(db, workspaceId)).objects.find((each) => each.nameSingular === name)
  if (!found) throw new Error(`No object ${name}`)
  return found
}

const fieldNamed = async (objectName: string, name: string) =>
  (await object(objectName)).fields.find((each) => each.name === name)

/** Column values of a table, as JSON. */
async function stored(table: string, column: string, where = "true"): Promise<unknown[]> {
  const rows = await db.query<{ value: string }>(
    `select to_json("${column}") as value from ${schema}."${table}" where ${where} order by position, "createdAt"`,
  )
  return rows.map((row) => (row.value === null ? null : JSON.parse(row.value)))
}

async function refusal(...changes: SchemaChange[]): Promise<AppError> {
  const before = await loadMetadata(db, workspaceId)
  const error = await apply(...changes).then(
    () => Promise.reject(new Error("It was not refused")),
    (thrown: AppError) => thrown,
  )
  expect(error).toMatchObject({ name: "AppError" })
  expect(await loadMetadata(db, workspaceId)).toEqual(before)
  return error
}

/** Codes and messages of everything that is wrong. */
async function problems(...changes: SchemaChange[]): Promise<string[]> {
  const error = await refusal(...changes)
  const errors = error.extensions?.errors as
    Record<string, { errors: { code: string; message: string }[] }[]> | undefined
  return Object.values(errors ?? {}).flatMap((items) =>
    items.flatMap((item) => item.errors.map((each) => `${each.code} ${each.message}`)),
  )
}

describe("objects", () => {
  test("a new one has its table, its fields and a place in every activity", async () => {
    const { ids, before, after } = await apply(createObject("planet"))
    expect(after.version).toBe(before.version + 1)
    const planet = after.byId.get(ids[0]!)!
    expect(planet).toMatchObject({ table: "_planet", isCustom: true, labelField: { name: "name" } })
    await db.script(`insert into ${schema}._planet (name) values ('Mars')`)
    for (const activity of ["attachment", "noteTarget", "taskTarget", "timelineActivity"]) {
      expect(await fieldNamed(activity, "targetPlanet")).toMatchObject({ column: "planetId", type: "MORPH_RELATION" })
    }
    await db.script(`insert into ${schema}."noteTarget" ("planetId") select id from ${schema}._planet`)
  })

  test("a renamed one keeps its records, and what points at it follows", async () => {
    const { ids } = await apply(createObject("moon"))
    await db.script(`insert into ${schema}._moon (name) values ('Luna');
      insert into ${schema}."noteTarget" ("moonId") select id from ${schema}._moon`)
    const update = { nameSingular: "satellite", namePlural: "satellites", labelSingular: "Satellite" }
    await apply({ kind: "updateObject", id: ids[0]!, update })
    expect(await stored("_satellite", "name")).toEqual(["Luna"])
    expect(await stored("noteTarget", "satelliteId", `"satelliteId" is not null`)).toHaveLength(1)
    await db.script(`delete from ${schema}._satellite`)
    expect(await stored("noteTarget", "satelliteId", `"satelliteId" is not null`)).toEqual([])
    await apply(createObject("moon"))
  })

  test("search can be switched off and on", async () => {
    const { ids } = await apply(createObject("comet"))
    await apply({ kind: "updateObject", id: ids[0]!, update: { isSearchable: false } })
    await apply({ kind: "updateObject", id: ids[0]!, update: { isSearchable: true } })
    await apply({ kind: "updateObject", id: ids[0]!, update: { isActive: false } })
    expect(compile(await loadMetadata(db, workspaceId)).bySingular.has("comet")).toBe(false)
  })

  test("a deleted one goes with its table and everything that points at it", async () => {
    const { ids } = await apply(createObject("asteroid"))
    await addField({
      name: "hit",
      type: "RELATION",
      relationCreationPayload: { type: "MANY_TO_ONE", targetObjectMetadataId: ids[0]!, targetFieldLabel: "Rockets" },
    })
    await apply({ kind: "deleteObject", id: ids[0]! })
    expect(await fieldNamed("rocket", "hit")).toBeUndefined()
    expect(await fieldNamed("noteTarget", "targetAsteroid")).toBeUndefined()
    await apply(createObject("asteroid"))
  })

  test.each<[string, object, string]>([
    ["Upper", {}, "must start with lowercase letter"],
    ["with space", {}, "must start with lowercase letter"],
    [`o${"x".repeat(60)}`, {}, "is too long"],
    ["workspace", {}, "This name is reserved"],
    ["company", {}, "OBJECT_ALREADY_EXISTS"],
    ["ship", { namePlural: "ship" }, "cannot be the same"],
    ["ship", { namePlural: "companies" }, "OBJECT_ALREADY_EXISTS"],
    ["ship", { labelSingular: " " }, "Label must not be empty"],
    ["ship", { isLabelSyncedWithName: true, labelSingular: "Boat" }, "Names are not synced with labels"],
  ])("%s %p is refused", async (name, more, message) => {
    expect((await problems(createObject(name, more))).join("\n")).toContain(message)
  })

  test("a standard one is neither renamed nor deleted, and an unknown one is not found", async () => {
    const { id } = await object("company")
    expect(await refusal({ kind: "updateObject", id, update: { nameSingular: "firm" } })).toMatchObject({
      message: "Cannot edit standard object metadata properties: nameSingular",
    })
    expect((await problems({ kind: "deleteObject", id }))[0]).toContain("Standard objects cannot be deleted")
    const unknown = crypto.randomUUID()
    expect(await refusal({ kind: "deleteObject", id: unknown })).toMatchObject({ code: "NOT_FOUND" })
    expect(
      (await problems({ kind: "updateObject", id: rocketId, update: { labelIdentifierFieldMetadataId: unknown } }))[0],
    ).toContain("LABEL_IDENTIFIER_FIELD_METADATA_ID_NOT_FOUND")
  })
})

describe("fields", () => {
  test.each<Partial<FieldInput>>([
    { type: "TEXT", defaultValue: "'it''s'" },
    { type: "TEXT", isUnique: true },
    { type: "NUMBER", defaultValue: 3, isNullable: false },
    { type: "NUMBER", settings: { dataType: "int" } },
    { type: "BOOLEAN", defaultValue: true, isNullable: false },
    { type: "DATE" },
    { type: "DATE_TIME", defaultValue: "now" },
    { type: "CURRENCY" },
    { type: "EMAILS", isUnique: true },
    { type: "PHONES" },
    { type: "LINKS" },
    { type: "ADDRESS" },
    { type: "FULL_NAME" },
    { type: "ARRAY" },
    { type: "RAW_JSON" },
    { type: "RATING" },
    { type: "RICH_TEXT" },
    { type: "UUID" },
    { type: "FILES", settings: { maxNumberOfValues: 3 } },
    { type: "SELECT", options: [{ value: "A", label: "A" }], defaultValue: "'A'" },
    { type: "MULTI_SELECT", options: [{ value: "A", label: "A" }], defaultValue: ["'A'"] },
  ])("%p", async (input) => {
    await db.script(`insert into ${schema}._rocket default values`)
    const name = `f${crypto.randomUUID().slice(0, 8)}`
    const id = await addField({ name, ...input })
    await db.script(`insert into ${schema}._rocket default values`)
    await updateField(id, { name: `${name}x`, label: "Renamed" })
    await updateField(id, { isActive: false })
    await apply({ kind: "deleteField", id })
  })

  test("a rename keeps the values", async () => {
    const id = await addField({ name: "maker" })
    await db.script(`insert into ${schema}._rocket (maker) values ('ULA')`)
    await updateField(id, { name: "builder", label: "Builder" })
    expect(await stored("_rocket", "builder", "builder is not null")).toEqual(["ULA"])
  })

  test("a new field may take over a name that another gives up in the same change", async () => {
    const id = await addField({ name: "first" })
    await apply(
      { kind: "updateField", id, update: { name: "second", label: "Second" } },
      createField({ name: "first" }),
    )
    expect(await fieldNamed("rocket", "second")).toMatchObject({ id })
  })

  test.each<[Partial<FieldInput> & { name: string }, string]>([
    [{ name: "Upper" }, "must start with lowercase letter"],
    [{ name: "x".repeat(61) }, "is too long"],
    [{ name: "type" }, "This name is reserved"],
    [{ name: "name" }, "already used by another field"],
    [{ name: "createdByName" }, "reserved composite field name"],
    [{ name: "ok", label: " " }, "Label must not be empty"],
    [{ name: "ok", label: "Other", isLabelSyncedWithName: true }, "NAME_NOT_SYNCED_WITH_LABEL"],
    [{ name: "ok", type: "NUMERIC" }, "Use NUMBER instead"],
    [{ name: "ok", type: "TS_VECTOR" }, "cannot be created"],
    [{ name: "ok", type: "SELECT" }, "Options are required"],
    [{ name: "ok", type: "SELECT", options: [{ value: "a", label: "A" }] }, "UPPER_CASE"],
    [
      {
        name: "ok",
        type: "SELECT",
        options: [
          { value: "A", label: "A" },
          { value: "A", label: "B" },
        ],
      },
      "Duplicated option value",
    ],
    [
      { name: "ok", type: "SELECT", options: [{ value: "A", label: "A" }], defaultValue: "'B'" },
      "must be one of the option values",
    ],
    [{ name: "ok", type: "NUMBER", isNullable: false }, "Default value cannot be null"],
    [{ name: "ok", type: "NUMBER", defaultValue: "3" }, "must be a number"],
    [{ name: "ok", type: "BOOLEAN", defaultValue: 1 }, "must be true or false"],
    [{ name: "ok", defaultValue: "bare" }, "must be quoted"],
    [{ name: "ok", type: "CURRENCY", isUnique: true }, "cannot be unique"],
    [{ name: "ok", isUnique: true, defaultValue: "'x'" }, "cannot have a default value"],
    [{ name: "ok", type: "FILES" }, "maxNumberOfValues"],
    [{ name: "ok", type: "RELATION" }, "Relation creation payload is required"],
    [{ name: "ok", type: "MORPH_RELATION" }, "payloads are empty"],
  ])("%p is refused", async (input, message) => {
    expect((await problems(createField(input))).join("\n")).toContain(message)
  })

  test("standard fields keep their names, stay, and name their records", async () => {
    const name = (await fieldNamed("company", "name"))!
    expect(await refusal({ kind: "updateField", id: name.id, update: { name: "title" } })).toMatchObject({
      code: "FORBIDDEN",
    })
    expect(await refusal({ kind: "deleteField", id: name.id })).toMatchObject({ code: "FORBIDDEN" })
    expect((await problems({ kind: "updateField", id: name.id, update: { isActive: false } }))[0]).toContain(
      "Label identifier",
    )
    const label = await addField({ name: "callSign" })
    await apply({ kind: "updateObject", id: rocketId, update: { labelIdentifierFieldMetadataId: label } })
    expect((await problems({ kind: "deleteField", id: label }))[0]).toContain("update the label identifier field first")
    await apply({
      kind: "updateObject",
      id: rocketId,
      update: { labelIdentifierFieldMetadataId: (await fieldNamed("rocket", "name"))!.id },
    })
    await apply({ kind: "deleteField", id: label })
    expect(await refusal({ kind: "deleteField", id: label })).toMatchObject({ code: "NOT_FOUND" })
  })

  test("a field is not made required while records lack it", async () => {
    const id = await addField({ name: "motto" })
    await db.script(`insert into ${schema}._rocket default values`)
    const update = { isNullable: false, defaultValue: "'x'" }
    expect(await refusal({ kind: "updateField", id, update })).toMatchObject({
      code: "BAD_USER_INPUT",
      message: expect.stringContaining("motto"),
    })
    await db.script(`update ${schema}._rocket set motto = '-' where motto is null`)
    await updateField(id, update)
  })
})

describe("options", () => {
  const option = (value: string, id?: string) => ({ value, label: value, ...(id && { id }) })

  test("stored values follow renamed options, exchanged ones too, and removed ones become the default", async () => {
    const id = await addField({
      name: "phase",
      type: "SELECT",
      options: ["A", "B", "C", "D"].map((value) => option(value)),
      defaultValue: "'D'",
    })
    const ids = Object.fromEntries((await fieldNamed("rocket", "phase"))!.options!.map((each) => [each.value, each.id]))
    await db.script(`delete from ${schema}._rocket;
      insert into ${schema}._rocket (phase, position) values ('A', 1), ('B', 2), ('C', 3), ('D', 4), (null, 5)`)
    await updateField(id, { options: [option("B", ids.A), option("A", ids.B), option("D", ids.D)] })
    expect(await stored("_rocket", "phase")).toEqual(["B", "A", "D", "D", null])
    const error = await db.script(`update ${schema}._rocket set phase = 'C'`).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: "23514" })
  })

  test("the same in lists", async () => {
    const id = await addField({
      name: "tags",
      type: "MULTI_SELECT",
      options: ["A", "B", "C"].map((value) => option(value)),
    })
    const ids = Object.fromEntries((await fieldNamed("rocket", "tags"))!.options!.map((each) => [each.value, each.id]))
    await db.script(`delete from ${schema}._rocket;
      insert into ${schema}._rocket (tags, position) values ('{A,B}', 1), ('{C}', 2), ('{C,B}', 3), (null, 4)`)
    await updateField(id, { options: [option("B", ids.A), option("Z", ids.B)] })
    expect(await stored("_rocket", "tags")).toEqual([["B", "Z"], null, ["Z"], null])
  })

  test("a removed one becomes what replaces it, which has to be there", async () => {
    const id = await addField({
      name: "size",
      type: "SELECT",
      options: ["S", "M", "L"].map((value) => option(value)),
    })
    const listId = await addField({
      name: "sizes",
      type: "MULTI_SELECT",
      options: ["S", "M", "L"].map((value) => option(value)),
    })
    await db.script(`delete from ${schema}._rocket;
      insert into ${schema}._rocket (size, sizes, position) values ('S', '{S,L}', 1), ('M', '{S,M}', 2), ('L', '{L}', 3)`)
    const options = [option("M"), option("L")]
    expect(await problems({ kind: "updateField", id, update: { options, optionReplacements: { S: "XS" } } })).toEqual([
      'INVALID_FIELD_INPUT The replacement "XS" must be one of the option values',
    ])
    await updateField(id, { options, optionReplacements: { S: "M" } })
    await updateField(listId, { options, optionReplacements: { S: "L" } })
    expect(await stored("_rocket", "size")).toEqual(["M", "M", "L"])
    expect(await stored("_rocket", "sizes")).toEqual([["L"], ["L", "M"], ["L"]])
  })

  test("values follow while a field that is searched is renamed in the same change", async () => {
    const text = await addField({ name: "slogan" })
    const id = await addField({ name: "grade", type: "SELECT", options: [option("LOW"), option("HIGH")] })
    const low = (await fieldNamed("rocket", "grade"))!.options![0]!.id
    await db.script(`delete from ${schema}._rocket; insert into ${schema}._rocket (grade) values ('LOW')`)
    await apply(
      { kind: "updateField", id, update: { options: [option("SMALL", low), option("HIGH")] } },
      { kind: "updateField", id: text, update: { name: "claim", label: "Claim" } },
    )
    expect(await stored("_rocket", "grade")).toEqual(["SMALL"])
  })
})

describe("relations", () => {
  const payload = async (target: string, type: "MANY_TO_ONE" | "ONE_TO_MANY", targetFieldLabel: string) => ({
    type,
    targetObjectMetadataId: (await object(target)).id,
    targetFieldLabel,
  })

  test("many-to-one has the column, and lets go when the other record is destroyed", async () => {
    const id = await addField({
      name: "owner",
      type: "RELATION",
      relationCreationPayload: await payload("company", "MANY_TO_ONE", "Fleet"),
    })
    expect(await fieldNamed("company", "fleet")).toMatchObject({ column: null, relation: { kind: "ONE_TO_MANY" } })
    await db.script(`delete from ${schema}._rocket; insert into ${schema}.company (name) values ('Owner');
      insert into ${schema}._rocket ("ownerId") select id from ${schema}.company where name = 'Owner'`)
    await updateField(id, { name: "holder", label: "Holder" })
    expect(await stored("_rocket", "holderId", `"holderId" is not null`)).toHaveLength(1)
    await db.script(`delete from ${schema}.company where name = 'Owner'`)
    expect(await stored("_rocket", "holderId")).toEqual([null])
    await apply({ kind: "deleteField", id })
    expect(await fieldNamed("company", "fleet")).toBeUndefined()
  })

  test("asked for from the one side, the column is on the other", async () => {
    const id = await addField({
      name: "crew",
      type: "RELATION",
      relationCreationPayload: await payload("person", "ONE_TO_MANY", "Rocket"),
    })
    expect(await fieldNamed("person", "rocket")).toMatchObject({
      column: "rocketId",
      relation: { kind: "MANY_TO_ONE" },
    })
    await apply({ kind: "deleteField", id })
    expect(await fieldNamed("person", "rocket")).toBeUndefined()
  })

  test("a record may point at its own kind", async () => {
    await addField({
      name: "parent",
      type: "RELATION",
      relationCreationPayload: await payload("rocket", "MANY_TO_ONE", "Children"),
    })
    const same = await payload("rocket", "MANY_TO_ONE", "Loop")
    expect(
      (await problems(createField({ name: "loop", type: "RELATION", relationCreationPayload: same }))).join(),
    ).toContain("same name")
  })

  test("a morph relation has a column for each target, and goes as a whole", async () => {
    const id = await addField({
      name: "cargo",
      type: "MORPH_RELATION",
      morphRelationsCreationPayload: [
        await payload("company", "MANY_TO_ONE", "Cargo of"),
        await payload("person", "MANY_TO_ONE", "Cargo of"),
      ],
    })
    expect(await fieldNamed("rocket", "cargoCompany")).toMatchObject({ column: "cargoCompanyId" })
    expect(await fieldNamed("rocket", "cargoPerson")).toMatchObject({ column: "cargoPersonId" })
    await apply({ kind: "deleteField", id })
    expect(await fieldNamed("rocket", "cargoPerson")).toBeUndefined()
    expect(await fieldNamed("company", "cargoOf")).toBeUndefined()
  })

  test("names that are taken on either side are refused", async () => {
    const people = await payload("company", "MANY_TO_ONE", "People")
    expect(
      (await problems(createField({ name: "boss", type: "RELATION", relationCreationPayload: people }))).join(),
    ).toContain('"people" is not available')
    await addField({ name: "pilotId" })
    const pilots = await payload("person", "MANY_TO_ONE", "Piloted")
    expect(
      (await problems(createField({ name: "pilot", type: "RELATION", relationCreationPayload: pilots }))).join(),
    ).toContain('"pilotId" is not available')
    const nowhere = { ...pilots, targetObjectMetadataId: crypto.randomUUID() }
    expect(
      (await problems(createField({ name: "boss", type: "RELATION", relationCreationPayload: nowhere }))).join(),
    ).toContain("target not found")
  })
})

describe("unique fields and indexes", () => {
  test("values that occur more than once are shown, and deleted records reserve nothing", async () => {
    const id = await addField({ name: "serial" })
    await db.script(`insert into ${schema}._rocket (serial) values ('1'), ('1'), ('2'), (''), ('')`)
    expect(await refusal({ kind: "updateField", id, update: { isUnique: true } })).toMatchObject({
      subCode: "DUPLICATE_VALUES",
      message: expect.stringContaining('"1" (2)'),
    })
    await db.script(`update ${schema}._rocket set "deletedAt" = now() where serial = '1'`)
    await updateField(id, { isUnique: true })
    await updateField(id, { isUnique: false })
  })

  test("by hand, over several fields", async () => {
    const [a, b] = [await addField({ name: "lot" }), await addField({ name: "piece" })]
    await db.script(`insert into ${schema}._rocket (lot, piece) values ('1', '1'), ('1', '2')`)
    const input = {
      objectMetadataId: rocketId,
      fields: [{ fieldMetadataId: a }, { fieldMetadataId: b }],
      isUnique: true,
    }
    const { ids } = await apply({ kind: "createIndex", input })
    const twice = await db
      .script(`insert into ${schema}._rocket (lot, piece) values ('1', '2')`)
      .catch((thrown: unknown) => thrown)
    expect(twice).toMatchObject({ code: "23505" })
    expect(await refusal({ kind: "createIndex", input })).toMatchObject({ code: "CONFLICT" })
    await apply({ kind: "deleteIndex", id: ids[0]! })
    expect(await refusal({ kind: "deleteIndex", id: ids[0]! })).toMatchObject({ code: "NOT_FOUND" })
    await db.script(`insert into ${schema}._rocket (lot, piece) values ('1', '2')`)
    expect((await refusal({ kind: "createIndex", input })).message).toContain('"lot" with "piece" cannot be unique yet')
  })

  test("that cannot be are refused", async () => {
    const id = (await fieldNamed("rocket", "name"))!.id
    const base = { objectMetadataId: rocketId, fields: [{ fieldMetadataId: id }] }
    const index = (more: object): SchemaChange => ({ kind: "createIndex", input: { ...base, ...more } })
    expect((await problems(index({ fields: [] })))[0]).toContain("at least one field")
    expect((await problems(index({ indexType: "GIN" })))[0]).toContain("GIN")
    expect((await problems(index({ fields: [...base.fields, ...base.fields] })))[0]).toContain("once")
    expect((await problems(index({ fields: [{ fieldMetadataId: id, subFieldName: "nope" }] })))[0]).toContain(
      "no subfield nope",
    )
    expect((await problems(index({ objectMetadataId: (await object("company")).id })))[0]).toContain("another object")
  })
})

describe("together or not at all", () => {
  test("one step that is refused undoes the others", async () => {
    await refusal(createObject("ghost"), createField({ name: "ghostly" }), createField({ name: "name" }))
  })

  test("edits at the same time come one after the other", async () => {
    const names = Array.from({ length: 8 }, (_, i) => `parallel${i}`)
    const versions = (await Promise.all(names.map((name) => apply(createField({ name }))))).map(
      (result) => result.after.version,
    )
    expect(new Set(versions).size).toBe(8)
    const fields = new Set((await object("rocket")).fields.map((field) => field.name))
    expect(names.filter((name) => !fields.has(name))).toEqual([])
  })

  test("a table in use makes a change wait, not everybody else", async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    const reader = db.transaction(async (tx) => {
      await tx.query(`select count(*) from ${schema}._rocket`)
      await held
    })
    await Bun.sleep(50)
    const change = apply(createField({ name: "patient" }))
    await Bun.sleep(400)
    const start = performance.now()
    await db.query(`select count(*) from ${schema}._rocket`)
    expect(performance.now() - start).toBeLessThan(250)
    release()
    await Promise.all([reader, change])
  })

  test("only who may change the data model does", async () => {
    const principal = systemPrincipal(workspaceId)
    const member = { ...principal, role: { ...principal.role, canUpdateAllSettings: false } }
    const error = await applySchemaChanges(db, member, [createField({ name: "sneaky" })]).catch(
      (thrown: unknown) => thrown,
    )
    expect(error).toMatchObject({ code: "FORBIDDEN", subCode: "PERMISSION_DENIED" })
  })

  test("each change is kept as data, with the version it led to", async () => {
    const { after } = await apply(createField({ name: "noted" }))
    const rows = await db.query<{ name: string; migrations: string }>(
      `select name, migrations::text from core."workspaceMigration" where "workspaceId" = $1::uuid and version = $2`,
      [workspaceId, after.version],
    )
    expect(rows).toHaveLength(1)
    expect(JSON.parse(rows[0]!.migrations)).toMatchObject([
      { name: "_rocket", action: "ALTER", columns: [{ action: "CREATE", columnName: "noted" }] },
    ])
  })
})
