/** Editors of every field type: in the grid, on the server, cleared, undone; their keys, messages and accessibility. */
import { afterAll, afterEach, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import axe from "axe-core"
import type { Locator, Page } from "playwright-core"
import type { Member } from "../support/app.ts"
import { createGadgets } from "../support/every-type.ts"
import { readModel } from "../support/roles.ts"
import { openWebClient, type WebClient } from "../support/web-client.ts"

setDefaultTimeout(60_000)

let client: WebClient
let ada: Member
let page: Page

beforeAll(async () => {
  client = await openWebClient({ REFUSED_FILE_TYPES: "exe" })
  ada = await client.app.signUp()
  await createGadgets(ada)
  await ada.graphql(
    `mutation ($companies: [CompanyCreateInput!]!, $people: [PersonCreateInput!]!, $gadgets: [GadgetCreateInput!]!) {
      createCompanies(data: $companies) { id } createPeople(data: $people) { id } createGadgets(data: $gadgets) { id }
    }`,
    {
      companies: ["Acme", "Bolt", "Crate"].map((name) => ({ name })),
      people: ["Ana", "Bob"].map((firstName) => ({ name: { firstName, lastName: "Stone" } })),
      gadgets: ["One", "Two", "Three"].map((name, position) => ({ name, position })),
    },
  )
  page = await open({ viewport: { width: 1500, height: 900 } })
})

afterAll(() => client.close())

afterEach(() => {
  const complaints = client.complaints.splice(0)
  expect(complaints).toEqual([])
})

async function open(options: Parameters<WebClient["visit"]>[1] = {}): Promise<Page> {
  const opened = await client.visit("/objects/gadgets", { as: ada, ...options })
  await opened.getByRole("rowheader", { name: "One" }).waitFor()
  return opened
}

/** The cell of a record in a column, which is scrolled to. */
async function cellAt(of: Page, label: string, name = "One"): Promise<Locator> {
  const header = of.getByRole("columnheader", { name: label, exact: true })
  for (let left = 0; left < 6000 && (await header.count()) === 0; left += 300) {
    await of.getByRole("grid").evaluate((node, to) => (node.scrollLeft = to), left)
    await of.waitForTimeout(50)
  }
  const index = await header.getAttribute("aria-colindex")
  const row = of.getByRole("row").filter({ has: of.getByRole("rowheader", { name, exact: true }) })
  return row.locator(`[aria-colindex="${index}"]`)
}

/** The cell has the focus; what stands in it, such as a link, is not pressed. */
async function focusCell(label: string, name?: string): Promise<Locator> {
  const cell = await cellAt(page, label, name)
  if (await cell.evaluate((node) => node === document.activeElement)) return cell
  const { width } = (await cell.boundingBox())!
  await cell.click({ position: { x: width - 4, y: 4 } })
  return cell
}

const editor = () => page.locator(".editor")

/** Opened by Enter, with what is there. */
async function openEditor(label: string, name?: string): Promise<Locator> {
  const cell = await focusCell(label, name)
  await page.keyboard.press("Enter")
  await editor().waitFor()
  return cell
}

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}

/** Everything that was changed has been written. */
async function saved(): Promise<void> {
  await page.waitForTimeout(30)
  await page.locator("html[data-sync=idle]").waitFor()
}

async function onServer<T = unknown>(selection: string, name = "One"): Promise<T> {
  const { data, errors } = await ada.graphql<{ gadget: Record<string, T> }>(
    `{ gadget(filter: { name: { eq: "${name}" } }) { value: ${selection} } }`,
  )
  expect(errors).toBeUndefined()
  return data.gadget.value!
}

interface Case {
  label: string
  /** what is asked for on the server */
  selection: string
  /** with the editor open, to its end */
  act(): Promise<void>
  /** in the cell afterwards */
  shown: string
  value: unknown
  /** what the server has when the cell was cleared; undefined where Delete clears nothing */
  cleared?: unknown
}

const typed =
  (text: string, ...keys: string[]) =>
  async () => {
    await page.keyboard.type(text)
    await press(...keys)
  }

/** In a list that stays open. */
const linked = (name: string) => async () => {
  await page.keyboard.type(name)
  await press("Enter")
  await editor().getByRole("option", { name, selected: true }).waitFor()
  await press("Escape")
}

const edges = (...names: string[]) => ({ edges: names.map((name) => ({ node: { name } })) })

const cases: Case[] = [
  { label: "Line", selection: "line", act: typed("Hello ", "Enter"), shown: "Hello", value: "Hello", cleared: "" },
  {
    label: "Lines",
    selection: "lines",
    async act() {
      await page.keyboard.type("First")
      await press("Shift+Enter")
      await page.keyboard.type("Second")
      await press("Enter")
    },
    shown: "First Second",
    value: "First\nSecond",
    cleared: "",
  },
  {
    label: "Person",
    selection: "person { firstName lastName }",
    async act() {
      await page.keyboard.type("Ana")
      await press("Tab")
      await page.keyboard.type("Silva")
      await press("Enter")
    },
    shown: "Ana Silva",
    value: { firstName: "Ana", lastName: "Silva" },
    cleared: { firstName: "", lastName: "" },
  },
  {
    label: "Number",
    selection: "number",
    async act() {
      await page.keyboard.type("1200*1.2")
      await editor().getByText("= 1,440.00").waitFor()
      await press("Enter")
    },
    shown: "1,440.00",
    value: 1440,
    cleared: null,
  },
  { label: "Share", selection: "share", act: typed("12 %", "Enter"), shown: "12%", value: 0.12, cleared: null },
  {
    label: "Rating",
    selection: "rating",
    async act() {
      await press("2", "ArrowRight", "ArrowRight")
      await editor().getByRole("radio", { name: "4 stars", checked: true }).waitFor()
      await press("Enter")
    },
    shown: "",
    value: "RATING_4",
    cleared: null,
  },
  {
    label: "Day",
    selection: "day",
    async act() {
      await page.keyboard.type("14 oct 2025")
      await editor().getByText("Tue, 14 Oct 2025").waitFor()
      await press("Enter")
    },
    shown: "14 Oct 2025",
    value: "2025-10-14",
    cleared: null,
  },
  {
    label: "Moment",
    selection: "moment",
    async act() {
      await page.keyboard.type("14/10/2025")
      await press("Tab")
      await page.keyboard.type("9p")
      await press("Enter")
    },
    shown: "14 Oct 2025, 21:00",
    value: "2025-10-14T19:00:00.000Z",
    cleared: null,
  },
  { label: "Choice", selection: "choice", act: typed("gr", "Enter"), shown: "Green", value: "GREEN", cleared: null },
  {
    label: "Choices",
    selection: "choices",
    async act() {
      await press("ArrowDown", "Space", "Home", "Space")
      await press("Escape")
    },
    shown: "GreenRed",
    value: ["GREEN", "RED"],
    cleared: [],
  },
  {
    label: "Money",
    selection: "money { amountMicros currencyCode }",
    act: typed("£12.5k", "Enter"),
    shown: "£12,500.00",
    value: { amountMicros: 12_500_000_000, currencyCode: "GBP" },
    cleared: { amountMicros: null, currencyCode: null },
  },
  {
    label: "Mails",
    selection: "mails { primaryEmail additionalEmails }",
    async act() {
      await page.keyboard.type("Ana@x.test")
      await press("Enter")
      await page.keyboard.type("bob@x.test,")
      await press("Enter")
    },
    shown: "ana@x.testbob@x.test",
    value: { primaryEmail: "ana@x.test", additionalEmails: ["bob@x.test"] },
    cleared: { primaryEmail: "", additionalEmails: [] },
  },
  {
    label: "Mail",
    selection: "mail { primaryEmail additionalEmails }",
    act: typed("Ana Li <ana@x.test>", "Enter"),
    shown: "ana@x.test",
    value: { primaryEmail: "ana@x.test", additionalEmails: [] },
    cleared: { primaryEmail: "", additionalEmails: [] },
  },
  {
    label: "Calls",
    selection: "calls { primaryPhoneNumber primaryPhoneCallingCode primaryPhoneCountryCode }",
    act: typed("+351 912 345 678", "Enter", "Enter"),
    shown: "+351 912345678",
    value: { primaryPhoneNumber: "912345678", primaryPhoneCallingCode: "+351", primaryPhoneCountryCode: "PT" },
    cleared: { primaryPhoneNumber: "", primaryPhoneCallingCode: "", primaryPhoneCountryCode: "" },
  },
  {
    label: "Sites",
    selection: "sites { primaryLinkUrl primaryLinkLabel secondaryLinks }",
    async act() {
      await page.keyboard.type("acme.test/about")
      await press("Tab")
      await page.keyboard.type("About")
      await press("Enter")
    },
    shown: "About",
    value: { primaryLinkUrl: "https://acme.test/about", primaryLinkLabel: "About", secondaryLinks: [] },
    cleared: { primaryLinkUrl: "", primaryLinkLabel: "", secondaryLinks: [] },
  },
  {
    label: "Place",
    selection: "place { addressStreet1 addressPostcode addressCity addressCountry }",
    async act() {
      await page.keyboard.type("Rua Augusta 1")
      await press("Tab", "Tab")
      await page.keyboard.type("1100-053")
      await press("Tab")
      await page.keyboard.type("Lisboa")
      await press("Tab", "Tab")
      await page.keyboard.type("portug")
      await press("Enter", "Enter")
    },
    shown: "Lisboa, Portugal",
    value: {
      addressStreet1: "Rua Augusta 1",
      addressPostcode: "1100-053",
      addressCity: "Lisboa",
      addressCountry: "Portugal",
    },
    cleared: { addressStreet1: "", addressPostcode: "", addressCity: "", addressCountry: "" },
  },
  {
    label: "Words",
    selection: "words",
    act: typed("one,two", "Enter", "Enter"),
    shown: "onetwo",
    value: ["one", "two"],
    cleared: [],
  },
  {
    label: "Data",
    selection: "data",
    act: typed('{"a": [1]}', "Control+Enter"),
    shown: '{"a":[1]}',
    value: { a: [1] },
    cleared: null,
  },
  {
    label: "Body",
    selection: "body { markdown }",
    async act() {
      // It comes when it is needed; what is typed before that is taken without any formats.
      await page.locator("[contenteditable=true]:focus").waitFor()
      await page.keyboard.type("# Hi")
      await press("Enter")
      await page.keyboard.type("there")
      await press("Control+Enter")
    },
    shown: "Hi there",
    value: { markdown: "# Hi\n\nthere\n" },
    cleared: { markdown: "" },
  },
  {
    label: "Files",
    selection: "files { label extension }",
    async act() {
      await upload("contract.txt", "Signed.")
      await editor().getByRole("link", { name: "contract.txt" }).waitFor()
      await press("Escape")
    },
    shown: "contract.txt",
    value: [{ label: "contract.txt", extension: ".txt" }],
    cleared: null,
  },
  {
    label: "Maker",
    selection: "maker { name }",
    act: typed("bol", "Enter"),
    shown: "Bolt",
    value: { name: "Bolt" },
    cleared: null,
  },
  {
    label: "Keeper",
    selection: "keeperCompany { name }",
    act: typed("Crate", "Enter"),
    shown: "Crate",
    value: { name: "Crate" },
    cleared: null,
  },
  {
    label: "Fans",
    selection: "fans { edges { node { name { firstName } } } }",
    act: linked("Ana Stone"),
    shown: "Ana Stone",
    value: { edges: [{ node: { name: { firstName: "Ana" } } }] },
  },
  {
    label: "Shops",
    selection: "shops { edges { node { company { name } } } }",
    act: linked("Acme"),
    shown: "Acme",
    value: { edges: edges("Acme").edges.map(({ node }) => ({ node: { company: node } })) },
  },
]

async function upload(name: string, text: string): Promise<void> {
  const file = { name, mimeType: "text/plain", buffer: Buffer.from(text) }
  await editor().locator("input[type=file]").setInputFiles(file)
}

/** What was written is painted a moment later. */
async function becomes(cell: Locator, text: string): Promise<void> {
  for (let tries = 0; tries < 100 && (await textOf(cell)) !== text; tries++) await Bun.sleep(50)
  expect(await textOf(cell)).toBe(text)
}

/** Avatars are letters as well, and are told to nobody. */
const textOf = (cell: Locator) =>
  cell.evaluate((node) => {
    const copy = node.cloneNode(true) as HTMLElement
    for (const hidden of copy.querySelectorAll("[aria-hidden=true], .popover")) hidden.remove()
    return copy.textContent?.trim() ?? ""
  })

describe("in the grid", () => {
  test.each(cases.map((each) => [each.label, each] as const))(
    "UI-120 %s is edited, written, cleared and undone",
    async (label, { selection, act, shown, value, cleared }) => {
      const empty = await onServer(selection)
      const cell = await openEditor(label)
      await act()
      await editor().waitFor({ state: "detached" })
      await saved()
      expect(await onServer(selection)).toEqual(value)
      await becomes(cell, shown)

      await press("Control+z")
      await saved()
      expect(await onServer(selection)).toEqual(empty)
      await press("Control+Shift+z")
      await saved()
      expect(await onServer(selection)).toEqual(value)

      if (cleared === undefined) return
      await focusCell(label)
      await press("Delete")
      await saved()
      expect(await onServer(selection)).toEqual(cleared)
      await becomes(cell, "")
      await press("Control+z")
      await saved()
      expect(await onServer(selection)).toEqual(value)
      await becomes(cell, shown)
    },
  )
})

/** Pastes into whatever has the focus. */
const paste = (text: string) =>
  page.evaluate((pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData("text/plain", pasted)
    const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true })
    if (document.activeElement!.dispatchEvent(event)) document.execCommand("insertText", false, pasted)
  }, text)

const alert = (text: string) => editor().getByRole("alert").filter({ hasText: text })

describe("numbers and money", () => {
  test.each(["1.250,5", "1250.5"])("UI-121 with German habits a number may be typed %s", async (text) => {
    const schema = await client.app.services.schemas.get(ada.workspaceId)
    await client.app.services.db.script(
      `update "${schema.schemaName}"."workspaceMember" set "numberFormat" = 'DOTS_AND_COMMA'`,
    )
    await page.reload()
    await page.getByRole("rowheader", { name: "One" }).waitFor()
    const cell = await openEditor("Number", "Two")
    await page.keyboard.type(text)
    await press("Enter")
    await cell.getByText("1.250,50", { exact: true }).waitFor()
    await saved()
    expect(await onServer("number", "Two")).toBe(1250.5)
    await client.app.services.db.script(`update "${schema.schemaName}"."workspaceMember" set "numberFormat" = 'SYSTEM'`)
    await page.reload()
    await page.getByRole("rowheader", { name: "One" }).waitFor()
  })

  test("UI-123 an amount that is pasted with its sign brings its currency along", async () => {
    const cell = await openEditor("Money", "Two")
    await paste("€1,250.50")
    await editor().getByRole("button", { name: "Currency: EUR" }).waitFor()
    expect(await editor().getByRole("textbox", { name: "Amount" }).inputValue()).toBe("1,250.50")
    await press("Enter")
    await cell.getByText("€1,250.50", { exact: true }).waitFor()
    await saved()
    expect(await onServer("money { amountMicros currencyCode }", "Two")).toEqual({
      amountMicros: 1_250_500_000,
      currencyCode: "EUR",
    })
  })

  test("a letter in the amount looks for a currency, by code or name", async () => {
    await openEditor("Money", "Two")
    await page.keyboard.type("s")
    await page.getByRole("combobox", { name: "Currency" }).pressSequentially("wiss fr")
    await press("Enter")
    await editor().getByRole("button", { name: "Currency: CHF" }).waitFor()
    await press("Escape")
  })

  test("digits beyond those that the field has are refused", async () => {
    await openEditor("Number", "Two")
    await page.keyboard.type("1.234")
    await press("Enter")
    await alert("Use up to 2 decimals.").waitFor()
    await press("Escape")
  })
})

describe("days", () => {
  test("UI-122 words, distances and ISO are read; what is no day is told", async () => {
    const today = await page.evaluate(() => new Date().toLocaleDateString("sv-SE", { timeZone: "Europe/Berlin" }))
    const plus = (days: number) => new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10)
    for (const [text, day] of [
      ["tomorrow", plus(1)],
      ["+2w", plus(14)],
      ["2025-10-14", "2025-10-14"],
    ] as const) {
      await openEditor("Day", "Two")
      await page.keyboard.type(text)
      await press("Enter")
      await saved()
      expect(await onServer("day", "Two")).toBe(day)
    }
    await openEditor("Day", "Two")
    await page.keyboard.type("32/13")
    await press("Enter")
    await alert("That is not a date. Try 2025-10-14 or next Monday.").waitFor()
    await press("Escape")
  })

  test("the month is gone through by keys", async () => {
    await openEditor("Day", "Two")
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label"))
    const days: (string | null | undefined)[] = []
    for (const key of ["ArrowDown", "ArrowRight", "ArrowDown", "PageDown", "Shift+PageUp", "Home", "End"]) {
      await press(key)
      await page.waitForTimeout(30)
      days.push(await focused())
    }
    expect(days).toEqual([
      "Tuesday, 14 October 2025",
      "Wednesday, 15 October 2025",
      "Wednesday, 22 October 2025",
      "Saturday, 22 November 2025",
      "Friday, 22 November 2024",
      "Monday, 18 November 2024",
      "Sunday, 24 November 2024",
    ])
    await press("Enter")
    await editor().waitFor({ state: "detached" })
    await saved()
    expect(await onServer("day", "Two")).toBe("2024-11-24")
    await openEditor("Day", "Two")
    await press("ArrowDown", "t", "Enter")
    await saved()
    expect(await onServer("day", "Two")).not.toBe("2024-11-24")
  })

  test("an hour that clocks show twice is asked for", async () => {
    await openEditor("Moment", "Two")
    await page.keyboard.type("26 oct 2025 2:30")
    await editor().getByRole("radio", { name: "The later (CET)" }).check()
    await press("Enter")
    await saved()
    expect(await onServer("moment", "Two")).toBe("2025-10-26T01:30:00.000Z")
    // It is known again when the value is looked at.
    await openEditor("Moment", "Two")
    expect(await editor().getByRole("radio", { name: "The later (CET)" }).isChecked()).toBe(true)
    await press("Tab", "ArrowDown", "Enter")
    await saved()
    expect(await onServer("moment", "Two")).toBe("2025-10-26T01:45:00.000Z")
    await openEditor("Moment", "Two")
    await press("Tab")
    await page.keyboard.type("soon")
    await press("Enter")
    await alert("That is not a time. Try 14:30.").waitFor()
    await press("Escape")
  })
})

describe("lists", () => {
  test("UI-124 pasted addresses are taken in one by one; what is none stays, with its message", async () => {
    await openEditor("Mails", "Two")
    await paste("a@x.test; Bea Li <b@x.test>, nobody, c@x.test")
    const list = editor().getByRole("list", { name: "Mails" })
    expect(await list.getByRole("listitem").count()).toBe(3)
    await alert("‘nobody’ is not an e-mail address.").waitFor()
    const input = editor().getByRole("textbox", { name: "Add an e-mail address" })
    expect(await input.inputValue()).toBe("nobody")
    // Whoever leaves it so is told, and loses nothing.
    await page.mouse.click(1400, 850)
    await alert("‘nobody’ is not an e-mail address.").waitFor()
    await input.fill("d@x.test")
    await press("Enter", "Enter")
    await saved()
    expect(await onServer("mails { primaryEmail additionalEmails }", "Two")).toEqual({
      primaryEmail: "a@x.test",
      additionalEmails: ["b@x.test", "c@x.test", "d@x.test"],
    })
  })

  test("rows are made primary, moved, edited and removed by keys", async () => {
    await openEditor("Mails", "Two")
    await press("ArrowUp", "p")
    await page.locator(".list-item:focus").filter({ hasText: "d@x.test" }).waitFor()
    await press("Alt+ArrowDown")
    await page.waitForTimeout(30)
    await press("ArrowDown", "Delete")
    await page.keyboard.type("a@x.test")
    await press("Enter")
    await alert("‘a@x.test’ is already in the list.").waitFor()
    await editor().getByRole("textbox").fill("")
    await press("Backspace")
    await editor().getByRole("textbox").fill("cc@x.test")
    await press("Enter", "Enter")
    await saved()
    expect(await onServer("mails { primaryEmail additionalEmails }", "Two")).toEqual({
      primaryEmail: "a@x.test",
      additionalEmails: ["d@x.test", "cc@x.test"],
    })
  })

  test("where one is all, it is edited as if there were no list", async () => {
    await openEditor("Mail", "One")
    expect(await editor().getByRole("textbox").inputValue()).toBe("ana@x.test")
    await page.keyboard.type("bob@x.test")
    await press("Enter")
    await saved()
    expect(await onServer("mail { primaryEmail }", "One")).toEqual({ primaryEmail: "bob@x.test" })
    await openEditor("Mail", "One")
    await press("Delete", "Enter")
    await saved()
    expect(await onServer("mail { primaryEmail }", "One")).toEqual({ primaryEmail: "" })
  })

  test("UI-126 a link that runs code is refused, and never shown as a link", async () => {
    const cell = await openEditor("Sites", "Two")
    await page.keyboard.type("javascript:alert(1)")
    await press("Enter")
    await alert("Only http and https links are allowed.").waitFor()
    await press("Escape")
    expect(await cell.getByRole("link").count()).toBe(0)
    // However it came into the database.
    const { schemaName } = await client.app.services.schemas.get(ada.workspaceId)
    await client.app.services.db.script(
      `update "${schemaName}"."_gadget" set sites = '{"primaryLinkUrl": "javascript:alert(1)", "primaryLinkLabel": "Click", "secondaryLinks": []}' where name = 'Three'`,
    )
    await page.reload()
    const stored = await cellAt(page, "Sites", "Three")
    await stored.getByText("Click").waitFor()
    expect(await stored.getByRole("link").count()).toBe(0)
  })

  test("a number without its country is of the one that was chosen", async () => {
    await openEditor("Calls", "Two")
    await press("Shift+Tab")
    await openEditor("Calls", "Two")
    await editor().getByRole("button", { name: "Country: GB +44" }).click()
    await page.getByRole("combobox", { name: "Country" }).fill("portugal")
    await press("Enter")
    await editor().getByRole("button", { name: "Country: PT +351" }).waitFor()
    await press("Tab")
    await page.keyboard.type("912 345 678")
    await press("Enter", "Enter")
    await saved()
    expect(await onServer("calls { primaryPhoneNumber primaryPhoneCountryCode }", "Two")).toEqual({
      primaryPhoneNumber: "912345678",
      primaryPhoneCountryCode: "PT",
    })
    await openEditor("Calls", "Two")
    await page.keyboard.type("call me")
    await press("Enter")
    await alert("‘call me’ does not look like a Portugal phone number.").waitFor()
    await press("Escape", "Escape")
  })

  test("JSON that is none is told with its place, and put in order when it is some", async () => {
    await openEditor("Data", "Two")
    await page.keyboard.type('{"a": [1,]}')
    await press("Control+Enter")
    await alert("at line 1, column 10.").waitFor()
    await editor().getByRole("textbox").fill('{"a":1}')
    await editor().getByRole("button", { name: "Format" }).click()
    expect(await editor().getByRole("textbox").inputValue()).toBe('{\n  "a": 1\n}')
    await press("Escape")
  })
})

describe("files", () => {
  test("there are no more than fit, and they are renamed and removed", async () => {
    await openEditor("Files", "Two")
    for (const name of ["a.txt", "b.txt", "c.txt"]) {
      await upload(name, name)
      await editor().getByRole("link", { name }).waitFor()
    }
    await editor().getByText("Up to 3 files fit here.").waitFor()
    await editor().getByRole("link", { name: "a.txt" }).focus()
    await press("F2")
    await page.keyboard.type("first")
    await press("Enter")
    await editor().getByRole("link", { name: "first.txt" }).waitFor()
    await editor().getByRole("button", { name: "Remove c.txt" }).click()
    await editor().getByRole("link", { name: "c.txt" }).waitFor({ state: "detached" })
    await press("Escape")
    await saved()
    expect(await onServer("files { label }", "Two")).toEqual([{ label: "first.txt" }, { label: "b.txt" }])
  })

  test("UI-148 what the server would not take is named, and neither sent nor in the way", async () => {
    await openEditor("Files", "Two")
    await editor()
      .locator("input[type=file]")
      .setInputFiles([
        { name: "run.exe", mimeType: "application/octet-stream", buffer: Buffer.from("MZ") },
        { name: "e.txt", mimeType: "text/plain", buffer: Buffer.from("e") },
      ])
    await alert("run.exe was not uploaded. Files of type .exe are not taken here.").waitFor()
    await editor().getByRole("link", { name: "e.txt" }).waitFor()
    await editor().getByRole("button", { name: "Remove e.txt" }).click()
    await press("Control+Enter")
    await editor().waitFor({ state: "detached" })
  })

  test("an upload that is refused or stopped says so, and is tried again", async () => {
    await openEditor("Files", "Two")
    await page.route("**/rest/files?*", (route) => route.abort())
    await upload("d.txt", "d")
    await editor().getByText("Upload of d.txt stopped.").waitFor()
    await page.unroute("**/rest/files?*")
    await page.mouse.click(1400, 850)
    await editor().getByRole("button", { name: "Retry" }).click()
    await editor().getByRole("link", { name: "d.txt" }).waitFor()
    await press("Control+Enter")
    await saved()
    expect(await onServer<unknown[]>("files { label }", "Two")).toHaveLength(3)
    // The browser complains of the request that found nobody.
    client.complaints.splice(0)
  })
})

describe("records", () => {
  test("UI-125 what is missing is made and linked in one go", async () => {
    const cell = await openEditor("Maker", "Two")
    await page.keyboard.type("Dune Works")
    await editor().getByRole("option", { name: "Create ‘Dune Works’" }).waitFor()
    await press("Enter")
    await editor().waitFor({ state: "detached" })
    await cell.getByText("Dune Works").waitFor()
    await saved()
    expect(await onServer("maker { name }", "Two")).toEqual({ name: "Dune Works" })
  })

  test("a link is let go of", async () => {
    const cell = await openEditor("Maker", "Two")
    await editor().getByRole("option", { name: "Dune Works", selected: true }).waitFor()
    await editor().getByRole("button", { name: "Unlink" }).click()
    await saved()
    expect(await onServer("maker { name }", "Two")).toBeNull()
    await becomes(cell, "")
  })

  test("only the answer to what was typed last is shown", async () => {
    let requests = 0
    await page.route("**/graphql", async (route) => {
      const isSearch = route.request().postData()?.includes("r0: companies")
      if (isSearch && requests++ === 1) await Bun.sleep(700)
      // Whoever has typed on has let go of it.
      await route.continue().catch(() => undefined)
    })
    await openEditor("Maker", "Two")
    await editor().getByRole("option", { name: "Bolt" }).waitFor()
    await page.keyboard.type("Acm")
    await page.waitForTimeout(200)
    await page.keyboard.press("Control+a")
    await page.keyboard.type("Crat")
    await editor().getByRole("option", { name: "Crate" }).waitFor()
    await page.waitForTimeout(800)
    expect(await editor().getByRole("option").allTextContents()).toEqual(["CCrate", "Create ‘Crat’"])
    await press("Escape")
    await page.unroute("**/graphql")
    expect(requests).toBe(3)
    // Requests that were let go of are no news.
    client.complaints.splice(0)
  })

  test("records of several objects are under the names of theirs", async () => {
    await openEditor("Keeper", "Two")
    await editor().getByText("People", { exact: true }).waitFor()
    await editor().getByText("Companies", { exact: true }).waitFor()
    await editor().getByRole("option", { name: "Bob Stone" }).click()
    await saved()
    expect(await onServer("keeperPerson { name { firstName } }", "Two")).toEqual({ name: { firstName: "Bob" } })
  })

  test("among members the person finds who they are", async () => {
    await openEditor("Owner", "Two")
    const own = editor().getByRole("option").filter({ hasText: "Me" })
    await own.click()
    await saved()
    expect(await onServer("owner { userEmail }", "Two")).not.toBeNull()
  })

  test("who is linked elsewhere is said so, moves, and goes back when it is undone", async () => {
    const fans = "fans { edges { node { name { firstName } } } }"
    const ana = { edges: [{ node: { name: { firstName: "Ana" } } }] }
    await openEditor("Fans", "Two")
    const option = editor().getByRole("option").filter({ hasText: "Ana Stone" })
    await option.filter({ hasText: "Linked to One" }).click()
    await press("Escape")
    await saved()
    expect(await onServer(fans, "Two")).toEqual(ana)
    expect(await onServer(fans, "One")).toEqual({ edges: [] })
    await (await cellAt(page, "Fans", "One")).getByText("Ana Stone").waitFor({ state: "detached" })
    await press("Control+z")
    await saved()
    expect(await onServer(fans, "One")).toEqual(ana)
    await (await cellAt(page, "Fans", "Two")).getByText("Ana Stone").waitFor({ state: "detached" })
  })

  test("links that are made fast after one another all arrive", async () => {
    await page.route("**/graphql", async (route) => {
      await Bun.sleep(150)
      await route.continue()
    })
    await openEditor("Shops", "Two")
    for (const name of ["Acme", "Bolt", "Crate"]) await editor().getByRole("option").filter({ hasText: name }).click()
    await press("Escape")
    await saved()
    await page.unroute("**/graphql")
    expect(await onServer<{ edges: unknown[] }>("shops { edges { node { id } } }", "Two")).toMatchObject({
      edges: { length: 3 },
    })
    await press("Control+z", "Control+z")
    await saved()
    expect(await onServer<{ edges: unknown[] }>("shops { edges { node { id } } }", "Two")).toMatchObject({
      edges: { length: 1 },
    })
  })
})

test("UI-048 Delete clears a cell that may be empty, and tells of one that may not", async () => {
  const model = await readModel(ada)
  await ada.metadata(`mutation ($input: CreateOneFieldMetadataInput!) { createOneField(input: $input) { id } }`, {
    input: {
      field: {
        objectMetadataId: model.objectId("gadget"),
        name: "code",
        label: "Code",
        type: "TEXT",
        isNullable: false,
        defaultValue: "'X1'",
      },
    },
  })
  await page.reload()
  await page.getByRole("rowheader", { name: "One" }).waitFor()
  const cell = await focusCell("Code")
  await press("Delete")
  await page.getByRole("status").filter({ hasText: "Code is needed." }).waitFor()
  await becomes(cell, "X1")
  await press("Enter")
  await editor().getByRole("textbox").fill("")
  await press("Enter")
  await alert("Code is needed.").waitFor()
  await press("Escape")
  await focusCell("Line")
  await press("Delete")
  await saved()
  expect(await onServer("line")).toBe("")
  expect(await onServer("code")).toBe("X1")
})

test("fields that people do not write have no editor", async () => {
  await focusCell("Created by")
  await press("Enter")
  await page.getByText("You can view Created by but not change it.").waitFor()
  expect(await editor().count()).toBe(0)
})

const shapes =
  "Line Lines Person Number Rating Day Moment Choices Money Mails Calls Sites Place Data Files Maker Keeper Shops"

describe.each(["light", "dark"] as const)("in %s", (colorScheme) => {
  test("axe has nothing serious to say of an open editor", async () => {
    await page.emulateMedia({ colorScheme })
    await page.evaluate(axe.source)
    for (const label of shapes.split(" ")) {
      await openEditor(label, "Two")
      await page.waitForTimeout(150)
      const found = await page.evaluate(async () => {
        const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(".editor")
        return violations
          .filter(({ impact }) => impact === "serious" || impact === "critical")
          .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)
      })
      expect([label, ...found]).toEqual([label])
      await press("Escape")
      await editor().waitFor({ state: "detached" })
    }
  })
})

test("on a phone an editor is a sheet of its own, which is left by Done or Cancel", async () => {
  const phone = await open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  const cell = await cellAt(phone, "Line", "Three")
  await cell.tap()
  await cell.tap()
  const sheet = phone.locator(".editor")
  await sheet.waitFor()
  const box = (await sheet.boundingBox())!
  expect([box.x, box.width, box.y + box.height]).toEqual([0, 390, 844])
  await sheet.getByRole("textbox", { name: "Line" }).fill("By thumb")
  await sheet.getByRole("button", { name: "Done" }).tap()
  await cell.getByText("By thumb").waitFor()
  await phone.context().close()
})

test("the plan of calling codes is that of the server", async () => {
  const { getCountries, getCountryCallingCode } = await import("libphonenumber-js/min")
  const { callingCodeOf, countriesOf } = await import("../../web/editors/countries.ts")
  const codes = getCountries()
  expect(codes.map((code) => `${code} ${callingCodeOf(code)}`)).toEqual(
    codes.map((code) => `${code} +${getCountryCallingCode(code)}`),
  )
  expect(["+1", "+7", "+44"].map((code) => countriesOf(code)[0])).toEqual(["US", "RU", "GB"])
})

/** Records of to-many relations are no values; beside the page and in a form they are cards of their own. */
const values = cases.filter(({ cleared }) => cleared !== undefined)

describe("beside the page", () => {
  const row = (label: string) =>
    page
      .getByRole("complementary")
      .locator(".field-row")
      .filter({ has: page.locator("dt").getByText(label, { exact: true }) })

  beforeAll(async () => {
    const { data } = await ada.graphql<{ createGadget: { id: string } }>(
      `mutation { createGadget(data: { name: "Beside" }) { id } }`,
    )
    await page.goto(`${client.url}/objects/gadgets?panel=gadget:${data.createGadget.id}`)
    await page
      .getByRole("complementary")
      .getByRole("button", { name: /empty fields/ })
      .click()
  })

  // Formatted texts are written where they stand; see rich-text.test.ts.
  const short = values.filter(({ label }) => label !== "Body")

  test.each(short.map((each) => [each.label, each] as const))(
    "UI-120 %s is edited, written and undone",
    async (label, { selection, act, shown, value }) => {
      const empty = await onServer(selection, "Beside")
      const change = row(label).getByRole("button", { name: `Edit ${label}`, exact: true })
      await change.focus()
      await press("Enter")
      await editor().waitFor()
      await act()
      await editor().waitFor({ state: "detached" })
      await saved()
      expect(await onServer(selection, "Beside")).toEqual(value)
      await becomes(row(label).locator(".value"), shown)
      await change.and(page.locator(":focus")).waitFor()
      await press("Control+z")
      await saved()
      expect(await onServer(selection, "Beside")).toEqual(empty)
    },
  )
})

test("UI-120 in a form for a new record every type is filled in by the same keys, and written at once", async () => {
  await page.goto(`${client.url}/objects/gadgets?panel=create:gadget`)
  const form = page.getByRole("complementary")
  await form.getByRole("textbox", { name: "Name" }).fill("Formed")
  await form.getByText("More fields").click()
  for (const { label, act, shown } of values) {
    const row = form.locator(".draft-row").filter({ has: page.locator(".label").getByText(label, { exact: true }) })
    const choose = row.locator("button.choose")
    const isChosen = (await choose.count()) > 0
    await (isChosen ? choose : row.locator("input, textarea").first()).focus()
    if (isChosen) {
      await press("Enter")
      await page.locator(".popover.editor").waitFor()
    }
    await act()
    if (!isChosen) continue
    await page.locator(".popover.editor").waitFor({ state: "detached" })
    await becomes(choose, shown)
  }
  await press("Control+Enter")
  await page.getByRole("complementary", { name: "Formed" }).waitFor()
  for (const { selection, value } of values) expect(await onServer(selection, "Formed")).toEqual(value)
})
