/**
 * `bun run bench --large`: how does cost grow from 20,000 companies to a million? The same requests, one after the other,
 * in a small workspace and in a large one of the same database.
 */
import { createServices } from "../../src/accounts/services.ts"
import { readConfig } from "../../src/config.ts"
import type { Database } from "../../src/ports/driver.ts"
import { openPostgres } from "../../src/ports/postgres-js.ts"
import { createTestDatabase } from "../support/database.ts"
import { signUpForBench, type BenchMember } from "./accounts.ts"
import { fillForBench } from "./data.ts"
import { HttpConnection, httpRequest } from "./load.ts"
import { proportionalSetSize } from "./memory.ts"
import { startServer, type Server } from "./server.ts"

const secret = "a secret for benchmarks of 32 characters"
const growth = 50
const large = { companies: 1_000_000, people: 2_000_000, opportunities: 10_000 }

/** Milliseconds, of many samples. */
interface Latency {
  median: number
  p95: number
}

interface LargeCase {
  name: string
  /** how many times as long it may take in the large workspace */
  atMost: number
  query(n: number, ids: readonly string[]): string
  times?: number
}

const person = `id name { firstName lastName } emails { primaryEmail } createdAt`

const cases: readonly LargeCase[] = [
  {
    name: "list of 60, no total",
    atMost: 2,
    query: () => `{ companies(first: 60) { edges { node { id name employees } } } }`,
  },
  {
    name: "find one",
    atMost: 2,
    query: (n, ids) => `{ company(filter: { id: { eq: "${ids[n % ids.length]}" } }) { id name employees } }`,
  },
  {
    name: "60 companies × 10 people",
    atMost: 2,
    query: () =>
      `{ companies(first: 60) { edges { node { id people(first: 10) { edges { node { ${person} } } } } } } }`,
  },
  {
    name: "newest 60 people",
    atMost: 2,
    query: () => `{ people(first: 60, orderBy: [{ createdAt: DescNullsLast }]) { edges { node { ${person} } } } }`,
  },
  {
    name: "people of one company",
    atMost: 2,
    query: (n, ids) =>
      `{ people(filter: { companyId: { eq: "${ids[n % ids.length]}" } }) { edges { node { ${person} } } } }`,
  },
  {
    name: "text in a name, page and exact total",
    atMost: growth,
    times: 5,
    query: () =>
      `{ companies(first: 60, filter: { name: { ilike: "%any 77%" } }) { edges { node { name } } totalCount } }`,
  },
  {
    name: "exact total of a filter",
    atMost: growth,
    times: 5,
    query: () => `{ companies(filter: { employees: { gte: 100, lt: 4000 } }) { totalCount } }`,
  },
  {
    name: "the same, estimated",
    atMost: 5,
    times: 10,
    query: () => `{ companies(filter: { employees: { gte: 100, lt: 4000 } }) { totalCount(estimated: true) } }`,
  },
  {
    name: "group by a boolean, sum",
    atMost: growth,
    times: 5,
    query: () =>
      `{ companiesGroupBy(groupBy: [{ idealCustomerProfile: true }]) { groupByDimensionValues totalCount sumAnnualRecurringRevenueAmountMicros } }`,
  },
  {
    name: "aggregates",
    atMost: growth,
    times: 5,
    query: () => `{ companies { sumEmployees avgEmployees maxCreatedAt } }`,
  },
]

export async function printLarge(): Promise<void> {
  const database = await createTestDatabase()
  const db = openPostgres({ url: database.url, poolSize: 4, applicationName: "kith bench", statementTimeout: 0 })
  const services = createServices(readConfig({ APP_SECRET: secret, DATABASE_URL: database.url }), db)
  const few = await signUpForBench(services, "few@example.com")
  const many = await signUpForBench(services, "many@example.com")
  const begin = performance.now()
  await fillForBench(db, few.schemaName)
  await fillQuietly(db, many.schemaName)
  console.log(
    `${large.companies} companies and ${large.people} people, made in ${((performance.now() - begin) / 1000).toFixed(0)} s\n`,
  )
  const server = await startServer(database.url, secret, { ANSWER_CACHE_SIZE: "0", STATEMENT_TIMEOUT: "120000" })
  try {
    await printGrowth(db, server, few, many)
    await printSearch(server, many)
    await printNewField(db, server, many)
    const memory = proportionalSetSize(server.pid)
    console.log(`\nserver memory afterwards: ${memory.toFixed(0)} MiB (target 500)${memory <= 500 ? "" : " MISSED"}`)
  } finally {
    await server.stop()
    await db.close()
    await database.drop()
  }
}

/** A log of three million creations would only take time: nothing here reads it. */
async function fillQuietly(db: Database, schema: string): Promise<void> {
  const triggers = (verb: string) =>
    db.script(
      ["company", "person", "opportunity"]
        .map((table) => `alter table "${schema}"."${table}" ${verb} trigger "logCreated"`)
        .join(";"),
    )
  await triggers("disable")
  await db.session((connection) => fillForBench(connection, schema, large))
  await triggers("enable")
}

// --- growth ---------------------------------------------------------------------------------------------------------

async function printGrowth(db: Database, server: Server, few: BenchMember, many: BenchMember): Promise<void> {
  const idsOf = async ({ schemaName }: BenchMember) =>
    (await db.query<{ id: string }>(`select id from "${schemaName}".company order by id limit 2000`)).map(
      (row) => row.id,
    )
  const [fewIds, manyIds] = [await idsOf(few), await idsOf(many)]
  console.log(
    `${"median of one after the other".padEnd(40)} ${"small ms".padStart(9)} ${"large ms".padStart(9)} ${"times".padStart(7)}`,
  )
  for (const each of cases) {
    const small = await latency(server, few.token, each.times ?? 200, (n) => each.query(n, fewIds))
    const big = await latency(server, many.token, each.times ?? 200, (n) => each.query(n, manyIds))
    const times = big.median / small.median
    const verdict = times <= each.atMost ? "" : "MISSED"
    console.log(
      `${each.name.padEnd(40)} ${small.median.toFixed(2).padStart(9)} ${big.median.toFixed(2).padStart(9)} ${times.toFixed(1).padStart(7)} (at most ${each.atMost}) ${verdict}`,
    )
  }
}

async function latency(server: Server, token: string, times: number, query: (n: number) => string): Promise<Latency> {
  const connection = await HttpConnection.open(server.port)
  const samples: number[] = []
  for (let n = -3; n < times; n++) {
    const begin = performance.now()
    const body = await connection.send(httpRequest("POST", "/graphql", token, { query: query(Math.max(n, 0)) }))
    if (n >= 0) samples.push(performance.now() - begin)
    if (body.includes('"errors"')) throw new Error(body.toString("utf8", 0, 500))
  }
  samples.sort((a, b) => a - b)
  return { median: samples[samples.length >> 1]!, p95: samples[Math.floor(samples.length * 0.95)]! }
}

async function printSearch(server: Server, { token }: BenchMember): Promise<void> {
  const inputs = [
    ["two words", (n: number) => `first${n % 977} last${n % 1973}`],
    ["a beginning of a word", (n: number) => `comp${n % 10}`],
    ["a slip of the keyboard", (n: number) => `frist${n % 977}`],
  ] as const
  console.log()
  for (const [name, input] of inputs) {
    const { p95 } = await latency(
      server,
      token,
      60,
      (n) => `{ search(searchInput: "${input(n * 7)}", limit: 20) { edges { node { recordId label } } } }`,
    )
    console.log(
      `search for ${name.padEnd(29)} p95 ${p95.toFixed(1).padStart(9)} ms (target 100)${p95 <= 100 ? "" : " MISSED"}`,
    )
  }
}

// --- a new field ----------------------------------------------------------------------------------------------------

async function printNewField(db: Database, server: Server, { schemaName, token }: BenchMember): Promise<void> {
  const connection = await HttpConnection.open(server.port)
  const call = async (query: string) =>
    (await connection.send(httpRequest("POST", "/metadata", token, { query }))).toString()
  const found = /"id":"([^"]+)","nameSingular":"company"/.exec(
    await call(`{ objects(paging: { first: 200 }) { edges { node { id nameSingular } } } }`),
  )
  const create = async (name: string) => {
    const begin = performance.now()
    const answer = await call(
      `mutation { createOneField(input: { field: { objectMetadataId: "${found![1]}", type: TEXT, name: "${name}", label: "${name}" } }) { id } }`,
    )
    if (answer.includes('"errors"')) throw new Error(answer.slice(0, 300))
    return performance.now() - begin
  }
  const plain: number[] = []
  for (const name of ["alpha", "beta", "gamma", "delta", "omega"]) plain.push(await create(name))
  const median = plain.toSorted((a, b) => a - b)[2]!
  console.log(
    `\na new field of the large table${" ".repeat(15)} ${median.toFixed(1).padStart(9)} ms (target 50)${median <= 50 ? "" : " MISSED"}`,
  )
  const behind = await behindOpenRead(db, schemaName, () => create("sigma"))
  console.log(
    `the same, after another's open read ended${" ".repeat(5)} ${behind.toFixed(1).padStart(8)} ms (target 100)${behind <= 100 ? "" : " MISSED"}`,
  )
}

/** Milliseconds from the end of a transaction of one second that has read the table until the change is made. */
async function behindOpenRead(db: Database, schemaName: string, change: () => Promise<number>): Promise<number> {
  let ended = 0
  const reading = db.transaction(async (tx) => {
    await tx.query(`select id from "${schemaName}".company limit 1`)
    await Bun.sleep(1000)
    ended = performance.now()
  })
  await Bun.sleep(50)
  await change()
  const done = performance.now()
  await reading
  return done - ended
}
