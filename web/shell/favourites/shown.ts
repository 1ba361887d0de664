/** What is seen of the favourites, under which names. */
import { recordName } from "../../fields/record-name.tsx"
import type { Favourite } from "../../model/workspace-model.ts"
import { liveRecord, valueOf, type LiveRecord } from "../../store/records.ts"
import { workspace } from "../workspace.ts"

/** Follows a record's name where that is known. Undefined where what it leads to is gone, or not for this role. */
export function nameOf(favourite: Favourite): string | undefined {
  if (favourite.kind === "view") return favourite.view.name
  if (favourite.kind === "object") return favourite.object.labelPlural
  if (favourite.kind !== "record") return favourite.name
  const { object, label } = favourite
  const record = recordOf(favourite)
  if (valueOf(record, "deletedAt")) return undefined
  const isKnown = object.labelField && valueOf(record, object.labelField.name) !== undefined
  return (isKnown ? recordName(record) : label) ?? undefined
}

/** Held as long as the favourite is there: what happens to the record is to be seen, although nobody else shows it. */
function recordOf(favourite: Favourite & { kind: "record" }): LiveRecord {
  const { object, recordId } = favourite
  const record = held.get(favourite) ?? liveRecord(object, recordId)
  held.set(favourite, record)
  return record
}

const held = new WeakMap<Favourite, LiveRecord>()

/** Those that are seen beside each other in a folder, or outside, in their order. */
export function favouritesIn(folderId: string | null): Favourite[] {
  return workspace.value!.favourites.filter((each) => each.folderId === folderId && nameOf(each) !== undefined)
}

/** The one that leads there. */
export function findFavourite(fits: (favourite: Favourite) => boolean): Favourite | undefined {
  return workspace.value?.favourites.find(fits)
}
