/** `bun run demo`: fills a workspace with companies, people, deals, tasks and notes to look at. */
import { parseArgs } from "node:util"
import { createServices } from "../src/accounts/services.ts"
import { createUser, foundWorkspace } from "../src/accounts/sign-in.ts"
import { ConfigError, readConfig } from "../src/config.ts"
import { fillWithDemoData } from "../src/demo/fill.ts"
import { AppError } from "../src/errors.ts"
import { migrate } from "../src/db/migrate.ts"
import { openDatabase } from "../src/ports/open-database.ts"
import { runningDatabaseUrl } from "../src/supervisor/database-url.ts"
import { StartError } from "../src/supervisor/start-error.ts"

const help = `bun run demo [--workspace <id>] [--seed <number>]

Fills a workspace with demo data: 1,200 companies, 5,500 people, 1,200 deals, tasks and notes.
Without --workspace it takes the oldest one, or founds one with a demo account when there is none.
The same seed (42 by default) gives the same records; another one adds more.`

const { values } = parseArgs({
  options: {
    workspace: { type: "string" },
    seed: { type: "string", default: "42" },
    help: { type: "boolean", short: "h" },
  },
})

if (values.help) {
  console.log(help)
} else {
  await run().catch((error) => {
    if (!(error instanceof AppError || error instanceof StartError || error instanceof ConfigError)) throw error
    console.error(error.message)
    process.exit(1)
  })
}

async function run(): Promise<void> {
  const url = runningDatabaseUrl(readConfig(process.env))
  const db = await openDatabase("postgres", { url, poolSize: 2, applicationName: "kith demo", statementTimeout: 0 })
  try {
    await migrate(db)
    const services = createServices(readConfig({ ...process.env, APP_SECRET: crypto.randomUUID() }), db)
    const workspaceId = values.workspace ?? (await oldestWorkspace()) ?? (await demoWorkspace(services))
    await fillWithDemoData(services, workspaceId, {
      seed: Number(values.seed),
      onProgress: (text) => console.log(`  ${text}`),
    })
    await services.wake.flush()
    console.log(`Demo data is in workspace ${workspaceId}.`)
  } finally {
    await db.close()
  }

  async function oldestWorkspace(): Promise<string | undefined> {
    const [row] = await db.query<{ id: string }>(
      `select id from core.workspace where "deletedAt" is null order by "createdAt" limit 1`,
    )
    return row?.id
  }
}

/** A demo account's password is no secret worth keeping: it is shown once. */
async function demoWorkspace(services: ReturnType<typeof createServices>): Promise<string> {
  const password = crypto.randomUUID().slice(0, 13)
  const email = "demo@example.com"
  const user = await createUser(services, { email, password })
  const workspace = await foundWorkspace(services, user.id, { displayName: "Demo" })
  console.log(`Founded workspace "Demo". Sign in as ${email} with the password ${password}`)
  return workspace.id
}
