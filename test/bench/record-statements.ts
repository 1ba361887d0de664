/** The statements that a case's requests become, taken from the real way of a request through the engine. */
import { openPostgres } from "../../src/ports/postgres-js.ts"
import { createServices } from "../../src/accounts/services.ts"
import { createApp } from "../../src/app.ts"
import type { Database, Param } from "../../src/ports/driver.ts"
import type { BenchCase, BenchContext } from "./cases.ts"

/** As many different ones as it takes that the database cannot tell them from fresh requests. */
const variety = 200

/** Sends requests of the case through an app whose database only takes notes. */
export async function recordStatements(
  context: BenchContext,
  each: BenchCase,
): Promise<(n: number) => [string, Param[]]> {
  const { databaseUrl } = context.services.config
  const real = openPostgres({ url: databaseUrl, poolSize: 1, applicationName: "kith bench notes", statementTimeout: 0 })
  const notes: [string, Param[]][] = []
  const noting: Database = {
    ...real,
    async query(text, params = []) {
      if (text.includes("as alive")) notes.push([text, [...params]])
      return real.query(text, params)
    },
  }
  const app = createApp(createServices(context.services.config, noting))
  for (let n = 0; n < variety; n++) {
    const [head, body] = each.request(1_000_000 + n).split("\r\n\r\n") as [string, string]
    const [method, path] = head.split(" ") as [string, string]
    const headers = Object.fromEntries(
      head
        .split("\r\n")
        .slice(1)
        .map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]),
    )
    await app.request(path, { method, headers, ...(body && { body }) })
  }
  await real.close()
  const isWrite = notes[0]![0].startsWith("with guard")
  return (n) => {
    const [text, params] = notes[n % notes.length]!
    return [text, isWrite ? withFreshIds(params) : params]
  }
}

/** Ids of new records are made by the engine: the same statement again needs others. */
function withFreshIds(params: Param[]): Param[] {
  return params.map((param) => {
    if (typeof param !== "string" || !param.startsWith("[{")) return param
    const records = JSON.parse(param) as Record<string, unknown>[]
    return JSON.stringify(records.map((record) => ({ ...record, id: crypto.randomUUID() })))
  })
}
