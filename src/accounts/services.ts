/** What one process of Kith shares between requests and jobs. Made once at start, handed down, never looked up. */
import { Principals, type Identity } from "../auth/principals.ts"
import { Tokens } from "../auth/tokens.ts"
import type { Config } from "../config.ts"
import { SchemaStore } from "../metadata/store.ts"
import type { Database } from "../ports/driver.ts"
import { bunPasswords, type Passwords } from "../ports/passwords.ts"
import { whileStale } from "../records/guard.ts"
import { openWorkspace, type Workspace } from "../records/workspace.ts"
import { Wake } from "./wake.ts"

export interface Services {
  config: Config
  db: Database
  schemas: SchemaStore
  principals: Principals
  tokens: Tokens
  passwords: Passwords
  wake: Wake
}

/** `config.appSecret` must be set by now. */
export function createServices(config: Config, db: Database): Services {
  return {
    config,
    db,
    schemas: new SchemaStore(db),
    principals: new Principals(db),
    tokens: new Tokens(config.appSecret),
    passwords: bunPasswords,
    wake: new Wake(db),
  }
}

/**
 * Runs `work` on the workspace of the identity, again when schema or rights turn out to have changed.
 * Throws UNAUTHENTICATED and whatever `work` throws.
 */
export function withWorkspace<T>(
  services: Services,
  identity: Identity,
  work: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  return whileStale(async (reload) => {
    const principal = reload ? await services.principals.reload(identity) : await services.principals.get(identity)
    const schema = reload
      ? await services.schemas.reload(identity.workspaceId)
      : await services.schemas.get(identity.workspaceId)
    return openWorkspace(services.db, schema, principal, () => services.wake.changed(schema.schemaName))
  }, work)
}
