/**
 * `bun run bench`: how fast is the whole way, as a share of what the database alone can do? Per case three things run
 * one after the other on the same data with the same number of connections: requests to a real server that computes every
 * answer, the statements that they became sent straight through the driver, the hand-written counterparts of `floor/`, and
 * the same requests to a server that gives answers again while they are true ("warm").
 */
import { readFileSync } from "node:fs"
import { parseArgs } from "node:util"
import { createServices } from "../../src/accounts/services.ts"
import { readConfig } from "../../src/config.ts"
import type { Database } from "../../src/ports/driver.ts"
import { openPostgres } from "../../src/ports/postgres-js.ts"
import { createTestDatabase } from "../support/database.ts"
import { signUpForBench } from "./accounts.ts"
import { benchCases, floorText, type BenchCase, type BenchContext } from "./cases.ts"
import { cpuOf } from "./cpu.ts"
import { fillForBench } from "./data.ts"
import { measureLatencies } from "./latency.ts"
import { drive, HttpConnection, type Load } from "./load.ts"
import { measureMemory } from "./memory.ts"
import { printLarge } from "./large.ts"
import { recordStatements } from "./record-statements.ts"
import { printRoles } from "./roles.ts"
import { startServer, type Server } from "./server.ts"
import { printWorkspaces } from "./workspaces.ts"

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "3" },
    connections: { type: "string", default: "16" },
    only: { type: "string" },
    quiet: { type: "string", default: "60" },
    large: { type: "boolean" },
    workspaces: { type: "string" },
    help: { type: "boolean" },
  },
})
const seconds = Number(values.seconds)
const connections = Number(values.connections)

async function main(): Promise<void> {
  if (values.large) return printLarge()
  if (values.workspaces) return printWorkspaces(Number(values.workspaces))
  const wanted = (name: string) => name.includes(values.only ?? "")
  if (benchNames.some(wanted)) await measureRequests(wanted)
  if (wanted("memory")) await printMemory()
}

async function measureRequests(wanted: (name: string) => boolean): Promise<void> {
  const database = await createTestDatabase()
  const db = openPostgres({
    url: database.url,
    poolSize: connections,
    applicationName: "kith bench",
    statementTimeout: 0,
  })
  const secret = "a secret for benchmarks of 32 characters"
  const pool = { DATABASE_POOL_SIZE: String(connections) }
  const context = await prepare(db, database.url, secret)
  const cold = await startServer(database.url, secret, { ...pool, ANSWER_CACHE_SIZE: "0" })
  const warm = await startServer(database.url, secret, pool)
  try {
    const [row] = await db.query<{ pid: number }>(
      "select pid from pg_stat_activity where backend_type = 'checkpointer'",
    )
    const bench: Bench = { context, db, cold, warm, postmaster: parentOf(row!.pid) }
    // What writes comes last: lists over the records it leaves would be other lists.
    const writes = (one: BenchCase) => one.floorFile === "create.sql"
    const cases = benchCases(context)
      .filter((one) => wanted(one.name))
      .toSorted((a, b) => Number(writes(a)) - Number(writes(b)))
    if (cases.length > 0) printHead()
    for (const each of cases) await measure(each, bench)
    if (wanted("latency")) await printLatencies(cold.port, context.token)
    if (wanted("roles")) {
      const cpu = () => cpuOf(cold.pid) + cpuOf(bench.postmaster)
      await printRoles({ context, port: cold.port, run: (text) => db.query(text), cpu, connections, seconds })
    }
  } finally {
    await Promise.all([cold.stop(), warm.stop()])
    await db.close()
    await database.drop()
  }
}

interface Bench {
  context: BenchContext
  db: Database
  /** computes every answer */
  cold: Server
  /** gives answers again while they are true */
  warm: Server
  postmaster: number
}

async function prepare(db: Database, url: string, secret: string): Promise<BenchContext> {
  const services = createServices(readConfig({ APP_SECRET: secret, DATABASE_URL: url, ANSWER_CACHE_SIZE: "0" }), db)
  const { schemaName, token } = await signUpForBench(services, "bench@example.com")
  const filler = openPostgres({ url, poolSize: 1, applicationName: "kith bench data", statementTimeout: 0 })
  await fillForBench(filler, schemaName)
  await filler.close()
  const identity = await services.tokens.verify(token, ["ACCESS"])
  const ids = await db.query<{ id: string }>(`select id from "${schemaName}".company order by id limit 5000`)
  return { services, identity, token, schemaName, companyIds: ids.map((row) => row.id) }
}

// --- one case -------------------------------------------------------------------------------------------------------

async function measure(each: BenchCase, { context, db, cold, warm, postmaster }: Bench): Promise<void> {
  const statements = await recordStatements(context, each)
  const viaDriver = async (_: number, n: number) => void (await db.query(...statements(n)))
  const handWritten = each.floorFile && floorText(each.floorFile, context)
  const viaHand = async (_: number, n: number) => void (await db.query(handWritten!, each.floorParams(n)))

  const http = await warmAndDrive(await viaHttp(each, cold), () => cpuOf(cold.pid) + cpuOf(postmaster))
  const floor = await warmAndDrive(viaDriver, () => cpuOf(postmaster))
  const hand = handWritten ? await warmAndDrive(viaHand, () => cpuOf(postmaster)) : null
  const again = await warmAndDrive(await viaHttp(each, warm), () => cpuOf(warm.pid) + cpuOf(postmaster))
  printCase(each, { http, floor, hand, again })
}

async function viaHttp(each: BenchCase, server: Server) {
  const sockets = await Promise.all(Array.from({ length: connections }, () => HttpConnection.open(server.port)))
  return async (connection: number, n: number) => {
    const body = await sockets[connection]!.send(each.request(n))
    if (body.includes('"errors"')) throw new Error(body.toString("utf8", 0, 500))
  }
}

interface Measured extends Load {
  /** milliseconds of server and database per request */
  cpu: number
}

async function warmAndDrive(
  worker: (connection: number, n: number) => Promise<void>,
  cpu: () => number,
): Promise<Measured> {
  await drive(connections, Math.min(1, seconds / 3), worker)
  const before = cpu()
  const load = await drive(connections, seconds, worker)
  return { ...load, cpu: (cpu() - before) / load.requests }
}

// --- output ---------------------------------------------------------------------------------------------------------

/** What `--only` can name beside memory, which needs no database of its own. */
const benchNames = [...benchCases({} as BenchContext).map((each) => each.name), "latency", "roles"]

const columns: readonly (readonly [string, number])[] = [
  ["case", 41],
  ["req/s", 6],
  ["p50 ms", 7],
  ["p99 ms", 7],
  ["CPU ms", 7],
  ["floor", 11],
  ["SQL/hand", 8],
  ["Twenty/s", 8],
  ["cold", 13],
  ["warm", 13],
  ["", 20],
]

function printRow(cells: readonly string[]): void {
  console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(columns[i]![1]) : cell.padStart(columns[i]![1]))).join(" "))
}

function printHead(): void {
  console.log(`${connections} connections, ${seconds} s a measurement; CPU ms of server and database per request`)
  console.log("floor: share of the same statements' rate; SQL/hand: their CPU time as a multiple of hand-written ones'")
  console.log("cold, warm: multiples of Twenty's rate with every answer computed, and given again while true\n")
  printRow(columns.map(([name]) => name))
}

/** SQL may cost so much more than what a person would have written. */
const maxSqlCost = 1.3

function printCase(
  { name, twenty, targets }: BenchCase,
  { http, floor, hand, again }: { http: Measured; floor: Measured; hand: Measured | null; again: Measured },
): void {
  const got = { floor: http.perSecond / floor.perSecond, cold: http.perSecond / twenty, warm: again.perSecond / twenty }
  const sqlCost = hand && floor.cpu / hand.cpu
  const missed = (["floor", "cold", "warm"] as const).filter((each) => got[each] < (targets[each] ?? 0))
  const against = (value: number, target: number | undefined, digits: number) =>
    `${value.toFixed(digits)} / ${target ?? "-"}`
  printRow([
    name,
    String(Math.round(http.perSecond)),
    http.p50.toFixed(2),
    http.p99.toFixed(2),
    http.cpu.toFixed(3),
    against(got.floor, targets.floor, 2),
    sqlCost === null ? "-" : `${sqlCost.toFixed(2)}`,
    String(twenty),
    against(got.cold, targets.cold, 1),
    against(got.warm, targets.warm, 0),
    [...missed, ...(sqlCost !== null && sqlCost > maxSqlCost ? ["SQL"] : [])].join(", ").replace(/^(?=.)/, "MISSED "),
  ])
}

async function printLatencies(port: number, token: string): Promise<void> {
  console.log("\nlatency, one after the other, median of 20")
  for (const { name, target, samples } of await measureLatencies(await HttpConnection.open(port), token, 20)) {
    const median = samples[samples.length >> 1]!
    console.log(
      `  ${name.padEnd(28)} ${median.toFixed(1).padStart(7)} ms (target ${target}, slowest ${samples.at(-1)!.toFixed(0)})${median <= target ? "" : " MISSED"}`,
    )
  }
}

/** MiB that a Kith with demo data may take at rest. */
const memoryTarget = 350

async function printMemory(): Promise<void> {
  console.log(`\nmemory at rest after demo data and ${values.quiet} s of quiet, proportional set size`)
  const parts = await measureMemory(Number(values.quiet))
  const total = parts.reduce((sum, part) => sum + part.mebibytes, 0)
  for (const { name, mebibytes } of parts) console.log(`  ${name.padEnd(28)} ${mebibytes.toFixed(0).padStart(7)} MiB`)
  console.log(
    `  ${"together".padEnd(28)} ${total.toFixed(0).padStart(7)} MiB (target ${memoryTarget})${total <= memoryTarget ? "" : " MISSED"}`,
  )
}

// --- processes ------------------------------------------------------------------------------------------------------

function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1])
}

if (values.help)
  console.log(
    `bun run bench [--seconds 3] [--connections 16] [--quiet 60] [--only <part of a case's name, latency, roles or memory>]
bun run bench --large             a million companies and two million people; takes about ten minutes
bun run bench --workspaces 1000   memory of a server and of PostgreSQL when so many workspaces are used in turn`,
  )
else await main()
