/** `bun run rescue`: a sign-in link for somebody who is locked out. */
import { continueIn, say } from "./bootstrap.ts"

const help = `Usage: bun run rescue <email> [--workspace id] [--without-second-factor]

Prints a link for each workspace of the person that signs them in once, within 15 minutes, whatever ways of signing in the
workspace has switched off: for an owner who lost a password without mail, or whose identity provider no longer works.
Whoever has the link is let in: hand it over as you would a password.

  --workspace id            only the link to this workspace
  --without-second-factor   take the person's authenticator app, passkeys and recovery codes away first
  --help                    show this

It needs what the servers have: DATABASE_URL or the embedded database of DATA_DIR (.kith) while it runs, APP_SECRET or the
secret in DATA_DIR, and PUBLIC_URL (or HOST and PORT) for the address.`

const args = process.argv.slice(2)
if (args.includes("--help") || args.includes("-h")) say(help)
else await continueIn("src/supervisor/rescue.ts", args)
