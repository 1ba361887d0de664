/** P-51: what somebody keeps at hand, in folders. */
import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import type { Page } from "playwright-core"
import type { Member } from "../support/app.ts"
import { seriousProblems } from "../support/axe.ts"
import { readModel } from "../support/roles.ts"
import { openWebClient, type WebClient } from "../support/web-client.ts"

setDefaultTimeout(60_000)

let client: WebClient
let ada: Member
let page: Page

beforeAll(async () => {
  client = await openWebClient()
  ada = await client.app.signUp()
  page = await client.visit("/objects/companies", { as: ada, viewport: { width: 1400, height: 900 } })
  await page.getByRole("heading", { level: 1, name: "Companies" }).waitFor()
})

afterAll(() => client.close())

afterEach(() => {
  const complaints = client.complaints.splice(0)
  expect(complaints).toEqual([])
})

const main = () => page.getByRole("navigation", { name: "Main" })
const favourites = () => main().getByRole("region", { name: "Favourites" })
const folder = (name: string) => favourites().getByRole("button", { name, exact: true })
const inFolder = (name: string) => favourites().getByRole("list", { name, exact: true })
const link = (name: string) => favourites().getByRole("link", { name, exact: true })

async function choose(name: string, item: string): Promise<void> {
  await favourites().hover()
  await favourites()
    .getByRole("button", { name: `${name}: options` })
    .click()
  await page.getByRole("menuitem", { name: item, exact: true }).click()
}

async function nameFolder(name: string): Promise<void> {
  await page.getByRole("textbox", { name: "Name of the folder" }).fill(name)
  await page.keyboard.press("Enter")
}

interface Item {
  id: string
  type: string
  name: string | null
  folderId: string | null
}

/** As the server has them: names in order, with what is in a folder behind it. */
async function onServer(): Promise<string[]> {
  const { data } = await ada.metadata<{ navigationMenuItems: (Item & { userWorkspaceId: string; viewId: string })[] }>(
    "{ navigationMenuItems { id type name folderId viewId userWorkspaceId } }",
  )
  const own = data.navigationMenuItems.filter((item) => item.userWorkspaceId !== null)
  const views = await viewNames()
  const nameOf = (item: (typeof own)[number]) => item.name ?? views.get(item.viewId) ?? item.type
  return own
    .filter(({ folderId }) => folderId === null)
    .flatMap((item) => [
      nameOf(item),
      ...own.filter(({ folderId }) => folderId === item.id).map((each) => `${nameOf(item)}/${nameOf(each)}`),
    ])
}

async function viewNames(): Promise<Map<string, string>> {
  const { data } = await ada.metadata<{
    getViews: { id: string; name: string; objectMetadataId: string }[]
    objects: { edges: { node: { id: string; labelPlural: string } }[] }
  }>("{ getViews { id name objectMetadataId } objects(paging: { first: 1000 }) { edges { node { id labelPlural } } } }")
  const labels = new Map(data.objects.edges.map(({ node }) => [node.id, node.labelPlural]))
  return new Map(
    data.getViews.map((view) => [
      view.id,
      view.name.replace("{objectLabelPlural}", labels.get(view.objectMetadataId)!),
    ]),
  )
}

/** What is on the screen has arrived. */
async function settled(expected: string[]): Promise<void> {
  for (let tries = 0; tries < 40; tries += 1) {
    if (JSON.stringify(await onServer()) === JSON.stringify(expected)) return
    await Bun.sleep(50)
  }
  expect(await onServer()).toEqual(expected)
}

const shown = () => favourites().locator("a, .folder").allInnerTexts()

async function star(plural: string, view: string): Promise<void> {
  await main().getByRole("list", { name: "Workspace" }).getByRole("link", { name: plural }).click()
  await page.getByRole("button", { name: view }).waitFor()
  await page.getByRole("main").getByRole("button", { name: "Add to favourites" }).click()
  await link(view).waitFor()
}

test("UI-118 a starred view is a favourite, leads back to the view, and comes into a folder by its menu", async () => {
  await star("Companies", "All Companies")
  await page.getByRole("main").getByRole("button", { name: "Remove from favourites" }).waitFor()
  await star("People", "All People")
  // By its key as well, and away again.
  await main().getByRole("list", { name: "Workspace" }).getByRole("link", { name: "Opportunities" }).click()
  await page.getByRole("button", { name: "All Opportunities" }).waitFor()
  await page.keyboard.press("Shift+F")
  await link("All Opportunities").waitFor()
  await page.keyboard.press("Shift+F")
  await link("All Opportunities").waitFor({ state: "detached" })
  await link("All Companies").click()
  await page.getByRole("heading", { level: 1, name: "Companies" }).waitFor()
  expect(await link("All Companies").getAttribute("aria-current")).toBe("page")

  await choose("All Companies", "New folder…")
  await nameFolder("Selling")
  await inFolder("Selling").getByRole("link", { name: "All Companies" }).waitFor()
  await settled(["All People", "Selling", "Selling/All Companies"])
  await choose("All Companies", "Outside of folders")
  await settled(["All People", "Selling", "All Companies"])
  await choose("All Companies", "Selling")
  await settled(["All People", "Selling", "Selling/All Companies"])
})

test("UI-118 it comes into a folder by drag, and out of it", async () => {
  await link("All People").dragTo(folder("Selling"))
  await inFolder("Selling").getByRole("link", { name: "All People" }).waitFor()
  await settled(["Selling", "Selling/All Companies", "Selling/All People"])
  const { height } = (await link("All Companies").boundingBox())!
  await link("All People").dragTo(link("All Companies"), { targetPosition: { x: 30, y: 3 } })
  await settled(["Selling", "Selling/All People", "Selling/All Companies"])
  await link("All People").dragTo(folder("Selling"), { targetPosition: { x: 30, y: height - 3 } })
  await settled(["Selling", "Selling/All Companies", "All People"])
  await page.getByRole("main").click({ position: { x: 400, y: 400 } })
  await page.keyboard.press("Control+z")
  await settled(["Selling", "Selling/All People", "Selling/All Companies"])
})

test.each(["light", "dark"] as const)("axe has nothing serious to say of them in %s", async (colorScheme) => {
  await page.emulateMedia({ colorScheme })
  await favourites().hover()
  await favourites().getByRole("button", { name: "All People: options" }).click()
  await page.getByRole("menu").waitFor()
  await page.waitForTimeout(150)
  expect(await seriousProblems(page)).toEqual([])
  await page.keyboard.press("Escape")
})

test("a folder is closed, renamed, moved and deleted by keys; what was in it stays", async () => {
  await folder("Selling").focus()
  await page.keyboard.press("Enter")
  await inFolder("Selling").waitFor({ state: "detached" })
  expect(await folder("Selling").getAttribute("aria-expanded")).toBe("false")
  await page.reload()
  await folder("Selling").waitFor()
  expect(await shown()).toEqual(["Selling"])
  await folder("Selling").click()
  await favourites().getByRole("button", { name: "Selling: options" }).waitFor()

  await folder("Selling").focus()
  await page.keyboard.press("F2")
  await nameFolder("Deals")
  await folder("Deals").waitFor()
  await link("All Companies").focus()
  await page.keyboard.press("Alt+ArrowUp")
  await settled(["Deals", "Deals/All Companies", "Deals/All People"])
  expect(await link("All Companies").evaluate((node) => node === document.activeElement)).toBe(true)
  await page.keyboard.press("Alt+ArrowUp")
  await settled(["Deals", "Deals/All Companies", "Deals/All People"])

  await choose("Deals", "Delete folder")
  await settled(["All Companies", "All People"])
  await page
    .getByRole("status")
    .filter({ hasText: "Folder Deals deleted" })
    .getByRole("button", { name: "Undo" })
    .click()
  await settled(["Deals", "Deals/All Companies", "Deals/All People"])
  await choose("Deals", "Delete folder")
  await settled(["All Companies", "All People"])
  await choose("All People", "Remove from favourites")
  await settled(["All Companies"])
})

test("what leads nowhere any more is left out", async () => {
  const { data } = await ada.graphql<{ createCompany: { id: string } }>(
    `mutation { createCompany(data: { name: "Gone" }) { id } }`,
  )
  const { id } = data.createCompany
  await page.goto(`${client.url}/object/company/${id}`)
  await page.getByRole("heading", { level: 1, name: "Gone" }).waitFor()
  await page.getByRole("button", { name: "Add to favourites" }).click()
  await link("Gone").waitFor()
  await settled(["All Companies", "RECORD"])
  await page.getByRole("button", { name: "Delete", exact: true }).click()
  await link("Gone").waitFor({ state: "detached" })
  await page.reload()
  await link("All Companies").waitFor()
  expect(await shown()).toEqual(["All Companies"])
  await ada.graphql(`mutation ($id: UUID!) { restoreCompany(id: $id) { id } }`, { id })
  await page.reload()
  await link("Gone").waitFor()
})

test("records that are deleted together leave the favourites at once, and come back with them", async () => {
  const { data } = await ada.graphql<{ createCompanies: { id: string }[] }>(
    `mutation ($data: [CompanyCreateInput!]!) { createCompanies(data: $data) { id } }`,
    { data: ["Kept one", "Kept two", "Kept three"].map((name) => ({ name })) },
  )
  const model = await readModel(ada)
  const { data: own } = await ada.metadata<{ currentUser: { currentUserWorkspace: { id: string } } }>(
    "{ currentUser { currentUserWorkspace { id } } }",
  )
  await ada.metadata(
    `mutation ($inputs: [CreateNavigationMenuItemInput!]!) { createManyNavigationMenuItems(inputs: $inputs) { id } }`,
    {
      inputs: data.createCompanies.map(({ id }, position) => ({
        type: "RECORD",
        targetObjectMetadataId: model.objectId("company"),
        targetRecordId: id,
        userWorkspaceId: own.currentUser.currentUserWorkspace.id,
        position: 10 + position,
      })),
    },
  )
  await page.goto(`${client.url}/objects/companies`)
  await link("Kept three").waitFor()
  for (const name of ["Kept one", "Kept two"]) await page.getByRole("checkbox", { name: `Select ${name}` }).check()
  await page.getByRole("main").getByRole("button", { name: "Delete", exact: true }).click()
  await link("Kept one").waitFor({ state: "detached" })
  await link("Kept two").waitFor({ state: "detached" })
  expect(await link("Kept three").count()).toBe(1)
  await page.getByRole("status").getByRole("button", { name: "Undo" }).first().click()
  await link("Kept one").waitFor()
  await link("Kept two").waitFor()
  await page.context().close()
})
