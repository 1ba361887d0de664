/** Kills a process that edits a schema, again and again, and lets the doctor look after each kill. */
import { resolve } from "node:path"
import { examine, type Finding } from "../../src/metadata/doctor.ts"
import type { Database } from "../../src/ports/driver.ts"
import { openPostgres } from "../../src/ports/postgres-js.ts"
import { createTestDatabase } from "./database.ts"
import { seededRandom } from "./random.ts"
import { createBareWorkspace } from "./workspace.ts"

export interface ChaosOptions {
  /** the run ends when so many edits were committed */
  edits: number
  seed: number
}

export interface ChaosResult {
  kills: number
  /** schema changes that were committed */
  edits: number
  /** kills that hit a transaction which was under way */
  interrupted: number
  findings: Finding[]
}

/** Stops at the first kill after which the doctor finds anything. Throws when the editor fails on its own. */
export async function runSchemaChaos({ edits, seed }: ChaosOptions): Promise<ChaosResult> {
  const database = await createTestDatabase()
  const db = openPostgres({
    url: database.url,
    poolSize: 2,
    applicationName: "schema chaos watch",
    statementTimeout: 0,
  })
  try {
    const { workspaceId } = await createBareWorkspace(db)
    return await killUntil(db, database.url, workspaceId, { edits, seed })
  } finally {
    await db.close()
    await database.drop()
  }
}

async function killUntil(
  db: Database,
  url: string,
  workspaceId: string,
  { edits, seed }: ChaosOptions,
): Promise<ChaosResult> {
  const random = seededRandom(seed)
  const result: ChaosResult = { kills: 0, edits: 0, interrupted: 0, findings: [] }
  while (result.edits < edits && result.findings.length === 0) {
    const editor = startEditor(url, workspaceId, seed * 100_000 + result.kills)
    // A kill in the middle of anything: a few edits after the first, and a random moment more.
    await editsReach(db, workspaceId, result.edits + 1 + Math.floor(random.next() * 8), editor)
    await Bun.sleep(random.next() * 40)
    if (editor.exitCode !== null) throw new Error(`The editor failed: ${await new Response(editor.stderr).text()}`)
    editor.kill("SIGKILL")
    await editor.exited
    result.kills++
    result.interrupted += await untilGone(db)
    result.edits = await countEdits(db, workspaceId)
    result.findings = await examine(db, workspaceId)
  }
  return result
}

function startEditor(url: string, workspaceId: string, seed: number) {
  const script = resolve(import.meta.dirname, "edit-schema.ts")
  return Bun.spawn([process.execPath, script, url, workspaceId, String(seed)], { stdout: "ignore", stderr: "pipe" })
}

async function editsReach(db: Database, workspaceId: string, edits: number, editor: { exitCode: number | null }) {
  const deadline = Date.now() + 30_000
  while ((await countEdits(db, workspaceId)) < edits && editor.exitCode === null && Date.now() < deadline)
    await Bun.sleep(2)
}

async function countEdits(db: Database, workspaceId: string): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `select count(*)::int as count from core."workspaceMigration" where "workspaceId" = $1::uuid and "isCustom"`,
    [workspaceId],
  )
  return row!.count
}

/** PostgreSQL notices a lost client when it next writes to it. Gives 1 if a transaction was under way, else 0. */
async function untilGone(db: Database): Promise<0 | 1> {
  let interrupted: 0 | 1 = 0
  for (;;) {
    const rows = await db.query<{ busy: boolean }>(
      `select xact_start is not null as busy from pg_stat_activity
       where application_name = 'schema chaos' and datname = current_database()`,
    )
    if (rows.some((row) => row.busy)) interrupted = 1
    if (rows.length === 0) return interrupted
    await Bun.sleep(2)
  }
}
