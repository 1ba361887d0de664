/** Taking files in: what may come, where its bytes go, what is found out about it on the way. */
import { and, eq } from "drizzle-orm"
import type { Services } from "../accounts/services.ts"
import { permissionDenied, requirePermission, type Principal } from "../auth/principal.ts"
import { core } from "../db/core.ts"
import { file } from "../db/core-tables.ts"
import { AppError, badInput } from "../errors.ts"
import { isUuid } from "../metadata/scalar.ts"
import type { FieldSchema, WorkspaceSchema } from "../metadata/schema.ts"
import type { Bytes } from "../ports/file-store.ts"
import { unheldLifetime } from "../records/attach-files.ts"
import { noPicture } from "../records/pictures.ts"
import type { Workspace } from "../records/workspace.ts"
import { fileFolders, isPictureFolder, type FileFolder } from "./folders.ts"
import { extensionOf, readName } from "./name.ts"
import { headSize, isShownPicture, mimeTypeOf } from "./sniff.ts"

export type StoredFile = typeof file.$inferSelect

export interface Upload {
  /** as the uploader calls it */
  name: string
  folder: FileFolder
  /** id, or universal identifier, of the FILES field that it is for; null for none yet */
  field: string | null
  /** bytes; null when only the end will tell */
  size: number | null
}

/** Under which the file store keeps the bytes. */
export const keyOf = ({ workspaceId, id }: Pick<StoredFile, "workspaceId" | "id">) => `workspaces/${workspaceId}/${id}`

/** Takes a file with its bytes. Throws FORBIDDEN, BAD_USER_INPUT, PAYLOAD_TOO_LARGE; then nothing is kept. */
export async function uploadFile(
  services: Services,
  workspace: Workspace,
  upload: Upload,
  bytes: ReadableStream<Bytes>,
): Promise<StoredFile> {
  const row = await addFile(services, workspace, upload, "RECEIVING")
  return receive(services, row, upload.size, bytes, { status: "EXPIRED", expiresAt: row.createdAt })
}

/** Announces a file whose bytes come later, straight to {@link receiveBytes}. */
export function announceFile(
  services: Services,
  workspace: Workspace,
  upload: Upload & { size: number },
): Promise<StoredFile> {
  return addFile(services, workspace, upload, "PENDING")
}

/** The bytes of an announced file, exactly as many as were announced. Throws NOT_FOUND, CONFLICT and the like. */
export async function receiveBytes(
  services: Services,
  { principal }: Workspace,
  id: string,
  bytes: ReadableStream<Bytes>,
): Promise<StoredFile> {
  const [claimed] = await core(services.db)
    .update(file)
    .set({ status: "RECEIVING" })
    .where(and(ownFile(principal, id), eq(file.status, "PENDING")))
    .returning()
  if (!claimed) throw await whyNotPending(services, principal, id)
  // They may be sent again as long as the address holds.
  return receive(services, claimed, claimed.size, bytes, { status: "PENDING" })
}

/** The file when its bytes are there. Throws NOT_FOUND, BAD_USER_INPUT. */
export async function completedFile(services: Services, { principal }: Workspace, id: string): Promise<StoredFile> {
  const found = await findOwn(services, principal, id)
  if (!found) throw fileNotFound(id)
  if (found.status === "STORED") return found
  throw badInput(`The bytes of file ${id} are not there yet; PUT them to its uploadUrl first`, "FILE_NOT_UPLOADED")
}

export function fileNotFound(id: string): AppError {
  return new AppError("NOT_FOUND", `File not found: ${id}`, { subCode: "FILE_NOT_FOUND" })
}

// --- the row --------------------------------------------------------------------------------------------------------

async function addFile(
  services: Services,
  workspace: Workspace,
  { name: given, folder, field, size }: Upload,
  status: "PENDING" | "RECEIVING",
): Promise<StoredFile> {
  const { principal, schema } = workspace
  requirePermission(principal, "UPLOAD_FILE")
  checkSize(mostOf(services, fileFolders[folder]), size)
  const name = readName(given)
  checkType(services, name)
  const values = {
    workspaceId: principal.workspaceId,
    folder: fileFolders[folder],
    fieldMetadataId: field === null ? null : writableField(workspace, findField(schema, field)).id,
    name,
    extension: extensionOf(name),
    size: size ?? 0,
    status,
    userWorkspaceId: principal.userWorkspaceId,
    apiKeyId: principal.credential.kind === "apiKey" ? principal.credential.id : null,
    applicationId: principal.credential.kind === "application" ? principal.credential.id : null,
    expiresAt: new Date(services.now() + unheldLifetime).toISOString(),
  }
  const [row] = await core(services.db).insert(file).values(values).returning()
  return row!
}

/** Bytes; pictures are shown small, beside everything. */
const mostOfPicture = 10_000_000

function mostOf({ config }: Services, folder: string): number {
  return isPictureFolder(folder) ? Math.min(config.maxFileSize, mostOfPicture) : config.maxFileSize
}

function checkSize(most: number, size: number | null): void {
  if (size === null) return
  if (!Number.isSafeInteger(size) || size < 0) throw badInput("size must be a whole number of bytes", "INVALID_INPUT")
  if (size > most) throw tooLarge(most)
}

/** By its name, which is what a program is started by; what it is inside is found out when it is served. */
function checkType({ config }: Services, name: string): void {
  // Windows starts "setup.exe." as well.
  const plain = name.toLowerCase().replace(/[. ]+$/, "")
  const refused = config.refusedFileTypes.find((ending) => plain.endsWith(ending))
  if (refused === undefined) return
  throw badInput(`Files of type ${refused} are not taken here; send it as another type`, "FILE_TYPE_REFUSED", {
    userFriendlyMessage: `Files of type ${refused} are not taken here.`,
  })
}

function tooLarge(most: number): AppError {
  return new AppError("PAYLOAD_TOO_LARGE", `The file is larger than ${most} bytes, which is the limit`, {
    userFriendlyMessage: "The file is too large.",
  })
}

function findField(schema: WorkspaceSchema, id: string): FieldSchema {
  for (const object of schema.bySingular.values()) {
    const field = object.fields.find((each) => each.isActive && (each.id === id || each.standardId === id))
    if (field?.type === "FILES") return field
    if (field) throw badInput(`Field "${field.name}" of ${object.nameSingular} holds no files`, "INVALID_INPUT")
  }
  throw badInput(`Field metadata not found: ${id}`, "FIELD_METADATA_NOT_FOUND")
}

/** Whoever may not write the field has no use for a file in it. */
function writableField({ access }: Workspace, field: FieldSchema): FieldSchema {
  if (access.may("create", field.object) || access.may("update", field.object)) return field
  throw permissionDenied()
}

const ownFile = (principal: Principal, id: string) =>
  and(eq(file.id, id), eq(file.workspaceId, principal.workspaceId), uploadedBy(principal))

function uploadedBy({ credential, userWorkspaceId }: Principal) {
  switch (credential.kind) {
    case "apiKey":
      return eq(file.apiKeyId, credential.id)
    case "application":
      return eq(file.applicationId, credential.id)
    default:
      return eq(file.userWorkspaceId, userWorkspaceId!)
  }
}

async function findOwn(services: Services, principal: Principal, id: string): Promise<StoredFile | undefined> {
  if (!isUuid(id)) return undefined
  const [row] = await core(services.db).select().from(file).where(ownFile(principal, id))
  return row
}

async function whyNotPending(services: Services, principal: Principal, id: string): Promise<AppError> {
  const found = await findOwn(services, principal, id)
  if (!found || found.status === "EXPIRED") return fileNotFound(id)
  return new AppError("CONFLICT", "The bytes of this file have been sent already; announce a new file to send others")
}

// --- the bytes ------------------------------------------------------------------------------------------------------

/** @param afterFailure what becomes of the row when its bytes do not come */
async function receive(
  services: Services,
  row: StoredFile,
  announced: number | null,
  bytes: ReadableStream<Bytes>,
  afterFailure: Partial<StoredFile>,
): Promise<StoredFile> {
  const seen = watch(mostOf(services, row.folder), announced)
  try {
    await services.files.put(keyOf(row), bytes.pipeThrough(seen.stream))
  } catch (error) {
    await core(services.db).update(file).set(afterFailure).where(eq(file.id, row.id))
    throw seen.failure ?? (isBrokenOff(error) ? brokenOff(error) : error)
  }
  const mimeType = mimeTypeOf(seen.head(), row.extension)
  if (isPictureFolder(row.folder) && !isShownPicture(mimeType)) {
    await core(services.db).update(file).set(afterFailure).where(eq(file.id, row.id))
    throw noPicture()
  }
  const [stored] = await core(services.db)
    .update(file)
    .set({ status: "STORED", size: seen.size, mimeType })
    .where(eq(file.id, row.id))
    .returning()
  return stored!
}

/** Whoever sends may stop, or lose the connection. */
const isBrokenOff = (error: unknown) => error instanceof Error && error.name === "AbortError"

function brokenOff(cause: unknown): AppError {
  const message = "The connection was closed before all bytes of the file had come; send it again"
  return badInput(message, "FILE_UPLOAD_BROKEN_OFF", { cause })
}

/** Counts what passes, keeps its beginning, and stops what is too much or too little. */
function watch(most: number, announced: number | null) {
  const head = new Uint8Array(headSize)
  const seen = {
    size: 0,
    failure: null as AppError | null,
    head: () => head.subarray(0, Math.min(seen.size, headSize)),
  }
  const fail = (error: AppError) => {
    seen.failure = error
    throw error
  }
  const stream = new TransformStream<Bytes, Bytes>({
    transform(chunk, controller) {
      if (seen.size < headSize) head.set(chunk.subarray(0, headSize - seen.size), seen.size)
      seen.size += chunk.length
      if (seen.size > (announced ?? most)) fail(tooLarge(announced ?? most))
      controller.enqueue(chunk)
    },
    flush() {
      if (announced === null || seen.size === announced) return
      fail(badInput(`${seen.size} bytes came where ${announced} were announced`, "FILE_SIZE_MISMATCH"))
    },
  })
  return Object.assign(seen, { stream })
}
