/** Objects, fields and indexes on `/metadata`. */
import { AppError, badInput } from "../../errors.ts"
import type { FieldInput, FieldUpdate } from "../../metadata/field-input.ts"
import type { IndexInput } from "../../metadata/change-index.ts"
import type { ObjectInput, ObjectUpdate } from "../../metadata/change-object.ts"
import type { FieldSchema, IndexSchema, ObjectSchema, WorkspaceSchema } from "../../metadata/schema.ts"
import { listViews } from "../../metadata/views.ts"
import { readRecords } from "../../records/read.ts"
import type { Workspace } from "../../records/workspace.ts"
import { connection, matches, type Paging } from "./connection.ts"
import { presentField, presentIndex, presentObject, shownFields } from "./present.ts"
import { changeSchema, currentSchema, openCurrent, type MetadataRequest } from "./request.ts"

interface ListArguments {
  paging: Paging
  filter: Record<string, unknown>
}

export function objectResolvers(request: MetadataRequest) {
  return {
    async objects({ paging, filter }: ListArguments) {
      const schema = await currentSchema(request)
      return connection(
        schema.objects.map(presentObject).filter((object) => matches(object, filter)),
        paging,
      )
    },
    async object({ id }: { id: string }) {
      return presentObject(getObject(await currentSchema(request), id))
    },
    async fields({ paging, filter }: ListArguments) {
      const schema = await currentSchema(request)
      const fields = schema.objects.flatMap(shownFields).map(presentField)
      return connection(
        fields.filter((field) => matches(field, filter)),
        paging,
      )
    },
    async field({ id }: { id: string }) {
      return presentField(getField(await currentSchema(request), id))
    },
    async indexMetadatas({ paging, filter }: ListArguments) {
      const schema = await currentSchema(request)
      const indexes = schema.objects.flatMap((object) => object.indexes).map(presentIndex)
      return connection(
        indexes.filter((index) => matches(index, filter)),
        paging,
      )
    },
    async index({ id }: { id: string }) {
      return presentIndex(getIndex(await currentSchema(request), id))
    },
    async objectRecordCounts() {
      return countRecords(await openCurrent(request))
    },
    async minimalMetadata() {
      const workspace = await openCurrent(request)
      const objectMetadataItems = workspace.schema.objects.map(presentObject)
      return { objectMetadataItems, views: await listViews(workspace) }
    },
    async createOneObject({ input }: { input: { object: ObjectInput } }) {
      const { after, ids } = await changeSchema(request, [{ kind: "createObject", input: input.object }])
      return presentObject(getObject(after, ids[0]!))
    },
    async updateOneObject({ input }: { input: { id: string; update: ObjectUpdate } }) {
      const { after } = await changeSchema(request, [{ kind: "updateObject", ...input }])
      return presentObject(getObject(after, input.id))
    },
    async deleteOneObject({ input }: { input: { id: string } }) {
      const { before } = await changeSchema(request, [{ kind: "deleteObject", id: input.id }])
      return presentObject(getObject(before, input.id))
    },
    async createOneField({ input }: { input: { field: FieldInput } }) {
      const { after, ids } = await changeSchema(request, [{ kind: "createField", input: checked(input.field) }])
      return presentCreated(getField(after, ids[0]!))
    },
    async updateOneField({ input }: { input: { id: string; update: FieldUpdate } }) {
      const { after } = await changeSchema(request, [
        { kind: "updateField", id: input.id, update: checked(input.update) },
      ])
      return presentField(getField(after, input.id))
    },
    async deleteOneField({ input }: { input: { id: string } }) {
      const { before } = await changeSchema(request, [{ kind: "deleteField", id: input.id }])
      return presentField(getField(before, input.id))
    },
    async createOneIndex({ input }: { input: { index: IndexInput } }) {
      const { after, ids } = await changeSchema(request, [{ kind: "createIndex", input: input.index }])
      return presentIndex(getIndex(after, ids[0]!))
    },
    async deleteOneIndex({ input }: { input: { id: string } }) {
      const { before } = await changeSchema(request, [{ kind: "deleteIndex", id: input.id }])
      return presentIndex(getIndex(before, input.id))
    },
  }
}

/** One statement for all objects. */
async function countRecords(workspace: Workspace) {
  const { schema, access } = workspace
  const objects = [...schema.bySingular.values()].filter((object) => !object.isSystem && access.may("read", object))
  const shape = { kind: "connection" as const, parts: [{ kind: "totalCount" as const, key: "totalCount" }] }
  const queries = objects.map((object) => ({ kind: "list" as const, key: object.id, object, list: { shape } }))
  const texts = await readRecords(workspace, queries)
  return objects.map((object, i) => ({
    objectNamePlural: object.namePlural,
    totalCount: (JSON.parse(texts[i]!) as { totalCount: number }).totalCount,
  }))
}

/** A new morph field answers under the name of its first target, as it is used on records. */
function presentCreated(field: FieldSchema) {
  return { ...presentField(field), name: field.name }
}

/** Members in the words of other releases. */
interface FormerMembers {
  isUIReadOnly?: boolean | null
  morphRelationsUpdatePayload?: unknown[] | null
}

/** JSON members of the input are not checked by GraphQL: their shapes are checked here. */
function checked<T extends Partial<FieldInput> & Pick<FieldUpdate, "optionReplacements">>(given: T & FormerMembers): T {
  const { isUIReadOnly, morphRelationsUpdatePayload, ...rest } = given
  if (morphRelationsUpdatePayload != null && morphRelationsUpdatePayload.length > 0) {
    const message = "The targets of a morph relation are chosen when it is created; delete it and create it anew"
    throw badInput(message, "INVALID_FIELD_INPUT")
  }
  const isUIEditable = given.isUIEditable ?? (isUIReadOnly == null ? undefined : !isUIReadOnly)
  const input = { ...rest, ...(isUIEditable !== undefined && { isUIEditable }) } as unknown as T
  if (input.options != null && (!Array.isArray(input.options) || !input.options.every(isObject))) {
    throw badInput("options must be a list of objects {value, label, color, position}", "INVALID_FIELD_INPUT")
  }
  const { optionReplacements } = input
  if (optionReplacements != null && !(isObject(optionReplacements) && Object.values(optionReplacements).every(isText)))
    throw badInput("optionReplacements must be an object {OLD: NEW}", "INVALID_FIELD_INPUT")
  if (input.settings != null && !isObject(input.settings))
    throw badInput("settings must be an object", "INVALID_FIELD_INPUT")
  const relations = [input.relationCreationPayload, ...(input.morphRelationsCreationPayload ?? [])].filter(
    (each) => each != null,
  )
  for (const relation of relations) {
    if (
      isObject(relation) &&
      typeof relation.targetObjectMetadataId === "string" &&
      typeof relation.targetFieldLabel === "string"
    )
      continue
    throw badInput(
      "A relation needs {type, targetObjectMetadataId, targetFieldLabel, targetFieldIcon}",
      "FIELD_METADATA_RELATION_MALFORMED",
    )
  }
  return input
}

const isText = (value: unknown) => typeof value === "string"

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

function getObject(schema: WorkspaceSchema, id: string): ObjectSchema {
  const object = schema.byId.get(id)
  if (object) return object
  throw new AppError("NOT_FOUND", `Unable to find ObjectMetadataEntity with id: ${id}`, {
    subCode: "OBJECT_METADATA_NOT_FOUND",
  })
}

function getField(schema: WorkspaceSchema, id: string): FieldSchema {
  const field = schema.objects.flatMap((object) => object.fields).find((each) => each.id === id)
  if (field) return field
  throw new AppError("NOT_FOUND", `Unable to find FieldMetadataEntity with id: ${id}`, {
    subCode: "FIELD_METADATA_NOT_FOUND",
  })
}

function getIndex(schema: WorkspaceSchema, id: string): IndexSchema {
  const index = schema.objects.flatMap((object) => object.indexes).find((each) => each.id === id)
  if (index) return index
  throw new AppError("NOT_FOUND", `Unable to find IndexMetadataEntity with id: ${id}`, { subCode: "INDEX_NOT_FOUND" })
}
