/** The workspace's schema as a graphql-js value, for introspection: what generated clients and MCP servers read. */
import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  type GraphQLScalarType,
  GraphQLString,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigArgumentMap,
  type GraphQLFieldConfigMap,
  type GraphQLInputFieldConfigMap,
  type GraphQLOutputType,
} from "graphql"
import { fieldTypes } from "../../metadata/field-types/index.ts"
import { capitalize } from "../../metadata/names.ts"
import { uuid } from "../../metadata/scalar.ts"
import { Recent } from "../../recent.ts"
import type { FieldSchema, ObjectSchema, WorkspaceSchema } from "../../metadata/schema.ts"
import { connectInputs, type ConnectInputs } from "./connect-inputs.ts"
import {
  aggregateFields,
  groupArguments,
  groupByInput,
  groupConnection,
  orderByWithGroupByInput,
  type GroupTypes,
} from "./schema-groups.ts"
import { isShown, rootsOf, type MutationKind, type QueryKind } from "./roots.ts"
import {
  composites,
  cursorType,
  filterOf,
  inputOf,
  orderByDirection,
  outputOf,
  pageInfoType,
  uuidType,
  viewFilterArgument,
} from "./scalars.ts"
import { typeName } from "./select.ts"

/** Only descriptions of the schema need it, and one takes seven times what the workspace's own schema does. */
const kept = new Recent<WorkspaceSchema, GraphQLSchema>(10)

export function graphqlSchemaOf(schema: WorkspaceSchema): GraphQLSchema {
  const known = kept.get(schema)
  if (known) return known
  const built = buildSchema(schema)
  kept.set(schema, built)
  return built
}

interface ObjectTypes extends GroupTypes {
  record: GraphQLObjectType
  connection: GraphQLObjectType
  create: GraphQLInputObjectType
  update: GraphQLInputObjectType
  filter: GraphQLInputObjectType
  orderBy: GraphQLInputObjectType
  connect: ConnectInputs
}

type Lookup = (object: ObjectSchema) => ObjectTypes

function buildSchema(schema: WorkspaceSchema): GraphQLSchema {
  const all = new Map<ObjectSchema, ObjectTypes>()
  const lookup: Lookup = (object) => all.get(object)!
  for (const object of schema.bySingular.values()) all.set(object, objectTypes(object, lookup))
  const roots = rootsOf(schema)
  const query = [...roots.query]
    .filter(([, root]) => isShown(root))
    .map(([name, { kind, object }]) => [name, queryField(kind, lookup(object))])
  const mutation = [...roots.mutation]
    .filter(([, root]) => isShown(root))
    .map(([name, { kind, object }]) => [name, mutationField(kind, lookup(object))])
  return new GraphQLSchema({
    query: new GraphQLObjectType({ name: "Query", fields: Object.fromEntries(query) }),
    mutation: new GraphQLObjectType({ name: "Mutation", fields: Object.fromEntries(mutation) }),
  })
}

// --- root fields ----------------------------------------------------------------------------------------------------

const required = GraphQLNonNull

function queryField(kind: QueryKind, types: ObjectTypes): GraphQLFieldConfig<unknown, unknown> {
  switch (kind) {
    case "findOne":
      return findOne(types)
    case "findMany":
      return findMany(types)
    case "groupBy":
      return groupBy(types)
    case "duplicates":
      return findDuplicates(types)
  }
}

function groupBy(types: ObjectTypes) {
  return { type: new GraphQLList(new required(types.groupConnection)), args: groupArguments(types) }
}

function findDuplicates(types: ObjectTypes) {
  return {
    type: new GraphQLList(new required(types.connection)),
    args: {
      ids: { type: new GraphQLList(new required(uuidType)) },
      data: { type: new GraphQLList(new required(types.create)) },
    },
  }
}

function findOne(types: ObjectTypes) {
  return { type: types.record, args: { filter: { type: new required(types.filter) } } }
}

function findMany(types: ObjectTypes) {
  return { type: new required(types.connection), args: { ...listArguments(types), viewFilter: viewFilterArgument } }
}

function listArguments(types: ObjectTypes): GraphQLFieldConfigArgumentMap {
  return {
    filter: { type: types.filter },
    orderBy: { type: new GraphQLList(types.orderBy) },
    first: { type: GraphQLInt },
    last: { type: GraphQLInt },
    before: { type: GraphQLString },
    after: { type: GraphQLString },
    offset: { type: GraphQLInt },
  }
}

function mutationField(kind: MutationKind, types: ObjectTypes) {
  const isMany = kind.endsWith("Many")
  const type = isMany ? new GraphQLList(new required(types.record)) : types.record
  const target: GraphQLFieldConfigArgumentMap = isMany
    ? { filter: { type: new required(types.filter) } }
    : { id: { type: new required(uuidType) } }
  if (kind === "createOne")
    return { type, args: { data: { type: new required(types.create) }, upsert: { type: GraphQLBoolean } } }
  if (kind === "createMany") {
    return {
      type,
      args: {
        data: { type: new required(new GraphQLList(new required(types.create))) },
        upsert: { type: GraphQLBoolean },
        partial: { type: GraphQLBoolean },
      },
    }
  }
  if (kind === "merge") return { type, args: mergeArguments }
  if (kind.startsWith("update")) return { type, args: { ...target, data: { type: new required(types.update) } } }
  return { type, args: target }
}

const mergeArguments: GraphQLFieldConfigArgumentMap = {
  ids: { type: new required(new GraphQLList(new required(uuidType))) },
  conflictPriorityIndex: { type: new required(GraphQLInt) },
  dryRun: { type: GraphQLBoolean },
}

// --- objects --------------------------------------------------------------------------------------------------------

function objectTypes(object: ObjectSchema, lookup: Lookup): ObjectTypes {
  const name = typeName(object)
  const enums = new Map<FieldSchema, GraphQLEnumType>()
  const enumOf = (field: FieldSchema) => {
    const known = enums.get(field) ?? enumType(name, field)
    enums.set(field, known)
    return known
  }
  const input = (kind: "Create" | "Update") =>
    new GraphQLInputObjectType({ name: `${name}${kind}Input`, fields: () => inputFields(object, lookup, enumOf, kind) })
  const record = new GraphQLObjectType({
    name,
    description: object.description,
    fields: () => recordFields(object, lookup, enumOf),
  })
  const connection = connectionType(object, record)
  return {
    record,
    connection,
    groupConnection: groupConnection(object, connection),
    groupBy: groupByInput(object, lookup, members),
    orderByWithGroupBy: orderByWithGroupByInput(object, lookup, members),
    create: input("Create"),
    update: input("Update"),
    filter: filterType(name, object, lookup, enumOf),
    connect: connectInputs(name, object, enumOf),
    orderBy: new GraphQLInputObjectType({ name: `${name}OrderByInput`, fields: () => orderFields(object, lookup) }),
  }
}

function enumType(objectName: string, field: FieldSchema): GraphQLEnumType {
  const values = Object.fromEntries(
    (field.options ?? []).map((option) => [option.value, { description: option.label }]),
  )
  return new GraphQLEnumType({ name: `${objectName}${capitalize(field.name)}Enum`, values })
}

function connectionType(object: ObjectSchema, record: GraphQLObjectType): GraphQLObjectType {
  const name = typeName(object)
  const edge = new GraphQLObjectType({
    name: `${name}Edge`,
    fields: { node: { type: new required(record) }, cursor: { type: new required(cursorType) } },
  })
  return new GraphQLObjectType({
    name: `${name}Connection`,
    fields: {
      edges: { type: new required(new GraphQLList(new required(edge))) },
      pageInfo: { type: new required(pageInfoType) },
      totalCount: {
        type: GraphQLInt,
        description: "How many records there are; with `estimated` about how many, which costs little for millions",
        args: { estimated: { type: GraphQLBoolean, defaultValue: false } },
      },
      ...aggregateFields(object),
    },
  })
}

/** Names of the object's members without the older spellings, which work but are not advertised. */
function* members(object: ObjectSchema): Generator<[string, FieldSchema, "field" | "join"]> {
  for (const [name, { kind, field }] of object.lookup) {
    if (name === field.name || name === field.relation?.joinName) yield [name, field, kind]
  }
}

type EnumOf = (field: FieldSchema) => GraphQLEnumType

function recordFields(object: ObjectSchema, lookup: Lookup, enumOf: EnumOf): GraphQLFieldConfigMap<unknown, unknown> {
  const fields: GraphQLFieldConfigMap<unknown, unknown> = {}
  for (const [name, field, kind] of members(object)) {
    const type = fieldTypes[field.type]
    const description = field.description
    if (kind === "join") fields[name] = { type: uuidType, description }
    else if (field.relation?.kind === "MANY_TO_ONE")
      fields[name] = { type: lookup(field.relation.target).record, description }
    else if (field.relation) {
      const target = lookup(field.relation.target)
      fields[name] = { type: target.connection, args: listArguments(target), description }
    } else {
      const output: GraphQLOutputType = type.composite
        ? composites.get(type.composite)!.output
        : outputOf(type.scalar(field)!, () => enumOf(field))
      fields[name] = { type: field.name === "id" ? new required(output as GraphQLScalarType) : output, description }
    }
  }
  return fields
}

/** What a list of links leads on to, where it does. */
function farObject({ relation }: FieldSchema): ObjectSchema | null {
  const end = relation?.junction
  return end && end.object.lookup.get(end.name)?.field === end ? end.relation!.target : null
}

function inputFields(
  object: ObjectSchema,
  lookup: Lookup,
  enumOf: EnumOf,
  kind: "Create" | "Update",
): GraphQLInputFieldConfigMap {
  const fields: GraphQLInputFieldConfigMap = {}
  for (const [name, field, member] of members(object)) {
    const type = fieldTypes[field.type]
    if (member === "join") fields[name] = { type: uuidType }
    else if (field.relation?.kind === "MANY_TO_ONE") fields[name] = { type: lookup(field.relation.target).connect.one }
    else if (farObject(field)) fields[name] = { type: lookup(farObject(field)!).connect.many }
    else if (field.relation || field.type === "TS_VECTOR") continue
    else if (type.composite)
      fields[name] = { type: composites.get(type.composite)![kind === "Create" ? "create" : "update"] }
    else fields[name] = { type: inputOf(type.scalar(field)!, () => enumOf(field)) }
  }
  return fields
}

function filterType(name: string, object: ObjectSchema, lookup: Lookup, enumOf: EnumOf): GraphQLInputObjectType {
  const enumFilters = new Map<FieldSchema, GraphQLInputObjectType>()
  const type: GraphQLInputObjectType = new GraphQLInputObjectType({
    name: `${name}FilterInput`,
    fields: () => ({
      and: { type: new GraphQLList(type) },
      or: { type: new GraphQLList(type) },
      not: { type },
      ...Object.fromEntries(
        [...members(object)].map(([key, field, kind]) => [key, { type: filterMember(field, kind) }]),
      ),
    }),
  })
  const filterMember = (field: FieldSchema, kind: "field" | "join"): GraphQLInputObjectType => {
    const fieldType = fieldTypes[field.type]
    if (kind === "join") return filterOf(uuid)
    if (field.relation) return lookup(field.relation.target).filter
    if (fieldType.composite) return composites.get(fieldType.composite)!.filter
    const scalar = fieldType.scalar(field)!
    if (scalar.graphqlFilter !== "enum") return filterOf(scalar)
    const known = enumFilters.get(field) ?? filterOf(scalar, enumOf(field))
    enumFilters.set(field, known)
    return known
  }
  return type
}

function orderFields(object: ObjectSchema, lookup: Lookup): GraphQLInputFieldConfigMap {
  const fields: GraphQLInputFieldConfigMap = {}
  for (const [name, field, kind] of members(object)) {
    const type = fieldTypes[field.type]
    if (kind === "field" && field.relation?.kind === "ONE_TO_MANY") continue
    if (kind === "field" && field.relation) fields[name] = { type: lookup(field.relation.target).orderBy }
    else fields[name] = { type: type.composite ? composites.get(type.composite)!.orderBy : orderByDirection }
  }
  return fields
}
