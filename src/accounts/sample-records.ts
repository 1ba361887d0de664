/** Which records of a workspace are samples. Their ids are kept here, where no client can say that of its own records. */
import { eq } from "drizzle-orm"
import { core } from "../db/core.ts"
import { sampleData } from "../db/core-tables.ts"
import { AppError } from "../errors.ts"
import type { Connection } from "../ports/driver.ts"

/** Object id → ids of its records, in the order in which they were made. */
export type SampleRecords = ReadonlyMap<string, readonly string[]>

/** Empty where there are none. */
export async function findSampleRecords(connection: Connection, workspaceId: string): Promise<SampleRecords> {
  const [row] = await core(connection).select().from(sampleData).where(eq(sampleData.workspaceId, workspaceId))
  return new Map(Object.entries(row?.recordIds ?? {}))
}

/** Throws CONFLICT where the workspace has sample data already. */
export async function keepSampleRecords(connection: Connection, workspaceId: string, records: SampleRecords) {
  const recordIds = Object.fromEntries([...records].map(([object, ids]) => [object, [...ids]]))
  const kept = await core(connection)
    .insert(sampleData)
    .values({ workspaceId, recordIds })
    .onConflictDoNothing()
    .returning({ workspaceId: sampleData.workspaceId })
  if (kept.length > 0) return
  throw new AppError("CONFLICT", "This workspace has sample data already; remove it first", {
    userFriendlyMessage: "This workspace has sample data already.",
  })
}

/** Forgets them, for whoever removes them. */
export async function takeSampleRecords(connection: Connection, workspaceId: string): Promise<SampleRecords> {
  const [row] = await core(connection).delete(sampleData).where(eq(sampleData.workspaceId, workspaceId)).returning()
  return new Map(Object.entries(row?.recordIds ?? {}))
}
