/** Random edits of a data model, as calls of the metadata API. Some of them are refused; that is part of it. */
import { quoteIdent as q } from "../../src/db/sql.ts"
import type { SchemaChange } from "../../src/metadata/change.ts"
import type { FieldSchema, ObjectSchema, WorkspaceSchema } from "../../src/metadata/schema.ts"
import type { Database } from "../../src/ports/driver.ts"
import type { Random } from "./random.ts"

/** A change → the mutation that asks for it. */
export function mutationOf(change: SchemaChange): { query: string; variables: Record<string, unknown> } {
  const call = (name: string, type: string, input: unknown) => ({
    query: `mutation ($input: ${type}!) { ${name}(input: $input) { id } }`,
    variables: { input },
  })
  switch (change.kind) {
    case "createObject":
      return call("createOneObject", "CreateOneObjectInput", { object: change.input })
    case "updateObject":
      return call("updateOneObject", "UpdateOneObjectInput", { id: change.id, update: change.update })
    case "deleteObject":
      return call("deleteOneObject", "DeleteOneObjectInput", { id: change.id })
    case "createField":
      return call("createOneField", "CreateOneFieldMetadataInput", { field: change.input })
    case "updateField":
      return call("updateOneField", "UpdateOneFieldMetadataInput", { id: change.id, update: change.update })
    case "deleteField":
      return call("deleteOneField", "DeleteOneFieldInput", { id: change.id })
    case "createIndex":
      return call("createOneIndex", "CreateOneIndexInput", { index: change.input })
    case "deleteIndex":
      return call("deleteOneIndex", "DeleteOneIndexInput", { id: change.id })
  }
}

/** A few records, so that columns are added to tables with rows and options have values to move. */
export async function addRecord(db: Database, random: Random, schema: WorkspaceSchema): Promise<void> {
  const object = random.pick(customObjects(schema))
  if (!object) return
  const select = object.fields.find((field) => field.type === "SELECT")
  const value = select?.options?.[0]?.value
  const columns = value ? ` (${q(select.column!)}) values ('${value}')` : " default values"
  await db.script(`insert into ${q(schema.schemaName)}.${q(object.table)}${columns}`)
}

export function randomChange(random: Random, schema: WorkspaceSchema): SchemaChange {
  const objects = customObjects(schema)
  const object = random.pick(objects)
  if (!object || (objects.length < 6 && random.chance(0.15))) return createObject()
  const fields = object.fields.filter((field) => field.isCustom)
  const field = random.pick(fields)
  if (!field || (fields.length < 12 && random.chance(0.4))) return createField(random, object, schema)
  return random.pick([
    () => renameObject(object),
    () => ({ kind: "deleteObject", id: object.id }) as const,
    () => ({ kind: "updateObject", id: object.id, update: { isSearchable: !object.isSearchable } }) as const,
    () => renameField(field),
    () => renameField(field),
    () => changeOptions(random, field),
    () => changeOptions(random, field),
    () => ({ kind: "updateField", id: field.id, update: { isUnique: !field.isUnique } }) as const,
    () => ({ kind: "updateField", id: field.id, update: { isActive: !field.isActive } }) as const,
    () => ({ kind: "deleteField", id: field.id }) as const,
    () => indexChange(object, field),
  ])!()
}

function customObjects(schema: WorkspaceSchema): ObjectSchema[] {
  return schema.objects.filter((object) => object.isCustom)
}

function word(): string {
  return `x${crypto.randomUUID().slice(0, 8)}`
}

function createObject(): SchemaChange {
  const name = word()
  const input = { nameSingular: name, namePlural: `${name}s`, labelSingular: name, labelPlural: `${name}s` }
  return { kind: "createObject", input }
}

function renameObject(object: ObjectSchema): SchemaChange {
  const name = word()
  return { kind: "updateObject", id: object.id, update: { nameSingular: name, namePlural: `${name}s` } }
}

function renameField(field: FieldSchema): SchemaChange {
  return { kind: "updateField", id: field.id, update: { name: word(), label: "Renamed" } }
}

function options(random: Random) {
  const values = ["A", "B", "C", "D"].filter((value) => value === "A" || random.chance(0.6))
  return values.map((value) => ({ value, label: value }))
}

function changeOptions(random: Random, field: FieldSchema): SchemaChange {
  return { kind: "updateField", id: field.id, update: field.options ? { options: options(random) } : { label: word() } }
}

function createField(random: Random, object: ObjectSchema, schema: WorkspaceSchema): SchemaChange {
  const base = { objectMetadataId: object.id, name: word(), label: "Field" }
  const target = random.pick(schema.objects.filter((each) => !each.isSystem))!
  const relation = { targetObjectMetadataId: target.id, targetFieldLabel: word() }
  return {
    kind: "createField",
    input: random.pick([
      { ...base, type: "TEXT" as const },
      { ...base, type: "TEXT" as const, isUnique: true },
      { ...base, type: "NUMBER" as const, defaultValue: 1, isNullable: false },
      { ...base, type: "SELECT" as const, options: options(random), defaultValue: "'A'" },
      { ...base, type: "MULTI_SELECT" as const, options: options(random) },
      { ...base, type: "EMAILS" as const },
      { ...base, type: "RELATION" as const, relationCreationPayload: { ...relation, type: "MANY_TO_ONE" as const } },
      { ...base, type: "RELATION" as const, relationCreationPayload: { ...relation, type: "ONE_TO_MANY" as const } },
      {
        ...base,
        type: "MORPH_RELATION" as const,
        morphRelationsCreationPayload: [{ ...relation, type: "MANY_TO_ONE" as const }],
      },
    ])!,
  }
}

function indexChange(object: ObjectSchema, field: FieldSchema): SchemaChange {
  const own = object.indexes.find((index) => index.isCustom)
  if (own) return { kind: "deleteIndex", id: own.id }
  return { kind: "createIndex", input: { objectMetadataId: object.id, fields: [{ fieldMetadataId: field.id }] } }
}
