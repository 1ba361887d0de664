/** Sample data: a few believable records with which a workspace can be tried out, and which can be taken away again. */
import { keepSampleRecords, takeSampleRecords } from "../accounts/sample-records.ts"
import type { Services } from "../accounts/services.ts"
import { inTransaction } from "../records/transaction.ts"
import { removeRecords } from "../records/write.ts"
import { inventAll, load, memberIds, openForFilling, type DemoSize } from "./fill.ts"

const sampleSize: DemoSize = { companies: 24, people: 60, opportunities: 30, tasks: 16, notes: 12 }

const actorName = "Sample data"

/** All of it or nothing. Throws CONFLICT where there is sample data already. */
export async function addSampleData(services: Services, workspaceId: string): Promise<void> {
  const workspace = await openForFilling(services, workspaceId, actorName)
  const members = await memberIds(workspace)
  // Another seed each time, so that samples of a while ago, still in some export, are not mistaken for these.
  const [seed] = crypto.getRandomValues(new Uint32Array(1))
  const invented = inventAll(members, sampleSize, seed!)
  const ids = invented.map(([plural, records]) => {
    return [workspace.schema.byPlural.get(plural)!.id, records.map(({ id }) => id)] as const
  })
  await inTransaction(workspace, async (own) => {
    await keepSampleRecords(own.connection, workspaceId, new Map(ids))
    for (const [plural, records] of invented) await load(own, plural, records)
  })
}

/**
 * Destroys what `addSampleData` made, from the bin as well, whatever was done to it since. Everything else stays; what was
 * linked to a sample is no longer.
 */
export async function removeSampleData(services: Services, workspaceId: string): Promise<void> {
  const workspace = await openForFilling(services, workspaceId, actorName)
  await inTransaction(workspace, async (own) => {
    const samples = await takeSampleRecords(own.connection, workspaceId)
    // What names others goes before them.
    for (const [objectId, ids] of [...samples].toReversed()) {
      const object = own.schema.objects.find(({ id }) => id === objectId)
      if (!object) continue
      const everywhere = { or: [{ deletedAt: { is: "NULL" } }, { deletedAt: { is: "NOT_NULL" } }] }
      await removeRecords(own, object, "destroy", { and: [{ id: { in: ids } }, everywhere] }, { selection: null })
    }
  })
}
