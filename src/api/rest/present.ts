/** Objects and fields as plain JSON: what `/metadata` shows of them, with what leads elsewhere written out. */
import type { FieldSchema, ObjectSchema, WorkspaceSchema } from "../../metadata/schema.ts"
import { presentField as graphqlField, presentObject as graphqlObject, shownFields } from "../metadata/present.ts"

export function presentObject(schema: WorkspaceSchema, object: ObjectSchema) {
  const { dataSourceId: _, ...shown } = plain(graphqlObject(object))
  return {
    ...shown,
    ...instants(object),
    workspaceId: schema.workspaceId,
    fields: presentFields(schema, object),
  }
}

/** The fields of an object as lists show them, a morph relation once. */
export function presentFields(schema: WorkspaceSchema, object: ObjectSchema) {
  return shownFields(object).map((field) => presentField(schema, field))
}

export function presentField(schema: WorkspaceSchema, field: FieldSchema) {
  const shown = graphqlField(field)
  const { targetColumnMap: _, ...values } = plain(shown)
  return {
    ...values,
    ...instants(field),
    workspaceId: schema.workspaceId,
    relation: plainRelation(shown.relation()),
    morphRelations: shown.morphRelations()?.map(plainRelation) ?? null,
  }
}

/** Members that are values; the others are functions. */
type Plain<T> = { [K in keyof T as T[K] extends (...args: never[]) => unknown ? never : K]: T[K] }

function plain<T extends object>(shown: T): Plain<T> {
  return Object.fromEntries(Object.entries(shown).filter(([, value]) => typeof value !== "function")) as Plain<T>
}

function instants({ createdAt, updatedAt }: { createdAt: string; updatedAt: string }) {
  return { createdAt: new Date(createdAt).toISOString(), updatedAt: new Date(updatedAt).toISOString() }
}

type Relation = NonNullable<ReturnType<ReturnType<typeof graphqlField>["relation"]>>

function plainRelation(relation: Relation | null) {
  if (!relation) return null
  const { type, sourceObjectMetadata, targetObjectMetadata, sourceFieldMetadata, targetFieldMetadata } = relation
  return {
    type,
    sourceObjectMetadata: namedObject(sourceObjectMetadata()),
    targetObjectMetadata: namedObject(targetObjectMetadata()),
    sourceFieldMetadata: namedField(sourceFieldMetadata()),
    targetFieldMetadata: namedField(targetFieldMetadata()),
  }
}

const namedObject = ({ id, nameSingular, namePlural }: ReturnType<typeof graphqlObject>) => ({
  id,
  nameSingular,
  namePlural,
})
const namedField = ({ id, name }: ReturnType<typeof graphqlField>) => ({ id, name })
