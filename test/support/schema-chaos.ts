/** Kills a server that is editing a data model, again and again, and lets the doctor look after each kill. */
import { resolve } from "node:path"
import { createServices } from "../../src/accounts/services.ts"
import { createUser, foundWorkspace, loginToken, tradeLoginToken } from "../../src/accounts/sign-in.ts"
import { readConfig } from "../../src/config.ts"
import { compile } from "../../src/metadata/compile.ts"
import { examine, type Finding } from "../../src/metadata/doctor.ts"
import { loadMetadata } from "../../src/metadata/rows.ts"
import type { Database } from "../../src/ports/driver.ts"
import { openPostgres } from "../../src/ports/postgres-js.ts"
import { createTestDatabase } from "./database.ts"
import { addRecord, mutationOf, randomChange } from "./random-schema-edits.ts"
import { seededRandom, type Random } from "./random.ts"

export interface ChaosOptions {
  /** the run ends when so many edits were committed */
  edits: number
  seed: number
}

export interface ChaosResult {
  kills: number
  /** schema changes that were committed */
  edits: number
  /** kills a moment before which a transaction was under way */
  interrupted: number
  findings: Finding[]
}

interface Chaos {
  db: Database
  url: string
  workspaceId: string
  token: string
  random: Random
}

const secret = "a secret for tests of at least 32 characters"

/** Stops at the first kill after which the doctor finds anything. Throws when the server fails on its own. */
export async function runSchemaChaos({ edits, seed }: ChaosOptions): Promise<ChaosResult> {
  const database = await createTestDatabase()
  const db = openPostgres({ url: database.url, poolSize: 2, applicationName: "schema chaos", statementTimeout: 0 })
  try {
    const who = await signUp(db, database.url)
    return await killUntil({ db, url: database.url, random: seededRandom(seed), ...who }, edits)
  } finally {
    await db.close()
    await database.drop()
  }
}

async function signUp(db: Database, url: string): Promise<{ workspaceId: string; token: string }> {
  const services = createServices(readConfig({ APP_SECRET: secret, DATABASE_URL: url }), db)
  const user = await createUser(services, { email: "chaos@example.com", password: "correct horse" })
  const { id: workspaceId } = await foundWorkspace(services, user.id, { displayName: "Chaos" })
  const pair = await tradeLoginToken(services, (await loginToken(services, user, workspaceId)).token)
  await services.wake.flush()
  return { workspaceId, token: pair.accessOrWorkspaceAgnosticToken.token }
}

async function killUntil(chaos: Chaos, edits: number): Promise<ChaosResult> {
  const result: ChaosResult = { kills: 0, edits: 0, interrupted: 0, findings: [] }
  while (result.edits < edits && result.findings.length === 0) {
    const server = await startServer(chaos.url)
    result.interrupted += await editUntilKilled(chaos, server)
    result.kills++
    await untilGone(chaos.db)
    result.edits = await countEdits(chaos)
    result.findings = await examine(chaos.db, chaos.workspaceId)
  }
  return result
}

interface Server {
  address: string
  kill(): Promise<void>
}

async function startServer(url: string): Promise<Server> {
  const child = Bun.spawn([process.execPath, resolve(import.meta.dirname, "../../src/main.ts"), "server"], {
    env: { ...process.env, DATABASE_URL: url, APP_SECRET: secret, PORT: "0", HOST: "127.0.0.1", LOG_LEVEL: "info" },
    stdio: ["ignore", "inherit", "pipe"],
  })
  let shown = ""
  for await (const chunk of child.stderr.pipeThrough(new TextDecoderStream())) {
    shown += chunk
    const address = /"url":"([^"]+)"/.exec(shown)?.[1]
    if (!address) continue
    return {
      address,
      async kill() {
        child.kill("SIGKILL")
        await child.exited
      },
    }
  }
  throw new Error(`The server ended at once: ${shown}`)
}

/** A few edits, then a kill at a random moment of the next one. Gives 1 if that was found in a transaction, else 0. */
async function editUntilKilled(chaos: Chaos, server: Server): Promise<0 | 1> {
  const calm = Math.floor(chaos.random.next() * 6)
  for (let i = 0; i < calm; i++) await sendEdit(chaos, server, await inventEdit(chaos))
  const last = sendEdit(chaos, server, await inventEdit(chaos)).catch(() => "killed")
  await Bun.sleep(chaos.random.next() * 12)
  const interrupted = await isInTransaction(chaos.db)
  await server.kill()
  await last
  return interrupted ? 1 : 0
}

async function inventEdit({ db, workspaceId, random }: Chaos): Promise<string> {
  const schema = compile(await loadMetadata(db, workspaceId))
  if (random.chance(0.3)) await addRecord(db, random, schema)
  return JSON.stringify(mutationOf(randomChange(random, schema)))
}

async function sendEdit({ token }: Chaos, { address }: Server, body: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" }
  const response = await fetch(`${address}/metadata`, { method: "POST", headers, body })
  const { errors } = (await response.json()) as { errors?: { message: string; extensions?: { code: string } }[] }
  const code = errors?.[0]?.extensions?.code
  if (errors && (!code || code === "INTERNAL_SERVER_ERROR" || code === "UNAUTHENTICATED")) {
    throw new Error(`An edit failed: ${JSON.stringify(errors)}`)
  }
}

async function countEdits({ db, workspaceId }: Chaos): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `select count(*)::int as count from core."workspaceMigration" where "workspaceId" = $1::uuid and "isCustom"`,
    [workspaceId],
  )
  return row!.count
}

const serverSessions = `from pg_stat_activity where application_name = 'kith server' and datname = current_database()`

async function isInTransaction(db: Database): Promise<boolean> {
  const [row] = await db.query<{ busy: boolean }>(`select bool_or(xact_start is not null) as busy ${serverSessions}`)
  return row!.busy
}

/** PostgreSQL notices a lost client when it next writes to it; until then the transaction stands. */
async function untilGone(db: Database): Promise<void> {
  while ((await db.query(`select 1 ${serverSessions}`)).length > 0) await Bun.sleep(2)
}
