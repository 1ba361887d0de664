/** The worker: turns wake-ups into jobs and runs the jobs. Any number of them may run against one database. */
import { createServices } from "./accounts/services.ts"
import { ConfigError, type Config } from "./config.ts"
import { migrate } from "./db/migrate.ts"
import { removeEndedCounters } from "./db/rate-counters.ts"
import { removeOldPlaces } from "./accounts/attempt-limits.ts"
import { removeOldAuditEntries } from "./accounts/audit-log.ts"
import { workChannel } from "./accounts/mails.ts"
import { endLongTransactions, endSqlLogins } from "./accounts/sql-logins.ts"
import { removeExpiredFiles } from "./files/clean-up.ts"
import { removeDeletedWorkspaces } from "./files/removed-workspaces.ts"
import { Chore } from "./jobs/chore.ts"
import { IndexBuilding } from "./jobs/index-building.ts"
import { createMailSending, queueMails } from "./jobs/mails.ts"
import { openQueues } from "./jobs/queues.ts"
import { createWorkspaceReading } from "./jobs/read-workspace.ts"
import { Wakes } from "./jobs/wakes.ts"
import { createLog } from "./log.ts"
import { eventChannel } from "./metadata/event-log.ts"
import { openMailer } from "./outgoing/mail.ts"
import { openDatabase } from "./ports/open-database.ts"
import { exitWithParent } from "./ports/parent.ts"

/** Jobs of one queue that run side by side; each holds one connection while it reads. */
const concurrency = 4

/** Milliseconds between looks for events whose wake-up was lost. */
const lookAroundEvery = 30_000

/** Milliseconds that running jobs get to finish at the end; the supervisor kills after ten seconds. */
const patience = 8_000

/** Runs until SIGTERM or SIGINT, then finishes what runs and ends the process. */
export async function runWorker(config: Config): Promise<void> {
  if (!config.databaseUrl) throw new ConfigError('Set DATABASE_URL to the database to work on, or use "bun start".')
  if (!config.appSecret) throw new ConfigError('Set APP_SECRET to that of the server, or use "bun start".')
  exitWithParent()
  const stopped = untilStopped()
  const log = createLog(config.logLevel)
  const db = await openDatabase(config.databaseDriver, {
    url: config.databaseUrl,
    poolSize: config.databasePoolSize,
    applicationName: "kith worker",
    statementTimeout: config.statementTimeout,
  })
  await migrate(db)
  const services = createServices(config, db)
  const queues = await openQueues(config, log)
  const wakes = new Wakes(db, queues, log)
  await queues.work("entity-events-to-db-queue", { concurrency }, createWorkspaceReading(services))
  const mailer = config.mail && openMailer(config.mail)
  if (mailer) await queues.work("email-queue", { concurrency }, createMailSending(services, mailer))
  const chores = [
    new Chore(log, "Mails could not be given to the queue", () => queueMails(services, queues)),
    new Chore(log, "A deleted workspace could not be removed", () => removeDeletedWorkspaces(services)),
  ]
  const audit = new Chore(log, "Old entries of the audit log could not be removed", () =>
    removeOldAuditEntries(services),
  )
  const limits = new Chore(log, "Ended rate limits could not be removed", async () => {
    await removeEndedCounters(db)
    await removeOldPlaces(services)
  })
  const logins = new Chore(log, "SQL logins could not be ended", async () => {
    await endSqlLogins(services)
    await endLongTransactions(services)
  })
  const indexes = new IndexBuilding(db, log)
  const files = new Chore(log, "Files could not be removed", () => removeExpiredFiles(services))
  const unlisten = await db.listen(eventChannel, (schemaName) => {
    wakes.changed(schemaName)
    indexes.look()
  })
  const unlistenWork = await db.listen(workChannel, () => chores.forEach((chore) => chore.look()))
  const lookAround = () => {
    for (const chore of chores) chore.look()
    indexes.look()
    files.look()
    audit.look()
    logins.look()
    limits.look()
    return wakes.lookAround()
  }
  await lookAround()
  const timer = setInterval(() => void lookAround(), lookAroundEvery)
  log.info("The worker is ready", { queues: config.redisUrl ? "redis" : "postgres" })

  const signal = await stopped
  log.info("The worker stops", { signal })
  // Whatever hangs, such as a server that does not answer: events and jobs are safe without a farewell.
  setTimeout(() => process.exit(1), patience + 1500)
  clearInterval(timer)
  await unlisten()
  await unlistenWork()
  await queues.close(patience)
  mailer?.close()
  await services.wake.flush()
  await db.close()
  process.exit(0)
}

/** Listens from the first moment, so that a signal during the start is not the end of the process in mid-air. */
function untilStopped(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => resolve(signal))
  })
}
