/** `bun run bench --workspaces 1000`: many workspaces used in turn. What does each leave in memory? */
import { createServices } from "../../src/accounts/services.ts"
import { readConfig } from "../../src/config.ts"
import type { Database } from "../../src/ports/driver.ts"
import { openPostgres } from "../../src/ports/postgres-js.ts"
import { createTestDatabase } from "../support/database.ts"
import { signUpForBench, type BenchMember } from "./accounts.ts"
import { HttpConnection, httpRequest } from "./load.ts"
import { proportionalSetSize, unsharedMemory } from "./memory.ts"
import { startServer, type Server } from "./server.ts"

const secret = "a secret for benchmarks of 32 characters"
const targets = { server: 600, backend: 64 }

export async function printWorkspaces(count: number): Promise<void> {
  const database = await createTestDatabase()
  const db = openPostgres({ url: database.url, poolSize: 2, applicationName: "kith bench", statementTimeout: 0 })
  const services = createServices(readConfig({ APP_SECRET: secret, DATABASE_URL: database.url }), db)
  const begin = performance.now()
  const members: BenchMember[] = []
  for (let i = 0; i < count; i++) members.push(await signUpForBench(services, `bench${i}@example.com`))
  console.log(`${count} workspaces, made in ${((performance.now() - begin) / 1000).toFixed(0)} s`)
  const server = await startServer(database.url, secret, {})
  try {
    await touch(server, members.slice(0, 1))
    const first = proportionalSetSize(server.pid)
    let largest = 0
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < count; i += 10) {
        await touch(server, members.slice(i, i + 10))
        largest = Math.max(largest, ...(await backendSizes(db)))
      }
    }
    const last = proportionalSetSize(server.pid)
    console.log(
      `server: ${first.toFixed(0)} MiB with one, ${last.toFixed(0)} MiB after all (target ${targets.server})${last <= targets.server ? "" : " MISSED"}`,
    )
    console.log(
      `a backend of PostgreSQL: ${largest.toFixed(0)} MiB of its own at most (target ${targets.backend})${largest <= targets.backend ? "" : " MISSED"}`,
    )
  } finally {
    await server.stop()
    await db.close()
    await database.drop()
  }
}

/** What somebody does who looks in: a list, a record's relations, a search; and here and there the schema. */
async function touch(server: Server, members: readonly BenchMember[]): Promise<void> {
  const connection = await HttpConnection.open(server.port)
  const requests: [string, string][] = [
    [
      "/graphql",
      `{ companies(first: 20) { edges { node { id name people(first: 3) { edges { node { id } } } } } totalCount } }`,
    ],
    ["/graphql", `{ opportunitiesGroupBy(groupBy: [{ stage: true }]) { groupByDimensionValues totalCount } }`],
    ["/graphql", `{ search(searchInput: "a", limit: 5) { edges { node { recordId } } } }`],
  ]
  const description: [string, string] = ["/graphql", `{ __type(name: "Company") { fields { name } } }`]
  for (const [i, { token }] of members.entries()) {
    // Programs that ask for the whole schema are few.
    for (const [path, query] of i % 10 === 0 ? [...requests, description] : requests) {
      const body = await connection.send(httpRequest("POST", path, token, { query }))
      if (body.includes('"errors"')) throw new Error(body.toString("utf8", 0, 500))
    }
  }
}

/** MiB of each backend that serves the server, shared memory left out. */
async function backendSizes(db: Database): Promise<number[]> {
  const rows = await db.query<{ pid: number }>(
    "select pid from pg_stat_activity where application_name = 'kith server' and datname = current_database()",
  )
  return rows.map(({ pid }) => unsharedMemory(pid))
}
