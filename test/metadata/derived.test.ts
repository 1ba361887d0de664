import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { systemPrincipal } from "../../src/auth/principal.ts"
import { examine, mend } from "../../src/metadata/doctor.ts"
import { applySchemaChanges } from "../../src/metadata/change.ts"
import type { Database } from "../../src/ports/driver.ts"
import { openPostgres } from "../../src/ports/postgres-js.ts"
import { createTestDatabase, type TestDatabase } from "../support/database.ts"
import type { WorkspaceSchema } from "../../src/metadata/schema.ts"
import { createBareWorkspace } from "../support/bare-workspace.ts"

let home: TestDatabase
let db: Database
let workspace: WorkspaceSchema
let schema: string

beforeAll(async () => {
  home = await createTestDatabase()
  db = openPostgres({ url: home.url, poolSize: 2, applicationName: "kith tests", statementTimeout: 0 })
  workspace = await createBareWorkspace(db)
  schema = workspace.schemaName
})

afterAll(async () => {
  await db.close()
  await home.drop()
})

async function found(table: string, words: string): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `select count(*)::int as count from ${schema}."${table}" where "searchVector" @@ core.search_query($1)`,
    [words],
  )
  return row!.count
}

test.each(["company", "noteTarget"])("plain SQL raises updatedAt of %s", async (table) => {
  const [row] = await db.query<{ id: string; updatedAt: string }>(
    `insert into ${schema}."${table}" default values returning id, "updatedAt"`,
  )
  await db.query(`update ${schema}."${table}" set position = 5 where id = $1::uuid`, [row!.id])
  const [later] = await db.query<{ newer: boolean }>(
    `select "updatedAt" > $2::timestamptz as newer from ${schema}."${table}" where id = $1::uuid`,
    [row!.id, row!.updatedAt],
  )
  expect(later!.newer).toBe(true)
})

describe("search", () => {
  test("what plain SQL writes is found, without regard to case and accents, by the beginning of words", async () => {
    await db.script(`insert into ${schema}.person (name, emails) values
      ('{"firstName": "Zoë", "lastName": "Müller"}', '{"primaryEmail": "zoe@example.com", "additionalEmails": []}')`)
    expect(await found("person", "ZOE mull")).toBe(1)
    expect(await found("person", "zoe@exam")).toBe(1)
    expect(await found("person", "oller")).toBe(0)
  })

  test("it follows an update, a new field and a rename", async () => {
    const principal = systemPrincipal(workspace.workspaceId)
    const [object] = await db.query<{ id: string }>(
      `select id from core."objectMetadata" where "workspaceId" = $1::uuid and "nameSingular" = 'company'`,
      [workspace.workspaceId],
    )
    const { ids } = await applySchemaChanges(db, principal, [
      { kind: "createField", input: { objectMetadataId: object!.id, type: "TEXT", name: "slogan", label: "Slogan" } },
    ])
    await db.script(`insert into ${schema}.company (name, slogan) values ('Initech', 'Tremendous')`)
    expect(await found("company", "tremen")).toBe(1)
    await applySchemaChanges(db, principal, [
      { kind: "updateField", id: ids[0]!, update: { name: "motto", label: "Motto" } },
    ])
    await db.script(`update ${schema}.company set motto = 'Splendid' where name = 'Initech'`)
    expect(await found("company", "tremen")).toBe(0)
    expect(await found("company", "splend")).toBe(1)
    await applySchemaChanges(db, principal, [{ kind: "deleteField", id: ids[0]! }])
    await db.script(`update ${schema}.company set name = 'Initrode' where name = 'Initech'`)
    expect(await found("company", "initrode")).toBe(1)
  })
})

describe("body and bodyV2 are one text", () => {
  async function pair(table: string, id: string) {
    const [row] = await db.query<{ body: string | null; markdown: string | null }>(
      `select body, "bodyV2"->>'markdown' as markdown from ${schema}."${table}" where id = $1::uuid`,
      [id],
    )
    return row
  }

  test.each(["note", "task"])("in %s whichever was written last leads", async (table) => {
    const id = crypto.randomUUID()
    await db.script(`insert into ${schema}."${table}" (id, body) values ('${id}', 'one')`)
    expect(await pair(table, id)).toEqual({ body: "one", markdown: "one" })
    await db.script(
      `update ${schema}."${table}" set "bodyV2" = '{"blocknote": null, "markdown": "two"}' where id = '${id}'`,
    )
    expect(await pair(table, id)).toEqual({ body: "two", markdown: "two" })
    await db.script(`update ${schema}."${table}" set body = 'three' where id = '${id}'`)
    expect(await pair(table, id)).toEqual({ body: "three", markdown: "three" })
    await db.script(`update ${schema}."${table}" set title = 'untouched' where id = '${id}'`)
    expect(await pair(table, id)).toEqual({ body: "three", markdown: "three" })
    await db.script(`update ${schema}."${table}" set body = null where id = '${id}'`)
    expect(await pair(table, id)).toEqual({ body: null, markdown: "" })
  })

  test("a document that is inserted brings its text", async () => {
    const id = crypto.randomUUID()
    await db.script(
      `insert into ${schema}.note (id, "bodyV2") values ('${id}', '{"blocknote": "[]", "markdown": "# Hi"}')`,
    )
    expect(await pair("note", id)).toEqual({ body: "# Hi", markdown: "# Hi" })
    expect(await found("note", "hi")).toBe(1)
  })
})

describe("amounts have a plain column beside them", () => {
  /** Pairs of the document's number and the column's, which must be equal. */
  async function pairs(table: string, field: string) {
    const rows = await db.query<{ document: string | null; number: string | null }>(
      `select "${field}"->>'amountMicros' as document, "${field}_amountMicros"::text as number from ${schema}."${table}" order by 1`,
    )
    return rows.map(({ document, number }) => [document, number])
  }

  test("whoever writes, and nobody writes it alone", async () => {
    await db.script(`insert into ${schema}.opportunity (name, amount) values
      ('one', '{"amountMicros": 1000000, "currencyCode": "USD"}'), ('two', '{"amountMicros": "90071992547409930"}'), ('none', null)`)
    await db.script(`update ${schema}.opportunity set "amount_amountMicros" = 5`)
    const given = [
      ["1000000", "1000000"],
      ["90071992547409930", "90071992547409930"],
      [null, null],
    ]
    expect(await pairs("opportunity", "amount")).toEqual(given)
    await db.script(`update ${schema}.opportunity set amount = amount || '{"amountMicros": 7}' where name = 'one'`)
    expect((await pairs("opportunity", "amount")).map(([, number]) => number)).toEqual(["7", "90071992547409930", null])
  })

  test("the log says it once", async () => {
    const logged = await db.query<{ key: string }>(
      `select distinct key from ${schema}."eventLog", jsonb_object_keys(coalesce(before, '{}') || coalesce(after, '{}')) key
       where key like '%amount%' or key = 'searchVector'`,
    )
    expect(logged).toEqual([{ key: "amount" }])
  })

  test("a new one is right for the records that are there; it follows a rename, and the doctor brings it back", async () => {
    const principal = systemPrincipal(workspace.workspaceId)
    const [object] = await db.query<{ id: string }>(
      `select id from core."objectMetadata" where "workspaceId" = $1::uuid and "nameSingular" = 'note'`,
      [workspace.workspaceId],
    )
    await db.script(`insert into ${schema}.note (title) values ('before')`)
    const input = { objectMetadataId: object!.id, type: "CURRENCY" as const, name: "price", label: "Price" }
    const defaultValue = { amountMicros: "3000000", currencyCode: "'USD'" }
    const { ids } = await applySchemaChanges(db, principal, [
      { kind: "createField", input: { ...input, defaultValue } },
    ])
    const [[document, number] = []] = await pairs("note", "price")
    expect([document, number]).toEqual(["3000000", "3000000"])
    await applySchemaChanges(db, principal, [
      { kind: "updateField", id: ids[0]!, update: { name: "fee", label: "Fee" } },
    ])
    await db.script(`update ${schema}.note set fee = '{"amountMicros": 4, "currencyCode": ""}' where title = 'before'`)
    expect((await pairs("note", "fee"))[0]).toEqual(["3000000", "3000000"])
    const before = await pairs("note", "fee")
    const stamps = `select max("updatedAt")::text as at, (select count(*)::int from ${schema}."eventLog") as events from ${schema}.note`
    const untouched = await db.query(stamps)
    await db.script(`alter table ${schema}.note drop column "fee_amountMicros"`)
    await mend(db, principal, await examine(db, workspace.workspaceId))
    expect(await pairs("note", "fee")).toEqual(before)
    expect(await db.query(stamps)).toEqual(untouched)
  })
})

describe("unique values", () => {
  const company = (domain: string) =>
    `insert into ${schema}.company ("domainName") values ('{"primaryLinkUrl": "${domain}", "primaryLinkLabel": "", "secondaryLinks": []}')`

  test("are taken by the living only", async () => {
    await db.script(company("taken.example"))
    const error = await db.script(company("taken.example")).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: "23505", constraint: "UQ_COMPANY_DOMAIN_NAME" })
    await db.script(
      `update ${schema}.company set "deletedAt" = now() where "domainName"->>'primaryLinkUrl' = 'taken.example'`,
    )
    await db.script(company("taken.example"))
    const restored = await db
      .script(`update ${schema}.company set "deletedAt" = null where "domainName"->>'primaryLinkUrl' = 'taken.example'`)
      .catch((thrown: unknown) => thrown)
    expect(restored).toMatchObject({ code: "23505" })
  })

  test("that are empty are never taken", async () => {
    await db.script(`${company("")}; ${company("")}; insert into ${schema}.company default values`)
  })
})
