/** The operations of an OpenAPI document, as far as they are listed, filled in and sent. */
type Json = null | boolean | number | string | Json[] | { [name: string]: Json | undefined }

type Schema = { [name: string]: Json | undefined }

export interface OpenApi {
  servers: { url: string }[]
  paths: Record<string, Record<string, WireOperation>>
  components: { schemas: Record<string, Schema>; parameters: Record<string, Parameter> }
}

interface WireOperation {
  tags?: string[]
  summary?: string
  parameters?: (Parameter | { $ref: string })[]
  requestBody?: { content: { "application/json"?: { schema: Schema } } }
}

interface Parameter {
  name: string
  in: string
  description?: string
}

export interface Operation {
  method: string
  path: string
  tag: string
  summary: string
  /** names of what may stand behind the question mark */
  queries: readonly Parameter[]
  /** of the body; undefined where there is none */
  schema: Schema | undefined
}

const methods = ["get", "post", "patch", "put", "delete"]

export function operationsOf(document: OpenApi): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method]
      return operation ? [operationOf(document, method, path, operation)] : []
    }),
  )
}

function operationOf(document: OpenApi, method: string, path: string, operation: WireOperation): Operation {
  const parameters = (operation.parameters ?? []).flatMap((each) =>
    "$ref" in each ? (document.components.parameters[lastPart(each.$ref)] ?? []) : each,
  )
  return {
    method: method.toUpperCase(),
    path,
    tag: operation.tags?.[0] ?? "",
    summary: operation.summary ?? "",
    queries: parameters.filter((each) => each.in === "query"),
    schema: operation.requestBody?.content["application/json"]?.schema,
  }
}

const lastPart = (ref: string) => ref.slice(ref.lastIndexOf("/") + 1)

/** A body to begin with: what has to be there, or else the first texts that may. */
export function exampleOf(document: OpenApi, schema: Schema, depth = 0): Json {
  const ref = schema.$ref
  if (typeof ref === "string") {
    const target = document.components.schemas[lastPart(ref)]
    return target && depth < 4 ? exampleOf(document, target, depth + 1) : {}
  }
  if (schema.example !== undefined) return schema.example
  if (schema.type === "array") return [exampleOf(document, (schema.items ?? {}) as Schema, depth + 1)]
  if (schema.properties) return exampleProperties(document, schema, depth)
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  return type === "string" ? "" : type === "number" || type === "integer" ? 0 : type === "boolean" ? false : {}
}

function exampleProperties(document: OpenApi, schema: Schema, depth: number): Json {
  const properties = schema.properties as Record<string, Schema>
  const required = Array.isArray(schema.required) ? schema.required.map(String) : []
  const names = required.length > 0 ? required : Object.keys(properties).filter((name) => isPlain(properties[name]!))
  const chosen = names.filter((name) => name in properties).slice(0, 5)
  return Object.fromEntries(chosen.map((name) => [name, exampleOf(document, properties[name]!, depth + 1)]))
}

const isPlain = ({ type, format, enum: values }: Schema) =>
  [type].flat().includes("string") && format === undefined && values === undefined
