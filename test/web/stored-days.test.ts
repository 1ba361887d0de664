/** A close date is the day that somebody chose, wherever they and their colleagues are. */
import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import type { Member } from "../support/app.ts"
import { openWebClient, type WebClient } from "../support/web-client.ts"

setDefaultTimeout(60_000)

let client: WebClient
let ada: Member

beforeAll(async () => {
  client = await openWebClient()
  ada = await client.app.signUp()
})

afterAll(() => client.close())

afterEach(() => {
  const complaints = client.complaints.splice(0)
  expect(complaints).toEqual([])
})

test.each(["Pacific/Auckland", "America/Los_Angeles"])("from %s", async (timezoneId) => {
  const { data } = await ada.graphql<{ createOpportunity: { id: string } }>(
    `mutation { createOpportunity(data: { name: "Deal", closeDate: "2026-05-06" }) { id } }`,
  )
  const { id } = data.createOpportunity
  const page = await client.visit(`/object/opportunity/${id}`, { as: ada, timezoneId })
  const row = page.locator(".field-row").filter({ has: page.locator("dt").getByText("Close date", { exact: true }) })
  await row.getByText("6 May 2026", { exact: true }).waitFor()
  await row.getByRole("button", { name: "Edit Close date" }).click()
  const day = page.locator(".editor input").first()
  expect(await day.inputValue()).toBe("6 May 2026")
  await day.fill("2026-06-01")
  await page.keyboard.press("Enter")
  await row.getByText("1 Jun 2026", { exact: true }).waitFor()
  await page.locator("html[data-sync=idle]").waitFor()
  const stored = async () =>
    (
      await ada.graphql<{ opportunity: { closeDate: string } }>(
        `{ opportunity(filter: { id: { eq: "${id}" } }) { closeDate } }`,
      )
    ).data.opportunity.closeDate
  expect(await stored()).toBe("2026-06-01T00:00:00.000Z")
  await page.reload()
  await row.getByText("1 Jun 2026", { exact: true }).waitFor()
  await page.context().close()
})
