import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { resolve } from "node:path"
import { systemPrincipal } from "../../src/auth/principal.ts"
import { applySchemaChanges } from "../../src/metadata/change.ts"
import { examine, mend } from "../../src/metadata/doctor.ts"
import type { Database } from "../../src/ports/driver.ts"
import { openPostgres } from "../../src/ports/postgres-js.ts"
import { createTestDatabase, type TestDatabase } from "../support/database.ts"
import { createBareWorkspace } from "../support/bare-workspace.ts"

let home: TestDatabase
let db: Database
let workspaceId: string
let schema: string

beforeAll(async () => {
  home = await createTestDatabase()
  db = openPostgres({ url: home.url, poolSize: 4, applicationName: "kith tests", statementTimeout: 0 })
  ;({ workspaceId, schemaName: schema } = await createBareWorkspace(db))
})

afterAll(async () => {
  await db.close()
  await home.drop()
})

const codes = async () => (await examine(db, workspaceId)).map((finding) => finding.code)

/** Mends as often as the command does. */
async function mendAll(options: { dropOrphans?: boolean } = {}) {
  const failed: string[] = []
  for (let round = 0; round < 4; round++) {
    const result = await mend(db, systemPrincipal(workspaceId), await examine(db, workspaceId), options)
    failed.push(...result.failed.map((each) => each.reason))
  }
  return failed
}

/** `@` stands for the schema. */
const run = (text: string) => db.script(text.replaceAll("@", schema))

test("a new workspace is clean", async () => {
  expect(await examine(db, workspaceId)).toEqual([])
})

describe("damage that is mended", () => {
  test.each<[code: string, damage: string]>([
    ["MISSING_TABLE", `drop table @.note cascade`],
    ["MISSING_TABLE", `drop table @."eventReader"`],
    ["MISSING_TABLE", `drop table @."eventLog"`],
    ["MISSING_COLUMN", `alter table @.company drop column employees`],
    ["MISSING_COLUMN", `alter table @."eventLog" drop column cause`],
    ["WRONG_COLUMN", `alter table @.company alter employees type bigint`],
    ["WRONG_COLUMN", `alter table @.company alter position drop not null`],
    ["WRONG_COLUMN", `alter table @.company alter name set not null`],
    ["WRONG_COLUMN", `alter table @.company alter position drop default`],
    ["WRONG_COLUMN", `alter table @.company alter name set default 'x'`],
    ["MISSING_CONSTRAINT", `alter table @.company drop constraint "FK_COMPANY_ACCOUNT_OWNER"`],
    ["MISSING_CONSTRAINT", `alter table @."eventLog" drop constraint "eventLog_pkey"`],
    [
      "WRONG_CONSTRAINT",
      `alter table @.company drop constraint "FK_COMPANY_ACCOUNT_OWNER";
       alter table @.company add constraint "FK_COMPANY_ACCOUNT_OWNER" foreign key ("accountOwnerId")
         references @."workspaceMember" (id) on delete cascade`,
    ],
    [
      "WRONG_CONSTRAINT",
      `alter table @.company drop constraint "FK_COMPANY_ACCOUNT_OWNER";
       alter table @.company add constraint "FK_COMPANY_ACCOUNT_OWNER" foreign key ("accountOwnerId")
         references @.person (id) on delete set null`,
    ],
    [
      "WRONG_CONSTRAINT",
      `alter table @.company drop constraint "FK_COMPANY_ACCOUNT_OWNER";
       alter table @.company add constraint "FK_COMPANY_ACCOUNT_OWNER" foreign key ("accountOwnerId")
         references @."workspaceMember" (id) on delete set null not valid`,
    ],
    ["MISSING_INDEX", `drop index @."IDX_COMPANY_SEARCH"`],
    ["MISSING_INDEX", `drop index @."IDX_EVENT_LOG_XID"`],
    ["WRONG_INDEX", `update pg_index set indisvalid = false where indexrelid = '@."UQ_COMPANY_DOMAIN_NAME"'::regclass`],
    ["WRONG_INDEX", `drop index @."IDX_COMPANY_POSITION"; create index "IDX_COMPANY_POSITION" on @.company (name)`],
    [
      "WRONG_INDEX",
      `drop index @."IDX_COMPANY_POSITION"; create unique index "IDX_COMPANY_POSITION" on @.company (position)`,
    ],
    ["MISSING_TRIGGER", `drop trigger "keepDerived" on @.company`],
    ["MISSING_TRIGGER", `drop trigger "logUpdated" on @.company`],
    ["WRONG_TRIGGER", `alter table @.company disable trigger "logCreated"`],
    [
      "WRONG_TRIGGER",
      `drop trigger "keepDerived" on @.company;
       create trigger "keepDerived" before update on @.company for each row execute function core."touchRecord"()`,
    ],
    ["MISSING_FUNCTION", `drop function @.keep_company() cascade`],
    [
      "WRONG_FUNCTION",
      `create or replace function @.keep_company() returns trigger language plpgsql as 'begin return new; end'`,
    ],
    ["MISSING_FUNCTION", `drop function @."logRecordEvents"() cascade`],
    ["WRONG_FUNCTION", `alter function @."logRecordEvents"() security invoker`],
    ["WRONG_FUNCTION", `alter function @."logRecordEvents"() reset search_path`],
    ["EXPOSED_LOG", `grant insert on @."eventLog" to public`],
  ])("%s: %s", async (code, damage) => {
    await run(damage)
    const findings = await examine(db, workspaceId)
    expect(findings.map((finding) => finding.code)).toContain(code as never)
    for (const finding of findings) {
      expect(finding.problem).toMatch(/\.$/)
      expect(finding.remedy).toMatch(/\.$/)
    }
    expect(await mendAll()).toEqual([])
    expect(await examine(db, workspaceId)).toEqual([])
  })

  test("the whole schema", async () => {
    await run(`drop schema @ cascade`)
    expect(await codes()).toEqual(["MISSING_SCHEMA"])
    expect(await mendAll()).toEqual([])
    expect(await examine(db, workspaceId)).toEqual([])
    await run(`insert into @.company (name) values ('Works')`)
  })
})

describe("what no metadata knows goes only when asked for", () => {
  test.each([
    ["EXTRA_TABLE", `create table @.mine (id int)`],
    ["EXTRA_COLUMN", `alter table @.company add mine int`],
    ["EXTRA_CONSTRAINT", `alter table @.company add constraint mine check (name <> 'x')`],
    ["EXTRA_CONSTRAINT", `alter table @.company add constraint mine unique (employees, id)`],
    ["EXTRA_INDEX", `create index mine on @.company (employees)`],
    ["EXTRA_FUNCTION", `create function @.mine(a int, b text) returns int language sql as 'select 1'`],
    [
      "EXTRA_TRIGGER",
      `create trigger mine before insert on @.company for each row execute function core."touchRecord"()`,
    ],
  ])("%s: %s", async (code, damage) => {
    await run(damage)
    expect(await codes()).toEqual([code as never])
    await mendAll()
    expect(await codes()).toEqual([code as never])
    expect(await mendAll({ dropOrphans: true })).toEqual([])
    expect(await codes()).toEqual([])
  })
})

describe("what would lose values is refused", () => {
  test("a conversion that changes a value", async () => {
    await run(`alter table @.company alter employees type numeric; insert into @.company (employees) values (1.5)`)
    expect((await mendAll())[0]).toContain("1.5")
    await run(`delete from @.company where employees = 1.5`)
    expect(await mendAll()).toEqual([])
    expect(await codes()).toEqual([])
  })

  test("a foreign key whose values name no record", async () => {
    await run(`alter table @.company drop constraint "FK_COMPANY_ACCOUNT_OWNER";
      insert into @.company ("accountOwnerId") values (gen_random_uuid())`)
    expect((await mendAll())[0]).toContain("violates foreign key constraint")
    await run(`delete from @.company where "accountOwnerId" is not null`)
    expect(await mendAll()).toEqual([])
    expect(await codes()).toEqual([])
  })
})

describe("metadata that contradicts itself", () => {
  async function createField(input: object): Promise<string> {
    const [company] = await db.query<{ id: string }>(
      `select id from core."objectMetadata" where "workspaceId" = $1::uuid and "nameSingular" = 'company'`,
      [workspaceId],
    )
    const field = { objectMetadataId: company!.id, ...input } as never
    const { ids } = await applySchemaChanges(db, systemPrincipal(workspaceId), [{ kind: "createField", input: field }])
    return ids[0]!
  }

  const relation = async (name: string) => {
    const [person] = await db.query<{ id: string }>(
      `select id from core."objectMetadata" where "workspaceId" = $1::uuid and "nameSingular" = 'person'`,
      [workspaceId],
    )
    return createField({
      type: "RELATION",
      name,
      label: name,
      relationCreationPayload: {
        type: "MANY_TO_ONE",
        targetObjectMetadataId: person!.id,
        targetFieldLabel: `${name} of`,
      },
    })
  }

  test("a relation whose list side is lost gets another", async () => {
    const id = await relation("friend")
    await run(`delete from core."fieldMetadata" where "relationTargetFieldMetadataId" = '${id}'`)
    expect(await codes()).toContain("ONE_SIDED_RELATION")
    expect(await mendAll()).toEqual([])
    expect(await codes()).toEqual([])
  })

  test("a relation whose column side is lost goes, and leaves a column for --drop-orphans", async () => {
    const id = await relation("foe")
    await run(`delete from core."fieldMetadata" where id = '${id}'`)
    expect(await codes()).toContain("ONE_SIDED_RELATION")
    expect(await mendAll({ dropOrphans: true })).toEqual([])
    expect(await codes()).toEqual([])
  })

  test("a field whose row is gone leaves an orphan column", async () => {
    const id = await createField({ type: "TEXT", name: "lost", label: "Lost", isUnique: true })
    await run(`delete from core."fieldMetadata" where id = '${id}'`)
    expect(await codes()).toContain("ORPHAN_METADATA")
    expect(await mendAll({ dropOrphans: true })).toEqual([])
    expect(await codes()).toEqual([])
  })

  test("an object that names a label field it does not have", async () => {
    await run(`update core."objectMetadata" set "labelIdentifierFieldMetadataId" = gen_random_uuid()
      where "workspaceId" = '${workspaceId}' and "nameSingular" = 'company'`)
    expect(await codes()).toEqual(["BROKEN_METADATA"])
    expect(await mendAll()).toEqual([])
    expect(await codes()).toEqual([])
  })

  test("two fields on one column are for a person to mend", async () => {
    await createField({ type: "TEXT", name: "second", label: "Second" })
    await run(
      `update core."fieldMetadata" set "columnName" = 'name' where "workspaceId" = '${workspaceId}' and name = 'second'`,
    )
    expect(await codes()).toContain("BROKEN_METADATA")
    await run(
      `update core."fieldMetadata" set "columnName" = 'second' where "workspaceId" = '${workspaceId}' and name = 'second'`,
    )
    expect(await codes()).toEqual([])
  })
})

describe("bun run doctor", () => {
  async function doctor(...args: string[]) {
    const root = resolve(import.meta.dirname, "../..")
    const run = Bun.spawn([process.execPath, "bin/doctor.ts", ...args], {
      cwd: root,
      env: { ...process.env, DATABASE_URL: home.url },
      stdout: "pipe",
      stderr: "pipe",
    })
    const [out, error] = await Promise.all([new Response(run.stdout).text(), new Response(run.stderr).text()])
    return { code: await run.exited, out, error }
  }

  test("ends with 0 when all is well, and with 1 while findings remain", async () => {
    expect(await doctor()).toMatchObject({ code: 0, out: expect.stringContaining("metadata and tables agree") })
    await run(`drop index @."IDX_COMPANY_SEARCH"; create table @.mine (id int)`)
    const ill = await doctor("--workspace", workspaceId)
    expect(ill).toMatchObject({
      code: 1,
      out: expect.stringContaining("The index IDX_COMPANY_SEARCH on company is missing."),
    })
    expect((await doctor("--mend")).out).toContain("only with --drop-orphans")
    const [report] = JSON.parse((await doctor("--mend", "--drop-orphans", "--json")).out)
    expect(report).toMatchObject({ workspaceId, findings: [], mended: [{ code: "EXTRA_TABLE" }] })
    expect((await doctor()).code).toBe(0)
  })

  test("says what is wrong with how it is called", async () => {
    expect(await doctor("--help")).toMatchObject({ code: 0, out: expect.stringContaining("Usage: bun run doctor") })
    expect((await doctor("--workspace", crypto.randomUUID())).error).toContain("There is no workspace")
    expect((await doctor("--what")).error).toContain("--help")
    expect((await doctor("--drop-orphans")).error).toContain("--mend")
  })
})
