/** What keeps Kith from starting is one sentence, exit code 1, and nothing half made. */
import { afterAll, beforeAll, expect, test } from "bun:test"
import { spawnSync } from "node:child_process"
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createTestDatabase, type TestDatabase } from "../support/database.ts"
import { launch, standIn, type LaunchOptions } from "./stand-in/launch.ts"

let folder: string
let dataDir: string
let database: TestDatabase

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "kith-refusal-"))
  // Otherwise root's PostgreSQL would go elsewhere.
  chmodSync(folder, 0o755)
  dataDir = join(folder, "data")
  database = await createTestDatabase()
})

afterAll(async () => {
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

async function refusal(options: Partial<LaunchOptions>): Promise<string> {
  const kith = launch({ ...options, env: { DATA_DIR: dataDir, PORT: "0", ...options.env } })
  expect(await kith.exited).toBe(1)
  expect(existsSync(dataDir)).toBe(false)
  return kith.output()
}

function changedUrl(change: (url: URL) => void): string {
  const url = new URL(database.url)
  change(url)
  return url.href
}

test.each(["localhost", "127.0.0.1"])("a used port on %s", async (host) => {
  const other = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response("") })
  const PORT = String(other.port)
  expect(await refusal({ env: { PORT, HOST: host } })).toBe(
    `Port ${PORT} is in use; stop the program that uses it, or set PORT to another one.\n`,
  )
  await other.stop()
})

test("a DATABASE_URL that is none", async () => {
  expect(await refusal({ env: { DATABASE_URL: "mysql://localhost" } })).toBe(
    "DATABASE_URL is not a URL that begins with postgres:// or postgresql://.\n",
  )
})

test("a DATABASE_URL where nobody answers", async () => {
  expect(await refusal({ env: { DATABASE_URL: "postgres://kith:secret@127.0.0.1:1/kith" } })).toBe(
    "PostgreSQL at 127.0.0.1:1 does not answer (connect ECONNREFUSED 127.0.0.1:1); start it, or correct DATABASE_URL.\n",
  )
})

test("a DATABASE_URL with a wrong password", async () => {
  const DATABASE_URL = changedUrl((url) => (url.password = "wrong"))
  expect(await refusal({ env: { DATABASE_URL } })).toMatch(
    /^PostgreSQL at \S+ refuses the user "kith" or the password; .*\n$/,
  )
})

test("a DATABASE_URL without its database", async () => {
  const DATABASE_URL = changedUrl((url) => (url.pathname = "nothing"))
  expect(await refusal({ env: { DATABASE_URL } })).toMatch(/^There is no database "nothing" at \S+; create it, .*\n$/)
})

test("a PostgreSQL that is too old", async () => {
  const old = pretendOld(database.url)
  const DATABASE_URL = changedUrl((url) => (url.port = String(old.port)))
  expect(await refusal({ env: { DATABASE_URL } })).toMatch(
    /^PostgreSQL 15\.\S* is too old: Kith needs 16 or newer; .*\n$/,
  )
  old.stop(true)
})

test("a DATA_DIR below a file", async () => {
  const file = join(folder, "file")
  writeFileSync(file, "")
  expect(await refusal({ env: { DATA_DIR: join(file, "data") } })).toMatch(
    /^DATA_DIR \S+ cannot be written \(ENOTDIR.*\); set it to a folder that can\.\n$/,
  )
})

const nobody = 65_534
const nobodyReads = process.getuid?.() === 0 && spawnSync("cat", [standIn], { uid: nobody, gid: nobody }).status === 0

test.skipIf(!nobodyReads)("a DATA_DIR that belongs to somebody else", async () => {
  const DATA_DIR = join(folder, "closed")
  mkdirSync(DATA_DIR, { mode: 0o700 })
  expect(await refusal({ uid: nobody, env: { DATA_DIR } })).toMatch(
    /^DATA_DIR \S+ cannot be written \(EACCES.*\); set it to a folder that can\.\n$/,
  )
})

test("a machine for which there is no embedded PostgreSQL", async () => {
  const code = `Object.defineProperty(process, "arch", { value: "s390x" }); await import(${JSON.stringify(standIn)})`
  expect(await refusal({ code })).toMatch(
    /^There is no embedded PostgreSQL for this machine \(\S+s390x\); set DATABASE_URL to a PostgreSQL 16 or newer\.\n$/,
  )
})

test("an option that does not exist", async () => {
  expect(await refusal({ args: ["--fast"] })).toBe(
    'There is no option --fast; "bun start --help" lists those there are.\n',
  )
})

test("the Neon driver without a DATABASE_URL", async () => {
  expect(await refusal({ env: { DATABASE_DRIVER: "neon" } })).toBe(
    'DATABASE_DRIVER is "neon" but there is no DATABASE_URL; set that as well.\n',
  )
})

test("a server that cannot be kept running ends the start, and PostgreSQL with it", async () => {
  const kith = launch({
    env: { DATA_DIR: join(folder, "failing"), PORT: "0" },
    code: `
      const { start } = await import(${JSON.stringify(join(import.meta.dirname, "../../src/supervisor/start.ts"))})
      const commands = { server: ["-e", "process.exit(3)"], worker: ["-e", "setInterval(() => {}, 1000)"], demo: [] }
      await start({ args: [], env: process.env, commands, migrate: async () => {} })
        .catch((error) => (console.log(error.message), process.exit(1)))`,
  })
  expect(await kith.exited).toBe(1)
  expect(kith.output()).toEndWith("\nThe server ended 3 times while starting; see above for why.\n")
  expect(existsSync(join(folder, "failing/pg18/data/PG_VERSION"))).toBe(true)
  expect(existsSync(join(folder, "failing/pg18/data/postmaster.pid"))).toBe(false)
})

/** Passes bytes on to the real server, and makes its version 15 wherever it appears on the way back. */
function pretendOld(url: string): Bun.TCPSocketListener<{ server?: Promise<Bun.Socket> }> {
  const { hostname, port } = new URL(url)
  return Bun.listen<{ server?: Promise<Bun.Socket> }>({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open(client) {
        const answer = (bytes: Buffer) =>
          Buffer.from(bytes.toString("latin1").replace(/1[6-9](\d{4}|\.\d)/g, "15$1"), "latin1")
        const data = (_: unknown, bytes: Buffer) => void client.write(answer(bytes))
        client.data = { server: Bun.connect({ hostname, port: Number(port), socket: { data } }) }
      },
      async data(client, bytes) {
        const server = await client.data.server
        server?.write(bytes)
      },
      async close(client) {
        const server = await client.data.server
        server?.end()
      },
    },
  })
}
