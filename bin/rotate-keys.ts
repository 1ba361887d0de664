/** `bun run rotate-keys`: a new key signs tokens from now on, and everything sealed is sealed with the present secret. */
import { continueIn, say } from "./bootstrap.ts"

const help = `Usage: bun run rotate-keys [--revoke]

Lets a new key sign tokens. Nobody is signed out: the former key goes on verifying what it signed until that has expired,
and API keys keep working. Servers take the new key within a minute. Secrets in the database that were sealed with
APP_SECRET_FORMER are sealed with APP_SECRET, so that the former one can be left out afterwards.

  --revoke   for a key or a database that was stolen: former keys verify nothing any more. Everybody has to sign in
             again, and API keys and applications need new tokens.
  --help     show this

The database is the one of DATABASE_URL, or the embedded one of DATA_DIR (.kith) while it runs; the secret is APP_SECRET, or
the one in DATA_DIR.`

const args = process.argv.slice(2)
if (args.includes("--help") || args.includes("-h")) say(help)
else await continueIn("src/supervisor/rotate-keys.ts", args)
