/** `bun run doctor`: does every workspace's schema look as its metadata says? */
import { continueIn, say } from "./bootstrap.ts"

const help = `Usage: bun run doctor [--mend] [--drop-orphans] [--workspace id] [--json]

Compares the metadata of every workspace with its tables. Ends with 0 when they agree, with 1 when findings remain.

  --mend           mend what can be mended without losing anything
  --drop-orphans   with --mend: also drop tables, columns and the like that no metadata knows, with what is in them
  --workspace id   look at this workspace only
  --json           print the findings as JSON
  --help           show this

The database is the one of DATABASE_URL, or the embedded one of DATA_DIR (.kith) while it runs.`

const args = process.argv.slice(2)
if (args.includes("--help") || args.includes("-h")) say(help)
else await continueIn("src/supervisor/doctor.ts", args)
