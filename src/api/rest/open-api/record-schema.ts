/** Fields of an object → JSON Schema, from what each field type says about its values. */
import { fieldTypes } from "../../../metadata/field-types/index.ts"
import { capitalize } from "../../../metadata/names.ts"
import type { Scalar } from "../../../metadata/scalar.ts"
import type { FieldSchema, Json, ObjectSchema } from "../../../metadata/schema.ts"
import { listOf, objectOf, ref, type JsonSchema } from "./document.ts"

export const schemaName = (object: ObjectSchema) => capitalize(object.nameSingular)

/** Under three names: what is sent to create, what is sent to update, and what comes back. */
export function recordSchemas(object: ObjectSchema): Record<string, JsonSchema> {
  const name = schemaName(object)
  const input = { ...objectOf(inputProperties(object)), ...described(object) }
  return {
    [name]: input,
    [`${name}ForUpdate`]: input,
    [`${name}ForResponse`]: { ...objectOf(answerProperties(object)), ...described(object) },
  }
}

function inputProperties(object: ObjectSchema): Record<string, Json> {
  return properties(object, (field) => {
    if (field.name === "updatedAt" || field.name === "updatedBy" || field.type === "TS_VECTOR") return {}
    if (!field.relation) return { [field.name]: valueSchema(field) }
    if (field.relation.junction) return { [field.name]: connectListSchema }
    if (field.relation.kind === "ONE_TO_MANY") return {}
    return { [field.relation.joinName]: joinSchema, [field.name]: connectSchema }
  })
}

function answerProperties(object: ObjectSchema): Record<string, Json> {
  return properties(object, (field) => {
    if (!field.relation) return { [field.name]: valueSchema(field) }
    const target = ref("schemas", `${schemaName(field.relation.target)}ForResponse`)
    if (field.relation.kind === "ONE_TO_MANY") return { [field.name]: listOf(target) }
    return { [field.relation.joinName]: joinSchema, [field.name]: { anyOf: [target, { type: "null" }] } }
  })
}

/** Open to any member, or a generated client would let nobody fill it in. */
const whereOne = objectOf({
  where: { type: "object", additionalProperties: true, description: "The id, or the value of a unique field" },
})

/** In place of the id: what tells the target apart. */
const connectSchema: JsonSchema = objectOf({
  connect: whereOne,
  disconnect: { type: "boolean" },
})

const farRecords = listOf({
  anyOf: [{ type: "string", format: "uuid" }, whereOne],
})

/** The records at the far end of a many-to-many relation, to be linked or no longer. */
const connectListSchema: JsonSchema = objectOf({ connect: farRecords, disconnect: farRecords })

const joinSchema: JsonSchema = { type: ["string", "null"], format: "uuid" }

function properties(object: ObjectSchema, of: (field: FieldSchema) => Record<string, Json>): Record<string, Json> {
  const served = object.fields.filter((field) => object.lookup.get(field.name)?.field === field)
  return Object.assign({}, ...served.map(of))
}

function valueSchema(field: FieldSchema): JsonSchema {
  const type = fieldTypes[field.type]
  const scalar = type.scalar(field)
  if (scalar) return { ...scalarSchema(scalar, field), ...described(field) }
  const parts = Object.entries(type.subfields).map(([key, part]) => [key, part.jsonSchema])
  return { ...objectOf(Object.fromEntries(parts)), ...described(field) }
}

function scalarSchema(scalar: Scalar, field: FieldSchema): JsonSchema {
  const schema = scalar.jsonSchema as JsonSchema
  const values = field.options?.map((option) => option.value)
  if (!values) return schema
  return schema.type === "array"
    ? { ...schema, items: { type: "string", enum: values } }
    : { ...schema, enum: [...values, null] }
}

function described({ description }: { description: string | null }): JsonSchema {
  return description ? { description } : {}
}
