/** The views that objects are born with: one over all records, and for some of the standard objects a few more. */
import { join, raw, render, sql, type Sql } from "../db/sql.ts"
import type { view, viewField, viewFilter, viewGroup } from "../db/core-tables.ts"
import type { Connection } from "../ports/driver.ts"
import { stableId } from "./names.ts"
import type { FieldRow, MetadataRows, ObjectRow } from "./rows.ts"

type Insert<T extends { $inferInsert: unknown }> = T["$inferInsert"]

interface NewViews {
  view: Insert<typeof view>[]
  viewField: Insert<typeof viewField>[]
  viewFilter: Insert<typeof viewFilter>[]
  viewGroup: Insert<typeof viewGroup>[]
}

/** Stands for the object's label, so that the view is called after the object whatever that is called. */
export const labelPlaceholder = "{objectLabelPlural}"

/** Adds what a schema change brings about: views of new objects, and new fields in the views of old ones. */
export async function saveNewViews(tx: Connection, before: MetadataRows, after: MetadataRows): Promise<void> {
  const knownObjects = new Set(before.objects.map((object) => object.id))
  const knownFields = new Set(before.fields.map((field) => field.id))
  const fieldsOf = Map.groupBy(after.fields, (field) => field.objectMetadataId)
  const added = after.objects.filter((object) => !knownObjects.has(object.id))
  await insertViews(tx, buildViews(added, fieldsOf))
  const shown = [...fieldsOf].flatMap(([objectId, fields]) =>
    knownObjects.has(objectId) ? shownFields(fields, null).filter((field) => !knownFields.has(field.id)) : [],
  )
  await appendFields(tx, shown)
}

// --- building -------------------------------------------------------------------------------------------------------

function buildViews(objects: readonly ObjectRow[], fieldsOf: ReadonlyMap<string, FieldRow[]>): NewViews {
  const made: NewViews = { view: [], viewField: [], viewFilter: [], viewGroup: [] }
  for (const object of objects) {
    const fields = fieldsOf.get(object.id) ?? []
    addView(made, object, fields, { name: `All ${labelPlaceholder}`, icon: "IconList", key: "INDEX" })
    if (object.standardId === stableId("opportunity")) addKanban(made, object, fields, "By Stage", "stage")
    if (object.standardId === stableId("task")) {
      addKanban(made, object, fields, "By Status", "status")
      addAssignedToMe(made, object, fields)
    }
  }
  return made
}

function addView(
  made: NewViews,
  object: ObjectRow,
  fields: readonly FieldRow[],
  details: Pick<Insert<typeof view>, "name" | "icon"> & Partial<Insert<typeof view>>,
): string {
  const id = crypto.randomUUID()
  const { workspaceId } = object
  made.view.push({ id, objectMetadataId: object.id, workspaceId, isCustom: false, ...details })
  shownFields(fields, object.labelIdentifierFieldMetadataId).forEach((field, position) => {
    made.viewField.push({
      viewId: id,
      workspaceId,
      fieldMetadataId: field.id,
      position,
      size: position === 0 ? 180 : 150,
    })
  })
  return id
}

function addKanban(made: NewViews, object: ObjectRow, fields: readonly FieldRow[], name: string, by: string): void {
  const group = fieldNamed(fields, by)
  const viewId = addView(made, object, fields, {
    name,
    icon: "IconLayoutKanban",
    type: "KANBAN",
    position: 1,
    mainGroupByFieldMetadataId: group.id,
  })
  made.viewGroup.push(...optionGroups(group).map((each) => ({ ...each, viewId, workspaceId: object.workspaceId })))
}

function addAssignedToMe(made: NewViews, object: ObjectRow, fields: readonly FieldRow[]): void {
  const viewId = addView(made, object, fields, { name: "Assigned to Me", icon: "IconUserCircle", position: 2 })
  made.viewFilter.push({
    viewId,
    workspaceId: object.workspaceId,
    fieldMetadataId: fieldNamed(fields, "assignee").id,
    operand: "IS",
    value: JSON.stringify({ isCurrentWorkspaceMemberSelected: true, selectedRecordIds: [] }),
  })
}

/** A column of the board for each option, and one for records without where there can be any. */
export function optionGroups(
  field: Pick<FieldRow, "options" | "isNullable">,
): { fieldValue: string; position: number }[] {
  const options = (field.options ?? []).toSorted((a, b) => a.position - b.position)
  const values = [...options.map((option) => option.value), ...(field.isNullable ? [""] : [])]
  return values.map((fieldValue, position) => ({ fieldValue, position }))
}

function fieldNamed(fields: readonly FieldRow[], name: string): FieldRow {
  const field = fields.find((each) => each.name === name)
  if (!field) throw new Error(`A standard view shows the field ${name}, which is not there`)
  return field
}

/** What a list of records shows at first: the label, then what people fill in, then where the record comes from. */
function shownFields(fields: readonly FieldRow[], labelId: string | null): FieldRow[] {
  const label = fields.filter((field) => field.id === labelId)
  const morphs = new Set<string>()
  const own = fields.filter((field) => {
    if (field.id === labelId || field.isSystem || !field.isActive || field.columnName === null) return false
    if (field.type === "TS_VECTOR" || field.type === "POSITION" || field.name === "body") return false
    if (field.morphId === null) return true
    return !morphs.has(field.morphId) && Boolean(morphs.add(field.morphId))
  })
  const origin = labelId === null ? [] : ["createdAt", "createdBy"].map((name) => fieldNamed(fields, name))
  return [...label, ...own, ...origin]
}

// --- saving ---------------------------------------------------------------------------------------------------------

/** One statement for all of it: the foreign keys are looked at when it is done. */
async function insertViews(tx: Connection, made: NewViews): Promise<void> {
  if (made.view.length === 0) return
  const inserts = (Object.keys(made) as (keyof NewViews)[]).map((table) => insertRows(table, made[table]))
  const named = inserts.map((insert, i) => sql`${raw(`i${i}`)} as (${insert})`)
  const { text, params } = render(sql`with ${join(named)} select`)
  await tx.query(text, params)
}

/** Columns that a row says nothing of get their defaults, so that rows need not agree in which they name. */
const columns = {
  view: `id uuid, name varchar, "objectMetadataId" uuid, type varchar, key varchar, icon varchar, position real,
    "mainGroupByFieldMetadataId" uuid, "workspaceId" uuid`,
  viewField: `"viewId" uuid, "workspaceId" uuid, "fieldMetadataId" uuid, position real, size integer`,
  viewFilter: `"viewId" uuid, "workspaceId" uuid, "fieldMetadataId" uuid, operand varchar, value jsonb`,
  viewGroup: `"viewId" uuid, "workspaceId" uuid, "fieldValue" varchar, position real`,
}

function insertRows(table: keyof NewViews, rows: readonly unknown[]): Sql {
  const list = columns[table].split(",").map((column) => column.trim().split(" ")[0]!)
  const values = list.map((name) =>
    table === "view" && name === "type"
      ? `coalesce(type, 'TABLE')`
      : name === "position"
        ? `coalesce(position, 0)`
        : name,
  )
  const [more, given] = table === "view" ? [`, "isCustom"`, ", false"] : ["", ""]
  return sql`insert into core.${raw(`"${table}"`)} (${raw(list.join(", ") + more)})
    select ${raw(values.join(", ") + given)} from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(${raw(columns[table])})`
}

/** New fields come last in the view of all records. */
async function appendFields(tx: Connection, fields: readonly FieldRow[]): Promise<void> {
  if (fields.length === 0) return
  const rows = fields.map((field, i) => ({ id: field.id, object: field.objectMetadataId, n: i + 1 }))
  const { text, params } = render(sql`
    insert into core."viewField" ("viewId", "workspaceId", "fieldMetadataId", position, size)
    select v.id, v."workspaceId", x.id, x.n + coalesce((select max(f.position) from core."viewField" f where f."viewId" = v.id), -1), 150
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(id uuid, object uuid, n integer)
    join core.view v on v."objectMetadataId" = x.object and v.key = 'INDEX' and v."deletedAt" is null`)
  await tx.query(text, params)
}
