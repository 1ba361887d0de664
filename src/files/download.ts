/** Giving files out: who may have one, and how it is served so that no browser takes it for a page of ours. */
import { and, eq, isNull } from "drizzle-orm"
import { withWorkspace, type Services } from "../accounts/services.ts"
import type { Identity } from "../auth/principals.ts"
import type { Principal } from "../auth/principal.ts"
import { core } from "../db/core.ts"
import { file, workspace as workspaceTable } from "../db/core-tables.ts"
import { isUuid, uuid } from "../metadata/scalar.ts"
import type { ObjectSchema } from "../metadata/schema.ts"
import { readRecords } from "../records/read.ts"
import type { Workspace } from "../records/workspace.ts"
import { isPictureFolder } from "./folders.ts"
import { contentDisposition } from "./name.ts"
import { isHarmless, unknownType } from "./sniff.ts"
import { fileNotFound, type StoredFile } from "./upload.ts"
import { permissionDenied } from "../auth/principal.ts"

/** The file, if whoever asks may have it. Throws UNAUTHENTICATED, FORBIDDEN, NOT_FOUND. */
export function findReadable(services: Services, identity: Identity, id: string): Promise<StoredFile> {
  return withWorkspace(services, identity, async (workspace) => {
    const found = await findStored(services, workspace.principal, id)
    if (!found) throw fileNotFound(id)
    if (!(await mayRead(workspace, found))) throw permissionDenied()
    return found
  })
}

/** The logo of a workspace, while it is that. Throws NOT_FOUND. */
export async function findLogo(
  services: Services,
  { workspaceId, fileId }: { workspaceId: string; fileId: string },
): Promise<StoredFile> {
  const found = await findStored(services, { workspaceId }, fileId)
  const [own] = await core(services.db)
    .select({ logo: workspaceTable.logo })
    .from(workspaceTable)
    .where(and(eq(workspaceTable.id, workspaceId), isNull(workspaceTable.deletedAt)))
  if (found && own?.logo?.includes(found.id)) return found
  throw fileNotFound(fileId)
}

async function findStored(
  services: Services,
  { workspaceId }: Pick<Principal, "workspaceId">,
  id: string,
): Promise<StoredFile | undefined> {
  if (!isUuid(id)) return undefined
  const [row] = await core(services.db)
    .select()
    .from(file)
    .where(and(eq(file.id, id), eq(file.workspaceId, workspaceId), eq(file.status, "STORED")))
  return row
}

/** Asks under the guard in any case, so that a revoked credential gets nothing. */
async function mayRead(workspace: Workspace, found: StoredFile): Promise<boolean> {
  const isOwn = found.attachedAt === null && isUploader(workspace.principal, found)
  if (isOwn || isPictureFolder(found.folder)) {
    await readRecords(workspace, [])
    return true
  }
  return isInReadableRecord(workspace, found)
}

function isUploader({ credential, userWorkspaceId }: Principal, found: StoredFile): boolean {
  switch (credential.kind) {
    case "apiKey":
      return found.apiKeyId === credential.id
    case "application":
      return found.applicationId === credential.id
    default:
      return found.userWorkspaceId === userWorkspaceId
  }
}

/** The engine decides: as any read of the object's records, the bin included. */
async function isInReadableRecord(workspace: Workspace, found: StoredFile): Promise<boolean> {
  const held = fieldOf(workspace, found.fieldMetadataId)
  if (!held) {
    await readRecords(workspace, [])
    return false
  }
  const { object, name } = held
  const filter = {
    [name]: { contains: [found.id] },
    or: [{ deletedAt: { is: "NULL" } }, { deletedAt: { is: "NOT_NULL" } }],
  }
  const selection = [{ kind: "value" as const, key: "id", field: object.lookup.get("id")!.field, scalar: uuid }]
  const [text] = await readRecords(workspace, [{ kind: "one", key: "record", object, filter, selection }])
  return text != null
}

function fieldOf({ schema }: Workspace, id: string | null): { object: ObjectSchema; name: string } | undefined {
  for (const object of schema.bySingular.values()) {
    const field = object.fields.find((each) => each.id === id)
    if (field) return field.isActive ? { object, name: field.name } : undefined
  }
  return undefined
}

// --- the answer -----------------------------------------------------------------------------------------------------

/** Whatever the bytes are, they run nothing, load nothing, and are taken for nothing but what is said here. */
export function servedHeaders({ id, mimeType, name }: StoredFile): Record<string, string> {
  const isShown = isHarmless(mimeType)
  return {
    "content-type": isShown ? shownType(mimeType) : unknownType,
    "content-disposition": contentDisposition(isShown ? "inline" : "attachment", name),
    // A browser shows no document of its own viewer inside of a sandbox.
    "content-security-policy": mimeType === "application/pdf" ? "script-src 'none'" : "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    // The bytes under an id never change, but the right to them may.
    "cache-control": "private, no-cache",
    etag: `"${id}"`,
    "accept-ranges": "bytes",
  }
}

const shownType = (mimeType: string) => (mimeType === "text/plain" ? "text/plain; charset=utf-8" : mimeType)
