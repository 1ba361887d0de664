/** Types that are the same in every workspace, made once: scalars, composites, filters. */
import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLFloat,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLString,
  type GraphQLInputType,
  type GraphQLOutputType,
} from "graphql"
import { actorSources } from "../../metadata/field-types/actor.ts"
import { fieldTypes } from "../../metadata/field-types/index.ts"
import * as scalars from "../../metadata/scalar.ts"
import { granularities, weekStartDays } from "../../records/date-bucket.ts"
import { isGroupable } from "../../records/group.ts"
import { directions } from "../../records/query.ts"

const custom = (name: string, description: string) => new GraphQLScalarType({ name, description })

export const orderByDirection = new GraphQLEnumType({
  name: "OrderByDirection",
  values: Object.fromEntries(directions.map((each) => [each, {}])),
})

export const filterIs = new GraphQLEnumType({ name: "FilterIs", values: { NULL: {}, NOT_NULL: {} } })

export const uuidType = custom("UUID", "A UUID")
export const cursorType = custom("Cursor", "Mark of a record in a list; opaque")
const connectionCursor = custom("ConnectionCursor", "Mark of a record in a list; opaque")
export const jsonType = custom("JSON", "Any JSON value")

export const viewFilterArgument = {
  type: jsonType,
  description:
    "What a view would filter by, beside the filter: { viewFilters: [{ fieldMetadataId, operand, value, subFieldName, viewFilterGroupId }], viewFilterGroups: [{ id, parentViewFilterGroupId, logicalOperator }], anyFieldFilterValue }",
}

const fileType = new GraphQLObjectType({
  name: "FileObject",
  fields: {
    fileId: { type: uuidType },
    label: { type: GraphQLString },
    extension: { type: GraphQLString },
    url: { type: GraphQLString },
  },
})

/** What else a client has read of a file it may send back; it is not looked at. */
const fileInput = new GraphQLInputObjectType({
  name: "FileItemInput",
  fields: {
    fileId: { type: new GraphQLNonNull(uuidType) },
    label: { type: GraphQLString },
    extension: { type: GraphQLString },
    url: { type: GraphQLString },
  },
})

const actorSource = new GraphQLEnumType({
  name: "ActorSourceEnum",
  values: Object.fromEntries(actorSources.map((each) => [each, {}])),
})

/** Output types of single values by the name that scalars give them. */
const outputs: Record<string, GraphQLOutputType> = {
  String: GraphQLString,
  Boolean: GraphQLBoolean,
  Int: GraphQLInt,
  Float: GraphQLFloat,
  BigInt: custom("BigInt", "A whole number beyond 32 bits"),
  BigFloat: custom("BigFloat", "A decimal number of any precision"),
  Position: custom("Position", 'A place in a manual order; "first" and "last" are accepted'),
  UUID: uuidType,
  DateTime: custom("DateTime", "An instant in ISO 8601, UTC"),
  Date: custom("Date", "A day, YYYY-MM-DD"),
  JSON: jsonType,
  TSVector: custom("TSVector", "Words for full-text search"),
  ActorSourceEnum: actorSource,
  "[String]": new GraphQLList(GraphQLString),
  "[FileObject]": new GraphQLList(fileType),
}

export function outputOf(scalar: scalars.Scalar, enumType: () => GraphQLEnumType): GraphQLOutputType {
  if (scalar.graphql === "enum") return enumType()
  if (scalar.graphql === "[enum]") return new GraphQLList(enumType())
  const type = outputs[scalar.graphql]
  if (!type) throw new Error(`No GraphQL type for ${scalar.graphql}`)
  return type
}

export function inputOf(scalar: scalars.Scalar, enumType: () => GraphQLEnumType): GraphQLInputType {
  if (scalar.graphql === "[FileObject]") return new GraphQLList(fileInput)
  return outputOf(scalar, enumType) as GraphQLInputType
}

// --- filters --------------------------------------------------------------------------------------------------------

const filterTypes = new Map<string, GraphQLInputObjectType>()

/** The filter input of a scalar, made from the operators that it really has. */
export function filterOf(scalar: scalars.Scalar, enumType?: GraphQLEnumType): GraphQLInputObjectType {
  const name = enumType ? `${enumType.name}Filter` : scalar.graphqlFilter
  const known = enumType ? undefined : filterTypes.get(name)
  if (known) return known
  const operand = (scalar.graphql === "enum" || scalar.graphql === "[enum]") && enumType ? enumType : leafOf(scalar)
  const fields = Object.fromEntries(
    Object.keys(scalar.operators).map((operator) => [operator, { type: operandType(operator, operand) }]),
  )
  const type = new GraphQLInputObjectType({ name, fields })
  if (!enumType) filterTypes.set(name, type)
  return type
}

function leafOf(scalar: scalars.Scalar): GraphQLInputType {
  if (scalar.graphql.startsWith("[") || scalar.sqlType === "jsonb" || scalar.sqlType === "tsvector")
    return GraphQLString
  return outputs[scalar.graphql] as GraphQLInputType
}

function operandType(operator: string, operand: GraphQLInputType): GraphQLInputType {
  if (operator === "is") return filterIs
  if (operator === "isEmptyArray") return GraphQLBoolean
  if (["in", "containsAny", "contains", "notContains"].includes(operator))
    return new GraphQLList(new GraphQLNonNull(operand as GraphQLEnumType))
  return ["like", "ilike", "startsWith", "endsWith", "containsIlike"].includes(operator) ? GraphQLString : operand
}

// --- groups ---------------------------------------------------------------------------------------------------------

const granularityType = new GraphQLEnumType({
  name: "DateGranularityEnum",
  values: Object.fromEntries(granularities.map((each) => [each, {}])),
})

export const groupByDate = new GraphQLInputObjectType({
  name: "GroupByDateGranularityInput",
  fields: {
    granularity: { type: granularityType },
    weekStartDay: {
      type: new GraphQLEnumType({
        name: "FirstDayOfTheWeek",
        values: Object.fromEntries(weekStartDays.map((each) => [each, {}])),
      }),
    },
    timeZone: { type: GraphQLString },
  },
})

export const orderByDate = new GraphQLInputObjectType({
  name: "OrderByDateGranularityInput",
  fields: { orderBy: { type: orderByDirection }, granularity: { type: granularityType } },
})

/** Output types of aggregates by the name that the record engine gives them. */
export const aggregateTypes = { Int: GraphQLInt, Float: GraphQLFloat, DateTime: outputs.DateTime as GraphQLScalarType }

// --- composites -----------------------------------------------------------------------------------------------------

export interface CompositeTypes {
  output: GraphQLObjectType
  create: GraphQLInputObjectType
  update: GraphQLInputObjectType
  filter: GraphQLInputObjectType
  orderBy: GraphQLInputObjectType
  groupBy: GraphQLInputObjectType
}

const noEnum = (): GraphQLEnumType => {
  throw new Error("Composites have no enums of a workspace")
}

/** By GraphQL name, such as `FullName`. */
export const composites: ReadonlyMap<string, CompositeTypes> = new Map(
  Object.values(fieldTypes)
    .filter((type) => type.composite !== null)
    .map((type) => [type.composite!, compositeTypes(type.composite!, type.subfields)]),
)

function compositeTypes(name: string, subfields: Readonly<Record<string, scalars.Scalar>>): CompositeTypes {
  const map = <T>(of: (scalar: scalars.Scalar) => T) =>
    Object.fromEntries(Object.entries(subfields).map(([key, scalar]) => [key, { type: of(scalar) }]))
  const input = (kind: string) =>
    new GraphQLInputObjectType({ name: `${name}${kind}Input`, fields: map((scalar) => inputOf(scalar, noEnum)) })
  return {
    output: new GraphQLObjectType({ name, fields: map((scalar) => outputOf(scalar, noEnum)) }),
    create: input("Create"),
    update: input("Update"),
    filter: new GraphQLInputObjectType({
      name: `${name}FilterInput`,
      fields: map((scalar) => filterOf(scalar, scalar.graphql === "ActorSourceEnum" ? actorSource : undefined)),
    }),
    orderBy: new GraphQLInputObjectType({ name: `${name}OrderByInput`, fields: map(() => orderByDirection) }),
    groupBy: new GraphQLInputObjectType({
      name: `${name}GroupByInput`,
      fields: Object.fromEntries(
        Object.entries(subfields).flatMap(([key, scalar]) =>
          isGroupable(scalar) ? [[key, { type: GraphQLBoolean }]] : [],
        ),
      ),
    }),
  }
}

export const pageInfoType = new GraphQLObjectType({
  name: "PageInfo",
  fields: {
    hasNextPage: { type: new GraphQLNonNull(GraphQLBoolean) },
    hasPreviousPage: { type: new GraphQLNonNull(GraphQLBoolean) },
    startCursor: { type: connectionCursor },
    endCursor: { type: connectionCursor },
  },
})
