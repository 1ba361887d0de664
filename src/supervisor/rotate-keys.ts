/** `bin/rotate-keys.ts` ends here: rotates the keys, seals anew, and says what it did. */
import { parseArgs } from "node:util"
import { resealSecrets } from "../accounts/reseal.ts"
import { rotateSigningKeys } from "../auth/signing-keys.ts"
import { Secrets } from "../auth/secrets.ts"
import { appSecrets, ConfigError, readConfig } from "../config.ts"
import { migrate } from "../db/migrate.ts"
import { openDatabase } from "../ports/open-database.ts"
import { appSecretOf } from "./data-dir.ts"
import { runningDatabaseUrl } from "./database-url.ts"
import { StartError } from "./start-error.ts"

try {
  process.exit(await main(readFlags(process.argv.slice(2))))
} catch (error) {
  if (!(error instanceof StartError || error instanceof ConfigError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}

function readFlags(args: string[]): { revoke: boolean } {
  try {
    return parseArgs({ args, options: { revoke: { type: "boolean", default: false } } }).values
  } catch (error) {
    throw new StartError(`${(error as Error).message} See bun run rotate-keys --help.`)
  }
}

/** Gives 1 when something in the database can be opened by no secret that is known. */
async function main({ revoke }: { revoke: boolean }): Promise<number> {
  const found = readConfig(process.env)
  const db = await openDatabase(found.databaseDriver, {
    url: runningDatabaseUrl(found),
    poolSize: 1,
    applicationName: "kith rotate-keys",
    statementTimeout: 0,
  })
  const config = { ...found, appSecret: appSecretOf(found) }
  try {
    await migrate(db)
    const secrets = new Secrets(appSecrets(config))
    await rotateSigningKeys(db, secrets, { revoke })
    say(revoke ? "A new key signs. Everybody has to sign in again." : "A new key signs within a minute.")
    const { resealed, unreadable } = await resealSecrets(db, secrets)
    say(`${resealed} secrets are sealed with APP_SECRET.`)
    if (unreadable === 0) return 0
    say(`${unreadable} secrets were sealed with another one; set it as APP_SECRET_FORMER and run this again.`)
    return 1
  } finally {
    await db.close()
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
