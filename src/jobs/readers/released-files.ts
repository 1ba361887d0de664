/** Files that records no longer hold: told by what the log says a record had and has no more. */
import { releaseFiles } from "../../files/clean-up.ts"
import { isUuid } from "../../metadata/scalar.ts"
import type { Json } from "../../metadata/schema.ts"
import type { RecordEvent } from "../../records/events.ts"
import type { Workspace } from "../../records/workspace.ts"
import type { LogReader } from "./reader.ts"

/** Whether another record holds the file still is settled when its time has come. */
export const releasedFilesReader: LogReader = {
  name: "releasedFiles",
  async read(workspace, events) {
    const ids = [...new Set(events.flatMap((event) => releasedIn(workspace, event)))]
    if (ids.length > 0) await releaseFiles(workspace, ids)
    return false
  },
}

function releasedIn({ schema }: Workspace, { objectMetadataId, before, after }: RecordEvent): string[] {
  const fields = schema.byId.get(objectMetadataId)?.fields ?? []
  return fields
    .filter((field) => field.type === "FILES" && field.column !== null)
    .flatMap(({ column }) => {
      const kept = new Set(fileIds(after?.[column!]))
      return fileIds(before?.[column!]).filter((id) => !kept.has(id))
    })
}

/** A login of the database can write any JSON here. */
function fileIds(value: Json | undefined): string[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((each) => {
    const id = typeof each === "object" && each !== null && !Array.isArray(each) ? each.fileId : undefined
    return isUuid(id) ? [id.toLowerCase()] : []
  })
}
