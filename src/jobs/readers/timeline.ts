/** Writes down what happened to records as `timelineActivity` records, which people see on each record's page. */
import { createHash } from "node:crypto"
import { actorSources } from "../../metadata/field-types/actor.ts"
import { isUuid } from "../../metadata/scalar.ts"
import type { FieldSchema, Json, ObjectSchema } from "../../metadata/schema.ts"
import type { RecordEvent } from "../../records/events.ts"
import { lockExisting } from "../../records/lock.ts"
import { createRecords } from "../../records/write.ts"
import type { Workspace } from "../../records/workspace.ts"
import type { LogReader } from "./reader.ts"

export const timelineReader: LogReader = { name: "timeline", read: writeTimeline }

async function writeTimeline(workspace: Workspace, events: readonly RecordEvent[], epoch: number): Promise<boolean> {
  const timeline = workspace.schema.bySingular.get("timelineActivity")
  if (!timeline) return false
  const happenings = findHappenings(workspace, timeline, events)
  const known = await lockNamed(workspace, happenings)
  const records = happenings
    .filter(({ object, event }) => known.has(keyOf(object, event.recordId)))
    .map((happening) => activityOf(workspace, happening, epoch, known))
  if (records.length === 0) return false
  await createRecords(workspace, timeline, records, { selection: null })
  return true
}

/** An event that people want to see, with the field of timelineActivity that points at its record. */
interface Happening {
  event: RecordEvent
  object: ObjectSchema
  targetName: string
  properties: Json
}

/** The platform's own objects, timelineActivity among them, have no timeline. */
function findHappenings({ schema }: Workspace, timeline: ObjectSchema, events: readonly RecordEvent[]): Happening[] {
  const targets = targetNames(timeline)
  return events.flatMap((event): Happening[] => {
    const object = schema.byId.get(event.objectMetadataId)
    const targetName = targets.get(event.objectMetadataId)
    if (!object || object.isSystem || !targetName) return []
    if (event.action !== "updated") return [{ event, object, targetName, properties: null }]
    const diff = diffOf(object, event)
    return Object.keys(diff).length === 0 ? [] : [{ event, object, targetName, properties: { diff } }]
  })
}

/** Object id → name under which timelineActivity takes the id of its record, such as `targetCompanyId`. */
function targetNames(timeline: ObjectSchema): Map<string, string> {
  const names = new Map<string, string>()
  for (const [name, { kind, field }] of timeline.lookup) {
    if (kind === "join" && field.type === "MORPH_RELATION" && name === field.relation!.joinName) {
      names.set(field.relation!.target.id, name)
    }
  }
  return names
}

// --- what changed ---------------------------------------------------------------------------------------------------

const untold = new Set(["updatedAt", "updatedBy", "searchVector"])

function diffOf(object: ObjectSchema, event: RecordEvent): Record<string, Json> {
  const before = event.before ?? {}
  const after = event.after ?? {}
  const diff: Record<string, Json> = {}
  for (const column of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (untold.has(column)) continue
    const field = object.fields.find((each) => each.column === column)
    diff[field ? wireName(field) : column] = {
      before: wireValue(field, before[column] ?? null),
      after: wireValue(field, after[column] ?? null),
    }
  }
  return diff
}

function wireName(field: FieldSchema): string {
  return field.relation?.joinName ?? field.name
}

/** PostgreSQL writes instants into JSON with an offset, and a day where one is stored; the wire has neither. */
function wireValue(field: FieldSchema | undefined, value: Json): Json {
  if (field?.type !== "DATE_TIME" || typeof value !== "string") return value
  const instant = new Date(value)
  return Number.isNaN(instant.getTime()) ? value : instant.toISOString()
}

// --- who and what is still there ------------------------------------------------------------------------------------

/**
 * Records and members that events name and that still exist, as `keyOf`. They are locked against being destroyed until
 * the transaction ends, because a foreign key to a record that has just gone would fail the whole page.
 */
async function lockNamed(workspace: Workspace, happenings: readonly Happening[]): Promise<Set<string>> {
  const wanted = new Map<ObjectSchema, Set<string>>()
  const want = (object: ObjectSchema, id: string) => wanted.set(object, (wanted.get(object) ?? new Set()).add(id))
  const members = workspace.schema.bySingular.get("workspaceMember")
  for (const { object, event } of happenings) {
    want(object, event.recordId)
    const member = actorOf(event).workspaceMemberId
    if (members && member) want(members, member)
  }
  const known = new Set<string>()
  for (const [object, ids] of [...wanted].toSorted(([a], [b]) => (a.id < b.id ? -1 : 1))) {
    for (const id of await lockExisting(workspace, object, [...ids])) known.add(keyOf(object, id))
  }
  return known
}

const keyOf = (object: ObjectSchema, id: string) => `${object.id} ${id}`

// --- the record -----------------------------------------------------------------------------------------------------

function activityOf(
  workspace: Workspace,
  { event, object, targetName, properties }: Happening,
  epoch: number,
  known: ReadonlySet<string>,
) {
  const actor = actorOf(event)
  const members = workspace.schema.bySingular.get("workspaceMember")
  const isMember = members && actor.workspaceMemberId && known.has(keyOf(members, actor.workspaceMemberId))
  return {
    id: activityId(workspace.schema.workspaceId, epoch, event.position),
    name: `${object.nameSingular}.${event.action}`,
    properties,
    happensAt: event.at,
    linkedRecordCachedName: labelOf(object, event),
    workspaceMemberId: isMember ? actor.workspaceMemberId : null,
    createdBy: actor,
    [targetName]: event.recordId,
  }
}

/** The same event always gives the same id, so that the primary key too would refuse a second one. */
function activityId(workspaceId: string, epoch: number, position: number): string {
  const hex = createHash("sha256").update(`timeline ${workspaceId} ${epoch} ${position}`).digest("hex")
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** Name of the record as far as the event tells it: an update only carries what changed. */
function labelOf(object: ObjectSchema, event: RecordEvent): string | null {
  const column = object.labelField.column
  const value = column ? (event.after?.[column] ?? event.before?.[column]) : null
  if (typeof value === "string" || typeof value === "number") return String(value)
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null
  const texts = ["firstName", "lastName"]
    .map((part) => value[part])
    .filter((part) => typeof part === "string" && part !== "")
  return texts.length > 0 ? texts.join(" ") : null
}

/** A login of the database can be given rights to write any JSON here, so it is checked like any other input. */
function actorOf(event: RecordEvent) {
  const given =
    typeof event.actor === "object" && event.actor !== null && !Array.isArray(event.actor) ? event.actor : {}
  const { source, workspaceMemberId, name, context } = given
  return {
    source: actorSources.find((each) => each === source) ?? "SYSTEM",
    workspaceMemberId: isUuid(workspaceMemberId) ? workspaceMemberId.toLowerCase() : null,
    name: typeof name === "string" ? name : "",
    context: typeof context === "object" ? (context ?? null) : null,
  }
}
