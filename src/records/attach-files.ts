/**
 * Files that records take when they are written. A file must be of the workspace, uploaded for this field or for none,
 * and the writer's own or one that the writer may see; from then on it is the field's, and kept as long as a record holds it.
 */
import type { Principal } from "../auth/principal.ts"
import { ident, raw, render, sql, type Sql } from "../db/sql.ts"
import { badInput } from "../errors.ts"
import { stableId } from "../metadata/names.ts"
import type { FieldSchema, Json, ObjectSchema } from "../metadata/schema.ts"
import type { RecordFailure } from "./batch.ts"
import type { StoredRecord } from "./input.ts"
import { namesPictures, takePictures } from "./pictures.ts"
import { rowsOf } from "./table.ts"
import type { Workspace } from "./workspace.ts"

type Records = readonly (StoredRecord | null)[]

interface StoredFile {
  fileId: string
  label: string
  extension?: string
}

/** Milliseconds after which a file goes that no record holds. */
export const unheldLifetime = 24 * 3_600_000

/** Whether {@link attachFiles} has anything to do. */
export function namesFiles(object: ObjectSchema, records: Records): boolean {
  return (
    filesFields(object).some((field) => records.some((record) => filesIn(record, field).length > 0)) ||
    adopted(object, records).length > 0 ||
    namesPictures(object, records)
  )
}

function filesFields(object: ObjectSchema): FieldSchema[] {
  return object.fields.filter((field) => field.type === "FILES" && field.column !== null && field.isActive)
}

function filesIn(record: StoredRecord | null, field: FieldSchema): StoredFile[] {
  return (record?.[field.column!] ?? []) as unknown as StoredFile[]
}

/**
 * Takes the files that the records name, and fills in what is known of them. One statement per field, in the transaction
 * of the write. Returns which files cannot be taken.
 */
export async function attachFiles(own: Workspace, object: ObjectSchema, records: Records): Promise<RecordFailure[]> {
  await adoptPaths(own, object, records)
  const failures = await takePictures(own, object, records)
  for (const field of filesFields(object)) {
    const known = await take(
      own,
      field,
      records.flatMap((record) => filesIn(record, field)),
    )
    records.forEach((record, index) => {
      const files = filesIn(record, field)
      if (files.length === 0) return
      const missing = files.find(({ fileId }) => !known.has(fileId))
      if (missing) failures.push({ index, error: notFound(field, missing.fileId) })
      else record![field.column!] = files.map((file) => completed(file, known.get(file.fileId)!)) as unknown as Json
    })
  }
  return failures
}

function notFound(field: FieldSchema, fileId: string) {
  return badInput(`File not found: ${fileId}`, "INVALID_ARGS_DATA", {
    extensions: { field: field.name },
    userFriendlyMessage: "The file is not there any more; upload it again.",
  })
}

interface TakenFile {
  id: string
  name: string
  extension: string
}

const completed = ({ fileId, label }: StoredFile, { name, extension }: TakenFile) => ({
  fileId,
  label: label || name,
  extension,
})

/**
 * A write may still come to nothing after it took a file, so that the clean-up looks once whether the record is there
 * before it lets the file be.
 */
async function take(own: Workspace, field: FieldSchema, files: readonly StoredFile[]): Promise<Map<string, TakenFile>> {
  if (files.length === 0) return new Map()
  const ids = JSON.stringify(files.map(({ fileId }) => fileId))
  const isSeen = seenSomewhere(own, field)
  const { text, params } = render(sql`
    update core.file f set "fieldMetadataId" = ${field.id}::uuid, folder = 'files-field',
      "attachedAt" = coalesce(f."attachedAt", now()),
      "expiresAt" = case when f."expiresAt" is not null then now() + ${unheldLifetime} * interval '1 millisecond' end
    where f.id in (select value::uuid from jsonb_array_elements_text(${ids}::jsonb))
      and f."workspaceId" = ${own.schema.workspaceId}::uuid and f.status = 'STORED'
      and (f."fieldMetadataId" is null or f."fieldMetadataId" = ${field.id}::uuid)
      and ((f."attachedAt" is not null and ${isSeen}) or ${uploadedBy(own.principal)})
    returning f.id, f.name, f.extension`)
  const taken = await own.connection.query<TakenFile>(text, params)
  return new Map(taken.map((file) => [file.id, file]))
}

/** Whether the principal sees the file `f` in a record of the field's object. */
function seenSomewhere(own: Workspace, field: FieldSchema): Sql {
  if (!own.access.may("read", field.object) || !own.access.sees(field)) return raw("false")
  if (own.access.seen(field.object) === null) return raw("true")
  const column = ident("t", field.column!)
  return sql`exists (select from ${rowsOf(own, field.object)} t
    where ${column} @> jsonb_build_array(jsonb_build_object('fileId', f.id)))`
}

function uploadedBy({ credential, userWorkspaceId }: Principal): Sql {
  switch (credential.kind) {
    case "session":
      return sql`f."userWorkspaceId" = ${userWorkspaceId}::uuid`
    case "apiKey":
      return sql`f."apiKeyId" = ${credential.id}::uuid`
    case "application":
      return sql`f."applicationId" = ${credential.id}::uuid`
    case "system":
      return raw("true")
  }
}

// --- attachments by path --------------------------------------------------------------------------------------------

const attachmentId = stableId("attachment")

/** `attachment/<file id>.pdf`, with whatever an address has around it. */
const uploadedPath = /(?:^|\/)([0-9a-f]{8}-[0-9a-f-]{27})(?:\.\w+)?(?:\?|$)/i

/** Older clients name the file of an attachment by the path that its upload answered, and know nothing of its field. */
function adopted(object: ObjectSchema, records: Records): { record: StoredRecord; fileId: string }[] {
  if (object.standardId !== attachmentId) return []
  return records.flatMap((record) => {
    const path = record?.file == null ? record?.fullPath : null
    const fileId = typeof path === "string" ? uploadedPath.exec(path)?.[1]?.toLowerCase() : undefined
    return fileId ? [{ record: record!, fileId }] : []
  })
}

/** The path stays as it was written; where it names no file of ours there is nothing to take. */
async function adoptPaths(own: Workspace, object: ObjectSchema, records: Records): Promise<void> {
  const found = adopted(object, records)
  const field = filesFields(object).find((each) => each.name === "file")
  if (found.length === 0 || !field) return
  const known = await take(
    own,
    field,
    found.map(({ fileId }) => ({ fileId, label: "" })),
  )
  for (const { record, fileId } of found) {
    const label = typeof record.name === "string" ? record.name : ""
    if (known.has(fileId)) record[field.column!] = [{ fileId, label }]
  }
}
