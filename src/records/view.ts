/** The records that a view shows: a saved one, or one that somebody is only trying out. */
import { badInput } from "../errors.ts"
import { isUuid } from "../metadata/scalar.ts"
import type { Json, ObjectSchema } from "../metadata/schema.ts"
import { isTimeZone } from "../metadata/relative-dates.ts"
import { viewFilter, type FilteredView, type Viewer } from "../metadata/view-filter.ts"
import { findView, viewNotFound } from "../metadata/views.ts"
import { fieldTypes } from "../metadata/field-types/index.ts"
import type { Filter, Groups } from "./query.ts"
import { readRecords } from "./read.ts"
import type { Workspace } from "./workspace.ts"

/** The groups of those records alone that the view shows as well. Throws VIEW_NOT_FOUND. */
export async function withView(
  workspace: Workspace,
  object: ObjectSchema,
  groups: Groups,
  viewId: unknown,
): Promise<Groups> {
  if (viewId == null || viewId === "") return groups
  const view = isUuid(viewId) ? await findView(workspace, viewId) : null
  if (view?.objectMetadataId !== object.id) throw viewNotFound()
  return narrowed(workspace, object, groups, view)
}

/**
 * Of a list or groups, those alone that a view with these parts would show as well.
 * @param parts `{ viewFilters, viewFilterGroups, anyFieldFilterValue }` as a view has them; each may be left out
 * Throws BAD_USER_INPUT.
 */
export async function withViewParts<T extends Filtered>(
  workspace: Workspace,
  object: ObjectSchema,
  asked: T,
  parts: unknown,
): Promise<T> {
  return parts == null ? asked : narrowed(workspace, object, asked, readParts(parts))
}

interface Filtered {
  filter?: Filter | null
  isMomentary?: boolean
}

async function narrowed<T extends Filtered>(
  workspace: Workspace,
  object: ObjectSchema,
  asked: T,
  view: FilteredView,
): Promise<T> {
  const { filter, isMomentary } = viewFilter(object, view, await viewerOf(workspace, view))
  if (!filter) return asked
  return {
    ...asked,
    isMomentary: isMomentary || asked.isMomentary === true,
    filter: asked.filter ? { and: [asked.filter, filter] } : filter,
  }
}

function readParts(parts: unknown): FilteredView {
  const { viewFilters = [], viewFilterGroups = [], anyFieldFilterValue = null, ...rest } = objectIn(parts)
  const [unknown] = Object.keys(rest)
  if (unknown) throw invalidParts(`there is no "${unknown}"`)
  if (anyFieldFilterValue !== null && typeof anyFieldFilterValue !== "string")
    throw invalidParts("anyFieldFilterValue is a text")
  return {
    anyFieldFilterValue,
    viewFilters: listIn(viewFilters, "viewFilters").map((each) => ({
      fieldMetadataId: text(each, "fieldMetadataId"),
      operand: text(each, "operand"),
      value: (each.value ?? null) as Json,
      subFieldName: optional(each, "subFieldName"),
      viewFilterGroupId: optional(each, "viewFilterGroupId"),
      relationTargetFieldMetadataId: optional(each, "relationTargetFieldMetadataId"),
    })),
    viewFilterGroups: listIn(viewFilterGroups, "viewFilterGroups").map((each) => ({
      id: text(each, "id"),
      parentViewFilterGroupId: optional(each, "parentViewFilterGroupId"),
      logicalOperator: optional(each, "logicalOperator") ?? "AND",
    })),
  }
}

type Parts = Record<string, unknown>

function objectIn(value: unknown): Parts {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Parts
  throw invalidParts("it is no object")
}

function listIn(value: unknown, name: string): Parts[] {
  if (Array.isArray(value)) return value.map(objectIn)
  throw invalidParts(`${name} is a list`)
}

function text(parts: Parts, name: string): string {
  const value = optional(parts, name)
  if (value !== null) return value
  throw invalidParts(`each has its ${name}`)
}

function optional(parts: Parts, name: string): string | null {
  const value = parts[name] ?? null
  if (value === null || typeof value === "string") return value
  throw invalidParts(`${name} is a text`)
}

const invalidParts = (why: string) =>
  badInput(
    `Invalid viewFilter: ${why}. Expected { viewFilters: [{ fieldMetadataId, operand, value }], viewFilterGroups: [{ id, logicalOperator }], anyFieldFilterValue }`,
    "INVALID_VIEW_DATA",
  )

/** Days are those of the caller's calendar; without one they are days of UTC, in weeks from Monday on. */
async function viewerOf(workspace: Workspace, view: FilteredView): Promise<Viewer> {
  const { workspaceMemberId } = workspace.principal
  const viewer = { workspaceMemberId, now: new Date(), timeZone: "UTC", weekStart: 1 }
  const needsMember = view.viewFilters.length > 0 && workspaceMemberId !== null
  const member = needsMember ? await readMember(workspace, workspaceMemberId) : null
  if (!member) return viewer
  const { timeZone, calendarStartDay } = member
  return {
    ...viewer,
    ...(isTimeZone(timeZone) && { timeZone }),
    ...(calendarStartDay >= 0 && calendarStartDay <= 6 && { weekStart: calendarStartDay }),
  }
}

interface MemberSettings {
  timeZone: string
  /** 0 is Sunday; 7 follows the system */
  calendarStartDay: number
}

/** Null for a member that is not there, or that the caller may not read. */
async function readMember(workspace: Workspace, id: string): Promise<MemberSettings | null> {
  const object = workspace.schema.bySingular.get("workspaceMember")
  if (!object || !workspace.access.may("read", object)) return null
  const selection = ["timeZone", "calendarStartDay"].flatMap((name) => {
    const field = object.lookup.get(name)?.field
    return field && workspace.access.sees(field)
      ? [{ kind: "value" as const, key: name, field, scalar: fieldTypes[field.type].scalar(field)! }]
      : []
  })
  const [text] = await readRecords(workspace, [
    { kind: "one", key: "member", object, filter: { id: { eq: id } }, selection },
  ])
  return text == null ? null : JSON.parse(text)
}
