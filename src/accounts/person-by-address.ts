/** Whose account an e-mail address stands for. */
import { and, eq, isNull } from "drizzle-orm"
import { core } from "../db/core.ts"
import { user } from "../db/core-tables.ts"
import type { Connection } from "../ports/driver.ts"
import { addressKey } from "./credentials.ts"

/** A query for one row at most; `.for("update")` locks it. */
export function selectPerson(db: Connection, email: string) {
  return core(db)
    .select()
    .from(user)
    .where(and(eq(user.email, addressKey(email)), isNull(user.deletedAt)))
}
