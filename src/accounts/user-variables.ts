/** What clients remember of a person in a workspace, on every device of theirs: names and small values. */
import { and, eq, isNull } from "drizzle-orm"
import { requirePerson, type Principal } from "../auth/principal.ts"
import { core } from "../db/core.ts"
import { userWorkspace } from "../db/core-tables.ts"
import type { Json } from "../db/json.ts"
import { badInput } from "../errors.ts"
import type { Connection } from "../ports/driver.ts"
import type { Services } from "./services.ts"

type Variables = Record<string, Json>

/** Characters of all that is remembered of one person. */
const most = 16_000

export async function readVariables(connection: Connection, userWorkspaceId: string): Promise<Variables> {
  const [row] = await core(connection)
    .select({ variables: userWorkspace.variables })
    .from(userWorkspace)
    .where(and(eq(userWorkspace.id, userWorkspaceId), isNull(userWorkspace.deletedAt)))
  return row?.variables ?? {}
}

/**
 * Adds and changes variables; null forgets one. @returns all that there are then
 * Throws FORBIDDEN for whoever is no person, and BAD_USER_INPUT for what is no object or too much.
 */
export async function updateVariables({ db }: Services, principal: Principal, update: unknown): Promise<Variables> {
  requirePerson(principal)
  if (typeof update !== "object" || update === null || Array.isArray(update)) {
    throw badInput('Give the variables as an object, such as { "name": "value" }', "INVALID_INPUT")
  }
  const { userWorkspaceId } = principal
  return db.transaction(async (tx) => {
    // Two tabs may remember something at once.
    await core(tx).select().from(userWorkspace).where(eq(userWorkspace.id, userWorkspaceId)).for("update")
    const merged = { ...(await readVariables(tx, userWorkspaceId)), ...(update as Variables) }
    const variables = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null))
    if (JSON.stringify(variables).length > most) {
      throw badInput(`Variables take ${most} characters at most; forget some by setting them to null`, "INVALID_INPUT")
    }
    await core(tx).update(userWorkspace).set({ variables }).where(eq(userWorkspace.id, userWorkspaceId))
    return variables
  })
}
