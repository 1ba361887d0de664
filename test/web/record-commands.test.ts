/** What is done with a record inside the command menu, whatever page is behind it. */
import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import type { Page } from "playwright-core"
import type { Member } from "../support/app.ts"
import { seriousProblems } from "../support/axe.ts"
import { createRole, memberWith, readModel, restrictField, restrictObject } from "../support/roles.ts"
import { openWebClient, type WebClient } from "../support/web-client.ts"

setDefaultTimeout(60_000)

let client: WebClient
let ada: Member
let deal: string

beforeAll(async () => {
  client = await openWebClient()
  ada = await client.app.signUp()
  for (const [firstName, lastName] of [
    ["Ben", "Miller"],
    ["Cleo", "Núñez"],
  ]) {
    const member = await memberWith(client.app, ada, await createRole(ada))
    const { data } = await member.metadata<{ currentUser: { workspaceMember: { id: string } } }>(
      "{ currentUser { workspaceMember { id } } }",
    )
    await member.metadata(
      `mutation ($input: UpdateWorkspaceMemberSettingsInput!) { updateWorkspaceMemberSettings(input: $input) }`,
      { input: { workspaceMemberId: data.currentUser.workspaceMember.id, update: { name: { firstName, lastName } } } },
    )
  }
  const { data } = await ada.graphql<{ createOpportunity: { id: string } }>(
    `mutation { createOpportunity(data: { name: "Rockets for Acme", stage: NEW }) { id } }`,
  )
  deal = data.createOpportunity.id
})

afterAll(() => client.close())

afterEach(() => {
  const complaints = client.complaints.splice(0)
  expect(complaints).toEqual([])
})

const input = (page: Page) => page.getByRole("dialog").getByRole("combobox")
const option = (page: Page, name: string | RegExp) =>
  page.getByRole("option", { name, exact: typeof name === "string" })
const options = (page: Page) => page.getByRole("option").allInnerTexts()
const dealOnServer = async (fields: string) =>
  (
    await ada.graphql<{ opportunity: Record<string, unknown> | null }>(
      `{ opportunity(filter: { id: { eq: "${deal}" } }) { ${fields} } }`,
    )
  ).data?.opportunity ?? null

/** What was changed stands on the server: what is shown stands there a moment before. */
async function becomes(fields: string, expected: Record<string, unknown>): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (Bun.deepEquals(await dealOnServer(fields), expected)) return
    await Bun.sleep(50)
  }
  expect(await dealOnServer(fields)).toEqual(expected)
}

const done = (page: Page, text: string) => page.getByRole("status").filter({ hasText: text })

/** The menu on its second level, about the opportunity. */
async function onDeal(page: Page): Promise<void> {
  await page.keyboard.press("Control+k")
  await input(page).waitFor()
  await page.keyboard.type("rockets")
  await option(page, /^Rockets for Acme/)
    .and(page.locator("[aria-selected=true]"))
    .waitFor()
  await page.keyboard.press("ArrowRight")
  await page.getByRole("combobox", { name: "What to do with Rockets for Acme?" }).waitFor()
}

async function companies(options: Parameters<WebClient["visit"]>[1] = {}): Promise<Page> {
  const page = await client.visit("/objects/companies", { as: ada, viewport: { width: 1400, height: 900 }, ...options })
  await page.getByRole("heading", { level: 1, name: "Companies" }).waitFor()
  return page
}

test("UI-116 → on a record lists its actions, and it is assigned inside the menu, with the way back", async () => {
  const page = await companies()
  await onDeal(page)
  const field = await input(page).elementHandle()
  const listed = ["Assign Owner…", "Stage…", "Probability…", "Edit field…"]
  const further = ["Open beside the page", "Open as a page", "Add to favourites", "Copy link", "Delete"]
  expect(await options(page)).toEqual([...listed, ...further])
  await page.getByRole("status").filter({ hasText: "9 results" }).waitFor()

  await page.keyboard.type("assign")
  await page.keyboard.press("Enter")
  await page.getByRole("combobox", { name: "New value of Owner" }).waitFor()
  await option(page, /^Cleo Núñez/).waitFor()
  await page.keyboard.type("nunez")
  await option(page, /^Ben Miller/).waitFor({ state: "detached" })
  await option(page, /^Cleo Núñez/).waitFor()
  await page.getByRole("status").filter({ hasText: "1 result" }).waitFor()
  // It was the same field all the way, and it never lost the focus.
  expect(await field!.evaluate((node) => node === document.activeElement)).toBe(true)
  await page.keyboard.press("Enter")
  await page.getByRole("dialog").waitFor({ state: "detached" })
  await becomes("owner { name { firstName } }", { owner: { name: { firstName: "Cleo" } } })
  await done(page, "Owner of Rockets for Acme").getByRole("button", { name: "Undo" }).click()
  await becomes("owner { id }", { owner: null })
  await page.context().close()
})

test("UI-116 a stage is chosen there; Backspace goes up a level, Escape closes", async () => {
  const page = await companies()
  await onDeal(page)
  await page.keyboard.type("stage")
  await page.keyboard.press("ArrowRight")
  await option(page, /^Proposal/).waitFor()
  await option(page, /^New/).filter({ hasText: "now" }).waitFor()
  await page.keyboard.type("x")
  await page.keyboard.press("Backspace")
  await page.getByRole("combobox", { name: "New value of Stage" }).waitFor()
  await page.keyboard.press("Backspace")
  // What was typed there stands there still.
  await page.getByRole("combobox", { name: "What to do with Rockets for Acme?" }).waitFor()
  expect(await input(page).inputValue()).toBe("stage")
  await page.keyboard.press("Enter")
  await page.keyboard.type("propo")
  await page.keyboard.press("Enter")
  await page.getByRole("dialog").waitFor({ state: "detached" })
  await becomes("stage", { stage: "PROPOSAL" })
  await done(page, "Stage of Rockets for Acme").getByRole("button", { name: "Undo" }).click()
  await becomes("stage", { stage: "NEW" })
  await onDeal(page)
  await page.keyboard.press("Escape")
  await page.getByRole("dialog").waitFor({ state: "detached" })
  await page.context().close()
})

test("any field is given a value; what is none is told in the words of the field", async () => {
  const page = await companies()
  await onDeal(page)
  await page.keyboard.type("edit")
  await page.keyboard.press("Enter")
  await page.getByRole("combobox", { name: "Which field?" }).waitFor()
  // What the platform keeps is not offered, nor lists of records, which are no value.
  const fields = ["Name", "Amount", "Close date", "Stage", "Probability", "Point of contact", "Company", "Owner"]
  for (const field of fields) await option(page, new RegExp(`^${field}`)).waitFor()
  expect(await page.getByRole("option").count()).toBe(fields.length)
  await page.keyboard.type("amount")
  await page.keyboard.press("Enter")
  await page.keyboard.type("much")
  expect(await page.getByRole("dialog").getByRole("alert").count()).toBe(0)
  await page.keyboard.press("Enter")
  const alert = page.getByRole("dialog").getByRole("alert")
  await alert.filter({ hasText: "Enter an amount, such as 1250.50." }).waitFor()
  expect(await page.getByRole("option").count()).toBe(0)
  await input(page).fill("1.25k eur")
  await alert.waitFor({ state: "detached" })
  await option(page, "Set Amount to €1,250.00").waitFor()
  await page.keyboard.press("Enter")
  await becomes("amount { amountMicros currencyCode }", {
    amount: { amountMicros: 1_250_000_000, currencyCode: "EUR" },
  })
  await done(page, "Amount of Rockets for Acme").waitFor()

  // What is there can be taken away.
  await onDeal(page)
  await page.keyboard.type("edit")
  await page.keyboard.press("Enter")
  await page.keyboard.type("amount")
  await option(page, /^Amount/)
    .filter({ hasText: "€1,250.00" })
    .waitFor()
  await page.keyboard.press("Enter")
  await option(page, "Clear Amount").waitFor()
  await page.keyboard.press("Enter")
  await becomes("amount { amountMicros }", { amount: { amountMicros: null } })
  await page.context().close()
})

test("who types ahead of the server gets what they typed for", async () => {
  const page = await companies()
  await onDeal(page)
  const { promise: gate, resolve: release } = Promise.withResolvers<void>()
  await page.route("**/graphql", async (route) => {
    if (route.request().postData()?.includes("page: workspaceMembers")) await gate
    // Whoever has typed on has let go of it.
    await route.continue().catch(() => undefined)
  })
  await page.keyboard.type("owner")
  await page.keyboard.press("Enter")
  await page.keyboard.type("ben")
  await page.keyboard.press("Enter")
  expect(await page.getByRole("dialog").count()).toBe(1)
  release()
  await page.getByRole("dialog").waitFor({ state: "detached" })
  await becomes("owner { name { firstName } }", { owner: { name: { firstName: "Ben" } } })
  await page.context().close()
})

test("it is kept at hand, deleted and brought back from there", async () => {
  const page = await companies()
  const favourite = page.getByRole("region", { name: "Favourites" }).getByRole("link", { name: "Rockets for Acme" })
  await onDeal(page)
  await option(page, "Add to favourites").click()
  await favourite.waitFor()
  await onDeal(page)
  await option(page, "Remove from favourites").waitFor()
  await page.keyboard.type("delete")
  await page.keyboard.press("Enter")
  await favourite.waitFor({ state: "detached" })
  expect(await dealOnServer("id")).toBeNull()
  await done(page, "Rockets for Acme was deleted.").getByRole("button", { name: "Undo" }).click()
  await favourite.waitFor()
  await becomes("id", { id: deal })
  await onDeal(page)
  await option(page, "Open as a page").click()
  await page.getByRole("heading", { level: 1, name: "Rockets for Acme" }).waitFor()
  await page.context().close()
})

test("what the role does not allow is not there", async () => {
  const model = await readModel(ada)
  const opportunity = model.objectId("opportunity")
  const halfRole = await createRole(ada)
  await restrictObject(ada, halfRole, opportunity, { canSoftDeleteObjectRecords: false })
  await restrictField(ada, halfRole, opportunity, model.fieldId("opportunity", "owner"), { canUpdateFieldValue: false })
  await restrictField(ada, halfRole, opportunity, model.fieldId("opportunity", "stage"), { canReadFieldValue: false })
  const half = await companies({ as: await memberWith(client.app, ada, halfRole) })
  await onDeal(half)
  expect(await options(half)).toEqual([
    "Probability…",
    "Edit field…",
    "Open beside the page",
    "Open as a page",
    "Add to favourites",
    "Copy link",
  ])
  await half.context().close()

  const readerRole = await createRole(ada, { canUpdateAllObjectRecords: false, canSoftDeleteAllObjectRecords: false })
  const reader = await companies({ as: await memberWith(client.app, ada, readerRole) })
  await onDeal(reader)
  expect(await options(reader)).toEqual(["Open beside the page", "Open as a page", "Add to favourites", "Copy link"])
  await reader.context().close()
})

test("an object of the workspace's own is assigned as any other", async () => {
  const model = await readModel(ada)
  const { data } = await ada.metadata<{ createOneObject: { id: string } }>(
    `mutation ($input: CreateOneObjectInput!) { createOneObject(input: $input) { id } }`,
    {
      input: {
        object: { nameSingular: "vehicle", namePlural: "vehicles", labelSingular: "Vehicle", labelPlural: "Vehicles" },
      },
    },
  )
  await ada.metadata(`mutation ($input: CreateOneFieldMetadataInput!) { createOneField(input: $input) { id } }`, {
    input: {
      field: {
        objectMetadataId: data.createOneObject.id,
        type: "RELATION",
        name: "driver",
        label: "Driver",
        relationCreationPayload: {
          type: "MANY_TO_ONE",
          targetObjectMetadataId: model.objectId("workspaceMember"),
          targetFieldLabel: "Vehicles",
          targetFieldIcon: "IconCar",
        },
      },
    },
  })
  await ada.graphql(`mutation { createVehicle(data: { name: "Blue van" }) { id } }`)
  const page = await companies()
  await page.keyboard.press("Control+k")
  await input(page).waitFor()
  await page.keyboard.type("blue v")
  await option(page, /^Blue van/).waitFor()
  await page.keyboard.press("ArrowRight")
  await option(page, "Assign Driver…").click()
  await option(page, /^Ben Miller/).click()
  await done(page, "Driver of Blue van").waitFor()
  await page.context().close()
})

test("by touch there is a way on and a way back", async () => {
  const page = await companies({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  await page.keyboard.press("Control+k")
  await input(page).fill("rockets")
  const found = option(page, /^Rockets for Acme/)
  await found.waitFor()
  await found.locator(".into").tap()
  await option(page, "Stage…").tap()
  await option(page, /^Won/).waitFor()
  await page.getByRole("button", { name: /^Back/ }).tap()
  await option(page, "Stage…").waitFor()
  expect(await input(page).evaluate((node) => node === document.activeElement)).toBe(true)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await page.context().close()
})

test.each(["light", "dark"] as const)("axe has nothing serious to say of any level in %s", async (colorScheme) => {
  const page = await companies({ colorScheme })
  await onDeal(page)
  await option(page, "Copy link").waitFor()
  expect(await seriousProblems(page)).toEqual([])
  await page.keyboard.type("edit")
  await page.keyboard.press("Enter")
  await page.keyboard.type("amount")
  await page.keyboard.press("Enter")
  await page.keyboard.type("much")
  await page.keyboard.press("Enter")
  await page.getByRole("dialog").getByRole("alert").waitFor()
  expect(await seriousProblems(page)).toEqual([])
  await page.context().close()
})
