/** The records that a saved view shows. */
import { isUuid } from "../metadata/scalar.ts"
import type { ObjectSchema } from "../metadata/schema.ts"
import { isTimeZone } from "../metadata/relative-dates.ts"
import { viewFilter, type Viewer } from "../metadata/view-filter.ts"
import { findView, viewNotFound, type View } from "../metadata/views.ts"
import { fieldTypes } from "../metadata/field-types/index.ts"
import type { Groups } from "./query.ts"
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
  const { filter, isMomentary } = viewFilter(object, view, await viewerOf(workspace, view))
  if (!filter) return groups
  return { ...groups, isMomentary, filter: groups.filter ? { and: [groups.filter, filter] } : filter }
}

/** Days are those of the caller's calendar; without one they are days of UTC, in weeks from Monday on. */
async function viewerOf(workspace: Workspace, view: View): Promise<Viewer> {
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
