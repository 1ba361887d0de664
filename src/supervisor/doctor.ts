/** `bin/doctor.ts` ends here: examines each workspace, mends what it is asked to, and says what it saw. */
import { parseArgs } from "node:util"
import { systemPrincipal } from "../auth/principal.ts"
import { ConfigError, readConfig } from "../config.ts"
import { render, sql } from "../db/sql.ts"
import { AppError } from "../errors.ts"
import { examine, mend, type Finding } from "../metadata/doctor.ts"
import type { Database } from "../ports/driver.ts"
import { openDatabase } from "../ports/open-database.ts"
import { runningDatabaseUrl } from "./database-url.ts"
import { StartError } from "./start-error.ts"

interface Flags {
  mend: boolean
  dropOrphans: boolean
  workspace: string | undefined
  json: boolean
}

interface Report {
  workspaceId: string
  /** what is wrong still */
  findings: Finding[]
  mended: Finding[]
  failed: { place: string; reason: string }[]
}

/** Mending can bring to light what was hidden before: tables behind a schema, say, and foreign keys behind tables. */
const rounds = 4

try {
  process.exit(await main(readFlags(process.argv.slice(2))))
} catch (error) {
  if (!(error instanceof StartError || error instanceof ConfigError || error instanceof AppError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}

function readFlags(args: string[]): Flags {
  try {
    const { values } = parseArgs({
      args,
      options: {
        mend: { type: "boolean", default: false },
        "drop-orphans": { type: "boolean", default: false },
        workspace: { type: "string" },
        json: { type: "boolean", default: false },
      },
    })
    return { ...values, workspace: values.workspace, dropOrphans: values["drop-orphans"] }
  } catch (error) {
    throw new StartError(`${(error as Error).message} See bun run doctor --help.`)
  }
}

async function main(flags: Flags): Promise<number> {
  if (flags.dropOrphans && !flags.mend) throw new StartError("--drop-orphans is a way of mending: give --mend as well.")
  const config = readConfig(process.env)
  const db = await openDatabase(config.databaseDriver, {
    url: runningDatabaseUrl(config),
    poolSize: 3,
    applicationName: "kith doctor",
    statementTimeout: 0,
  })
  try {
    const reports: Report[] = []
    for (const id of await workspaceIds(db, flags.workspace)) {
      const report = await look(db, id, flags)
      reports.push(report)
      if (!flags.json) print(report)
    }
    if (flags.json) process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`)
    return reports.some((report) => report.findings.length > 0) ? 1 : 0
  } finally {
    await db.close()
  }
}

async function workspaceIds(db: Database, only: string | undefined): Promise<string[]> {
  const { text, params } = render(sql`
    select w.id from core.workspace w join core."dataSource" d on d."workspaceId" = w.id
    where w."deletedAt" is null and (${only ?? null}::text is null or w.id::text = ${only ?? null}) order by w."createdAt"`)
  const rows = await db.query<{ id: string }>(text, params)
  if (only !== undefined && rows.length === 0) throw new StartError(`There is no workspace ${only}.`)
  return rows.map((row) => row.id)
}

async function look(db: Database, workspaceId: string, flags: Flags): Promise<Report> {
  const report: Report = { workspaceId, findings: await examine(db, workspaceId), mended: [], failed: [] }
  for (let round = 0; flags.mend && round < rounds && report.findings.length > 0; round++) {
    const result = await mend(db, systemPrincipal(workspaceId), report.findings, flags)
    report.mended.push(...result.mended)
    report.failed = result.failed.map(({ finding, reason }) => ({ place: finding.place, reason }))
    report.findings = await examine(db, workspaceId)
    if (result.mended.length === 0) break
  }
  return report
}

function print({ workspaceId, findings, mended, failed }: Report): void {
  for (const finding of mended) say(`  mended  ${finding.problem}`)
  for (const { place, reason } of failed) say(`  failed  ${place}: ${reason}`)
  for (const finding of findings)
    say(`  ${finding.code}  ${finding.problem}\n      Mending: ${finding.remedy}${hint(finding)}`)
  const count = findings.length === 1 ? "1 finding" : `${findings.length} findings`
  say(`${workspaceId}: ${findings.length === 0 ? "metadata and tables agree" : count}`)
}

function hint({ repair }: Finding): string {
  return repair.kind === "drop" ? " (only with --drop-orphans)" : ""
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
