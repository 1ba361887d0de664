/** An opened workspace: the first argument of everything that touches records. */
import type { FileUrls } from "../auth/file-urls.ts"
import type { Principal } from "../auth/principal.ts"
import type { WorkspaceSchema } from "../metadata/schema.ts"
import type { Connection } from "../ports/driver.ts"
import type { Answers } from "./answers.ts"
import type { Counts } from "./counts.ts"
import type { Access } from "./access.ts"
import { accessOf } from "./compile-access.ts"

export interface Workspace {
  /** the pool, or a transaction when the caller wants its writes to stand or fall together */
  connection: Connection
  schema: WorkspaceSchema
  principal: Principal
  access: Access
  /** addresses of files for the principal; where it is absent files are read without one */
  fileUrls?: FileUrls | undefined
  /** answers of earlier reads; absent in a transaction, whose own writes nobody else sees */
  answers?: Answers | undefined
  /** totals that are carried on; absent in a transaction as well */
  counts?: Pick<Counts, "living"> | undefined
  /** called after each write that stands, so that readers of the log wake */
  changed: () => void
}

/** In a transaction leave `changed` out and wake the readers after the commit. */
export function openWorkspace(
  connection: Connection,
  schema: WorkspaceSchema,
  principal: Principal,
  changed: () => void = () => {},
): Workspace {
  return { connection, schema, principal, access: accessOf(principal, schema), changed }
}
