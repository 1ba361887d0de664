/** Records as cards in columns: drawn, moved by keys, taken back, and counted right. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test"
import type { Page } from "playwright-core"
import type { Member } from "../support/app.ts"
import { createText, requireFields } from "../support/required-fields.ts"
import { openWebClient, type WebClient } from "../support/web-client.ts"

setDefaultTimeout(60_000)

let client: WebClient
let ada: Member
let page: Page
let address: string

beforeAll(async () => {
  client = await openWebClient()
  ada = await client.app.signUp()
  const { data } = await ada.metadata<{
    getViews: { id: string; type: string; objectMetadataId: string; name: string }[]
  }>("{ getViews(viewTypes: [KANBAN]) { id name type objectMetadataId } }")
  const { id } = data.getViews.find(({ name }) => /stage/i.test(name))!
  address = `/objects/opportunities?view=${id}`
  await ada.metadata(
    `mutation ($id: String!, $amount: UUID!) { updateView(id: $id, input: { kanbanAggregateOperation: SUM, kanbanAggregateOperationFieldMetadataId: $amount }) { id } }`,
    { id, amount: await fieldId("amount") },
  )
  page = await client.visit("/", { as: ada, viewport: { width: 1900, height: 900 } })
})

async function fieldId(name: string): Promise<string> {
  const { data } = await ada.metadata<{
    objects: { edges: { node: { nameSingular: string; fieldsList: { id: string; name: string }[] } }[] }
  }>("{ objects(paging: { first: 1000 }) { edges { node { nameSingular fieldsList { id name } } } } }")
  const { node } = data.objects.edges.find((each) => each.node.nameSingular === "opportunity")!
  return node.fieldsList.find((field) => field.name === name)!.id
}

beforeEach(async () => {
  await ada.graphql(`mutation { destroyOpportunities(filter: { id: { is: NOT_NULL } }) { id } }`)
  await ada.graphql(`mutation ($data: [OpportunityCreateInput!]!) { createOpportunities(data: $data) { id } }`, {
    data: Array.from({ length: 9 }, (_, i) => ({
      name: `Deal ${i}`,
      stage: ["NEW", "MEETING", "PROPOSAL"][i % 3],
      amount: { amountMicros: (i + 1) * 1_000_000, currencyCode: "EUR" },
      position: i,
    })),
  })
  await page.goto(client.url + address)
  await card("Deal 0").waitFor()
})

afterAll(() => client.close())

afterEach(() => {
  const complaints = client.complaints.splice(0)
  expect(complaints).toEqual([])
})

const column = (name: string) => page.getByRole("region", { name, exact: true })
const card = (name: string) => page.getByRole("article", { name, exact: true })
const cards = (name: string) =>
  column(name)
    .getByRole("article")
    .evaluateAll((all) =>
      all
        .map((each) => [each.getBoundingClientRect().top, each.getAttribute("aria-label")!] as const)
        .toSorted(([a], [b]) => a - b)
        .map(([, label]) => label),
    )
const headed = (text: string) => page.getByRole("status", { name: text, exact: true }).waitFor()

async function saved(): Promise<void> {
  await page.waitForTimeout(30)
  await page.locator("html[data-sync=idle]").waitFor()
}

async function stages(): Promise<Record<string, string>> {
  const { data } = await ada.graphql<{ opportunities: { edges: { node: { name: string; stage: string } }[] } }>(
    `{ opportunities(orderBy: [{ position: AscNullsLast }], first: 100) { edges { node { name stage } } } }`,
  )
  return Object.fromEntries(data.opportunities.edges.map(({ node }) => [node.name, node.stage]))
}

test("UI-083 a card that is drawn to another column changes its stage, and both totals at once", async () => {
  await headed("New, 3, 12.00")
  await headed("Meeting, 3, 15.00")
  await card("Deal 0").dragTo(card("Deal 4"))
  await headed("New, 2, 11.00")
  await headed("Meeting, 4, 16.00")
  expect((await cards("Meeting")).includes("Deal 0")).toBe(true)
  await saved()
  expect((await stages())["Deal 0"]).toBe("MEETING")
  await page.keyboard.press("Control+z")
  await headed("New, 3, 12.00")
  await saved()
  expect((await stages())["Deal 0"]).toBe("NEW")
  await page.waitForTimeout(50)
  expect(await cards("New")).toEqual(["Deal 0", "Deal 3", "Deal 6"])
})

test("UI-084 m lists the columns, the chosen one gets the card, and it is said where it is", async () => {
  await card("Deal 3").focus()
  await page.keyboard.press("m")
  await page.getByRole("menuitem", { name: "Proposal" }).click()
  await page.getByRole("status").getByText("Moved Deal 3 to Proposal, position 1 of 4").waitFor()
  await saved()
  expect((await stages())["Deal 3"]).toBe("PROPOSAL")
  expect(await cards("Proposal")).toEqual(["Deal 3", "Deal 2", "Deal 5", "Deal 8"])
})

test("keys go from card to card, to other columns, and up and down in one", async () => {
  await card("Deal 0").focus()
  await page.keyboard.press("ArrowDown")
  await page.locator("[data-card]:focus").getByText("Deal 3").waitFor()
  await page.keyboard.press("Control+Alt+ArrowDown")
  await page.locator("[data-card]:focus").getByText("Deal 3").waitFor()
  await saved()
  expect(await cards("New")).toEqual(["Deal 0", "Deal 6", "Deal 3"])
  await page.keyboard.press("Control+Alt+ArrowRight")
  await headed("Screening, 1, 4.00")
  await page.locator("[data-card]:focus").getByText("Deal 3").waitFor()
  await saved()
  expect((await stages())["Deal 3"]).toBe("SCREENING")
  await page.reload()
  await card("Deal 6").waitFor()
  expect(await cards("New")).toEqual(["Deal 0", "Deal 6"])
})

test("UI-085 Escape while a card is drawn leaves it where it was, and asks nothing of the server", async () => {
  const writes: string[] = []
  page.on("request", (request) => void (/mutation/.test(request.postData() ?? "") && writes.push(request.url())))
  const from = (await card("Deal 0").boundingBox())!
  const to = (await card("Deal 4").boundingBox())!
  await page.mouse.move(from.x + 60, from.y + 12)
  await page.mouse.down()
  await page.mouse.move(to.x + 60, to.y + 12, { steps: 5 })
  await page.keyboard.press("Escape")
  await page.mouse.up()
  await headed("New, 3, 12.00")
  expect(await cards("New")).toEqual(["Deal 0", "Deal 3", "Deal 6"])
  expect(writes).toEqual([])
  page.removeAllListeners("request")
})

test("UI-086 three chosen cards move as one, and come back in one step", async () => {
  for (const name of ["Deal 0", "Deal 3", "Deal 6"])
    await page.getByRole("checkbox", { name: `Select ${name}` }).click()
  await card("Deal 3").dragTo(card("Deal 4"))
  await headed("New, 0")
  await headed("Meeting, 6, 27.00")
  await saved()
  expect(Object.values(await stages()).filter((stage) => stage === "MEETING").length).toBe(6)
  await page.getByRole("button", { name: "Undo" }).click()
  await headed("New, 3, 12.00")
  await saved()
  expect(Object.values(await stages()).filter((stage) => stage === "NEW").length).toBe(3)
})

test("UI-087 a column of 2,000 cards is counted and summed right, with few of them there", async () => {
  for (let at = 0; at < 2000; at += 500) {
    await ada.graphql(`mutation ($data: [OpportunityCreateInput!]!) { createOpportunities(data: $data) { id } }`, {
      data: Array.from({ length: 500 }, (_, i) => ({
        name: `Many ${at + i + 1}`,
        stage: "WON",
        amount: { amountMicros: 1_000_000, currencyCode: "EUR" },
        position: at + i + 1,
      })),
    })
  }
  await page.reload()
  await headed("Won, 2,000, 2,000.00")
  await card("Many 1").waitFor()
  expect(await page.getByRole("article").count()).toBeLessThan(60)
  await column("Won")
    .locator(".board-cards")
    .evaluate((node) => node.scrollTo(0, node.scrollHeight))
  await card("Many 2000").waitFor()
})

test("UI-089 a move that the server refuses is taken back and told", async () => {
  await page.route("**/graphql", async (route) => {
    if (!route.request().postData()?.includes("mutation")) return route.continue()
    const errors = [
      { message: "No", path: ["m0"], extensions: { code: "FORBIDDEN", userFriendlyMessage: "Not yours." } },
    ]
    await route.fulfill({ json: { data: { m0: null }, errors } })
  })
  await card("Deal 0").focus()
  await page.keyboard.press("m")
  await page.getByRole("menuitem", { name: "Won" }).click()
  await page.getByRole("alert").filter({ hasText: "Stage was not changed. Not yours." }).waitFor()
  await headed("New, 3, 12.00")
  expect((await cards("New")).toSorted()).toEqual(["Deal 0", "Deal 3", "Deal 6"])
  await page.unroute("**/graphql")
})

test("a card is added to its column, and any select field makes a board", async () => {
  await page.getByRole("button", { name: "New card in Won" }).click()
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Fresh")
  await page.keyboard.press("Enter")
  await column("Won").getByRole("article", { name: "Fresh" }).waitFor()
  expect((await stages()).Fresh).toBe("WON")
  const objectMetadataId = (
    await ada.metadata<{ createOneObject: { id: string } }>(
      `mutation { createOneObject(input: { object: { nameSingular: "ship", namePlural: "ships", labelSingular: "Ship", labelPlural: "Ships" } }) { id } }`,
    )
  ).data.createOneObject.id
  const options = ["SMALL", "LARGE"].map((value, position) => ({
    value,
    label: value.toLowerCase(),
    color: "blue",
    position,
  }))
  await ada.metadata(`mutation ($input: CreateOneFieldMetadataInput!) { createOneField(input: $input) { id } }`, {
    input: { field: { objectMetadataId, type: "SELECT", name: "size", label: "Size", options } },
  })
  await ada.graphql(`mutation { createShips(data: [{ name: "Sloop", size: SMALL }, { name: "Raft" }]) { id } }`)
  await page.goto(`${client.url}/objects/ships`)
  await page.getByRole("button", { name: "All Ships" }).click()
  await page.getByRole("menuitem", { name: "New board by Size" }).click()
  await column("small").getByRole("article", { name: "Sloop" }).waitFor()
  await column("No value").getByRole("article", { name: "Raft" }).waitFor()
})

test("a board whose view names no fields shows what people fill in, and nothing of the platform's", async () => {
  const model = await ada.metadata<{
    objects: { edges: { node: { id: string; nameSingular: string; isSystem: boolean; fieldsList: RelationField[] } }[] }
  }>(`{ objects(paging: { first: 1000 }) { edges { node { id nameSingular isSystem fieldsList {
    label type isSystem relation { type targetObjectMetadata { id } } } } } } }`)
  const objects = model.data.objects.edges.map(({ node }) => node)
  const system = new Set(objects.filter(({ isSystem }) => isSystem).map(({ id }) => id))
  const opportunity = objects.find(({ nameSingular }) => nameSingular === "opportunity")!
  const hidden = opportunity.fieldsList.filter(
    ({ relation }) => relation?.type === "ONE_TO_MANY" && system.has(relation.targetObjectMetadata.id),
  )
  expect(hidden.some(({ isSystem }) => !isSystem)).toBe(true)
  const { data, errors } = await ada.metadata<{ createView: { id: string } }>(
    `mutation ($input: CreateViewInput!) { createView(input: $input) { id } }`,
    {
      input: {
        name: "Bare",
        type: "KANBAN",
        icon: "IconList",
        objectMetadataId: opportunity.id,
        mainGroupByFieldMetadataId: await fieldId("stage"),
      },
    },
  )
  expect(errors).toBeUndefined()
  await page.goto(`${client.url}/objects/opportunities?view=${data.createView.id}`)
  await card("Deal 0").waitFor()
  const text = await card("Deal 0").innerText()
  expect(text).toContain("Close date")
  for (const { label } of hidden) expect(text).not.toContain(label)
})

describe("a stage with a required field", () => {
  beforeAll(async () => {
    await createText(ada, "opportunity", "wonBecause", "Won because")
    await requireFields(ada, "opportunity", "stage", {
      WON: ["wonBecause"],
      CUSTOMER: ["wonBecause"],
      PROPOSAL: ["amount"],
    })
  })

  afterAll(() => requireFields(ada, "opportunity", "stage", {}))

  const form = () => page.getByRole("dialog", { name: "Needed for Won" })
  const reason = () => form().getByRole("textbox", { name: "Won because" })
  const focused = (name: string) => page.locator(`[data-card]:focus[aria-label="${name}"]`).waitFor()

  interface Deal {
    name: string
    stage: string
    wonBecause: string
  }

  /** As the server has them, once it has as many in that stage. */
  async function deals(count: number, stage: string): Promise<Deal[]> {
    for (;;) {
      const { data } = await ada.graphql<{ opportunities: { edges: { node: Deal }[] } }>(
        `{ opportunities(orderBy: [{ name: AscNullsLast }], first: 100) { edges { node { name stage wonBecause } } } }`,
      )
      const found = data.opportunities.edges.map(({ node }) => node).filter((deal) => deal.stage === stage)
      if (found.length === count) return found
      await Bun.sleep(20)
    }
  }

  test("UI-088 asks for it on drop; Cancel returns the card, with the focus on it", async () => {
    const writes: string[] = []
    page.on("request", (request) => void (/mutation/.test(request.postData() ?? "") && writes.push(request.url())))
    await card("Deal 0").dragTo(column("Won").locator(".board-cards"))
    await form().getByText("Still empty in Deal 0.").waitFor()
    await form().getByRole("button", { name: "Cancel" }).click()
    await form().waitFor({ state: "detached" })
    await focused("Deal 0")
    await headed("New, 3, 12.00")
    await headed("Won, 0")
    expect(await cards("New")).toEqual(["Deal 0", "Deal 3", "Deal 6"])
    expect(writes).toEqual([])
    page.removeAllListeners("request")
  })

  test("UI-088 is left by Escape as well, from wherever the card was sent", async () => {
    await card("Deal 3").focus()
    await page.keyboard.press("m")
    await page.getByRole("menuitem", { name: "Won" }).click()
    await reason().waitFor()
    await page.keyboard.press("Escape")
    await form().waitFor({ state: "detached" })
    await focused("Deal 3")
    await headed("New, 3, 12.00")
  })

  test("UI-088 gets both at once on Save, which are undone in one step", async () => {
    await card("Deal 0").dragTo(column("Won").locator(".board-cards"))
    await reason().waitFor()
    await page.keyboard.press("Enter")
    await form().getByText("Won because is needed.").waitFor()
    await reason().fill("Price")
    await page.keyboard.press("Enter")
    await headed("Won, 1, 1.00")
    await focused("Deal 0")
    expect(await deals(1, "WON")).toEqual([{ name: "Deal 0", stage: "WON", wonBecause: "Price" }])
    await page.keyboard.press("Control+z")
    await headed("New, 3, 12.00")
    const [first] = await deals(3, "NEW")
    expect(first).toEqual({ name: "Deal 0", stage: "NEW", wonBecause: "" })
    await page.keyboard.press("Control+Shift+z")
    await headed("Won, 1, 1.00")
    expect(await deals(1, "WON")).toEqual([{ name: "Deal 0", stage: "WON", wonBecause: "Price" }])
  })

  test("UI-088 asks a card that is moved by keys, and none that has what it needs", async () => {
    await card("Deal 2").focus()
    await page.keyboard.press("Control+Alt+ArrowRight")
    const asked = page.getByRole("dialog", { name: "Needed for Customer" })
    await asked.getByRole("textbox", { name: "Won because" }).fill("Speed")
    await asked.getByRole("button", { name: "Save" }).click()
    await headed("Customer, 1, 3.00")
    await focused("Deal 2")
    // A proposal needs an amount, which it has; and by now it has what a won one needs.
    await page.keyboard.press("Control+Alt+ArrowLeft")
    await headed("Customer, 0")
    await focused("Deal 2")
    await page.keyboard.press("m")
    await page.getByRole("menuitem", { name: "Won" }).click()
    await headed("Won, 1, 3.00")
    expect(await page.getByRole("dialog").count()).toBe(0)
    expect(await deals(1, "WON")).toEqual([{ name: "Deal 2", stage: "WON", wonBecause: "Speed" }])
  })

  test("UI-088 asks once for several cards, of which those get it that lack it", async () => {
    await ada.graphql(
      `mutation { updateOpportunities(filter: { name: { eq: "Deal 6" } }, data: { wonBecause: "Luck" }) { id } }`,
    )
    for (const name of ["Deal 0", "Deal 3", "Deal 6"])
      await page.getByRole("checkbox", { name: `Select ${name}` }).click()
    await card("Deal 3").dragTo(column("Won").locator(".board-cards"))
    await form().getByText("Still empty in 2 of 3 records. What the others have stays.").waitFor()
    await page.keyboard.press("Escape")
    await form().waitFor({ state: "detached" })
    await headed("New, 3, 12.00")
    // They are still chosen.
    await card("Deal 3").dragTo(column("Won").locator(".board-cards"))
    await reason().fill("Price")
    await form().getByRole("button", { name: "Save" }).click()
    await headed("Won, 3, 12.00")
    expect(await deals(3, "WON")).toEqual([
      { name: "Deal 0", stage: "WON", wonBecause: "Price" },
      { name: "Deal 3", stage: "WON", wonBecause: "Price" },
      { name: "Deal 6", stage: "WON", wonBecause: "Luck" },
    ])
    await page.getByRole("button", { name: "Undo" }).click()
    await headed("New, 3, 12.00")
    expect((await deals(3, "NEW")).map(({ wonBecause }) => wonBecause)).toEqual(["", "", "Luck"])
  })

  test("UI-088 asks for a new card too, which is not made without it", async () => {
    await page.getByRole("button", { name: "New card in Won" }).click()
    const name = page.getByRole("dialog", { name: "New card in Won" }).getByRole("textbox", { name: "Name" })
    await name.fill("Fresh")
    await page.keyboard.press("Enter")
    await form().getByText("Still empty in Fresh.").waitFor()
    await page.keyboard.press("Escape")
    await form().waitFor({ state: "detached" })
    expect(await name.inputValue()).toBe("Fresh")
    await name.press("Enter")
    await reason().fill("Price")
    await page.keyboard.press("Enter")
    await column("Won").getByRole("article", { name: "Fresh" }).waitFor()
    expect(await deals(1, "WON")).toEqual([{ name: "Fresh", stage: "WON", wonBecause: "Price" }])
  })
})

interface RelationField {
  label: string
  isSystem: boolean
  relation: { type: string; targetObjectMetadata: { id: string } } | null
}
