/** What happened to a record, as people would tell it: several changes of one person at a time are one. */
import { asParts, asText } from "../../fields/field-kind.ts"
import { joinName } from "../../model/names.ts"
import type { FieldModel, ObjectModel } from "../../model/workspace-model.ts"
import type { WireRecord } from "../../store/records.ts"

export interface Change {
  field: FieldModel
  before: unknown
  after: unknown
}

export interface Happening {
  id: string
  /** the last of it */
  at: string
  /** of the member; null for whoever is none */
  whoId: string | null
  /** null for the platform itself */
  who: string | null
  /** of the event's name: created, updated, deleted, restored, or whatever else there comes to be */
  what: string
  changes: readonly Change[]
}

/** Milliseconds between two changes of one person that are told as one. */
const together = 5 * 60 * 1000

/** @param activities newest first */
export function tell(object: ObjectModel, activities: readonly WireRecord[]): Happening[] {
  const told: Happening[] = []
  /** when the oldest of the last one was */
  let since = Number.POSITIVE_INFINITY
  for (const happening of activities.map((each) => happeningOf(object, each))) {
    const at = Date.parse(happening.at)
    const last = told.at(-1)
    if (last && isSame(last, happening) && since - at <= together)
      told[told.length - 1] = { ...last, changes: joined(happening.changes, last.changes) }
    else told.push(happening)
    since = at
  }
  // What only changed behind the curtain, such as a position, is not told.
  return told.filter(({ what, changes }) => what !== "updated" || changes.length > 0)
}

function happeningOf(object: ObjectModel, wire: WireRecord): Happening {
  const { name, workspaceMemberId } = asParts(wire.createdBy)
  return {
    id: wire.id,
    at: String(wire.happensAt),
    whoId: asText(workspaceMemberId),
    who: asText(asText(name)?.trim()),
    what: String(wire.name).split(".").at(-1)!,
    changes: changesOf(object, asParts(asParts(wire.properties).diff)),
  }
}

/** Those of fields that are not there, or not for this role, are left out. */
function changesOf({ fields }: ObjectModel, diff: Record<string, unknown>): Change[] {
  return fields.flatMap((field) => {
    if (field.type === "POSITION") return []
    const change = diff[field.relation ? joinName(field) : field.name]
    if (change === undefined) return []
    const { before, after } = asParts(change)
    return [{ field, before, after }]
  })
}

const isSame = (a: Happening, b: Happening) =>
  a.what === "updated" && b.what === "updated" && a.whoId === b.whoId && a.who === b.who

function joined(earlier: readonly Change[], later: readonly Change[]): Change[] {
  const both = new Map(earlier.map((change) => [change.field, change]))
  for (const change of later)
    both.set(change.field, { ...change, before: both.get(change.field)?.before ?? change.before })
  return [...both.values()]
}
