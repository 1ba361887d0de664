/** Two servers over one database: what one of them changes, the other knows in its next answer. */
import { afterAll, beforeAll, expect, test } from "bun:test"
import { createServices } from "../../src/accounts/services.ts"
import { createApp } from "../../src/app.ts"
import { applySchemaChanges } from "../../src/metadata/change.ts"
import { openPostgres } from "../../src/ports/postgres-js.ts"
import { actAs, createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let here: Member
let there: Member
let close: () => Promise<void>

beforeAll(async () => {
  app = await createTestApp()
  here = await app.signUp()
  const db = openPostgres({ url: app.url, poolSize: 2, applicationName: "kith test", statementTimeout: 30_000 })
  const other = createApp(createServices(app.services.config, db))
  there = actAs(async (path, init) => other.request(path, init), here)
  close = () => db.close()
})

afterAll(async () => {
  await close()
  await app.close()
})

test("an object made on one server is known on the other, which has an older schema in memory", async () => {
  expect((await there.graphql(`{ companies { totalCount } }`)).errors).toBeUndefined()
  const principal = await app.services.principals.get(await app.services.tokens.verify(here.token, ["ACCESS"]))
  const input = { nameSingular: "rocket", namePlural: "rockets", labelSingular: "Rocket", labelPlural: "Rockets" }
  await applySchemaChanges(app.services.db, principal, [{ kind: "createObject", input }])
  expect(await there.graphql(`{ rockets { totalCount } }`)).toEqual({ data: { rockets: { totalCount: 0 } } })
  expect((await there.rest("GET", "/rockets")).body).toMatchObject({ data: { rockets: [] }, totalCount: 0 })
})
