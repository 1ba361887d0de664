/** Settings of roles: the matrix, fields, rules on records, and who has a role. */
import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import type { Page } from "playwright-core"
import { permissions } from "../../src/auth/role.ts"
import { flags } from "../../web/pages/settings/roles/permissions.ts"
import type { Member } from "../support/app.ts"
import { seriousProblems } from "../support/axe.ts"
import { memberWith, readModel, type Colleague, type Model } from "../support/roles.ts"
import { openWebClient, type WebClient } from "../support/web-client.ts"

setDefaultTimeout(60_000)

let client: WebClient
let ada: Member
let bob: Colleague
let model: Model
let page: Page
let roleId: string

beforeAll(async () => {
  client = await openWebClient()
  ada = await client.app.signUp()
  model = await readModel(ada)
  page = await client.visit("/settings/roles", { as: ada })
  await heading("Roles")
})

afterAll(() => client.close())

afterEach(() => {
  expect(client.complaints.splice(0)).toEqual([])
})

const heading = (name: string) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor()
const press = (name: string) => page.getByRole("button", { name, exact: true }).click()
const box = (name: string) => page.getByRole("checkbox", { name, exact: true })

async function save(): Promise<void> {
  await press("Save")
  await page.getByRole("region", { name: /unsaved/ }).waitFor({ state: "detached" })
}

async function readRole() {
  const { data } = await ada.metadata<{ getRoles: { id: string; objectPermissions: Record<string, unknown>[] }[] }>(
    `{ getRoles { id canReadAllObjectRecords canUpdateAllObjectRecords permissionFlags { flag }
      objectPermissions { objectMetadataId canReadObjectRecords canUpdateObjectRecords }
      fieldPermissions { fieldMetadataId canReadFieldValue canUpdateFieldValue }
      rowLevelPermissionPredicates { operand scope } } }`,
  )
  return data.getRoles.find(({ id }) => id === roleId)!
}

test("the client knows the rights that the server knows", () => {
  expect([...flags].toSorted()).toEqual([...permissions].toSorted())
})

test("a new role is made, given to somebody, and changed all at once", async () => {
  await press("New role")
  await page.getByLabel("Name", { exact: true }).fill("Sales")
  await press("Create")
  await heading("Sales")
  roleId = page.url().split("/").at(-1)!
  await box("Edit All objects").check()
  await box("Delete All objects").check()
  await page.getByRole("switch", { name: "Import" }).check()
  await page.getByText("3 unsaved changes").waitFor()
  await page.getByRole("link", { name: "Back to the app" }).click()
  await page.getByRole("alertdialog", { name: "Leave without saving?" }).getByRole("button", { name: "Cancel" }).click()
  await press("Discard")
  expect(await box("Edit All objects").isChecked()).toBe(false)
  await box("Edit All objects").check()
  await page.getByRole("switch", { name: "Import" }).check()
  await save()
  expect(await readRole()).toMatchObject({
    canReadAllObjectRecords: true,
    canUpdateAllObjectRecords: true,
    permissionFlags: [{ flag: "IMPORT_CSV" }],
    objectPermissions: [],
  })
  bob = await memberWith(client.app, ada, roleId)
  await page.getByRole("tab", { name: "Assignment" }).click()
  await page.reload()
  await page.getByText(bob.email).first().waitFor()
})

test("UI-130 what may not be seen is not in the drawer, the search, relations, and the API", async () => {
  await ada.graphql(`mutation { createCompany(data: { name: "Analytical Engines" }) { id } }`)
  await page.getByRole("tab", { name: "Permissions" }).click()
  await box("See Companies").uncheck()
  expect(await box("Edit Companies").isDisabled()).toBe(true)
  await save()
  const visit = await client.visit("/", { as: bob })
  const main = visit.getByRole("navigation", { name: "Main" })
  await main.getByRole("link", { name: "People" }).waitFor()
  expect(await main.getByRole("link", { name: "Companies" }).count()).toBe(0)
  await visit.goto(`${client.url}/objects/people`)
  await visit.getByRole("columnheader", { name: "Name" }).waitFor()
  expect(await visit.getByRole("columnheader", { name: "Company" }).count()).toBe(0)
  await visit.goto(`${client.url}/objects/companies`)
  await visit.getByRole("heading", { level: 1, name: "You have no access to this" }).waitFor()
  await visit.context().close()
  expect((await bob.graphql("{ companies { totalCount } }")).errors).toBeDefined()
  const found = await bob.graphql<{ search: { edges: unknown[] } }>(
    `{ search(searchInput: "Analytical", limit: 10) { edges { node { recordId } } } }`,
  )
  expect(found.errors ?? found.data.search.edges).toEqual([])
})

test("an override is told from what is inherited, and reset", async () => {
  expect(await box("See Companies").getAttribute("aria-description")).toBe("Set here")
  expect(await box("See People").getAttribute("aria-description")).toBe("As for all objects")
  await press("Reset Companies to all objects")
  expect(await box("See Companies").isChecked()).toBe(true)
  await save()
  expect((await bob.graphql("{ companies { totalCount } }")).errors).toBeUndefined()
})

test("a field is withheld, and given back", async () => {
  await press("Companies")
  await box("Edit Employees").uncheck()
  await box("See Annual revenue").uncheck()
  await save()
  const { data } = await bob.graphql<{ __type: unknown }>("{ companies { edges { node { employees } } } }")
  expect(data).toBeDefined()
  expect(
    (await bob.graphql("{ companies { edges { node { annualRevenue { amountMicros } } } } }")).errors,
  ).toBeDefined()
  expect((await readRole()) as unknown).toMatchObject({
    fieldPermissions: expect.arrayContaining([
      expect.objectContaining({
        fieldMetadataId: model.fieldId("company", "employees"),
        canReadFieldValue: null,
        canUpdateFieldValue: false,
      }),
    ]),
  })
  await box("See Annual revenue").check()
  await save()
  expect(
    (await bob.graphql("{ companies { edges { node { annualRevenue { amountMicros } } } } }")).errors,
  ).toBeUndefined()
})

test("UI-132 with a rule “owner is me” other people's records are not there", async () => {
  const { data } = await ada.graphql<{ createCompanies: { id: string }[] }>(
    `mutation ($bob: UUID) { createCompanies(data: [{ name: "Theirs" }, { name: "His", accountOwnerId: $bob }]) { id } }`,
    { bob: bob.memberId },
  )
  const rules = page.getByRole("group", { name: "Sees only records where" })
  await rules.getByRole("button", { name: "Add rule" }).click()
  await rules.getByLabel("Field").selectOption({ label: "Account owner" })
  expect(await rules.getByLabel("Value").inputValue()).toBe("me")
  await page.getByText("1 unsaved change").waitFor()
  await save()
  expect(await readRole()).toMatchObject({ rowLevelPermissionPredicates: [{ operand: "IS", scope: "SEE" }] })
  expect((await bob.rest("GET", `/companies/${data.createCompanies[0]!.id}`)).status).toBe(404)
  expect((await bob.rest("GET", `/companies/${data.createCompanies[1]!.id}`)).status).toBe(200)
  const counted = await bob.graphql<{ companies: { totalCount: number } }>("{ companies { totalCount } }")
  expect(counted.data.companies.totalCount).toBe(1)
  await page.reload()
  await press("Companies")
  await rules.getByLabel("Comparison").waitFor()
  await rules.getByRole("button", { name: "Add rule" }).click()
  await rules.getByLabel("Field").nth(1).selectOption({ label: "Name" })
  await press("Save")
  await page.getByText("A rule has no value yet.").waitFor()
  await rules.getByLabel("Value").nth(1).fill("Their")
  await rules.getByLabel("Records have to meet").selectOption("OR")
  await rules.getByLabel("Comparison").nth(1).selectOption("CONTAINS")
  await save()
  const both = await bob.graphql<{ companies: { totalCount: number } }>("{ companies { totalCount } }")
  expect(both.data.companies.totalCount).toBe(2)
})

test("UI-015 axe has nothing serious to say of roles in either theme, and they fit a phone", async () => {
  const found: unknown[] = []
  for (const [path, title] of [
    ["", "Roles"],
    [`/${roleId}`, "Sales"],
    [`/${roleId}?tab=assignment`, "Sales"],
    [`/${roleId}?tab=settings`, "Sales"],
  ] as const) {
    await page.goto(`${client.url}/settings/roles${path}`)
    await heading(title)
    if (path === `/${roleId}`) await press("Companies")
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
      found.push(...(await seriousProblems(page)))
    }
    await page.setViewportSize({ width: 320, height: 640 })
    if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) found.push(`${path} is too wide`)
    await page.setViewportSize({ width: 1280, height: 800 })
  }
  expect(found).toEqual([])
})

test("the admins' role stays as it is, and a role that goes leaves nobody without one", async () => {
  await page.goto(`${client.url}/settings/roles`)
  await page.getByRole("link", { name: /^Admin/ }).click()
  await page.getByText("This role stays as it is.").waitFor()
  expect(await box("See All objects").isDisabled()).toBe(true)
  await page.goto(`${client.url}/settings/roles/${roleId}?tab=settings`)
  await press("Delete role")
  await page.getByRole("alertdialog", { name: "Delete Sales?" }).getByRole("button", { name: "Delete role" }).click()
  await heading("Roles")
  expect(await page.getByRole("link", { name: "Sales" }).count()).toBe(0)
  const { data } = await bob.metadata<{ currentUser: { workspaceMember: { roles: { label: string }[] } } }>(
    "{ currentUser { workspaceMember { roles { label } } } }",
  )
  expect(data.currentUser.workspaceMember.roles[0]?.label).toBe("Member")
})
