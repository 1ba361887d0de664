/** What hangs on a field or an object, as far as the metadata tells: views, relations, indexes, and rules of roles. */
import { modelSentences } from "../../../i18n/settings-model/index.ts"
import { change } from "../answered.ts"
import { requiredOf } from "./field-draft.ts"
import type { Model, ModelField, ModelObject } from "./model.ts"

interface Surroundings {
  getViews: {
    name: string
    objectMetadataId: string
    mainGroupByFieldMetadataId: string | null
    calendarFieldMetadataId: string | null
    viewFields: Of[]
    viewFilters: Of[]
    viewSorts: Of[]
  }[]
  getRoles: {
    label: string
    rowLevelPermissionPredicates: (Of & { objectMetadataId: string })[] | null
    fieldPermissions: (Of & { objectMetadataId: string })[] | null
  }[]
}

interface Of {
  fieldMetadataId: string
}

const query = `{
  getViews {
    name objectMetadataId mainGroupByFieldMetadataId calendarFieldMetadataId
    viewFields { fieldMetadataId } viewFilters { fieldMetadataId } viewSorts { fieldMetadataId }
  }
  getRoles {
    label
    rowLevelPermissionPredicates { fieldMetadataId objectMetadataId }
    fieldPermissions { fieldMetadataId objectMetadataId }
  }
}`

/** Sentences; none where nothing hangs on it. */
export async function dependantsOfField(object: ModelObject, field: ModelField): Promise<string[]> {
  const { dependants } = modelSentences()
  const { getViews, getRoles } = await surroundings()
  const isIt = ({ fieldMetadataId }: Of) => fieldMetadataId === field.id
  const views = getViews.filter(
    (view) =>
      [...view.viewFields, ...view.viewFilters, ...view.viewSorts].some(isIt) ||
      view.mainGroupByFieldMetadataId === field.id ||
      view.calendarFieldMetadataId === field.id,
  )
  const roles = getRoles.filter(({ rowLevelPermissionPredicates: rules, fieldPermissions: rights }) =>
    [...(rules ?? []), ...(rights ?? [])].some(isIt),
  )
  const indexes = object.indexMetadataList.filter((index) => index.indexFieldMetadataList.some(isIt))
  const others = [field.relation, ...(field.morphRelations ?? [])].flatMap((relation) => relation ?? [])
  return [
    listed(dependants.views, namesOfViews(views, object)),
    listed(
      dependants.relations,
      others.map(({ targetObjectMetadata, targetFieldMetadata }) =>
        dependants.fieldOf(targetFieldMetadata.label, targetObjectMetadata.labelPlural),
      ),
    ),
    listed(dependants.options, optionsThatAskFor(object, field)),
    listed(
      dependants.roles,
      roles.map(({ label }) => label),
    ),
    listed(
      dependants.indexes,
      indexes.map(({ name }) => name),
    ),
  ].flat()
}

function optionsThatAskFor(object: ModelObject, field: ModelField): string[] {
  return object.fieldsList.flatMap((select) =>
    (select.options ?? [])
      .filter(({ value }) => requiredOf(select.settings)[value]?.includes(field.id))
      .map(({ label }) => `${select.label}: ${label}`),
  )
}

export async function dependantsOfObject(model: Model, object: ModelObject): Promise<string[]> {
  const { dependants } = modelSentences()
  const { getViews, getRoles } = await surroundings()
  const isIts = ({ objectMetadataId }: { objectMetadataId: string }) => objectMetadataId === object.id
  const relations = model.objects.edges.flatMap(({ node }) =>
    node.fieldsList
      .filter(({ relation }) => node.id !== object.id && relation?.targetObjectMetadata.id === object.id)
      .map(({ label }) => dependants.fieldOf(label, node.labelPlural)),
  )
  const roles = getRoles.filter(({ rowLevelPermissionPredicates: rules, fieldPermissions: rights }) =>
    [...(rules ?? []), ...(rights ?? [])].some(isIts),
  )
  return [
    listed(dependants.views, namesOfViews(getViews.filter(isIts), object)),
    listed(dependants.relations, [...new Set(relations)]),
    listed(
      dependants.roles,
      roles.map(({ label }) => label),
    ),
  ].flat()
}

/** Whoever cannot be asked is not named; the deletion itself is refused or not by the server. */
async function surroundings(): Promise<Surroundings> {
  const { data } = await change<Surroundings>(query)
  return data ?? { getViews: [], getRoles: [] }
}

const namesOfViews = (views: { name: string }[], { labelPlural }: ModelObject) =>
  views.map(({ name }) => name.replace("{objectLabelPlural}", labelPlural))

const listed = (sentence: (names: string) => string, names: readonly string[]): string[] =>
  names.length === 0 ? [] : [sentence(names.join(", "))]
