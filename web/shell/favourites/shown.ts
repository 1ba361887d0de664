/** What is seen of the favourites, under which names. */
import { recordName } from "../../fields/record-name.tsx"
import type { Favourite } from "../../model/workspace-model.ts"
import { liveRecord, valueOf } from "../../store/records.ts"
import { workspace } from "../workspace.ts"

/** Follows a record's name where that is known. Undefined where what it leads to is gone, or not for this role. */
export function nameOf(favourite: Favourite): string | undefined {
  if (favourite.kind === "view") return favourite.view.name
  if (favourite.kind === "object") return favourite.object.labelPlural
  if (favourite.kind !== "record") return favourite.name
  const { object, recordId, label } = favourite
  const record = liveRecord(object, recordId)
  if (valueOf(record, "deletedAt")) return undefined
  const isKnown = object.labelField && valueOf(record, object.labelField.name) !== undefined
  return (isKnown ? recordName(record) : label) ?? undefined
}

/** Those that are seen beside each other in a folder, or outside, in their order. */
export function favouritesIn(folderId: string | null): Favourite[] {
  return workspace.value!.favourites.filter((each) => each.folderId === folderId && nameOf(each) !== undefined)
}

/** The one that leads there. */
export function findFavourite(fits: (favourite: Favourite) => boolean): Favourite | undefined {
  return workspace.value?.favourites.find(fits)
}
