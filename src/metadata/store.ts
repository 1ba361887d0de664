/** Compiled schemas by workspace. Nobody is told to forget one: the version in each statement's guard says when it is old. */
import type { Connection } from "../ports/driver.ts"
import { compile } from "./compile.ts"
import { loadMetadata } from "./rows.ts"
import type { WorkspaceSchema } from "./schema.ts"

/** Least recently used schemas go first; one of 35 objects takes about 2 MB with its projections. */
const maxKept = 200

export class SchemaStore {
  private readonly kept = new Map<string, WorkspaceSchema>()
  private readonly loading = new Map<string, Promise<WorkspaceSchema>>()

  constructor(private readonly connection: Connection) {}

  /** The schema as last seen here; loaded when there is none yet. Throws NOT_FOUND for an unknown workspace. */
  async get(workspaceId: string): Promise<WorkspaceSchema> {
    const schema = this.kept.get(workspaceId)
    if (!schema) return this.reload(workspaceId)
    this.kept.delete(workspaceId)
    this.kept.set(workspaceId, schema)
    return schema
  }

  /** Loads the schema anew; callers that ask at the same time share one load. */
  reload(workspaceId: string): Promise<WorkspaceSchema> {
    const running = this.loading.get(workspaceId)
    if (running) return running
    const load = loadMetadata(this.connection, workspaceId)
      .then((rows) => this.keep(compile(rows)))
      .finally(() => this.loading.delete(workspaceId))
    this.loading.set(workspaceId, load)
    return load
  }

  /** Keeps a schema that was just made, unless a newer one is here. */
  keep(schema: WorkspaceSchema): WorkspaceSchema {
    const known = this.kept.get(schema.workspaceId)
    if (known && known.version > schema.version) return known
    this.kept.delete(schema.workspaceId)
    this.kept.set(schema.workspaceId, schema)
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= maxKept) break
      this.kept.delete(oldest)
    }
    return schema
  }

  forget(workspaceId: string): void {
    this.kept.delete(workspaceId)
  }
}
