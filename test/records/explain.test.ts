/** How PostgreSQL goes about the statements of the bench: no table of 10,000 records is walked through without need. */
import { afterAll, beforeAll, expect, test } from "bun:test"
import type { Param } from "../../src/ports/driver.ts"
import { benchCases, type BenchCase, type BenchContext } from "../bench/cases.ts"
import { fillForBench } from "../bench/data.ts"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"

/** Cases whose question is about every record of a table, and why no index helps; all others go by indexes alone but for their totals. */
const walks: readonly [name: string, table: string, why: string][] = [
  ["and/or, two ilike, range, ordered, total", "company", "a pattern that begins with % may stand anywhere in a text"],
  ["group by stage: count, sum, avg", "opportunity", "the sum is over every amount"],
  ["aggregates on a connection", "opportunity", "the sum is over every amount"],
]

/**
 * Cases that ask for an exact total: until it is carried on it is counted, by an index where the table has been vacuumed
 * well enough, and else by a walk.
 */
const totals: readonly [name: string, table: string][] = [
  ["60 companies × 10 people, total", "company"],
  ["REST list of 60, total", "company"],
  ["REST list of 60, depth=1", "company"],
  ["60 people, each with company, total", "person"],
  ["newest 60 people, total", "person"],
]

/** Records from which on a walk is one; what is smaller is read faster without an index. */
const manyRecords = 10_000

let app: TestApp
let me: Member
let context: BenchContext
/** what the app has sent to the database since it was last emptied */
const statements: [text: string, params: Param[]][] = []

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
  const identity = await app.services.tokens.verify(me.token, ["ACCESS"])
  const { schemaName } = await app.services.schemas.get(me.workspaceId)
  await app.services.db.session((connection) => fillForBench(connection, schemaName))
  const rows = await app.services.db.query<{ id: string }>(
    `select id from "${schemaName}".company order by id limit 50`,
  )
  context = { services: app.services, identity, token: me.token, schemaName, companyIds: rows.map(({ id }) => id) }
  const query = app.services.db.query
  app.services.db.query = (text, params = []) => {
    if (text.includes(" as alive")) statements.push([text, [...params]])
    return query(text, params)
  }
})

afterAll(() => app.close())

test("tables are walked through only where the question is about every record", async () => {
  const big = await bigTables()
  expect(big).toEqual(["company", "eventLog", "opportunity", "person"])
  const found: [name: string, table: string][] = []
  for (const each of benchCases(context)) {
    statements.length = 0
    // The second time totals are carried on, and kept answers are probed.
    for (const n of [0, 1]) await send(each, n)
    const sent = statements.splice(0)
    expect(sent.length).toBeGreaterThan(1)
    const walked = await Promise.all(sent.map(([text, params]) => tablesWalked(text, params)))
    for (const table of new Set(walked.flat())) if (big.includes(table)) found.push([each.name, table])
  }
  const isTotal = ([name, table]: [string, string]) => totals.some((each) => each[0] === name && each[1] === table)
  const expected = walks.map(([name, table]): [string, string] => [name, table])
  expect(found.filter((each) => !isTotal(each)).toSorted()).toEqual(expected.toSorted())
})

async function bigTables(): Promise<string[]> {
  const rows = await app.services.db.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and reltuples >= $1::int and relnamespace = $2::regnamespace
     order by relname collate "C"`,
    [manyRecords, `"${context.schemaName}"`],
  )
  return rows.map(({ name }) => name)
}

async function send(each: BenchCase, n: number): Promise<void> {
  const [head, body] = each.request(n).split("\r\n\r\n") as [string, string]
  const [requestLine, ...lines] = head.split("\r\n")
  const [method, path] = requestLine!.split(" ") as [string, string]
  const headers = Object.fromEntries(lines.map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]))
  const response = await app.request(path, { method, headers, ...(body && { body }) })
  expect(await response.text()).not.toContain('"errors"')
}

interface Plan {
  "Node Type": string
  "Relation Name"?: string
  Plans?: Plan[]
}

async function tablesWalked(text: string, params: Param[]): Promise<string[]> {
  const [row] = await app.services.db.query<{ "QUERY PLAN": string }>(`explain (format json) ${text}`, params)
  const [{ Plan: top }] = JSON.parse(row!["QUERY PLAN"]) as [{ Plan: Plan }]
  const names: string[] = []
  const visit = (plan: Plan) => {
    if (plan["Node Type"] === "Seq Scan") names.push(plan["Relation Name"]!)
    plan.Plans?.forEach(visit)
  }
  visit(top)
  return names
}
