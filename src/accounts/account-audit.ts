/** What people do about their own account, in the audit log of every workspace that they belong to. */
import { recordAuditOf, type AuditEvent, type AuditTarget } from "../auth/audit.ts"
import type { Json } from "../db/json.ts"
import type { Connection } from "../ports/driver.ts"
import type { Services } from "./services.ts"

/** @param connection of the transaction in which it is done, if there is one */
export function recordOwn(
  { client }: Pick<Services, "client">,
  connection: Connection,
  userId: string,
  { event, target, details }: { event: AuditEvent; target?: AuditTarget; details?: { [key: string]: Json } },
): Promise<void> {
  const actor = { kind: "user" as const, id: userId }
  return recordAuditOf(connection, userId, {
    event,
    actor,
    client,
    ...(target && { target }),
    ...(details && { details }),
  })
}
