/** Fields that an option asks for: chosen by an admin, and asked for wherever somebody gives a record that option. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test"
import type { Page } from "playwright-core"
import type { Member } from "../support/app.ts"
import { seriousProblems } from "../support/axe.ts"
import { createText, fieldIds, requireFields } from "../support/required-fields.ts"
import { createRole, memberWith, readModel, restrictField } from "../support/roles.ts"
import { openWebClient, type WebClient } from "../support/web-client.ts"

setDefaultTimeout(90_000)

let client: WebClient
let ada: Member
let page: Page
/** of the deals, by name */
let ids: Record<string, string>

beforeAll(async () => {
  client = await openWebClient()
  ada = await client.app.signUp()
  await createText(ada, "opportunity", "reason", "Lost reason")
  page = await client.visit("/", { as: ada, viewport: { width: 1900, height: 900 } })
})

beforeEach(async () => {
  await requireFields(ada, "opportunity", "stage", { LOST: ["reason"] })
  await ada.graphql(`mutation { destroyOpportunities(filter: { id: { is: NOT_NULL } }) { id } }`)
  const { data } = await ada.graphql<{ createOpportunities: { id: string; name: string }[] }>(
    `mutation ($data: [OpportunityCreateInput!]!) { createOpportunities(data: $data) { id name } }`,
    { data: ["Bridge", "Canal", "Dam"].map((name, position) => ({ name, position, stage: "NEW" })) },
  )
  ids = Object.fromEntries(data.createOpportunities.map(({ name, id }) => [name, id]))
})

afterAll(() => client.close())

afterEach(() => {
  expect(client.complaints.splice(0)).toEqual([])
})

const press = (name: string) => page.getByRole("button", { name, exact: true }).click()
const form = (at = page) => at.getByRole("dialog", { name: "Needed for Lost" })
const reason = (at = page) => form(at).getByRole("textbox", { name: "Lost reason" })

async function leaveForm(at = page): Promise<void> {
  await reason(at).waitFor()
  await at.keyboard.press("Escape")
  await form(at).waitFor({ state: "detached" })
}

async function fillForm(text: string): Promise<void> {
  await reason().fill(text)
  await form().getByRole("button", { name: "Save" }).click()
  await form().waitFor({ state: "detached" })
}

type Deal = readonly [name: string, stage: string, reason: string]

async function deals(): Promise<Deal[]> {
  const { data } = await ada.graphql<{
    opportunities: { edges: { node: { name: string; stage: string; reason: string } }[] }
  }>(`{ opportunities(orderBy: [{ name: AscNullsLast }], first: 100) { edges { node { name stage reason } } } }`)
  return data.opportunities.edges.map(({ node }) => [node.name, node.stage, node.reason])
}

/** Waits until the server has them so. */
async function dealsAre(...expected: Deal[]): Promise<void> {
  const until = performance.now() + 20_000
  while (JSON.stringify(await deals()) !== JSON.stringify(expected) && performance.now() < until) await Bun.sleep(20)
  expect(await deals()).toEqual(expected)
}

const untouched: Deal[] = [
  ["Bridge", "NEW", ""],
  ["Canal", "NEW", ""],
  ["Dam", "NEW", ""],
]

describe("asked for", () => {
  async function openTable(): Promise<void> {
    await page.goto(`${client.url}/objects/opportunities`)
    await page.getByRole("rowheader", { name: "Bridge", exact: true }).waitFor()
  }

  const row = (name: string) =>
    page.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) })

  async function stageOf(name: string) {
    const index = await page.getByRole("columnheader", { name: "Stage", exact: true }).getAttribute("aria-colindex")
    return row(name).locator(`[aria-colindex="${index}"]`)
  }

  async function choose(option: string): Promise<void> {
    await page.getByRole("combobox", { name: "Stage" }).fill(option)
    await page.getByRole("option", { name: option, exact: true }).waitFor()
    await page.keyboard.press("Enter")
  }

  test("in a cell, which stays as it is until it is said, and is undone with it", async () => {
    await openTable()
    const cell = await stageOf("Bridge")
    await cell.click()
    await page.keyboard.press("F2")
    await choose("Lost")
    await leaveForm()
    await cell.getByText("New", { exact: true }).waitFor()
    await dealsAre(...untouched)
    await cell.click()
    await page.keyboard.press("F2")
    await choose("Lost")
    await fillForm("Price")
    await cell.getByText("Lost", { exact: true }).waitFor()
    await dealsAre(["Bridge", "LOST", "Price"], untouched[1]!, untouched[2]!)
    await page.keyboard.press("Control+z")
    await cell.getByText("New", { exact: true }).waitFor()
    await dealsAre(...untouched)
    // An option without a rule asks for nothing.
    await cell.click()
    await page.keyboard.press("F2")
    await choose("Won")
    await dealsAre(["Bridge", "WON", ""], untouched[1]!, untouched[2]!)
    expect(await page.getByRole("dialog").count()).toBe(0)
  })

  test("of what is pasted into several cells, once", async () => {
    await openTable()
    await ada.graphql(
      `mutation { updateOpportunities(filter: { name: { eq: "Canal" } }, data: { reason: "Luck" }) { id } }`,
    )
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"])
    await page.evaluate(() => navigator.clipboard.writeText("Lost\nLost\nLost"))
    await (await stageOf("Bridge")).click()
    await page.keyboard.press("Control+v")
    await form().waitFor()
    await fillForm("Price")
    await page.getByRole("status").filter({ hasText: "3 pasted values" }).waitFor()
    await dealsAre(["Bridge", "LOST", "Price"], ["Canal", "LOST", "Luck"], ["Dam", "LOST", "Price"])
    await page.keyboard.press("Control+z")
    await dealsAre(untouched[0]!, ["Canal", "NEW", "Luck"], untouched[2]!)
  })

  test("of rows that go to another group, which are still chosen where it is left", async () => {
    await page.goto(`${client.url}/objects/opportunities?group=stage`)
    await page.getByRole("row", { name: "New, 3", exact: true }).waitFor()
    for (const name of ["Bridge", "Canal"])
      await page.getByRole("checkbox", { name: `Select ${name}`, exact: true }).click()
    const move = async () => {
      await page.getByRole("rowheader", { name: "Canal", exact: true }).click({ button: "right" })
      await page.getByRole("menuitem", { name: "Move to group" }).click()
      await page.getByRole("combobox", { name: "Move to group" }).fill("lost")
      await page.keyboard.press("Enter")
    }
    await move()
    await leaveForm()
    await page.getByRole("row", { name: "New, 3", exact: true }).waitFor()
    await page.getByRole("status").filter({ hasText: "2 selected" }).waitFor()
    await move()
    await fillForm("Price")
    await page.getByRole("row", { name: "Lost, 2", exact: true }).waitFor()
    await dealsAre(["Bridge", "LOST", "Price"], ["Canal", "LOST", "Price"], untouched[2]!)
    await press("Undo")
    await page.getByRole("row", { name: "New, 3", exact: true }).waitFor()
    await dealsAre(...untouched)
  })

  test("by a bulk edit, for those that lack it, and undone in one step", async () => {
    await ada.graphql(
      `mutation { updateOpportunities(filter: { name: { eq: "Dam" } }, data: { reason: "Luck" }) { id } }`,
    )
    await openTable()
    const bulk = async () => {
      await press("Edit field")
      const dialog = page.getByRole("dialog", { name: "Edit 3 records" })
      await dialog.getByRole("combobox", { name: "Field to change" }).selectOption({ label: "Stage" })
      await dialog.getByRole("button", { name: "Set the value" }).click()
      await choose("Lost")
      await dialog.getByRole("button", { name: "Change 3 records" }).click()
    }
    await page.getByRole("checkbox", { name: "Select all records of the result" }).click()
    await bulk()
    await leaveForm()
    await dealsAre(untouched[0]!, untouched[1]!, ["Dam", "NEW", "Luck"])
    await bulk()
    await form().getByText("Still empty in 2 of 3 records. What the others have stays.").waitFor()
    await fillForm("Price")
    await page.getByRole("status").filter({ hasText: "Stage of 3 records" }).waitFor()
    await dealsAre(["Bridge", "LOST", "Price"], ["Canal", "LOST", "Price"], ["Dam", "LOST", "Luck"])
    await press("Undo")
    await dealsAre(untouched[0]!, untouched[1]!, ["Dam", "NEW", "Luck"])
  })

  const places: [string, () => string][] = [
    ["on the page of a record", () => `/object/opportunity/${ids.Canal}`],
    ["beside the page", () => `/objects/companies?panel=opportunity:${ids.Canal}`],
  ]
  test.each(places)("%s", async (_, address) => {
    await page.goto(client.url + address())
    const change = page.getByRole("button", { name: "Edit Stage", exact: true })
    // Nothing is known of it before it is read.
    await page.locator("dd").getByText("New", { exact: true }).waitFor()
    await change.focus()
    await page.keyboard.press("Enter")
    await choose("Lost")
    await leaveForm()
    await dealsAre(...untouched)
    await page.waitForFunction(() => document.activeElement?.getAttribute("aria-label") === "Edit Stage")
    await page.keyboard.press("Enter")
    await choose("Lost")
    await fillForm("Price")
    await dealsAre(untouched[0]!, ["Canal", "LOST", "Price"], untouched[2]!)
  })

  test("of a new record, before it is made", async () => {
    await page.goto(`${client.url}/objects/opportunities?panel=create:opportunity`)
    const panel = page.getByRole("complementary", { name: /Opportunity/ })
    await panel.getByRole("textbox").first().fill("Ferry")
    await panel.getByText("More fields").click()
    await panel.getByRole("button", { name: /^Stage/ }).click()
    await choose("Lost")
    await panel.getByRole("button", { name: "Create", exact: true }).click()
    await leaveForm()
    await dealsAre(...untouched)
    await panel.getByRole("button", { name: "Create", exact: true }).click()
    await fillForm("Price")
    await dealsAre(...untouched, ["Ferry", "LOST", "Price"])
  })

  test("of a row that is written into a table of lost ones", async () => {
    await openTable()
    await press("Filter")
    await page.getByRole("dialog").getByRole("option", { name: "Stage", exact: true }).click()
    await page.getByRole("dialog").getByRole("option", { name: "Lost", exact: true }).click()
    await page.getByRole("rowheader", { name: "Bridge", exact: true }).waitFor({ state: "detached" })
    await page.keyboard.press("Escape")
    await page.getByRole("button", { name: "New", exact: true }).click()
    const name = page.getByRole("row", { name: "New Opportunity" }).getByRole("textbox", { name: "Name" })
    await name.fill("Ferry")
    await page.keyboard.press("Enter")
    await leaveForm()
    await dealsAre(...untouched)
    expect(await name.inputValue()).toBe("Ferry")
    await name.press("Enter")
    await fillForm("Price")
    await dealsAre(...untouched, ["Ferry", "LOST", "Price"])
    await page.getByRole("rowheader", { name: "Ferry", exact: true }).waitFor()
  })

  test("not of whoever may not write it: it is said what is missing, and nothing changes", async () => {
    const role = await createRole(ada)
    const model = await readModel(ada)
    await restrictField(ada, role, model.objectId("opportunity"), model.fieldId("opportunity", "reason"), {
      canUpdateFieldValue: false,
    })
    const bob = await memberWith(client.app, ada, role)
    const his = await client.visit(`/object/opportunity/${ids.Canal}`, { as: bob })
    await his.getByRole("button", { name: "Edit Stage", exact: true }).click()
    await his.getByRole("combobox", { name: "Stage" }).fill("Lost")
    await his.getByRole("option", { name: "Lost", exact: true }).click()
    const sentence = "Lost needs Lost reason, which your role may not fill in. Nothing was changed."
    await his.getByRole("status").filter({ hasText: sentence }).waitFor()
    expect(await his.getByRole("dialog").count()).toBe(0)
    await dealsAre(...untouched)
    await his.context().close()
  })

  test("no more once the field is switched off, and again once it is there", async () => {
    const { reason: id } = await fieldIds(ada, "opportunity")
    const turn = (isActive: boolean) =>
      ada.metadata(
        `mutation ($id: UUID!, $isActive: Boolean!) { updateOneField(input: { id: $id, update: { isActive: $isActive } }) { id } }`,
        { id, isActive },
      )
    await turn(false)
    await openTable()
    await (await stageOf("Bridge")).click()
    await page.keyboard.press("F2")
    await choose("Lost")
    await (await stageOf("Bridge")).getByText("Lost", { exact: true }).waitFor()
    await turn(true)
    await dealsAre(["Bridge", "LOST", ""], untouched[1]!, untouched[2]!)
    await openTable()
    await (await stageOf("Canal")).click()
    await page.keyboard.press("F2")
    await choose("Lost")
    await leaveForm()
  })

  test("in German, on a phone, with nothing serious for axe to say", async () => {
    const phone = await client.visit(`/object/opportunity/${ids.Canal}`, {
      as: ada,
      locale: "de-DE",
      viewport: { width: 390, height: 800 },
      hasTouch: true,
      reducedMotion: "reduce",
    })
    const found: string[] = []
    await phone.getByRole("button", { name: "Stage ändern", exact: true }).click()
    await phone.getByRole("option", { name: "Lost", exact: true }).click()
    const dialog = phone.getByRole("dialog", { name: "Nötig für Lost" })
    await dialog.getByText("Noch leer in Canal.").waitFor()
    await dialog.getByRole("button", { name: "Speichern" }).click()
    await dialog.getByRole("alert").waitFor()
    for (const colorScheme of ["light", "dark"] as const) {
      await phone.emulateMedia({ colorScheme, reducedMotion: "reduce" })
      found.push(...(await seriousProblems(phone)))
    }
    if (await phone.evaluate(() => document.documentElement.scrollWidth > innerWidth)) found.push("too wide")
    expect(found).toEqual([])
    await dialog.getByRole("button", { name: "Abbrechen" }).click()
    await dialog.waitFor({ state: "detached" })
    await phone.context().close()
  })
})

describe("in the options of a select", () => {
  async function openOptions(at = page): Promise<void> {
    await at.goto(`${client.url}/settings/objects/opportunities/fields/stage`)
    await at.getByRole("textbox", { name: "Option 1", exact: true }).waitFor()
  }

  async function save(): Promise<void> {
    await press("Save")
    await page.getByRole("status").filter({ hasText: "Saved." }).waitFor()
  }

  async function rules(): Promise<Record<string, string[]> | undefined> {
    const names = Object.fromEntries(Object.entries(await fieldIds(ada, "opportunity")).map(([name, id]) => [id, name]))
    const { data } = await ada.metadata<{
      objects: {
        edges: { node: { nameSingular: string; fieldsList: { name: string; settings: Settings | null }[] } }[]
      }
    }>("{ objects(paging: { first: 1000 }) { edges { node { nameSingular fieldsList { name settings } } } } }")
    const { node } = data.objects.edges.find((each) => each.node.nameSingular === "opportunity")!
    const { requiredFields } = node.fieldsList.find(({ name }) => name === "stage")!.settings ?? {}
    return (
      requiredFields &&
      Object.fromEntries(Object.entries(requiredFields).map(([value, each]) => [value, each.map((id) => names[id]!)]))
    )
  }

  interface Settings {
    requiredFields?: Record<string, string[]>
  }

  const labels = () =>
    page
      .getByRole("textbox", { name: /^Option \d+$/ })
      .evaluateAll((all) => all.map((each) => (each as HTMLInputElement).value))

  test("fields are chosen by keys, named below their option, and kept", async () => {
    await openOptions()
    await page.getByText("Asks for Lost reason").waitFor()
    await page.getByRole("button", { name: "Fields that Won asks for" }).focus()
    await page.keyboard.press("Enter")
    const dialog = page.getByRole("dialog", { name: "Fields that Won asks for" })
    await dialog.getByText("Imports, workflows and the API are not.").waitFor()
    expect(await dialog.getByRole("option", { name: /Stage|Created by|Position/ }).count()).toBe(0)
    await dialog.getByRole("combobox").fill("amount")
    await page.keyboard.press("Enter")
    await dialog.getByRole("option", { name: "Amount", selected: true }).waitFor()
    await page.keyboard.press("Escape")
    await dialog.waitFor({ state: "detached" })
    await page.locator(":focus[aria-label='Fields that Won asks for']").waitFor()
    await page.getByText("Asks for Amount").waitFor()
    await save()
    expect(await rules()).toEqual({ LOST: ["reason"], WON: ["amount"] })
    await openOptions()
    await page.getByText("Asks for Amount").waitFor()
    await press("Fields that Lost asks for")
    await page.getByRole("option", { name: "Lost reason", exact: true }).click()
    await page.getByText("Asks for Lost reason").waitFor({ state: "detached" })
    await save()
    expect(await rules()).toEqual({ WON: ["amount"] })
  })

  test("a new option asks from the beginning, and one that goes takes its rule along", async () => {
    await openOptions()
    await press("Add option")
    await page.getByRole("textbox", { name: "Option 8", exact: true }).fill("On hold")
    await press("Fields that On hold asks for")
    await page.getByRole("option", { name: "Close date", exact: true }).click()
    await page.getByRole("button", { name: "Done", exact: true }).click()
    await save()
    expect(await rules()).toEqual({ LOST: ["reason"], ON_HOLD: ["closeDate"] })
    await openOptions()
    await press("Remove On hold")
    await save()
    expect(await rules()).toEqual({ LOST: ["reason"] })
  })

  test("drag and keys reorder options, and the focus stays with the one that moves", async () => {
    await openOptions()
    const before = await labels()
    expect(before.slice(0, 3)).toEqual(["New", "Screening", "Meeting"])
    const orderIs = async (...first: string[]) => {
      const until = performance.now() + 20_000
      const first3 = async () => (await labels()).slice(0, first.length)
      while (JSON.stringify(await first3()) !== JSON.stringify(first) && performance.now() < until) await Bun.sleep(20)
      expect(await first3()).toEqual(first)
    }
    const focusIsOn = (name: string) => page.locator(`:focus[aria-label="${name}"]`).waitFor()
    const option = (n: number) => page.getByRole("textbox", { name: `Option ${n}`, exact: true })
    const grip = (n: number) =>
      page
        .locator(".options li")
        .nth(n - 1)
        .locator(".grip")
    await grip(3).dragTo(option(1))
    await orderIs("Meeting", "New", "Screening")
    await option(1).focus()
    await page.keyboard.press("Control+Alt+ArrowDown")
    await orderIs("New", "Meeting", "Screening")
    await focusIsOn("Option 2")
    await page.keyboard.press("Control+Alt+ArrowUp")
    await orderIs("Meeting", "New", "Screening")
    await focusIsOn("Option 1")
    await page.keyboard.press("Control+Alt+ArrowUp")
    await page.getByRole("button", { name: "Move option 3 up", exact: true }).focus()
    await page.keyboard.press("Enter")
    await orderIs("Meeting", "Screening", "New")
    await focusIsOn("Move option 2 up")
    await page.keyboard.press("Enter")
    await orderIs("Screening", "Meeting", "New")
    // There is no further up: the button that was pressed can be pressed no more.
    await focusIsOn("Option 1")
    await save()
    await openOptions()
    await orderIs("Screening", "Meeting", "New")
    expect(await rules()).toEqual({ LOST: ["reason"] })
  })

  test("it fits a phone, in German, with nothing serious for axe to say", async () => {
    const phone = await client.visit("/settings/objects/opportunities/fields/stage", {
      as: ada,
      locale: "de-DE",
      viewport: { width: 390, height: 800 },
      hasTouch: true,
      reducedMotion: "reduce",
    })
    await phone.getByText("Fragt nach Lost reason").waitFor()
    await phone.getByRole("button", { name: "Felder, nach denen Lost fragt" }).click()
    await phone.getByText("Importe, Workflows und die API werden es nicht.").waitFor()
    const found: string[] = []
    for (const colorScheme of ["light", "dark"] as const) {
      await phone.emulateMedia({ colorScheme, reducedMotion: "reduce" })
      found.push(...(await seriousProblems(phone)))
    }
    if (await phone.evaluate(() => document.documentElement.scrollWidth > innerWidth)) found.push("too wide")
    expect(found).toEqual([])
    await phone.getByRole("button", { name: "Fertig", exact: true }).click()
    await phone.context().close()
  })
})
