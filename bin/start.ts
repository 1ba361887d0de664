/** `bun start`: everything that Kith needs, from an empty machine to one printed URL. See `src/supervisor/`. */
import { continueIn, say } from "./bootstrap.ts"

const help = `Usage: bun start [--dev] [--demo]

Starts Kith: an embedded PostgreSQL (unless DATABASE_URL is set), the server and the worker. Ctrl-C stops them all.

  --dev    restart the server and the worker whenever their source changes
  --demo   fill a workspace with demo data once everything runs
  --help   show this

Settings are read from the environment:

  PORT           port of the server (3000)
  HOST           address it listens on (localhost)
  DATA_DIR       folder of the embedded PostgreSQL, files and secrets (.kith)
  DATABASE_URL   a PostgreSQL 16 or newer to use in place of the embedded one
  REDIS_URL      a Redis to use for queues and publish/subscribe
  APP_SECRET     at least 32 characters; without it one is made and kept in DATA_DIR
  PUBLIC_URL     what people type to reach the server
  SMTP_URL       the server that mail is sent by; without it mails are at /mailbox
  MAIL_FROM      the sender of mails`

const args = process.argv.slice(2)
if (args.includes("--help") || args.includes("-h")) say(help)
else await continueIn("src/supervisor/main.ts", args)
