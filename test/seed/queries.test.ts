/** The five sample queries of the data model's documentation, unchanged but for the schema's name, over demo data. */
import { afterAll, beforeAll, expect, test } from "bun:test"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fillWithDemoData } from "../../src/demo/fill.ts"
import type { Row } from "../../src/ports/driver.ts"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let me: Member
let schemaName: string

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
  const size = { companies: 300, people: 900, opportunities: 300, tasks: 200, notes: 100 }
  await fillWithDemoData(app.services, me.workspaceId, { size })
  schemaName = (await app.services.schemas.get(me.workspaceId)).schemaName
  await app.services.db.script(`
    update "${schemaName}".company set "deletedAt" = now() where name < 'B';
    update "${schemaName}".person set "deletedAt" = now() where "jobTitle" = 'Office Manager';
    update "${schemaName}".opportunity set "deletedAt" = now() where probability = 'MEDIUM' and position::int % 3 = 0;
    update "${schemaName}".person set emails = jsonb_set(emails, '{primaryEmail}', '"zoe@Acme.com"') where id = (select id from "${schemaName}".person where "deletedAt" is null limit 1);
    update "${schemaName}"."workspaceMember" set name = '{"firstName": "Ada", "lastName": "Lovelace"}';
    insert into "${schemaName}"."timelineActivity" (name, "companyId", "createdBy") select 'company.created', id, '{"name": "Ada"}' from "${schemaName}".company limit 60;
    insert into "${schemaName}"."timelineActivity" (name, "personId", "createdAt") select 'person.created', id, now() + interval '1 hour' from "${schemaName}".person where "deletedAt" is null limit 3;`)
})

afterAll(() => app.close())

const queries = readFileSync(join(import.meta.dirname, "..", "data", "seed-queries.sql"), "utf8")
  .split(/^-- \d\. .*$/m)
  .slice(1)

const ask = (n: number) =>
  app.services.db.query(queries[n - 1]!.replaceAll("workspace_abc123", schemaName).trim().replace(/;$/, ""))

/** Every row of a table as plain values, to compute the same by other means. */
async function all(table: string): Promise<Row[]> {
  const rows = await app.services.db.query<{ row: string }>(
    `select to_jsonb(t) as row from "${schemaName}"."${table}" t`,
  )
  return rows.map(({ row }) => JSON.parse(row))
}

const living = (row: Row) => row.deletedAt === null

test("1. companies with their contact count", async () => {
  const people = (await all("person")).filter(living)
  const expected = (await all("company")).filter(living).map((company) => ({
    id: company.id,
    contacts: people.filter((person) => person.companyId === company.id).length,
  }))
  const rows = await ask(1)
  expect(new Map(rows.map((row) => [row.id, Number(row.contact_count)]))).toEqual(
    new Map(expected.map((each) => [each.id, each.contacts])),
  )
  const counts = rows.map((row) => Number(row.contact_count))
  expect(counts).toEqual(counts.toSorted((a, b) => b - a))
  expect(counts[0]).toBeGreaterThan(1)
  expect(rows[0]!.website).toStartWith("https://")
})

test("2. contacts by e-mail domain", async () => {
  const rows = await ask(2)
  expect(rows.map((row) => row.email)).toEqual(["zoe@Acme.com"])
  expect(rows[0]!.company_name).toBeString()
})

test("3. open deals by stage with their forecast", async () => {
  const open = (await all("opportunity")).filter(
    (deal) => living(deal) && deal.stage !== "WON" && deal.stage !== "LOST",
  )
  const weight: Record<string, number> = { VERY_HIGH: 0.9, HIGH: 0.7, MEDIUM: 0.5, LOW: 0.3 }
  const units = (deal: Row) => Number((deal.amount as { amountMicros: number }).amountMicros) / 1e6
  const rows = await ask(3)
  expect(rows.map((row) => row.stage).toSorted()).toEqual(["CUSTOMER", "MEETING", "NEW", "PROPOSAL", "SCREENING"])
  for (const row of rows) {
    const deals = open.filter((deal) => deal.stage === row.stage)
    const total = deals.reduce((sum, deal) => sum + units(deal), 0)
    expect(Number(row.opportunity_count)).toBe(deals.length)
    expect(Number(row.total_amount)).toBeCloseTo(total, 3)
    expect(Number(row.avg_deal_size)).toBeCloseTo(total / deals.length, 3)
    expect(Number(row.weighted_forecast)).toBeCloseTo(
      deals.reduce((sum, deal) => sum + units(deal) * weight[deal.probability as string]!, 0),
      3,
    )
  }
})

test("4. recent activity over all kinds of records", async () => {
  const rows = await ask(4)
  expect(rows).toHaveLength(50)
  expect(rows.slice(0, 3).map((row) => row.entity_type)).toEqual(["Person", "Person", "Person"])
  const fullNames = (await all("person"))
    .map(({ name }) => name as Record<string, string>)
    .map((name) => `${name.firstName} ${name.lastName}`)
  expect(rows.slice(0, 3).every((row) => fullNames.includes(row.entity_name as string))).toBe(true)
  expect(rows.slice(3).every((row) => row.entity_type === "Company" && row.created_by === "Ada")).toBe(true)
  const companies = new Map((await all("company")).filter(living).map((company) => [company.name, true]))
  expect(rows.slice(3).every((row) => row.entity_name === null || companies.has(row.entity_name))).toBe(true)
})

test("5. task load of the members", async () => {
  const tasks = (await all("task")).filter(living)
  const [row] = await ask(5)
  expect(row!.member_name).toBe("Ada Lovelace")
  expect(Number(row!.open_tasks)).toBe(tasks.filter((task) => task.status === "TODO").length)
  expect(Number(row!.completed_tasks)).toBe(tasks.filter((task) => task.status === "DONE").length)
  expect(Number(row!.overdue_tasks)).toBe(
    tasks.filter((task) => task.status === "TODO" && Date.parse(task.dueAt as string) < Date.now()).length,
  )
  expect(Number(row!.open_tasks)).toBeGreaterThan(0)
})
