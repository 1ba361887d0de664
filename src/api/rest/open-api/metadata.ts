/** The API of the data model. It is the same in every workspace. */
import { fieldTypeNames, type Json } from "../../../metadata/schema.ts"
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

export function metadataDocument(server: string): OpenApiDocument {
  return frame({
    server,
    description: "Objects and fields of the workspace's data model.",
    tags: [{ name: "objects" }, { name: "fields" }],
    paths: { ...resourcePaths("Object"), ...resourcePaths("Field") },
    schemas: schemas(),
    parameters: {
      idPath,
      limit: parameter("limit", "query", "Items of a page", {
        type: "integer",
        minimum: 0,
        maximum: 1000,
        default: 1000,
      }),
      startingAfter: parameter("starting_after", "query", "endCursor of the page before", id),
      endingBefore: parameter("ending_before", "query", "startCursor of the page behind", id),
    },
  })
}

function resourcePaths(name: "Object" | "Field"): Record<string, Json> {
  const tag = `${name.toLowerCase()}s`
  const shown = ref("schemas", `${name}ForResponse`)
  const named = (verb: string, summary: string, more: { body?: JsonSchema; status?: number } = {}) =>
    operation({ operationId: `${verb}One${name}`, tag, summary, answer: shown, ...more })
  return {
    [`/${tag}`]: {
      get: operation({
        operationId: `findMany${name}s`,
        tag,
        summary: `List ${tag}`,
        parameters: ["limit", "startingAfter", "endingBefore"],
        answer: objectOf({
          data: listOf(shown),
          pageInfo: ref("schemas", "PageInfo"),
          totalCount: { type: "integer" },
        }),
      }),
      post: named("create", `Create one ${name.toLowerCase()}`, { body: ref("schemas", name), status: 201 }),
    },
    [`/${tag}/{id}`]: {
      parameters: [ref("parameters", "idPath")],
      get: named("find", `Find one ${name.toLowerCase()}`),
      patch: named("update", `Update one ${name.toLowerCase()}`, { body: ref("schemas", `${name}ForUpdate`) }),
      delete: named("delete", `Delete one ${name.toLowerCase()}`),
    },
  }
}

const id: JsonSchema = { type: "string", format: "uuid" }
const text: JsonSchema = { type: "string" }
const textOrNull: JsonSchema = { type: ["string", "null"] }
const flag: JsonSchema = { type: "boolean" }
const instant: JsonSchema = { type: "string", format: "date-time" }
const all = (names: string, schema: JsonSchema) => Object.fromEntries(names.split(" ").map((name) => [name, schema]))

function schemas(): Record<string, JsonSchema> {
  const names = all("nameSingular namePlural labelSingular labelPlural", text)
  const looks = all("description icon color shortcut", textOrNull)
  const type: JsonSchema = { type: "string", enum: [...fieldTypeNames] }
  const contents: Record<string, Json> = {
    ...all("name label", text),
    ...all("description icon", textOrNull),
    ...all("isNullable isUnique isLabelSyncedWithName", flag),
    defaultValue: {},
    options: { anyOf: [listOf(ref("schemas", "Option")), { type: "null" }] },
    settings: { type: ["object", "null"] },
  }
  const identity = {
    ...all("id universalIdentifier applicationId workspaceId", id),
    ...all("createdAt updatedAt", instant),
  }
  return {
    Option: {
      ...objectOf({ id, value: text, label: text, color: text, position: { type: "integer" } }),
      required: ["value", "label"],
    },
    Object: {
      ...objectOf({ ...names, ...looks, ...all("isLabelSyncedWithName skipNameField", flag) }),
      required: Object.keys(names),
    },
    ObjectForUpdate: objectOf({
      ...names,
      ...looks,
      ...all("isActive isSearchable isLabelSyncedWithName", flag),
      ...all("labelIdentifierFieldMetadataId imageIdentifierFieldMetadataId", id),
    }),
    ObjectForResponse: objectOf({
      ...identity,
      ...names,
      ...looks,
      ...all("isCustom isRemote isActive isSystem isUIEditable isUICreatable isUIReadOnly isSearchable", flag),
      ...all("isLabelSyncedWithName", flag),
      ...all("labelIdentifierFieldMetadataId imageIdentifierFieldMetadataId", { ...id, type: ["string", "null"] }),
      fields: listOf(ref("schemas", "FieldForResponse")),
    }),
    Relation: {
      ...objectOf({
        type: { type: "string", enum: ["MANY_TO_ONE", "ONE_TO_MANY"] },
        targetObjectMetadataId: id,
        targetFieldLabel: text,
        ...all("targetFieldIcon targetFieldName", textOrNull),
      }),
      required: ["type", "targetObjectMetadataId", "targetFieldLabel"],
    },
    Field: {
      ...objectOf({
        objectMetadataId: id,
        type,
        ...contents,
        relationCreationPayload: ref("schemas", "Relation"),
        morphRelationsCreationPayload: listOf(ref("schemas", "Relation")),
      }),
      required: ["objectMetadataId", "type", "name", "label"],
    },
    FieldForUpdate: objectOf({
      ...contents,
      isActive: flag,
      optionReplacements: { type: ["object", "null"], additionalProperties: text },
    }),
    FieldForResponse: objectOf({
      ...identity,
      objectMetadataId: id,
      type,
      ...contents,
      ...all("isCustom isActive isSystem isUIEditable isUIReadOnly", flag),
      morphId: { ...id, type: ["string", "null"] },
      relation: { type: ["object", "null"] },
      morphRelations: { type: ["array", "null"] },
    }),
    PageInfo: objectOf({ hasNextPage: flag, startCursor: textOrNull, endCursor: textOrNull }),
  }
}
