/**
 * Pictures of records: the texts of an object's image field, such as `avatarUrl`. An uploaded one is stored by its path,
 * which holds no token, and read as an address that is made anew; an address elsewhere is stored and read as it is.
 */
import { fileIdIn } from "../auth/file-urls.ts"
import { literal, render, sql, type Sql } from "../db/sql.ts"
import { badInput, type AppError } from "../errors.ts"
import type { FieldSchema, ObjectSchema } from "../metadata/schema.ts"
import type { Connection } from "../ports/driver.ts"
import type { RecordFailure } from "./batch.ts"
import { fileAddress } from "./file-address.ts"
import type { StoredRecord } from "./input.ts"
import type { Workspace } from "./workspace.ts"

type Records = readonly (StoredRecord | null)[]

/** As addresses spell them. */
export const pictureFolders = ["core-picture", "profile-picture", "person-picture", "workspace-logo"] as const

const pathPattern = `(?:${pictureFolders.join("|")})/[0-9a-f]{8}-[0-9a-f-]{27}(?:\\.\\w{1,10})?`
const isPath = new RegExp(`^${pathPattern}$`)
const uploaded = new RegExp(`(?:^|/file/)(${pathPattern})(?:\\?|$)`, "i")

/** The field of an object whose texts are pictures of its records. */
export function pictureField({ imageField, lookup }: ObjectSchema): FieldSchema | null {
  return imageField?.type === "TEXT" && lookup.get(imageField.name)?.field === imageField ? imageField : null
}

/** What is read of a picture's column. Most records have none, and are not looked at for long. */
export function pictureSql(column: Sql): Sql {
  const address = sql`coalesce(${fileAddress(column)}, ${column})`
  return sql`case when ${column} = '' then '' when ${column} ~ ${literal(`^${pathPattern}$`)} then ${address} else ${column} end`
}

/** Is it the path of an uploaded picture, and no address elsewhere? */
export const isPicturePath = (text: string) => isPath.test(text)

/** The same for what the platform has read on behalf of the principal. */
export async function shownPicture({ fileUrls, principal }: Workspace, stored: string | null): Promise<string | null> {
  return stored && fileUrls && isPicturePath(stored) ? fileUrls.urlOf(principal, stored) : stored
}

// --- writing --------------------------------------------------------------------------------------------------------

/** Whether {@link takePictures} has anything to do. */
export function namesPictures(object: ObjectSchema, records: Records): boolean {
  const field = pictureField(object)
  return field !== null && records.some((record) => pathIn(record?.[field.column!]) !== null)
}

/** Puts the path in place of an address that was read or answered by an upload. Returns what is no picture. */
export async function takePictures(own: Workspace, object: ObjectSchema, records: Records): Promise<RecordFailure[]> {
  if (!namesPictures(object, records)) return []
  const { name, column } = pictureField(object)!
  const given = records.map((record) => record?.[column!])
  const stored = await storedPictures(own.connection, own.schema.workspaceId, given)
  return records.flatMap((record, index) => {
    if (pathIn(given[index]) === null) return []
    const picture = stored(String(given[index]))
    if (picture === null) return { index, error: noPicture({ field: name }) }
    record![column!] = picture
    return []
  })
}

/** What is stored for a picture that somebody names; null for a file of ours that is none. */
type Stored = (given: string) => string | null

/** Looks up all that are named among these at once. */
export async function storedPictures(
  connection: Connection,
  workspaceId: string,
  all: readonly unknown[],
): Promise<Stored> {
  const ids = all.flatMap((given) => pathIn(given) ?? []).map(fileIdIn)
  const { text, params } = render(sql`
    select id, folder || '/' || id || extension as path, "mimeType" like 'image/%' as "isPicture" from core.file
    where id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)
      and "workspaceId" = ${workspaceId}::uuid and status = 'STORED'`)
  const files =
    ids.length > 0 ? await connection.query<{ id: string; path: string; isPicture: boolean }>(text, params) : []
  const known = new Map(files.map((file) => [file.id, file]))
  return (given) => {
    const path = pathIn(given)
    if (path === null) return given
    const file = known.get(fileIdIn(path))
    // Another installation's, or gone: without the token, which is nobody else's business.
    if (!file) return given.split("?")[0]!
    return file.isPicture && isPath.test(file.path) ? file.path : null
  }
}

function pathIn(value: unknown): string | null {
  return typeof value === "string" ? (uploaded.exec(value)?.[1]?.toLowerCase() ?? null) : null
}

/** @param extensions where it was given */
export function noPicture(extensions: Record<string, string> = {}): AppError {
  return badInput("The file is no picture; upload a PNG, JPEG, GIF, WebP, AVIF or BMP", "FILE_IS_NO_PICTURE", {
    extensions,
    userFriendlyMessage: "This file is no picture. Choose a PNG, JPEG, GIF or WebP.",
  })
}
