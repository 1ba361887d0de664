/** Types of aggregates and of `{plural}GroupBy`, for introspection. */
import {
  GraphQLBoolean,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLFieldConfigArgumentMap,
  type GraphQLFieldConfigMap,
  type GraphQLInputFieldConfigMap,
  type GraphQLInputType,
} from "graphql"
import { fieldTypes } from "../../metadata/field-types/index.ts"
import type { FieldSchema, ObjectSchema } from "../../metadata/schema.ts"
import { aggregatesOf } from "../../records/aggregate.ts"
import { isGroupable } from "../../records/group.ts"
import {
  aggregateTypes,
  composites,
  groupByDate,
  jsonType,
  orderByDate,
  orderByDirection,
  uuidType,
  viewFilterArgument,
} from "./scalars.ts"
import { typeName } from "./select.ts"

export interface GroupTypes {
  filter: GraphQLInputObjectType
  orderBy: GraphQLInputObjectType
  groupConnection: GraphQLObjectType
  groupBy: GraphQLInputObjectType
  orderByWithGroupBy: GraphQLInputObjectType
}

type Lookup = (object: ObjectSchema) => GroupTypes
type Members = (object: ObjectSchema) => Iterable<[string, FieldSchema, "field" | "join"]>

export function aggregateFields(object: ObjectSchema): GraphQLFieldConfigMap<unknown, unknown> {
  return Object.fromEntries([...aggregatesOf(object)].map(([name, { type }]) => [name, { type: aggregateTypes[type] }]))
}

/** The members of a connection, and which group it is. */
export function groupConnection(object: ObjectSchema, connection: GraphQLObjectType): GraphQLObjectType {
  return new GraphQLObjectType({
    name: `${typeName(object)}GroupByConnection`,
    fields: () => {
      const { edges, pageInfo, totalCount } = connection.getFields()
      return {
        edges: { type: edges!.type },
        pageInfo: { type: pageInfo!.type },
        totalCount: { type: totalCount!.type },
        ...aggregateFields(object),
        groupByDimensionValues: { type: new GraphQLNonNull(jsonType) },
      }
    },
  })
}

export function groupArguments(types: GroupTypes): GraphQLFieldConfigArgumentMap {
  return {
    groupBy: { type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(types.groupBy))) },
    filter: { type: types.filter },
    orderBy: { type: new GraphQLList(types.orderByWithGroupBy) },
    orderByForRecords: { type: new GraphQLList(types.orderBy) },
    viewId: { type: uuidType },
    viewFilter: viewFilterArgument,
    limit: { type: GraphQLInt },
    offsetForRecords: { type: GraphQLInt },
    first: { type: GraphQLInt, description: "Records that each group shows" },
  }
}

export function groupByInput(object: ObjectSchema, lookup: Lookup, members: Members): GraphQLInputObjectType {
  return new GraphQLInputObjectType({
    name: `${typeName(object)}GroupByInput`,
    fields: () =>
      dimensionFields(object, members, {
        value: GraphQLBoolean,
        date: groupByDate,
        composite: (name) => composites.get(name)!.groupBy,
        related: (target) => lookup(target).groupBy,
      }),
  })
}

export function orderByWithGroupByInput(object: ObjectSchema, lookup: Lookup, members: Members) {
  const aggregate = new GraphQLInputObjectType({
    name: `${typeName(object)}OrderByWithGroupByAggregateInput`,
    fields: Object.fromEntries(
      ["totalCount", ...aggregatesOf(object).keys()].map((name) => [name, { type: orderByDirection }]),
    ),
  })
  return new GraphQLInputObjectType({
    name: `${typeName(object)}OrderByWithGroupByInput`,
    fields: () => ({
      aggregate: { type: aggregate },
      ...dimensionFields(object, members, {
        value: orderByDirection,
        date: orderByDate,
        composite: (name) => composites.get(name)!.orderBy,
        related: (target) => lookup(target).orderByWithGroupBy,
      }),
    }),
  })
}

/** What stands for a dimension of each kind. */
interface DimensionTypes {
  value: GraphQLInputType
  date: GraphQLInputType
  composite(name: string): GraphQLInputType
  related(target: ObjectSchema): GraphQLInputType
}

function dimensionFields(object: ObjectSchema, members: Members, types: DimensionTypes): GraphQLInputFieldConfigMap {
  const fields: GraphQLInputFieldConfigMap = {}
  for (const [name, field, kind] of members(object)) {
    const type = dimensionType(field, kind, types)
    if (type) fields[name] = { type }
  }
  return fields
}

function dimensionType(field: FieldSchema, kind: "field" | "join", types: DimensionTypes): GraphQLInputType | null {
  if (kind === "join") return types.value
  if (field.relation) return field.relation.kind === "MANY_TO_ONE" ? types.related(field.relation.target) : null
  const { composite, scalar } = fieldTypes[field.type]
  if (composite) return types.composite(composite)
  const value = scalar(field)!
  if (!isGroupable(value)) return null
  return value.graphql === "DateTime" || value.graphql === "Date" ? types.date : types.value
}
