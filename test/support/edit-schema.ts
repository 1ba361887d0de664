/**
 * Edits the schema of one workspace at random, for ever: `bun test/support/edit-schema.ts <url> <workspace id> <seed>`.
 * It is there to be killed. Edits that are refused are part of it; anything else ends it with what went wrong.
 */
import { systemPrincipal } from "../../src/auth/principal.ts"
import { quoteIdent as q } from "../../src/db/sql.ts"
import { AppError } from "../../src/errors.ts"
import { applySchemaChanges, type SchemaChange } from "../../src/metadata/change.ts"
import { compile } from "../../src/metadata/compile.ts"
import { loadMetadata } from "../../src/metadata/rows.ts"
import type { FieldSchema, ObjectSchema, WorkspaceSchema } from "../../src/metadata/schema.ts"
import { openPostgres } from "../../src/ports/postgres-js.ts"
import { seededRandom, type Random } from "./random.ts"

const [url, workspaceId, seed] = process.argv.slice(2) as [string, string, string]
const db = openPostgres({ url, poolSize: 2, applicationName: "schema chaos", statementTimeout: 0 })
const random = seededRandom(Number(seed))

for (;;) {
  const schema = compile(await loadMetadata(db, workspaceId))
  if (random.chance(0.3)) await addRecord(schema)
  const changes = Array.from({ length: random.chance(0.2) ? 2 : 1 }, () => randomChange(schema))
  try {
    await applySchemaChanges(db, systemPrincipal(workspaceId), changes)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
  }
}

/** A few records, so that columns are added to tables with rows and options have values to move. */
async function addRecord(schema: WorkspaceSchema): Promise<void> {
  const object = random.pick(customObjects(schema))
  if (!object) return
  const select = object.fields.find((field) => field.type === "SELECT")
  const value = select?.options?.[0]?.value
  const columns = value ? ` (${q(select.column!)}) values ('${value}')` : " default values"
  await db.script(`insert into ${q(schema.schemaName)}.${q(object.table)}${columns}`)
}

function randomChange(schema: WorkspaceSchema): SchemaChange {
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
