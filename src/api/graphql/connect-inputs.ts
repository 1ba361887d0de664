/** How a relation is written by what tells its target apart. */
import {
  GraphQLBoolean,
  GraphQLInputObjectType,
  GraphQLNonNull,
  type GraphQLEnumType,
  type GraphQLInputFieldConfigMap,
} from "graphql"
import { fieldTypes } from "../../metadata/field-types/index.ts"
import type { FieldSchema, ObjectSchema } from "../../metadata/schema.ts"
import { uniqueKeys } from "../../records/unique-keys.ts"
import { composites, inputOf, uuidType } from "./scalars.ts"

/** `{ connect: { where: { id | unique field } } }` or `{ disconnect: true }`, for relations that point at the object. */
export function connectInput(
  name: string,
  object: ObjectSchema,
  enumOf: (field: FieldSchema) => GraphQLEnumType,
): GraphQLInputObjectType {
  const where = new GraphQLInputObjectType({
    name: `${name}WhereUniqueInput`,
    fields: () => uniqueFields(object, enumOf),
  })
  const connect = new GraphQLInputObjectType({
    name: `${name}ConnectInput`,
    fields: { where: { type: new GraphQLNonNull(where) } },
  })
  return new GraphQLInputObjectType({
    name: `${name}RelationInput`,
    fields: { connect: { type: connect }, disconnect: { type: GraphQLBoolean } },
  })
}

function uniqueFields(
  object: ObjectSchema,
  enumOf: (field: FieldSchema) => GraphQLEnumType,
): GraphQLInputFieldConfigMap {
  const fields: GraphQLInputFieldConfigMap = {}
  for (const { field } of uniqueKeys(object).flatMap((key) => key.parts)) {
    const type = fieldTypes[field.type]
    if (field.relation) fields[field.relation.joinName] = { type: uuidType }
    else if (object.lookup.get(field.name)?.field !== field) continue
    else if (type.composite) fields[field.name] = { type: composites.get(type.composite)!.create }
    else fields[field.name] = { type: inputOf(type.scalar(field)!, () => enumOf(field)) }
  }
  return fields
}
