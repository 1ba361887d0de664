/** The job "read on": every reader of a workspace's event log reads what is new. */
import type { Services } from "../accounts/services.ts"
import { readOn, type LogReader } from "./readers/reader.ts"
import { releasedFilesReader } from "./readers/released-files.ts"
import { timelineReader } from "./readers/timeline.ts"

export const readers: readonly LogReader[] = [timelineReader, releasedFilesReader]

/**
 * Gives the handler of the job for this process. "Read on" is never lost:
 * - An event that commits after the job gave its key back makes a new job (see queues.ts), so a look always follows it.
 * - When that job begins in this process while the first still reads, it makes the first one look once more and ends. It
 *   would only wait for the first one's lock, and a few busy workspaces could hold every place with waiting jobs. Should
 *   the first one fail, it is tried again itself; should the process die, the first one is given to another worker.
 * - When it begins in another process it waits for the lock, then reads on from there.
 */
export function createWorkspaceReading(services: Services): (data: { workspaceId: string }) => Promise<void> {
  const running = new Map<string, { again: boolean }>()
  return async ({ workspaceId }) => {
    const other = running.get(workspaceId)
    if (other) {
      other.again = true
      return
    }
    const own = { again: true }
    running.set(workspaceId, own)
    try {
      while (own.again) {
        own.again = false
        await readAll(services, workspaceId)
      }
    } finally {
      running.delete(workspaceId)
    }
  }
}

/** A reader that fails does not keep the others from reading. */
async function readAll(services: Services, workspaceId: string): Promise<void> {
  const outcomes = await Promise.allSettled(readers.map((reader) => readOn(services, workspaceId, reader)))
  const errors = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason as unknown] : []))
  if (errors.length === 1) throw errors[0]
  if (errors.length > 1) throw new AggregateError(errors, `${errors.length} readers failed`)
}
