/** How one looks at records: filters, sorts, columns, what is calculated, and views that keep it. */
import { afterAll, afterEach, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import type { Locator, Page } from "playwright-core"
import type { FieldTypeName } from "../../src/metadata/schema.ts"
import type { Member } from "../support/app.ts"
import { newMember } from "../support/people.ts"
import { openWebClient, type WebClient } from "../support/web-client.ts"
import { operandsOf } from "../../web/views/operands.ts"
import { aggregateName, aggregatesOf } from "../../web/views/aggregates.ts"

setDefaultTimeout(60_000)

let client: WebClient
let ada: Member
let page: Page

const stages = ["NEW", "MEETING", "PROPOSAL", "WON"]

beforeAll(async () => {
  client = await openWebClient()
  ada = await client.app.signUp()
  await ada.graphql(`mutation ($data: [OpportunityCreateInput!]!) { createOpportunities(data: $data) { id } }`, {
    data: Array.from({ length: 40 }, (_, i) => ({
      name: `${i % 2 ? "Ana" : "Bob"} ${String(i).padStart(2, "0")}`,
      stage: stages[i % 4],
      amount: { amountMicros: i * 1_000_000, currencyCode: "USD" },
      position: i,
    })),
  })
  page = await client.visit("/", { as: ada, viewport: { width: 1500, height: 900 } })
})

afterAll(() => client.close())

afterEach(() => {
  const complaints = client.complaints.splice(0)
  expect(complaints).toEqual([])
})

const place = "/objects/opportunities"

async function open(address = place, at = page): Promise<void> {
  await at.goto(client.url + address)
  await at.getByRole("grid").waitFor()
}

const button = (name: string | RegExp, at: Page | Locator = page) => at.getByRole("button", { name, exact: true })
const counted = (text: string, at = page) => at.getByRole("status").getByText(text, { exact: true }).waitFor()
const trimmed = (at = page) => at.locator("[role=rowheader] .record bdi").allInnerTexts()
/** Without the box above the rows. */
const heads = async (at = page) =>
  (await at.getByRole("columnheader").allInnerTexts()).map((each) => each.trim()).filter((each) => each !== "")
const head = (name: string, at = page) => at.getByRole("columnheader", { name, exact: true })

interface Described {
  nameSingular: string
  namePlural: string
  fieldsList: { id: string; name: string; type: FieldTypeName }[]
}

/** Every object of the workspace, with the fields that somebody can read. */
async function objects(): Promise<Described[]> {
  const { data } = await ada.metadata<{
    objects: { edges: { node: Described }[] }
    currentUser: {
      currentUserWorkspace: { objectsPermissions: { restrictedFields: Record<string, { canRead?: false }> }[] }
    }
  }>(
    `{
      objects(paging: { first: 1000 }) { edges { node { nameSingular namePlural fieldsList { id name type } } } }
      currentUser { currentUserWorkspace { objectsPermissions { restrictedFields } } }
    }`,
  )
  const { objectsPermissions } = data.currentUser.currentUserWorkspace
  const restricted = Object.assign({}, ...objectsPermissions.map((each) => each.restrictedFields))
  return data.objects.edges.map(({ node }) => ({
    ...node,
    fieldsList: node.fieldsList.filter(({ id }) => restricted[id]?.canRead !== false),
  }))
}

async function addFilter(field: string, at = page): Promise<Locator> {
  await button("Filter", at).click()
  await at.getByRole("combobox", { name: "Find a field" }).fill(field)
  await at.getByRole("option", { name: field, exact: true }).click()
  const dialog = at.getByRole("dialog").filter({ hasText: field })
  await dialog.waitFor()
  return dialog
}

describe("filters", () => {
  test("UI-069 a condition is a chip, narrows the count, stands in the address and outlives a reload", async () => {
    await open()
    await counted("40")
    const dialog = await addFilter("Name")
    await dialog.getByRole("textbox", { name: "Value" }).fill("ana")
    await counted("20 of 40")
    await page.keyboard.press("Escape")
    await button("Name contains ana").waitFor()
    expect(decodeURIComponent(page.url())).toContain('["name","CONTAINS","ana"]')
    await page.reload()
    await counted("20 of 40")
    await button("Name contains ana").click()
    await page.getByRole("dialog").getByRole("textbox", { name: "Value" }).fill("bob 0")
    await counted("5 of 40")
    await page.keyboard.press("Escape")
    await button("Remove Name contains bob 0").click()
    await counted("40")
  })

  test("what was begun and not filled in is no condition", async () => {
    await open()
    await addFilter("Name")
    await page.keyboard.press("Escape")
    await page.getByRole("dialog").waitFor({ state: "detached" })
    await page.waitForFunction(() => !location.search.includes("filter"))
    await counted("40")
  })

  test("options are chosen from a list, amounts typed; both have to hold", async () => {
    await open()
    const dialog = await addFilter("Stage")
    await dialog.getByRole("option", { name: "Won" }).click()
    await dialog.getByRole("option", { name: "Proposal" }).click()
    await counted("20 of 40")
    await page.keyboard.press("Escape")
    const amount = await addFilter("Amount")
    await amount.getByRole("textbox", { name: "Value" }).fill("30")
    await counted("6 of 40")
    await page.keyboard.press("Escape")
    await button(/^Stage is (Won, Proposal|Proposal, Won)$/).waitFor()
    await button("Amount is at least 30").waitFor()
  })

  test("UI-073 nested groups show the records that the API shows for the same filter", async () => {
    const tree = [
      {
        any: [
          {
            all: [
              ["name", "CONTAINS", "ana"],
              ["stage", "IS", ["WON"]],
            ],
          },
          ["amount", "GREATER_THAN_OR_EQUAL", "38"],
        ],
      },
    ]
    await open(`${place}?filter=${encodeURIComponent(JSON.stringify(tree))}`)
    const { data } = await ada.graphql<{ opportunities: { totalCount: number; edges: { node: { name: string } }[] } }>(
      `{ opportunities(orderBy: [{ position: AscNullsFirst }], filter: { or: [
        { and: [{ name: { ilike: "%ana%" } }, { stage: { in: [WON] } }] }, { amount: { amountMicros: { gte: 38000000 } } }
      ] }) { totalCount edges { node { name } } } }`,
    )
    await counted(`${data.opportunities.totalCount} of 40`)
    expect(await trimmed()).toEqual(data.opportunities.edges.map(({ node }) => node.name))
    await button("3 rules").click()
    const dialog = page.getByRole("dialog", { name: "Advanced filter" })
    await dialog.getByText("records match").waitFor()
    await dialog
      .getByRole("group", { name: "All of these hold" })
      .last()
      .getByRole("button", { name: "Add filter" })
      .click()
    await dialog.getByRole("combobox", { name: "Field" }).nth(2).waitFor()
    await page.keyboard.press("Escape")
  })

  test("UI-074 a search looks into every field, and is a chip", async () => {
    await open()
    await page.getByRole("grid").focus()
    await page.keyboard.press("Control+Shift+f")
    await page.keyboard.type("ana 1")
    await counted("5 of 40")
    await button("Any field contains “ana 1”").waitFor()
    await button("Remove Any field contains “ana 1”").click()
    await counted("40")
  })

  test("UI-070 every type of field offers its operands, and the server knows each", async () => {
    for (const object of await objects()) {
      for (const field of object.fieldsList) {
        const operands = operandsOf({ type: field.type, targets: [] })
        for (const { name, value, part } of operands) {
          const given = {
            options: ["X"],
            records: [crypto.randomUUID()],
            currencies: ["USD"],
            truth: "true",
            span: "PAST_7_DAY",
            day: "2026-01-01",
          }
          const viewFilters = [
            {
              fieldMetadataId: field.id,
              operand: name,
              value: (given as Record<string, unknown>)[value] ?? (field.type === "UUID" ? crypto.randomUUID() : "1"),
              subFieldName: part ?? null,
            },
          ]
          const { errors } = await ada.graphql(
            `query ($parts: JSON) { ${object.namePlural}(first: 1, viewFilter: $parts) { totalCount } }`,
            { parts: { viewFilters } },
          )
          // A value that an option list or a type does not know is the value's fault.
          const isRefused = errors && !/is no|not a valid|Invalid|does not have|option/i.test(errors[0]!.message)
          expect([object.nameSingular, field.name, name, isRefused ? errors[0]!.message : undefined]).toEqual([
            object.nameSingular,
            field.name,
            name,
            undefined,
          ])
        }
      }
    }
  })
})

describe("sorts", () => {
  test("UI-066 two levels order the rows, and a press on a chip turns its direction", async () => {
    await open()
    await button("Sort").click()
    await page.getByRole("option", { name: "Stage" }).click()
    await page.getByRole("option", { name: "Name" }).click()
    await page.keyboard.press("Escape")
    await page.waitForFunction(() => location.search.includes("sort=stage%2Cname"))
    const first = async (...wanted: string[]) => {
      for (const [i, name] of wanted.entries())
        await page
          .locator(`[aria-rowindex='${i + 1}'] [role=rowheader]`)
          .getByText(name, { exact: true })
          .waitFor()
    }
    await first("Bob 00", "Bob 04", "Bob 08")
    await page.getByRole("dialog", { name: "Sort" }).waitFor({ state: "detached" })
    await button("Name, ascending").click()
    await first("Bob 36", "Bob 32", "Bob 28")
    // UI-067 options come in their own order, not in that of the alphabet.
    await button("Stage, ascending").click()
    await first("Ana 39", "Ana 35")
  })
})

describe("columns", () => {
  test("UI-054 an edge that is drawn, and keys, change a width; it outlives a reload and is saved with the view", async () => {
    await open()
    await head("Amount").waitFor()
    const width = async () => Math.round((await head("Amount").boundingBox())!.width)
    const before = await width()
    const box = (await head("Amount").boundingBox())!
    await page.mouse.move(box.x + box.width, box.y + 10)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width + 30, box.y + 10)
    await page.mouse.move(box.x + box.width + 60, box.y + 10)
    await page.mouse.up()
    expect(await width()).toBe(before + 60)
    await head("Amount").focus()
    await page.keyboard.press("Alt+ArrowRight")
    await page.waitForFunction((wanted) => location.search.includes(`amount%3A${wanted}`), before + 76)
    await page.reload()
    await head("Amount").waitFor()
    expect(await width()).toBe(before + 76)
    await button("Reset").click()
    await page.waitForFunction(() => !location.search.includes("columns"))
    expect(await width()).toBe(before)
  })

  test("UI-055 a head that is dragged, and its menu, move a column", async () => {
    await open()
    await head("Amount").waitFor()
    const order = await heads()
    expect(order.slice(1, 3)).toEqual(["Amount", "Close date"])
    await head("Amount").dragTo(head("Close date"))
    await page.waitForFunction(() => location.search.includes("columns"))
    expect((await heads()).slice(1, 3)).toEqual(["Close date", "Amount"])
    await head("Amount").hover()
    await button("Amount: column menu").click()
    await page.getByRole("menuitem", { name: "Move left" }).click()
    await page.waitForFunction(() => !location.search.includes("columns"))
    expect((await heads()).slice(1, 3)).toEqual(["Amount", "Close date"])
  })

  test("UI-056 what names a record stays; any other column goes and comes back", async () => {
    await open()
    await head("Amount").hover()
    await button("Amount: column menu").click()
    await page.getByRole("menuitem", { name: "Hide" }).click()
    await head("Amount").waitFor({ state: "detached" })
    await button("Fields").click()
    expect(await button("The name is always shown").isDisabled()).toBe(true)
    await button("Show Amount").click()
    await page.keyboard.press("Escape")
    await head("Amount").waitFor()
  })
})

describe("what is calculated", () => {
  test("UI-062 the sum below a column is the server's, and follows the filter", async () => {
    await open()
    await button("Calculate Amount").click()
    await page.getByRole("menuitemradio", { name: "Sum" }).click()
    await button("Amount: Sum 780.00").waitFor()
    await page.getByRole("searchbox", { name: "Search any field" }).fill("ana")
    await button("Amount: Sum 400.00").waitFor()
  })

  test("the API has every aggregate that is offered", async () => {
    for (const object of await objects()) {
      const asked = object.fieldsList.flatMap((each) => {
        const field = { ...each, relation: each.type === "RELATION" ? {} : null } as never
        return aggregatesOf(field).map((operation) => aggregateName(operation, field))
      })
      const known = await ada.graphql<{ __type: { fields: { name: string }[] } }>(
        `query ($name: String!) { __type(name: $name) { fields { name } } }`,
        { name: `${object.nameSingular.charAt(0).toUpperCase()}${object.nameSingular.slice(1)}Connection` },
      )
      const there = new Set(known.data.__type.fields.map(({ name }) => name))
      expect(asked.filter((name) => !there.has(name))).toEqual([])
    }
  })
})

describe("views", () => {
  test("UI-075, UI-076 changes are a draft that nobody else sees; resetting has the saved view back", async () => {
    await open()
    expect(await button("Save for everyone").count()).toBe(0)
    await page.getByRole("searchbox", { name: "Search any field" }).fill("ana")
    await counted("20 of 40")
    for (const name of ["Reset", "Save as new view", "Save for everyone"]) await button(name).waitFor()
    await page.getByText("changed, not saved").waitFor()
    const other = await client.visit(place, { as: ada, viewport: { width: 1500, height: 900 } })
    await counted("40", other)
    await button("Reset").click()
    await counted("40")
    await page.getByRole("searchbox", { name: "Search any field" }).fill("bob")
    await button("Save for everyone").click()
    await page.getByRole("status").filter({ hasText: "is saved." }).waitFor()
    await other.reload()
    await counted("20 of 40", other)
    await other.context().close()
    await button("Remove Any field contains “bob”").click()
    await button("Save for everyone").click()
    await button("Save for everyone").waitFor({ state: "detached" })
    await page.reload()
    await counted("40")
  })

  test("UI-077, UI-079 a new view has the changes, the old one has not, and one for oneself is nobody else's", async () => {
    const eva = await newMember(client.app, ada)
    await open(
      `${place}?filter=${encodeURIComponent('[["stage","IS",["WON"]]]')}&sort=-amount&columns=name:240,stage:120`,
    )
    await counted("10 of 40")
    await button("Save as new view").click()
    const dialog = page.getByRole("dialog", { name: "Save as new view" })
    await dialog.getByRole("textbox", { name: "Name of the view" }).fill("My wins")
    await dialog.getByRole("checkbox", { name: "Only for me" }).check()
    await dialog.getByRole("button", { name: "Save" }).click()
    await button("My wins").waitFor()
    await page.waitForFunction(() => /view=/.test(location.search) && !/filter=/.test(location.search))
    await page.reload()
    await counted("10 of 40")
    expect((await trimmed())[0]).toBe("Ana 39")
    expect((await heads()).slice(0, 2)).toEqual(["Name", "Stage"])
    await button("My wins").click()
    await page.getByRole("menuitemradio", { name: "All Opportunities" }).click()
    await counted("40")
    const other = await client.visit(place, { as: eva, viewport: { width: 1500, height: 900 } })
    await button("All Opportunities", other).click()
    expect(await other.getByRole("menuitemradio", { name: "My wins" }).count()).toBe(0)
    await other.context().close()
    await open()
    await button("All Opportunities").click()
    await page.getByRole("menuitemradio", { name: "My wins" }).click()
    await counted("10 of 40")
    await button("My wins").click()
    await page.getByRole("menuitem", { name: "Delete view" }).click()
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete view" }).click()
    await button("All Opportunities").waitFor()
  })

  test("UI-080 a condition on a field that is gone is marked, and the table is there", async () => {
    await open(`${place}?filter=${encodeURIComponent('[["vanished","CONTAINS","x"],["name","CONTAINS","ana"]]')}`)
    await counted("20 of 40")
    await button("A field that is gone").waitFor()
  })
})
