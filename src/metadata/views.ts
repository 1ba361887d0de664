/** Views and their parts: reading what the principal may see, writing what it may change. */
import { can } from "../auth/principal.ts"
import { allOf, ident, join, raw, sql, type Sql } from "../db/sql.ts"
import type {
  viewField,
  viewFieldGroup,
  viewFilter,
  viewFilterGroup,
  viewGroup,
  viewSort,
  view,
} from "../db/core-tables.ts"
import { AppError } from "../errors.ts"
import type { Values } from "./columns.ts"
import { insertSql, readRows, removeRow, runStatement, updateRow, type CoreScope } from "./core-rows.ts"
import { isUuid } from "./scalar.ts"
import type { FieldSchema, ObjectSchema } from "./schema.ts"
import { labelPlaceholder, optionGroups } from "./standard-views.ts"
import { invalid, readNew, readUpdate, viewColumns, viewParts, type ViewPart } from "./view-columns.ts"

export type ViewScope = CoreScope

interface PartRows {
  viewFieldGroup: typeof viewFieldGroup.$inferSelect
  viewField: typeof viewField.$inferSelect
  viewFilterGroup: typeof viewFilterGroup.$inferSelect
  viewFilter: typeof viewFilter.$inferSelect
  viewSort: typeof viewSort.$inferSelect
  viewGroup: typeof viewGroup.$inferSelect
}

export type View = typeof view.$inferSelect & { [K in ViewPart as `${K}s`]: PartRows[K][] }

// --- reading --------------------------------------------------------------------------------------------------------

export interface ViewQuestion {
  objectMetadataId?: string | null
  types?: readonly string[] | null
}

/** With their parts, in one statement. */
export function listViews(scope: ViewScope, { objectMetadataId, types }: ViewQuestion = {}): Promise<View[]> {
  const conditions = [visible(scope)]
  if (objectMetadataId != null) {
    if (!isUuid(objectMetadataId)) throw invalid("objectMetadataId must be a UUID")
    conditions.push(sql`v."objectMetadataId" = ${objectMetadataId}::uuid`)
  }
  if (types != null) {
    conditions.push(sql`v.type in (select jsonb_array_elements_text(${JSON.stringify(types)}::jsonb))`)
  }
  return findViews(scope, allOf(conditions))
}

export async function findView(scope: ViewScope, id: string): Promise<View | null> {
  if (!isUuid(id)) return null
  const [found] = await findViews(scope, allOf([visible(scope), sql`v.id = ${id}::uuid`]))
  return found ?? null
}

async function findViews(scope: ViewScope, where: Sql): Promise<View[]> {
  const parts = viewParts.map(
    (part) =>
      sql`(select coalesce(json_agg(p order by ${raw(orderOf(part))}), '[]') from ${ident("core", part)} p where p."viewId" = v.id and p."deletedAt" is null) as ${ident(`${part}s`)}`,
  )
  const views = await readRows<View>(
    scope,
    sql`select v.*, ${join(parts)} from core.view v where ${where} order by v.position, v."createdAt", v.id`,
  )
  return views.map((each) => named(scope, each))
}

/** Views of standard objects are called after the object, whatever that is called by now. */
function named<T extends Pick<View, "name" | "objectMetadataId">>({ schema }: ViewScope, each: T): T {
  const label = schema.byId.get(each.objectMetadataId)?.labelPlural
  return label ? { ...each, name: each.name.replace(labelPlaceholder, label) } : each
}

export function listParts<P extends ViewPart>(
  scope: ViewScope,
  part: P,
  viewId: string | null = null,
): Promise<PartRows[P][]> {
  if (viewId !== null && !isUuid(viewId)) throw invalid("viewId must be a UUID")
  const ofView = viewId === null ? raw("true") : sql`p."viewId" = ${viewId}::uuid`
  return findParts(scope, part, allOf([ofView, sql`p."deletedAt" is null`]))
}

export async function findPart<P extends ViewPart>(scope: ViewScope, part: P, id: string): Promise<PartRows[P] | null> {
  if (!isUuid(id)) return null
  const [found] = await findParts(scope, part, sql`p.id = ${id}::uuid and p."deletedAt" is null`)
  return found ?? null
}

function findParts<P extends ViewPart>(scope: ViewScope, part: P, where: Sql): Promise<PartRows[P][]> {
  return readRows(
    scope,
    sql`select p.* from ${ident("core", part)} p join core.view v on v.id = p."viewId"
      where ${visible(scope)} and ${where} order by ${raw(orderOf(part))}`,
  )
}

const orderOf = (part: ViewPart) =>
  "position" in viewColumns[part] ? `p.position, p."createdAt", p.id` : `p."createdAt", p.id`

/** Unlisted views are their creator's alone. */
function visible({ schema, principal }: ViewScope): Sql {
  const own = principal.userWorkspaceId
    ? sql`(v.visibility = 'WORKSPACE' or v."createdByUserWorkspaceId" = ${principal.userWorkspaceId}::uuid)`
    : sql`v.visibility = 'WORKSPACE'`
  return sql`v."workspaceId" = ${schema.workspaceId}::uuid and v."deletedAt" is null and ${own}`
}

// --- views ----------------------------------------------------------------------------------------------------------

/** A board gets a column for each option of the field that it is grouped by. */
export async function createView(scope: ViewScope, input: unknown): Promise<View> {
  const values = readNew("view", input)
  requireRight(scope, "CREATE", values.visibility, scope.principal.userWorkspaceId)
  const object = scope.schema.byId.get(values.objectMetadataId as string)
  if (!object) throw invalid("Object metadata not found")
  checkView(object, values)
  if (values.key === "INDEX") await refuseSecondIndex(scope, object)
  const owner = scope.principal.userWorkspaceId
  const made = insertSql(scope, "view", [{ ...values, createdByUserWorkspaceId: owner, isCustom: true }])
  const grouped = object.fields.find((field) => field.id === values.mainGroupByFieldMetadataId)
  const groups = grouped?.type === "SELECT" ? groupsOf(grouped, values.id) : []
  await runStatement(
    scope,
    groups.length > 0 ? sql`with made as (${made}) ${insertSql(scope, "viewGroup", groups)}` : made,
  )
  return getView(scope, values.id as string)
}

function groupsOf(field: FieldSchema, viewId: unknown): Values[] {
  const groups = optionGroups({ options: field.options && [...field.options], isNullable: field.isNullable })
  return groups.map((group) => ({ ...group, id: crypto.randomUUID(), isVisible: true, viewId }))
}

export async function updateView(scope: ViewScope, id: string, input: unknown): Promise<View> {
  const before = await getView(scope, id)
  const values = readUpdate("view", input)
  requireRight(scope, "UPDATE", before.visibility, before.createdByUserWorkspaceId)
  if (values.visibility !== undefined) requireRight(scope, "UPDATE", values.visibility, before.createdByUserWorkspaceId)
  checkView(scope.schema.byId.get(before.objectMetadataId)!, { ...before, ...values })
  await updateRow(scope, "view", id, values)
  return getView(scope, id)
}

/** "delete" leaves the row for later, "destroy" removes it with its parts. */
export async function removeView(scope: ViewScope, id: string, how: "delete" | "destroy"): Promise<View> {
  const before = await getView(scope, id)
  requireRight(scope, "DELETE", before.visibility, before.createdByUserWorkspaceId)
  await removeRow(scope, "view", id, how)
  // What is in the bin is not to be led to.
  await runStatement(scope, sql`delete from core."navigationMenuItem" where "viewId" = ${id}::uuid`)
  return before
}

async function getView(scope: ViewScope, id: string): Promise<View> {
  const found = await findView(scope, id)
  if (found) return found
  throw viewNotFound()
}

/** What is not there, and what is another person's. */
export function viewNotFound(): AppError {
  return new AppError("NOT_FOUND", "View not found", { subCode: "VIEW_NOT_FOUND" })
}

function checkView(object: ObjectSchema, values: Values): void {
  const fieldOf = (name: string) => {
    const id = values[name]
    const field = object.fields.find((each) => each.id === id)
    if (id != null && !field) throw invalid(`${name} names no field of ${object.nameSingular}`)
    return field
  }
  const grouped = fieldOf("mainGroupByFieldMetadataId")
  fieldOf("kanbanAggregateOperationFieldMetadataId")
  const day = fieldOf("calendarFieldMetadataId")
  if (grouped && !canGroup(grouped, values.type))
    throw invalid(
      "mainGroupByFieldMetadataId must name a SELECT field; of a TABLE view also a BOOLEAN, RATING, DATE, DATE_TIME or to-one RELATION field",
    )
  if (day && day.type !== "DATE" && day.type !== "DATE_TIME")
    throw invalid("calendarFieldMetadataId must name a DATE or DATE_TIME field")
  if (values.type === "KANBAN" && !grouped) throw invalid("A KANBAN view needs mainGroupByFieldMetadataId")
  if (values.type === "CALENDAR" && (!day || !values.calendarLayout))
    throw invalid("A CALENDAR view needs calendarLayout and calendarFieldMetadataId")
}

/** Boards have a column for each option; a table has a head for whatever values there are. */
function canGroup({ type, relation }: FieldSchema, viewType: unknown): boolean {
  if (type === "SELECT") return true
  return viewType === "TABLE" && (tableGroups.has(type) || relation?.kind === "MANY_TO_ONE")
}

const tableGroups = new Set<FieldSchema["type"]>(["BOOLEAN", "RATING", "DATE", "DATE_TIME"])

async function refuseSecondIndex(scope: ViewScope, object: ObjectSchema): Promise<void> {
  const found = await findViews(
    scope,
    sql`v."objectMetadataId" = ${object.id}::uuid and v.key = 'INDEX' and v."deletedAt" is null`,
  )
  if (found.length > 0) throw invalid(`${object.labelPlural} have an INDEX view already`)
}

// --- parts ----------------------------------------------------------------------------------------------------------

/** All or none. Returns them in the order of the inputs. */
export async function createParts<P extends ViewPart>(
  scope: ViewScope,
  part: P,
  inputs: readonly unknown[],
): Promise<PartRows[P][]> {
  const made = inputs.map((input) => readNew(part, input))
  const views = new Map<string, View>()
  for (const values of made) {
    const viewId = values.viewId as string
    const parent = views.get(viewId) ?? (await changeableView(scope, viewId))
    views.set(viewId, parent)
    checkPart(scope, parent, values)
    if (part === "viewField" && parent.viewFields.some((field) => field.fieldMetadataId === values.fieldMetadataId))
      throw invalid("The view has this field already")
  }
  if (made.length === 0) return []
  await runStatement(scope, insertSql(scope, part, made))
  const found = await findParts(scope, part, idIn(made.map((values) => values.id as string)))
  const byId = new Map(found.map((row) => [row.id, row]))
  return made.map((values) => byId.get(values.id as string)!)
}

export async function updatePart<P extends ViewPart>(
  scope: ViewScope,
  part: P,
  id: string,
  input: unknown,
): Promise<PartRows[P]> {
  const before = await getPart(scope, part, id)
  const parent = await changeableView(scope, before.viewId)
  const values = readUpdate(part, input)
  checkPart(scope, parent, { ...before, ...values })
  await updateRow(scope, part, id, values)
  return getPart(scope, part, id)
}

export async function removePart<P extends ViewPart>(
  scope: ViewScope,
  part: P,
  id: string,
  how: "delete" | "destroy",
): Promise<PartRows[P]> {
  const before = await getPart(scope, part, id)
  await changeableView(scope, before.viewId)
  await removeRow(scope, part, id, how)
  return how === "delete" ? { ...before, deletedAt: new Date().toISOString() } : before
}

async function getPart<P extends ViewPart>(scope: ViewScope, part: P, id: string): Promise<PartRows[P]> {
  const found = await findPart(scope, part, id)
  if (found) return found
  const name = part.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()
  throw new AppError("NOT_FOUND", `${part} not found`, { subCode: `${name}_NOT_FOUND` })
}

async function changeableView(scope: ViewScope, id: string): Promise<View> {
  const found = await getView(scope, id)
  requireRight(scope, "UPDATE", found.visibility, found.createdByUserWorkspaceId)
  return found
}

function checkPart({ schema }: ViewScope, parent: View, values: Values): void {
  const object = schema.byId.get(parent.objectMetadataId)
  const { fieldMetadataId, viewFilterGroupId, parentViewFilterGroupId, relationTargetFieldMetadataId } = values
  if (fieldMetadataId != null && !object?.fields.some((field) => field.id === fieldMetadataId))
    throw invalid("Field metadata not found")
  const groups = new Set(parent.viewFilterGroups.map((group) => group.id))
  for (const group of [viewFilterGroupId, parentViewFilterGroupId]) {
    if (group != null && (!groups.has(group as string) || group === values.id))
      throw invalid("The filter group is not in this view")
  }
  const section = values.viewFieldGroupId
  if (section != null && !parent.viewFieldGroups.some((each) => each.id === section))
    throw invalid("The field group is not in this view")
  const related = relationTargetFieldMetadataId
  if (related != null && !schema.objects.some((each) => each.fields.some((field) => field.id === related)))
    throw invalid("relationTargetFieldMetadataId names no field")
}

// --- rights ---------------------------------------------------------------------------------------------------------

/** What everybody sees takes the right to set it up; an unlisted view takes being its creator. */
function requireRight(
  { principal }: ViewScope,
  action: "CREATE" | "UPDATE" | "DELETE",
  visibility: unknown,
  owner: string | null,
): void {
  if (visibility === "UNLISTED" && owner !== null && owner === principal.userWorkspaceId) return
  if (visibility === "UNLISTED") {
    throw invalid("An unlisted view belongs to a person; make it one for the workspace")
  }
  if (can(principal, "VIEWS")) return
  const verb = action.toLowerCase()
  const message = `You do not have permission to ${verb} workspace-level views`
  throw new AppError("FORBIDDEN", message, {
    subCode: `VIEW_${action}_PERMISSION_DENIED`,
    userFriendlyMessage: `${message}.`,
  })
}

const idIn = (ids: string[]) => sql`p.id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`
