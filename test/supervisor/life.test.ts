/** Start, stop, kill and start again: the embedded PostgreSQL and two parts, as processes. */
import { afterEach, describe, expect, test } from "bun:test"
import { spawnSync } from "node:child_process"
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join, resolve } from "node:path"
import { createTestDatabase } from "../support/database.ts"
import { openPostgres } from "../../src/ports/postgres-js.ts"
import {
  alive,
  askSelf,
  launch,
  partsOf,
  standIn,
  until,
  type Launched,
  type LaunchOptions,
} from "./stand-in/launch.ts"

const isRoot = process.getuid?.() === 0
const nobody = 65_534

/** Whether the unprivileged user can read this checkout at all. */
const nobodyReads = isRoot && spawnSync("cat", [standIn], { uid: nobody, gid: nobody }).status === 0

const started: { launched: Launched; folder: string }[] = []

afterEach(async () => {
  for (const { launched, folder } of started.splice(0)) {
    if (alive([launched.pid]).length > 0) process.kill(launched.pid, "SIGTERM")
    await launched.exited
    rmSync(folder, { recursive: true, force: true })
  }
})

function run(
  options: Partial<LaunchOptions> & { folder?: string } = {},
): Launched & { dataDir: string; folder: string } {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), "kith-"))
  if (!options.folder) chmodSync(folder, 0o755)
  if (options.uid) chownSync(folder, options.uid, options.uid)
  const dataDir = join(folder, "data")
  const launched = launch({ ...options, env: { DATA_DIR: dataDir, PORT: "0", ...options.env } })
  started.push({ launched, folder })
  return { ...launched, dataDir, folder }
}

async function stop(kith: Launched): Promise<void> {
  process.kill(kith.pid, "SIGTERM")
  expect(await kith.exited).toBe(0)
}

async function onDatabase<T>(url: string, text: string): Promise<T[]> {
  const database = openPostgres({ url, poolSize: 1, applicationName: "test", statementTimeout: 0 })
  try {
    return await database.query<T>(text)
  } finally {
    await database.close()
  }
}

const keep = "insert into kept values ('still here')"
const kept = "select value from kept"

test("a first start makes everything, says one URL, and stops without a trace", async () => {
  const kith = run()
  const self = await kith.ready()
  expect(kith.output()).toMatch(/^Creating the database…\nKith is ready at http:\/\/localhost:\d+\n$/)
  expect(self.appSecret).toBe(readFileSync(join(kith.dataDir, "secret"), "utf8"))
  for (const file of ["secret", "postgres.json"]) expect(statSync(join(kith.dataDir, file)).mode & 0o777).toBe(0o600)
  await onDatabase(self.databaseUrl, keep)
  const parts = partsOf(kith, kith.dataDir)
  expect(parts).toHaveLength(3)
  await stop(kith)
  expect(alive(parts)).toEqual([])

  const began = performance.now()
  const again = run({ folder: kith.folder })
  const sameSelf = await again.ready()
  expect(performance.now() - began).toBeLessThan(2000)
  expect(sameSelf.appSecret).toBe(self.appSecret)
  expect(sameSelf.databaseUrl).toBe(self.databaseUrl)
  expect(await onDatabase<object>(sameSelf.databaseUrl, kept)).toEqual([{ value: "still here" }])
  await stop(again)
})

test.skipIf(!nobodyReads)("a user without rights and without a home starts it as well", async () => {
  const kith = run({ uid: nobody, env: { HOME: "" } })
  const { databaseUrl } = await kith.ready()
  const rows = await onDatabase<object>(
    databaseUrl,
    "select current_setting('fsync') fsync, current_setting('jit') jit",
  )
  expect(rows).toEqual([{ fsync: "on", jit: "off" }])
  await stop(kith)
})

test.skipIf(!isRoot)("root may keep its data where nobody else can go", async () => {
  const folder = mkdtempSync(join(tmpdir(), "kith-closed-"))
  const kith = run({ folder })
  await kith.ready()
  const { folder: elsewhere } = JSON.parse(readFileSync(join(kith.dataDir, "postgres.json"), "utf8")) as {
    folder: string
  }
  expect(dirname(elsewhere)).toBe("/var/lib/kith")
  await stop(kith)
  rmSync(elsewhere, { recursive: true })
})

describe.skipIf(process.platform !== "linux")("after kill -9", () => {
  test("of the supervisor: its parts follow it, and PostgreSQL is adopted", async () => {
    const kith = run()
    const { databaseUrl, pid } = await kith.ready()
    await onDatabase(databaseUrl, keep)
    const parts = partsOf(kith, kith.dataDir)
    process.kill(kith.pid, "SIGKILL")
    await kith.exited
    await until(() => alive(parts).length === 1)
    expect(alive([pid])).toEqual([])

    const again = run({ folder: kith.folder })
    expect((await again.ready()).databaseUrl).toBe(databaseUrl)
    expect(await onDatabase<object>(databaseUrl, kept)).toEqual([{ value: "still here" }])
    await stop(again)
    expect(alive(parts)).toEqual([])
  })

  test("of everything, with the same port at once: what was committed is there", async () => {
    const port = String(42_000 + (process.pid % 5000))
    const kith = run({ env: { PORT: port } })
    const { databaseUrl } = await kith.ready()
    await onDatabase(databaseUrl, keep)
    for (const pid of [kith.pid, ...partsOf(kith, kith.dataDir)]) process.kill(pid, "SIGKILL")

    const again = run({ folder: kith.folder, env: { PORT: port } })
    const self = await again.ready()
    expect(await onDatabase<object>(self.databaseUrl, kept)).toEqual([{ value: "still here" }])
    await stop(again)
  })

  test("of one part: it is started again", async () => {
    const kith = run()
    const { pid, databaseUrl } = await kith.ready()
    const url = /ready at (\S+)/.exec(kith.output())?.[1] ?? ""
    process.kill(pid, "SIGKILL")
    await until(() =>
      askSelf(url).then(
        (self) => self.pid !== pid,
        () => false,
      ),
    )
    expect(kith.output()).toContain("The server ended (SIGKILL); starting it again…")

    const postgres = Number(readFileSync(join(kith.dataDir, "pg18/data/postmaster.pid"), "utf8").split("\n")[0])
    process.kill(postgres, "SIGKILL")
    await until(() =>
      onDatabase(databaseUrl, kept).then(
        () => true,
        () => false,
      ),
    )
    expect(kith.output()).toContain("PostgreSQL ended; starting it again…")
    await stop(kith)
  })
})

test("with a DATABASE_URL nothing is embedded", async () => {
  const database = await createTestDatabase()
  const kith = run({ env: { DATABASE_URL: database.url, APP_SECRET: "x".repeat(32) } })
  expect(await kith.ready()).toMatchObject({ databaseUrl: database.url, appSecret: "x".repeat(32) })
  expect(readdirSync(kith.dataDir)).toEqual(["supervisor.lock"])
  expect(await onDatabase<object>(database.url, kept)).toEqual([])
  await stop(kith)
  await database.drop()
})

test("db:url prints the address of what runs, and says so when nothing does", async () => {
  const dbUrl = (dataDir: string) =>
    spawnSync(process.execPath, [resolve(import.meta.dirname, "../../bin/db-url.ts")], {
      env: { DATA_DIR: dataDir },
      encoding: "utf8",
    })
  const kith = run({ args: ["--demo"] })
  const { databaseUrl } = await kith.ready()
  expect(dbUrl(kith.dataDir).stdout).toBe(`${databaseUrl}\n`)
  await until(() => kith.output().includes("\ndemo on http://localhost:"))

  const second = run({ folder: kith.folder })
  expect(await second.exited).toBe(1)
  expect(second.output()).toStartWith(`Kith is already running on ${kith.dataDir};`)

  await stop(kith)
  const { status, stdout, stderr } = dbUrl(kith.dataDir)
  expect([status, stdout, stderr]).toEqual([
    1,
    "",
    `No embedded PostgreSQL runs on ${kith.dataDir}; start Kith first, or set DATABASE_URL.\n`,
  ])
  expect(existsSync(join(kith.dataDir, "pg18/data/postmaster.pid"))).toBe(false)
})
