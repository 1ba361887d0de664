/** Compiled schemas by workspace. Nobody is told to forget one: the version in each statement's guard says when it is old. */
import type { Connection } from "../ports/driver.ts"
import { Recent } from "../recent.ts"
import { compile } from "./compile.ts"
import { loadMetadata } from "./rows.ts"
import type { WorkspaceSchema } from "./schema.ts"

/** Bytes that compiled schemas may take together; a standard one takes about half a megabyte. */
const maxSize = 128 * 1024 * 1024

/** Bytes of a schema with what is derived from it: measured over standard workspaces, where fields make nearly all of it. */
const sizeOf = (schema: WorkspaceSchema) => schema.objects.reduce((sum, { fields }) => sum + fields.length, 0) * 850

export class SchemaStore {
  private readonly kept = new Recent<string, WorkspaceSchema>(maxSize, sizeOf)
  private readonly loading = new Map<string, Promise<WorkspaceSchema>>()

  constructor(private readonly connection: Connection) {}

  /** The schema as last seen here; loaded when there is none yet. Throws NOT_FOUND for an unknown workspace. */
  async get(workspaceId: string): Promise<WorkspaceSchema> {
    return this.kept.get(workspaceId) ?? this.reload(workspaceId)
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
    this.kept.set(schema.workspaceId, schema)
    return schema
  }

  forget(workspaceId: string): void {
    this.kept.delete(workspaceId)
  }
}
