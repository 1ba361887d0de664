/** What both documents share: the frame, security, answers to failures, and small schema constructors. */
import type { Json } from "../../../metadata/schema.ts"

export type JsonSchema = Record<string, Json>

export interface OpenApiDocument {
  openapi: "3.1.1"
  [member: string]: Json
}

export function frame(parts: {
  server: string
  description: string
  tags: Json[]
  paths: Record<string, Json>
  schemas: Record<string, JsonSchema>
  parameters: Record<string, Json>
}): OpenApiDocument {
  return {
    openapi: "3.1.1",
    info: { title: "Kith API", description: parts.description, version: "v0.1" },
    servers: [{ url: parts.server }],
    security: [{ bearerAuth: [] }],
    tags: parts.tags,
    paths: parts.paths,
    components: {
      schemas: parts.schemas,
      parameters: parts.parameters,
      responses: {
        "400": failure("Bad request", 400, "BadRequestException", 'Object company doesn\'t have any "foo" field.'),
        "401": failure("Unauthorized", 401, "UNAUTHENTICATED", "Token invalid."),
        "412": failure(
          "The record is not as `If-Match` says",
          412,
          "PRECONDITION_FAILED",
          "The record has changed since it was read",
        ),
        "429": {
          ...failure("Too many requests", 429, "TOO_MANY_REQUESTS", "Too many requests. Try again in 3 seconds."),
          headers: { "Retry-After": { description: "Seconds to wait", schema: { type: "integer" } } },
        },
      },
      headers: {
        ETag: {
          description: "Of the record as it is answered; send it back in `If-Match`",
          schema: { type: "string" },
        },
        "X-Kith-Cost": {
          description: "How much of what is allowed was used, on answers that read records",
          schema: { type: "string" },
          example: "660/1000000; depth=2/20; fields=9/5000",
        },
      },
      securitySchemes: {
        bearerAuth: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description: "An access token or an API key",
        },
      },
    },
  }
}

function failure(description: string, statusCode: number, error: string, message: string): JsonSchema {
  const schema = {
    type: "object",
    properties: {
      statusCode: { type: "integer" },
      error: { type: "string" },
      messages: { type: "array", items: { type: "string" } },
    },
  }
  return { description, content: jsonContent(schema, { statusCode, error, messages: [message] }) }
}

export function jsonContent(schema: JsonSchema, example?: Json): Record<string, Json> {
  return { "application/json": { schema, ...(example !== undefined && { example }) } }
}

export interface Operation {
  operationId: string
  tag: string
  summary: string
  parameters?: string[]
  body?: JsonSchema
  status?: number
  answer: JsonSchema
  /**
   * How it works as a stream of lines. Told in words: under a second media type the types of generated clients would be
   * neither the one nor the other.
   */
  asLines?: string
  /** answers with the record's tag; `write`: is refused when that is another than the client says */
  tagged?: "read" | "write"
}

export function operation(given: Operation): Json {
  const { operationId, tag, summary, parameters, body, status, answer, asLines, tagged } = given
  return {
    operationId,
    tags: [tag],
    summary,
    ...(asLines && { description: asLines }),
    ...(parameters && { parameters: parameters.map((name) => ref("parameters", name)) }),
    ...(body && { requestBody: { required: true, content: jsonContent(body) } }),
    responses: {
      [String(status ?? 200)]: {
        description: "Successful operation",
        headers: { ...(tagged && { ETag: ref("headers", "ETag") }), "X-Kith-Cost": ref("headers", "X-Kith-Cost") },
        content: jsonContent(answer),
      },
      ...(tagged === "read" && { "304": { description: "The client has this answer already" } }),
      "400": ref("responses", "400"),
      "401": ref("responses", "401"),
      ...(tagged === "write" && { "412": ref("responses", "412") }),
      "429": ref("responses", "429"),
    },
  }
}

export function ref(section: "schemas" | "parameters" | "responses" | "headers", name: string): JsonSchema {
  return { $ref: `#/components/${section}/${name}` }
}

export function objectOf(properties: Record<string, Json>): JsonSchema {
  return { type: "object", properties }
}

export function listOf(items: JsonSchema): JsonSchema {
  return { type: "array", items }
}

export function parameter(
  name: string,
  place: "query" | "path" | "header",
  description: string,
  schema: JsonSchema,
  example?: Json,
): JsonSchema {
  const isRequired = place === "path"
  return { name, in: place, required: isRequired, description, schema, ...(example !== undefined && { example }) }
}

export const idPath = parameter("id", "path", "Id of the record", { type: "string", format: "uuid" })
