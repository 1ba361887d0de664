/** The record API of a workspace: its own objects and fields, custom ones included. */
import { capitalize } from "../../../metadata/names.ts"
import type { Json, ObjectSchema, WorkspaceSchema } from "../../../metadata/schema.ts"
import { auditLogsPath, auditParameters } from "./audit.ts"
import {
  frame,
  idPath,
  listOf,
  objectOf,
  operation,
  parameter,
  ref,
  type JsonSchema,
  type OpenApiDocument,
} from "./document.ts"
import { filesPath } from "./files.ts"
import { recordSchemas, schemaName } from "./record-schema.ts"

export function coreDocument(schema: WorkspaceSchema, server: string): OpenApiDocument {
  const objects = [...schema.bySingular.values()]
  return frame({
    server,
    description: "Records of the workspace. Names, shapes and filters are those of its data model.",
    tags: objects.map((object) => ({
      name: object.namePlural,
      ...(object.description && { description: object.description }),
    })),
    paths: {
      "/open-api/core": openApiPath(),
      "/files": filesPath(),
      "/audit-logs": auditLogsPath(),
      ...Object.assign({}, ...objects.map(objectPaths)),
    },
    schemas: Object.assign({ PageInfo: pageInfo }, ...objects.map(recordSchemas)),
    parameters,
  })
}

function openApiPath(): Json {
  return {
    get: operation({
      operationId: "GetOpenApiSchema",
      tag: "General",
      summary: "This document",
      answer: objectOf({}),
    }),
  }
}

function objectPaths(object: ObjectSchema): Record<string, Json> {
  const { namePlural } = object
  return {
    [`/${namePlural}`]: collectionPath(object),
    [`/batch/${namePlural}`]: batchPath(object),
    [`/${namePlural}/{id}`]: recordPath(object),
    [`/${namePlural}/groupBy`]: groupByPath(object),
    [`/${namePlural}/duplicates`]: duplicatesPath(object),
    [`/${namePlural}/merge`]: mergePath(object),
    [`/restore/${namePlural}`]: restoreManyPath(object),
    [`/restore/${namePlural}/{id}`]: restoreOnePath(object),
  }
}

function collectionPath(object: ObjectSchema): Json {
  const { one, many, tag, record } = wordsOf(object)
  return {
    get: operation({
      operationId: `findMany${many}`,
      tag,
      summary: `Find many ${tag}`,
      parameters: ["orderBy", "filter", "limit", "total", "depth", "fields", "startingAfter", "endingBefore"],
      answer: objectOf({
        data: objectOf({ [object.namePlural]: listOf(record) }),
        totalCount: { type: "integer" },
        pageInfo: ref("schemas", "PageInfo"),
      }),
      asLines: "With `Accept: application/x-ndjson` the answer is all that the filter matches, a record a line.",
    }),
    post: operation({
      operationId: `createOne${one}`,
      tag,
      summary: `Create one ${object.nameSingular}`,
      parameters: ["depth", "fields", "upsert", "idempotencyKey"],
      body: ref("schemas", one),
      status: 201,
      answer: dataOf(`create${one}`, record),
    }),
    patch: operation({
      operationId: `updateMany${many}`,
      tag,
      summary: `Update all ${tag} that the filter matches`,
      parameters: ["filter", "depth", "fields", "idempotencyKey"],
      body: ref("schemas", `${one}ForUpdate`),
      answer: dataOf(`update${many}`, listOf(record)),
    }),
    delete: operation({
      operationId: `deleteMany${many}`,
      tag,
      summary: `Delete all ${tag} that the filter matches`,
      parameters: ["filter", "softDelete", "idempotencyKey"],
      answer: dataOf(`delete${many}`, listOf(objectOf({ id }))),
    }),
  }
}

function batchPath(object: ObjectSchema): Json {
  const { one, many, tag, record } = wordsOf(object)
  return {
    post: operation({
      operationId: `createMany${many}`,
      tag,
      summary: `Create many ${tag}, all or none unless partial`,
      parameters: ["depth", "fields", "upsert", "partial", "idempotencyKey"],
      body: listOf(ref("schemas", one)),
      status: 201,
      answer: {
        ...dataOf(`create${many}`, listOf(record)),
        description: "With partial=true, `errors` names the bad records",
      },
      asLines:
        "With `Content-Type: application/x-ndjson` the body is a stream of any length, a record a line; " +
        "the answer says of each line what became of it: `{line, id}` or `{line, error}`.",
    }),
  }
}

function duplicatesPath(object: ObjectSchema): Json {
  const { one, many, tag, record } = wordsOf(object)
  return {
    post: operation({
      operationId: `find${many}Duplicates`,
      tag,
      summary: `Find duplicates of stored ${tag}, or of such as might be created`,
      parameters: ["depth", "fields"],
      body: objectOf({ ids: listOf(id), data: listOf(ref("schemas", one)) }),
      answer: objectOf({
        data: listOf(
          objectOf({
            [`${object.nameSingular}Duplicates`]: listOf(record),
            totalCount: { type: "integer" },
            pageInfo: ref("schemas", "PageInfo"),
          }),
        ),
      }),
    }),
  }
}

function mergePath(object: ObjectSchema): Json {
  const { one, many, tag, record } = wordsOf(object)
  return {
    patch: operation({
      operationId: `merge${many}`,
      tag,
      summary: `Make one of 2 to 9 ${tag}`,
      parameters: ["depth", "fields", "idempotencyKey"],
      body: {
        ...objectOf({
          ids: { ...listOf(id), minItems: 2, maxItems: 9 },
          conflictPriorityIndex: { type: "integer", description: "Which of the ids survives and wins", minimum: 0 },
          dryRun: { type: "boolean", default: false },
        }),
        required: ["ids", "conflictPriorityIndex"],
      },
      answer: dataOf(`merge${one}`, record),
    }),
  }
}

function recordPath(object: ObjectSchema): Json {
  const { one, tag, record } = wordsOf(object)
  const { nameSingular } = object
  return {
    parameters: [ref("parameters", "idPath")],
    get: operation({
      operationId: `findOne${one}`,
      tag,
      summary: `Find one ${nameSingular}`,
      parameters: ["depth", "fields", "ifNoneMatch"],
      tagged: "read",
      answer: dataOf(nameSingular, record),
    }),
    patch: operation({
      operationId: `UpdateOne${one}`,
      tag,
      summary: `Update one ${nameSingular}`,
      parameters: ["depth", "fields", "ifMatch", "idempotencyKey"],
      tagged: "write",
      body: ref("schemas", `${one}ForUpdate`),
      answer: dataOf(`update${one}`, record),
    }),
    delete: operation({
      operationId: `deleteOne${one}`,
      tag,
      summary: `Delete one ${nameSingular}`,
      parameters: ["softDelete", "ifMatch", "idempotencyKey"],
      tagged: "write",
      answer: dataOf(`delete${one}`, objectOf({ id })),
    }),
  }
}

function groupByPath(object: ObjectSchema): Json {
  const { many, tag, record } = wordsOf(object)
  return {
    get: operation({
      operationId: `groupBy${many}`,
      tag,
      summary: `Group ${tag} by their values`,
      parameters: [
        "groupBy",
        "aggregate",
        "filter",
        "orderByForGroups",
        "limit",
        "includeRecordsSample",
        "orderByForRecords",
        "omitNullValues",
        "depth",
        "fields",
      ],
      answer: listOf({
        ...objectOf({ groupByDimensionValues: { type: "array" }, records: listOf(record) }),
        additionalProperties: { type: ["string", "null"], description: "Aggregates under their names, as text" },
      }),
    }),
  }
}

function restoreManyPath(object: ObjectSchema): Json {
  const { many, tag, record } = wordsOf(object)
  return {
    patch: operation({
      operationId: `restoreMany${many}`,
      tag,
      summary: `Restore all ${tag} that the filter matches`,
      parameters: ["filter", "depth", "fields", "idempotencyKey"],
      answer: dataOf(`restore${many}`, listOf(record)),
    }),
  }
}

function restoreOnePath(object: ObjectSchema): Json {
  const { one, tag, record } = wordsOf(object)
  return {
    parameters: [ref("parameters", "idPath")],
    patch: operation({
      operationId: `restoreOne${one}`,
      tag,
      summary: `Restore one ${object.nameSingular}`,
      parameters: ["depth", "fields", "idempotencyKey"],
      answer: dataOf(`restore${one}`, record),
    }),
  }
}

function wordsOf(object: ObjectSchema) {
  const one = schemaName(object)
  return {
    one,
    many: capitalize(object.namePlural),
    tag: object.namePlural,
    record: ref("schemas", `${one}ForResponse`),
  }
}

const dataOf = (key: string, schema: JsonSchema) => objectOf({ data: objectOf({ [key]: schema }) })

const id: JsonSchema = { type: "string", format: "uuid" }

const pageInfo = objectOf({
  startCursor: { type: ["string", "null"] },
  endCursor: { type: ["string", "null"] },
  hasNextPage: { type: "boolean" },
  hasPreviousPage: { type: "boolean" },
})

// --- parameters -----------------------------------------------------------------------------------------------------

const parameters: Record<string, Json> = {
  ...auditParameters,
  idPath,
  idempotencyKey: parameter(
    "Idempotency-Key",
    "header",
    "Sent again under the same key, the write is not carried out again: for a day the first answer is given",
    { type: "string", minLength: 1, maxLength: 255 },
  ),
  ifMatch: parameter("If-Match", "header", "ETag that the record must still have, or nothing is written", {
    type: "string",
  }),
  ifNoneMatch: parameter("If-None-Match", "header", "ETag of the answer that the client has: then it gets 304", {
    type: "string",
  }),
  startingAfter: parameter("starting_after", "query", "endCursor of the page before", { type: "string" }),
  endingBefore: parameter("ending_before", "query", "startCursor of the page behind", { type: "string" }),
  filter: parameter(
    "filter",
    "query",
    "Conditions field[comparator]:value, joined by commas, and(…), or(…) and not(…). Comparators: eq, neq, in, containsAny, is, gt, gte, lt, lte, startsWith, endsWith, like, ilike.",
    { type: "string" },
    'or(name[ilike]:"%acme%",createdAt[gte]:2026-01-01)',
  ),
  depth: parameter("depth", "query", "1 adds the related records", { type: "integer", enum: [0, 1], default: 0 }),
  fields: parameter("fields", "query", "Names of the fields to answer with, joined by commas; all when left out", {
    type: "string",
  }),
  softDelete: parameter("soft_delete", "query", "true moves into the bin; otherwise the records are gone for ever", {
    type: "boolean",
    default: false,
  }),
  upsert: parameter("upsert", "query", "true updates a record that has the same id or a unique value", {
    type: "boolean",
    default: false,
  }),
  partial: parameter("partial", "query", "true writes the good records of a batch and names the bad ones", {
    type: "boolean",
    default: false,
  }),
  orderBy: parameter(
    "order_by",
    "query",
    "field[direction], joined by commas. Directions: AscNullsFirst, AscNullsLast, DescNullsFirst, DescNullsLast.",
    { type: "string" },
    "createdAt[DescNullsLast],id",
  ),
  groupBy: {
    ...parameter(
      "group_by",
      "query",
      "What to group by, as a JSON list: fields, parts of composites, fields of to-one relations, and dates with a granularity (DAY, WEEK, MONTH, QUARTER, YEAR, DAY_OF_THE_WEEK, MONTH_OF_THE_YEAR, QUARTER_OF_THE_YEAR, NONE), timeZone and weekStartDay",
      { type: "string" },
      '[{"createdAt":{"granularity":"MONTH","timeZone":"UTC"}}]',
    ),
    required: true,
  },
  aggregate: parameter(
    "aggregate",
    "query",
    "Names of aggregates, as a JSON list: totalCount, and a kind followed by a field, such as countNotEmptyName or sumAmountAmountMicros. Kinds: countUniqueValues, countEmpty, countNotEmpty, percentageEmpty, percentageNotEmpty, min, max, avg, sum, countTrue, countFalse.",
    { type: "string" },
    '["totalCount","maxCreatedAt"]',
  ),
  orderByForGroups: parameter(
    "order_by",
    "query",
    "Order of the groups, as a JSON list of dimensions and aggregates with a direction",
    { type: "string" },
    '[{"aggregate":{"totalCount":"DescNullsLast"}}]',
  ),
  includeRecordsSample: parameter("include_records_sample", "query", "true adds some records of each group", {
    type: "boolean",
    default: false,
  }),
  orderByForRecords: parameter(
    "order_by_for_records",
    "query",
    "Order of the records that a group shows",
    { type: "string" },
    '[{"createdAt":"DescNullsLast"}]',
  ),
  omitNullValues: parameter("omit_null_values", "query", "true leaves out groups in which a value is null", {
    type: "boolean",
    default: false,
  }),
  total: parameter("total", "query", "Whether totalCount is exact, about right, or left out", {
    type: "string",
    enum: ["exact", "estimated", "none"],
    default: "exact",
  }),
  limit: parameter("limit", "query", "Records of a page, or groups", { type: "integer", minimum: 0, default: 60 }),
}
