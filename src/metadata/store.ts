/** Compiled schemas by workspace. Nobody is told to forget one: the version in each statement's guard says when it is old. */
import { render, sql } from "../db/sql.ts"
import type { Connection } from "../ports/driver.ts"
import { Recent } from "../recent.ts"
import { compile } from "./compile.ts"
import { loadMetadata } from "./rows.ts"
import type { WorkspaceSchema } from "./schema.ts"

/** Bytes that compiled schemas may take together; a standard one takes about half a megabyte. */
const maxSize = 112 * 1024 * 1024

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

  /**
   * The schema as it is now; callers that ask at the same time share one load. Where it has not changed it is the same
   * value, with all that hangs on it: who asks may have been told that rights have.
   */
  reload(workspaceId: string): Promise<WorkspaceSchema> {
    const running = this.loading.get(workspaceId)
    if (running) return running
    const load = this.load(workspaceId).finally(() => this.loading.delete(workspaceId))
    this.loading.set(workspaceId, load)
    return load
  }

  private async load(workspaceId: string): Promise<WorkspaceSchema> {
    const known = this.kept.get(workspaceId)
    if (known && known.version === (await this.versionOf(workspaceId))) return known
    return this.keep(compile(await loadMetadata(this.connection, workspaceId)))
  }

  private async versionOf(workspaceId: string): Promise<number | undefined> {
    const { text, params } = render(
      sql`select w."metadataVersion" as version from core.workspace w where w.id = ${workspaceId}::uuid and w."deletedAt" is null`,
    )
    const [row] = await this.connection.query<{ version: number }>(text, params)
    return row?.version
  }

  /** Keeps a schema that was just made, unless there is one of its version or a newer one. */
  keep(schema: WorkspaceSchema): WorkspaceSchema {
    const known = this.kept.get(schema.workspaceId)
    if (known && known.version >= schema.version) return known
    this.kept.set(schema.workspaceId, schema)
    return schema
  }

  forget(workspaceId: string): void {
    this.kept.delete(workspaceId)
  }
}
