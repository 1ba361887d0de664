/** Several statements that stand or fall together. */
import { DatabaseError, type Database } from "../ports/driver.ts"
import type { Workspace } from "./workspace.ts"

/** deadlock_detected, serialization_failure: nothing was written, and the same again may well succeed */
const unlucky = new Set(["40P01", "40001"])

const maxAttempts = 3

/**
 * Runs `work` in a transaction; readers of the log wake after the commit. A workspace that is in a transaction already is
 * used as it is. `work` may be run again, so that it must make anew whatever it changes.
 */
export async function inTransaction<T>(workspace: Workspace, work: (own: Workspace) => Promise<T>): Promise<T> {
  const { connection } = workspace
  if (!("transaction" in connection)) return work(workspace)
  for (let attempt = 1; ; attempt++) {
    try {
      // What the transaction has written nobody else may be told, and what others are told may lack it.
      const result = await (connection as Database).transaction((tx) =>
        work({ ...workspace, connection: tx, changed: () => {}, answers: undefined, counts: undefined }),
      )
      workspace.changed()
      return result
    } catch (error) {
      if (!(error instanceof DatabaseError) || !unlucky.has(error.code) || attempt === maxAttempts) throw error
    }
  }
}
