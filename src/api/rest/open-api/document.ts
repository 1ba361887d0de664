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

function failure(description: string, statusCode: number, error: string, message: string): Json {
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

export function jsonContent(schema: JsonSchema, example?: Json): Json {
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
}

export function operation({ operationId, tag, summary, parameters, body, status, answer }: Operation): Json {
  return {
    operationId,
    tags: [tag],
    summary,
    ...(parameters && { parameters: parameters.map((name) => ref("parameters", name)) }),
    ...(body && { requestBody: { required: true, content: jsonContent(body) } }),
    responses: {
      [String(status ?? 200)]: { description: "Successful operation", content: jsonContent(answer) },
      "400": ref("responses", "400"),
      "401": ref("responses", "401"),
    },
  }
}

export function ref(section: "schemas" | "parameters" | "responses", name: string): JsonSchema {
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
  place: "query" | "path",
  description: string,
  schema: JsonSchema,
  example?: Json,
): JsonSchema {
  const isRequired = place === "path"
  return { name, in: place, required: isRequired, description, schema, ...(example !== undefined && { example }) }
}

export const idPath = parameter("id", "path", "Id of the record", { type: "string", format: "uuid" })
