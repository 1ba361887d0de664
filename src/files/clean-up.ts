/** Removing files that no record holds: never attached, released, or of a field that is gone. */
import { and, asc, eq, inArray, isNotNull, isNull, lte, or, sql } from "drizzle-orm"
import { withPlatform, type Services } from "../accounts/services.ts"
import { core } from "../db/core.ts"
import { file, workspace as workspaceTable } from "../db/core-tables.ts"
import { unheldLifetime } from "../records/attach-files.ts"
import { heldFiles } from "../records/held-files.ts"
import { pictureField } from "../records/pictures.ts"
import { readRecords } from "../records/read.ts"
import type { Workspace } from "../records/workspace.ts"
import { isPictureFolder } from "./folders.ts"
import { keyOf, type StoredFile } from "./upload.ts"

const batch = 100

/**
 * Removes every file that is due, bytes first, so that whatever is interrupted is found again. Returns how many went.
 * Any number of processes may call it. Throws when files could not be removed; the others are.
 */
export async function removeExpiredFiles(services: Services): Promise<number> {
  let removed = 0
  for (;;) {
    const due = await findDue(services)
    if (due.length === 0) return removed
    for (const files of Map.groupBy(due, (each) => each.workspaceId).values()) await settle(services, files)
    removed += await removeExpired(
      services,
      due.map(({ id }) => id),
    )
  }
}

/** Files of a deleted workspace go with it. */
const isDue = (services: Services) => and(isOfLiving, isExpired(services))

const isOfLiving = sql`exists (select from core.workspace w where w.id = ${file.workspaceId} and w."deletedAt" is null)`

const isExpired = (services: Services) =>
  or(
    lte(file.expiresAt, new Date(services.now()).toISOString()),
    // The field was deleted, and every value with it.
    and(isNotNull(file.attachedAt), isNull(file.fieldMetadataId)),
  )

function findDue(services: Services): Promise<StoredFile[]> {
  return core(services.db).select().from(file).where(isDue(services)).orderBy(asc(file.expiresAt)).limit(batch)
}

/** Those that are held after all stay; the others expire, unless a record has taken one meanwhile. */
async function settle(services: Services, files: readonly StoredFile[]): Promise<void> {
  const { workspaceId } = files[0]!
  const held = await withPlatform(services, workspaceId, (workspace) => findHeld(services, workspace, files))
  const later = new Date(services.now() + unheldLifetime).toISOString()
  for (const each of files) {
    const isPicture = isPictureFolder(each.folder)
    await core(services.db)
      .update(file)
      // Who stops showing a picture tells nobody, so that it is looked at again.
      .set(held.has(each.id) ? { expiresAt: isPicture ? later : null } : { status: "EXPIRED" })
      .where(and(eq(file.id, each.id), isDue(services)))
  }
}

async function findHeld(services: Services, workspace: Workspace, files: readonly StoredFile[]): Promise<Set<string>> {
  const stored = files.filter((each) => each.status === "STORED")
  const byField = Map.groupBy(stored, (each) => each.fieldMetadataId)
  const held = new Set<string>()
  for (const [fieldId, those] of byField) {
    const ids = those.map(({ id }) => id)
    if (fieldId !== null) for (const id of await heldFiles(workspace, fieldId, ids)) held.add(id)
  }
  for (const { id, folder } of stored) {
    if (isPictureFolder(folder) && (await isShownPicture(services, workspace, id))) held.add(id)
  }
  return held
}

/** Logos and portraits are texts with an address in them. */
async function isShownPicture(services: Services, workspace: Workspace, id: string): Promise<boolean> {
  const [own] = await core(services.db)
    .select({ logo: workspaceTable.logo })
    .from(workspaceTable)
    .where(eq(workspaceTable.id, workspace.schema.workspaceId))
  if (own?.logo?.includes(id)) return true
  const found = await readRecords(
    workspace,
    [...workspace.schema.bySingular.values()].flatMap((object) => {
      const field = pictureField(object)
      if (!field) return []
      const filter = {
        [field.name]: { like: `%${id}%` },
        or: [{ deletedAt: { is: "NULL" } }, { deletedAt: { is: "NOT_NULL" } }],
      }
      return [{ kind: "one" as const, key: object.nameSingular, object, filter, selection: [] }]
    }),
  )
  return found.some((text) => text !== null)
}

async function removeExpired(services: Services, ids: string[]): Promise<number> {
  const expired = await core(services.db)
    .select()
    .from(file)
    .where(and(inArray(file.id, ids), eq(file.status, "EXPIRED")))
  const outcomes = await Promise.allSettled(
    expired.map(async (each) => {
      await services.files.delete(keyOf(each))
      await core(services.db).delete(file).where(eq(file.id, each.id))
    }),
  )
  const errors = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason as unknown] : []))
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} files could not be removed`)
  return expired.length
}

/** Files that records have let go of: they stay for a while, in case somebody changes their mind. */
export function releaseFiles(workspace: Workspace, ids: readonly string[]): Promise<unknown> {
  return core(workspace.connection)
    .update(file)
    .set({ expiresAt: sql`now() + ${unheldLifetime} * interval '1 millisecond'` })
    .where(
      and(inArray(file.id, [...ids]), eq(file.workspaceId, workspace.schema.workspaceId), eq(file.status, "STORED")),
    )
}
