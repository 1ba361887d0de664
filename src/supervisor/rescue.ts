/** `bin/rescue.ts` ends here: prints one-time sign-in links for somebody who is locked out. */
import { existsSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { removeSecondFactorsOf, rescueLinks } from "../accounts/rescue.ts"
import { createServices } from "../accounts/services.ts"
import { ConfigError, readConfig, type Config } from "../config.ts"
import { AppError } from "../errors.ts"
import { openDatabase } from "../ports/open-database.ts"
import { keepSecret } from "./data-dir.ts"
import { runningDatabaseUrl } from "./database-url.ts"
import { StartError } from "./start-error.ts"

try {
  await main(readArguments(process.argv.slice(2)))
  process.exit(0)
} catch (error) {
  if (!(error instanceof StartError || error instanceof ConfigError || error instanceof AppError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}

interface Arguments {
  email: string
  workspace: string | undefined
  withoutSecondFactor: boolean
}

function readArguments(args: string[]): Arguments {
  const { values, positionals } = parse(args)
  const [email, ...others] = positionals
  if (!email || others.length > 0) throw new StartError("Say whose account it is: bun run rescue <email>.")
  return { email, workspace: values.workspace, withoutSecondFactor: values["without-second-factor"] === true }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { workspace: { type: "string" }, "without-second-factor": { type: "boolean" } },
    })
  } catch (error) {
    throw new StartError(`${(error as Error).message} See bun run rescue --help.`)
  }
}

async function main({ email, workspace: workspaceId, withoutSecondFactor }: Arguments): Promise<void> {
  const config = readConfig(process.env)
  const db = await openDatabase(config.databaseDriver, {
    url: runningDatabaseUrl(config),
    poolSize: 2,
    applicationName: "kith rescue",
    statementTimeout: config.statementTimeout,
  })
  try {
    const services = createServices({ ...config, appSecret: secretInUse(config) }, db)
    if (withoutSecondFactor) await removeSecondFactorsOf(services, email)
    for (const { workspace, url, expiresAt } of await rescueLinks(services, email, workspaceId)) {
      process.stdout.write(`${workspace}, once, until ${expiresAt}:\n${url}\n`)
    }
  } finally {
    await db.close()
  }
}

/** A secret made now would sign links that no server takes. */
function secretInUse({ appSecret, dataDir }: Config): string {
  if (appSecret) return appSecret
  if (existsSync(join(dataDir, "secret"))) return keepSecret(dataDir)
  throw new StartError("Set APP_SECRET to that of the servers, or DATA_DIR to their folder.")
}
