/**
 * Pictures of records: the texts of an object's image field, such as `avatarUrl`. An uploaded one is stored by its path,
 * which holds no token, and read as an address that is made anew; an address elsewhere is stored and read as it is.
 */
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

const path = `(?:${pictureFolders.join("|")})/[0-9a-f]{8}-[0-9a-f-]{27}(?:\\.\\w{1,10})?`
const isPath = new RegExp(`^${path}$`)
const uploaded = new RegExp(`(?:^|/file/)(${path})(?:\\?|$)`, "i")

/** The field of an object whose texts are pictures of its records. */
export function pictureField({ imageField, lookup }: ObjectSchema): FieldSchema | null {
  return imageField?.type === "TEXT" && lookup.get(imageField.name)?.field === imageField ? imageField : null
}

/** What is read of a picture's column. Most records have none, and are not looked at for long. */
export function pictureSql(column: Sql): Sql {
  const address = sql`coalesce(${fileAddress(column)}, ${column})`
  return sql`case when ${column} = '' then '' when ${column} ~ ${literal(`^${path}$`)} then ${address} else ${column} end`
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
  const field = pictureField(object)
  if (!field) return []
  const failures: RecordFailure[] = []
  for (const [index, record] of records.entries()) {
    const given = record?.[field.column!]
    if (typeof given !== "string" || pathIn(given) === null) continue
    const stored = await storedPicture(own.connection, own.schema.workspaceId, given)
    if (stored === null) failures.push({ index, error: noPicture({ field: field.name }) })
    else record![field.column!] = stored
  }
  return failures
}

/** What is stored for a picture that somebody names; null for a file of ours that is none. */
export async function storedPicture(
  connection: Connection,
  workspaceId: string,
  given: string,
): Promise<string | null> {
  const found = pathIn(given)
  if (found === null) return given
  const id = found.split("/")[1]!.split(".")[0]!
  const { text, params } = render(sql`
    select folder || '/' || id || extension as path, "mimeType" like 'image/%' as "isPicture" from core.file
    where id = ${id}::uuid and "workspaceId" = ${workspaceId}::uuid and status = 'STORED'`)
  const [file] = await connection.query<{ path: string; isPicture: boolean }>(text, params)
  // Another installation's, or gone: without the token, which is nobody else's business.
  if (!file) return given.split("?")[0]!
  return file.isPicture && isPath.test(file.path) ? file.path : null
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
