/** How a relation is written by what tells its target apart. */
import {
  GraphQLBoolean,
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLEnumType,
  type GraphQLInputFieldConfigMap,
} from "graphql"
import { fieldTypes } from "../../metadata/field-types/index.ts"
import type { FieldSchema, ObjectSchema } from "../../metadata/schema.ts"
import { uniqueKeys } from "../../records/unique-keys.ts"
import { composites, inputOf, uuidType } from "./scalars.ts"

export interface ConnectInputs {
  /** for relations that point at the object: `{ connect: { where: { id | unique field } } }` or `{ disconnect: true }` */
  one: GraphQLInputObjectType
  /** for many-to-many relations: `{ connect: [{ where }], disconnect: [{ where }] }`; an id may stand for `{ where: { id } }` */
  many: GraphQLInputObjectType
}

/** How records of the object are connected to others. */
export function connectInputs(
  name: string,
  object: ObjectSchema,
  enumOf: (field: FieldSchema) => GraphQLEnumType,
): ConnectInputs {
  const where = new GraphQLInputObjectType({
    name: `${name}WhereUniqueInput`,
    fields: () => uniqueFields(object, enumOf),
  })
  const connect = new GraphQLInputObjectType({
    name: `${name}ConnectInput`,
    fields: { where: { type: new GraphQLNonNull(where) } },
  })
  const list = new GraphQLList(new GraphQLNonNull(connect))
  return {
    one: new GraphQLInputObjectType({
      name: `${name}RelationInput`,
      fields: { connect: { type: connect }, disconnect: { type: GraphQLBoolean } },
    }),
    many: new GraphQLInputObjectType({
      name: `${name}RelationListInput`,
      fields: { connect: { type: list }, disconnect: { type: list } },
    }),
  }
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
