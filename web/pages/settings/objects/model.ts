/** The data model as those see it who shape it: with what is inactive, and with what no role of theirs may read. */
import type { FieldTypeName, Option } from "../../../../src/metadata/schema.ts"
import { ask } from "../../../api/graphql.ts"
import { objectTypeName } from "../../../model/names.ts"
import { useAnswer, type Answered } from "../answered.ts"

export interface ModelField {
  id: string
  name: string
  label: string
  type: FieldTypeName
  description: string | null
  icon: string | null
  isCustom: boolean
  isActive: boolean
  isSystem: boolean
  isNullable: boolean
  isUnique: boolean
  isUIReadOnly: boolean
  defaultValue: unknown
  options: Option[] | null
  settings: Record<string, unknown> | null
  relation: Relation | null
  morphRelations: Relation[] | null
}

interface Relation {
  type: "MANY_TO_ONE" | "ONE_TO_MANY"
  targetObjectMetadata: { id: string; labelSingular: string; labelPlural: string }
  targetFieldMetadata: { id: string; label: string }
}

export interface ModelObject {
  id: string
  nameSingular: string
  namePlural: string
  labelSingular: string
  labelPlural: string
  description: string | null
  icon: string | null
  isCustom: boolean
  isActive: boolean
  isSystem: boolean
  isSearchable: boolean
  labelIdentifierFieldMetadataId: string | null
  fieldsList: ModelField[]
  indexMetadataList: {
    id: string
    name: string
    isCustom: boolean
    indexFieldMetadataList: { fieldMetadataId: string }[]
  }[]
}

export interface Model {
  objects: { edges: { node: ModelObject }[] }
  objectRecordCounts: { objectNamePlural: string; totalCount: number }[]
}

const query = `{
  objects(paging: { first: 1000 }) { edges { node {
    id nameSingular namePlural labelSingular labelPlural description icon isCustom isActive isSystem isSearchable
    labelIdentifierFieldMetadataId
    fieldsList {
      id name label type description icon isCustom isActive isSystem isNullable isUnique isUIReadOnly defaultValue options settings
      relation { ...relation } morphRelations { ...relation }
    }
    indexMetadataList { id name isCustom indexFieldMetadataList { fieldMetadataId } }
  } } }
  objectRecordCounts { objectNamePlural totalCount }
}
fragment relation on Relation {
  type targetObjectMetadata { id labelSingular labelPlural } targetFieldMetadata { id label }
}`

export const useModel = (): Answered<Model> => useAnswer<Model>(query)

/** In the order of their labels. */
export const objectsOf = ({ objects }: Model): ModelObject[] =>
  objects.edges
    .map(({ node }) => node)
    .filter(({ isSystem }) => !isSystem)
    .toSorted((a, b) => a.labelPlural.localeCompare(b.labelPlural))

export const objectNamed = (model: Model, plural: string | undefined): ModelObject | undefined =>
  model.objects.edges.find(({ node }) => node.namePlural === plural)?.node

/** Undefined for an object that is not active, or not for one's role. */
export const recordsOf = ({ objectRecordCounts }: Model, { namePlural }: ModelObject): number | undefined =>
  objectRecordCounts.find((each) => each.objectNamePlural === namePlural)?.totalCount

/** What people fill in; the platform's own fields are not theirs to shape. */
export const fieldsOf = ({ fieldsList }: ModelObject): ModelField[] => fieldsList.filter(({ isSystem }) => !isSystem)

/** How many records have the option; null where it cannot be told. */
export async function countOption(object: ModelObject, field: ModelField, value: string): Promise<number | null> {
  const test = field.type === "MULTI_SELECT" ? { containsAny: [value] } : { eq: value }
  const { data } = await ask<Record<string, { totalCount: number }>>("/graphql", {
    query: `query ($filter: ${objectTypeName(object)}FilterInput) { ${object.namePlural}(filter: $filter, first: 1) { totalCount } }`,
    variables: { filter: { [field.name]: test } },
  })
  return data?.[object.namePlural]?.totalCount ?? null
}
