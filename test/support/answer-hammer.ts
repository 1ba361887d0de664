/**
 * Writers that commit late, out of order or not at all, on two servers and in plain SQL, and readers that compare each kept
 * answer with one that is computed anew in the very same snapshot.
 */
import { executeRecords } from "../../src/api/graphql/execute.ts"
import { createServices, type Services } from "../../src/accounts/services.ts"
import { createApp } from "../../src/app.ts"
import type { Identity } from "../../src/auth/principals.ts"
import { type Connection, type Database, type Transaction } from "../../src/ports/driver.ts"
import { openPostgres } from "../../src/ports/postgres-js.ts"
import { actAs, createTestApp, type Member } from "./app.ts"
import { seededRandom, type Random } from "./random.ts"

export interface HammerOptions {
  /** kept answers that are to be compared */
  answers: number
  seed: number
  /** what becomes of a statement on its way to the database */
  altered?: (text: string) => string
}

export interface HammerResult {
  /** kept answers that were given again and compared */
  kept: number
  /** answers that had to be computed */
  computed: number
  commits: number
  rollbacks: number
  /** kept answers that were no longer true; nothing goes on after the first */
  stale: string[]
}

export async function hammerAnswers({ answers, seed, altered = same }: HammerOptions): Promise<HammerResult> {
  await using stack = new AsyncDisposableStack()
  const app = await createTestApp()
  stack.defer(() => app.close())
  const open = (applicationName: string, settings = "") => {
    const url = `${app.url}${settings}`
    const database = openPostgres({ url, poolSize: 6, applicationName, statementTimeout: 30_000 })
    stack.defer(() => database.close())
    return database
  }
  const here = await app.signUp()
  const elsewhere = createServices(app.services.config, open("another server"))
  const there = actAs(async (path, init) => createApp(elsewhere).request(path, init), here)
  const identity = await app.services.tokens.verify(here.token, ["ACCESS"])
  const { schemaName } = await app.services.schemas.get(here.workspaceId)
  const result: HammerResult = { kept: 0, computed: 0, commits: 0, rollbacks: 0, stale: [] }
  const hammer: Hammer = {
    result,
    companyIds: await createCompanies(here),
    isOver: () => result.kept >= answers || result.stale.length > 0,
  }
  const sql = open("psql")
  const snapshots = open("reader", `?default_transaction_isolation=${encodeURIComponent("repeatable read")}`)
  const random = (n: number) => seededRandom(seed * 100 + n)
  await Promise.all([
    ...[here, there].map((member, i) => writeOverApi(hammer, member, random(i))),
    ...[2, 3, 4].map((n) => writeInSql(hammer, sql, schemaName, random(n))),
    ...[app.services, elsewhere, app.services, elsewhere].map((services, i) =>
      read(hammer, { services, snapshots, identity, altered }, random(10 + i)),
    ),
  ])
  await elsewhere.wake.flush()
  return result
}

const same = (text: string) => text

interface Hammer {
  result: HammerResult
  companyIds: readonly string[]
  isOver(): boolean
}

async function createCompanies(me: Member): Promise<string[]> {
  const { data } = await me.graphql<{ createCompanies: { id: string }[] }>(
    `mutation ($data: [CompanyCreateInput!]!) { createCompanies(data: $data) { id } }`,
    { data: [0, 1, 2, 3].map((i) => ({ name: `Company ${i}` })) },
  )
  return data.createCompanies.map(({ id }) => id)
}

const pause = (random: Random, most: number) => Bun.sleep(random.next() * most)
const cities = ["Rome", "Oslo", "Bern"]
const stages = ["NEW", "MEETING", "CUSTOMER"]

// --- writers --------------------------------------------------------------------------------------------------------

/** Each writer changes what it made itself, so that none waits for another. */
async function writeOverApi({ result, companyIds, isOver }: Hammer, me: Member, random: Random): Promise<void> {
  const people: string[] = []
  const one = async (mutation: string) => {
    const { data, errors } = await me.graphql<{ it: { id: string } }>(`mutation { it: ${mutation} { id } }`)
    if (errors) throw new Error(`${errors[0]!.message}: ${mutation}`)
    result.commits++
    return data.it.id
  }
  while (!isOver()) {
    const id = random.pick(people)
    const city = random.pick(cities)!
    if (id === undefined || (people.length < 15 && random.chance(0.3))) {
      const companyId = random.pick(companyIds)!
      people.push(
        await one(`createPerson(data: { name: { firstName: "Ada" }, city: "${city}", companyId: "${companyId}" })`),
      )
    } else if (random.chance(0.15)) {
      people.splice(people.indexOf(id), 1)
      await one(`destroyPerson(id: "${id}")`)
    } else {
      await one(
        random.pick([
          `updatePerson(id: "${id}", data: { city: "${city}" })`,
          `deletePerson(id: "${id}")`,
          `restorePerson(id: "${id}")`,
          `updateCompany(id: "${random.pick(companyIds)!}", data: { employees: ${Math.floor(random.next() * 9)} })`,
        ])!,
      )
    }
    await pause(random, 250)
  }
}

/** Transactions of several statements, parts of which may be undone, that end well after they have written. */
async function writeInSql({ result, companyIds, isOver }: Hammer, db: Database, schema: string, random: Random) {
  const undone = new Error("undone on purpose")
  const undoing = (error: unknown) => {
    if (error !== undone) throw error
  }
  while (!isOver()) {
    const isUndone = random.chance(0.3)
    await db
      .transaction(async (tx) => {
        await writeSomething(tx, schema, companyIds, random)
        const half = random.chance(0.3)
        const part = tx.savepoint(async (inner) => {
          await writeSomething(inner, schema, companyIds, random)
          if (half) throw undone
        })
        await part.catch(undoing)
        await pause(random, 120)
        if (isUndone) throw undone
      })
      .catch(undoing)
    if (isUndone) result.rollbacks++
    else result.commits++
    await pause(random, 250)
  }
}

/** Rows that are changed are chosen so that nobody waits for a row that another transaction holds. */
async function writeSomething(tx: Transaction, schema: string, companyIds: readonly string[], random: Random) {
  const at = `"${schema}"`
  const companyId = random.pick(companyIds)!
  const free = (table: string) =>
    `(select id from ${at}.${table} where name::text like '%SQL%' order by random() limit 1 for update skip locked)`
  await tx.query(
    random.pick([
      `insert into ${at}.person (name, city, "companyId") values ('{"firstName":"SQL","lastName":"x"}', '${random.pick(cities)!}', '${companyId}')`,
      `insert into ${at}.opportunity (name, stage, "companyId") values ('SQL', '${random.pick(stages)!}', '${companyId}')`,
      `update ${at}.person set city = '${random.pick(cities)!}' where id = ${free("person")}`,
      `update ${at}.opportunity set stage = '${random.pick(stages)!}' where id = ${free("opportunity")}`,
      `update ${at}.opportunity set "deletedAt" = case when "deletedAt" is null then now() end where id = ${free("opportunity")}`,
      `delete from ${at}.person where id = ${free("person")}`,
      `delete from ${at}.opportunity where id = ${free("opportunity")}`,
    ])!,
  )
}

// --- readers --------------------------------------------------------------------------------------------------------

const questions = [
  ...cities.map((city) => `{ people(filter: { city: { eq: "${city}" } }) { edges { node { id city } } } }`),
  ...stages.map(
    (stage) => `{ opportunities(filter: { stage: { eq: ${stage} } }) { totalCount edges { node { id } } } }`,
  ),
  `{ people { totalCount } }`,
  `{ opportunities { totalCount } companies { totalCount } }`,
  `{ companies { edges { node { name employees people(first: 5) { totalCount edges { node { id city } } } } } } }`,
  `{ companies(filter: { people: { city: { eq: "Rome" } } }) { edges { node { id } } } }`,
  `{ people(filter: { company: { employees: { gt: 4 } } }, orderBy: [{ city: AscNullsLast }]) { edges { node { id company { employees } } } } }`,
  `{ people { countUniqueValuesCity countEmptyCity maxUpdatedAt } }`,
  `{ opportunitiesGroupBy(groupBy: [{ stage: true }]) { groupByDimensionValues totalCount edges { node { id } } } }`,
  `{ peopleGroupBy(groupBy: [{ company: { name: true } }]) { groupByDimensionValues totalCount } }`,
  `{ search(searchInput: "sql", limit: 10) { edges { node { recordId label } } } }`,
  `{ people(filter: { deletedAt: { is: NOT_NULL } }) { totalCount edges { node { id } } } }`,
]

interface Reader {
  services: Services
  /** whose transactions see one snapshot from their first statement to their last */
  snapshots: Database
  identity: Identity
  altered(text: string): string
}

/**
 * One question a transaction: its snapshot is then taken by the probe, after the kept answer was picked up, as it is for a
 * probe that stands alone.
 */
async function read({ result, isOver }: Hammer, reader: Reader, random: Random): Promise<void> {
  while (!isOver()) {
    await reader.snapshots.transaction(async (tx) => {
      await compare(result, reader, tx, random.pick(questions)!)
    })
  }
}

/** Probe and computation see one snapshot, so that the two answers must be equal to the letter. */
async function compare(
  result: HammerResult,
  { services, identity, altered }: Omit<Reader, "snapshots">,
  tx: Connection,
  query: string,
) {
  let isComputed = false
  const watched = connected(services, {
    ...tx,
    query(text, params) {
      if (text.includes(" as r0")) isComputed = true
      return tx.query(altered(text), params)
    },
  })
  const given = await executeRecords(watched, identity, { query })
  const anew = { ...connected(services, tx), answers: undefined, counts: undefined } as unknown as Services
  const computed = await executeRecords(anew, identity, { query })
  if (isComputed) result.computed++
  else result.kept++
  if (given.text === computed.text) return
  result.stale.push(`${query}\n  is  ${given.text}\n  not ${computed.text}${isComputed ? "\n  (was not kept)" : ""}`)
}

/** The server with its records read through one connection. */
function connected(services: Services, connection: Connection): Services {
  return { ...services, db: { ...services.db, ...connection } }
}
