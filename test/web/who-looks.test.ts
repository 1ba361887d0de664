/** The same address and the same view, and what they show to different people: their weeks, their records, their rights. */
import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import type { Page } from "playwright-core"
import type { Member } from "../support/app.ts"
import { newMember } from "../support/people.ts"
import { createRole, memberWith, readModel, restrictField, type Colleague } from "../support/roles.ts"
import { openWebClient, type WebClient } from "../support/web-client.ts"

setDefaultTimeout(60_000)

let client: WebClient
let ada: Member
let eva: Colleague

beforeAll(async () => {
  client = await openWebClient()
  ada = await client.app.signUp()
  eva = await newMember(client.app, ada)
})

afterAll(() => client.close())

afterEach(() => {
  expect(client.complaints.splice(0)).toEqual([])
})

const tasks = (filter: unknown[]) => `/objects/tasks?filter=${encodeURIComponent(JSON.stringify(filter))}`
const visit = (path: string, as: Member) => client.visit(path, { as, viewport: { width: 1500, height: 900 } })
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true })

async function titles(page: Page): Promise<string[]> {
  await page.locator("[role=grid][aria-busy=false]").waitFor()
  return (await page.locator("[role=rowheader] .record bdi").allInnerTexts()).toSorted()
}

function createTasks(data: Record<string, unknown>[]) {
  return ada.graphql("mutation ($data: [TaskCreateInput!]!) { createTasks(data: $data) { id } }", { data })
}

async function settle(data: Record<string, unknown>): Promise<void> {
  const { errors } = await eva.graphql(
    "mutation ($id: UUID!, $data: WorkspaceMemberUpdateInput!) { updateWorkspaceMember(id: $id, data: $data) { id } }",
    { id: eva.memberId, data },
  )
  expect(errors).toBeUndefined()
}

/** The date of now in a zone, some days on, at an hour there; the zones of these tests have no summer time. */
function momentIn(timeZone: string, offset: string, days: number, hour: number): string {
  const today = new Date().toLocaleDateString("sv-SE", { timeZone })
  const start = new Date(`${today}T00:00:00${offset}`).getTime()
  return new Date(start + (days * 24 + hour) * 3_600_000).toISOString()
}

test("UI-071 this week begins on the day and in the time zone of whoever looks", async () => {
  const [east, west] = ["Pacific/Kiritimati", "Pacific/Pago_Pago"]
  const at = (days: number, hour: number) => momentIn(east, "+14:00", days, hour)
  const weekday = new Date(`${new Date().toLocaleDateString("sv-SE", { timeZone: east })}T12:00:00Z`).getUTCDay()
  await createTasks([
    { title: "In three days", dueAt: at(3, 12) },
    { title: "Three days ago", dueAt: at(-3, 12) },
    { title: "At the very end", dueAt: at(6, 23) },
  ])
  await settle({ timeZone: east, calendarStartDay: weekday })
  const page = await visit("/objects/tasks", eva)
  await page.getByRole("rowheader", { name: "In three days" }).waitFor()
  await button(page, "Filter").click()
  await page.getByRole("combobox", { name: "Find a field" }).fill("due")
  await page.getByRole("option", { name: /due/i }).click()
  const dialog = page.getByRole("dialog").filter({ hasText: /due/i })
  await dialog.getByRole("combobox", { name: "Condition" }).selectOption({ label: "is within" })
  await dialog.getByRole("combobox", { name: "Direction" }).selectOption({ label: "this" })
  await dialog.getByRole("combobox", { name: "Unit" }).selectOption({ label: "week" })
  await page.keyboard.press("Escape")
  await page.getByRole("status").getByText("2 of 3").waitFor()
  expect(await titles(page)).toEqual(["At the very end", "In three days"])
  // For a week that began six days ago on the same day.
  await settle({ calendarStartDay: (weekday + 1) % 7 })
  await page.reload()
  await page.getByRole("status").getByText("1 of 3").waitFor()
  expect(await titles(page)).toEqual(["Three days ago"])
  // The west is a day behind: the week of the east has not begun there.
  await settle({ timeZone: west, calendarStartDay: weekday })
  await page.reload()
  await page.getByRole("rowheader", { name: "Three days ago" }).waitFor()
  expect(await titles(page)).not.toContain("At the very end")
  await page.context().close()
})

/** Seen by everybody, as it is saved. */
async function saveShared(path: string, name: string): Promise<string> {
  const page = await visit(path, ada)
  await button(page, "Save as new view").click()
  const dialog = page.getByRole("dialog", { name: "Save as new view" })
  await dialog.getByRole("textbox", { name: "Name of the view" }).fill(name)
  await dialog.getByRole("button", { name: "Save" }).click()
  await button(page, name).waitFor()
  await page.waitForURL(/view=/)
  const { pathname, search } = new URL(page.url())
  await page.context().close()
  return pathname + search
}

test("UI-072 through one shared view everybody sees what is theirs", async () => {
  const { data } = await ada.metadata<{ currentUser: { workspaceMember: { id: string } } }>(
    "{ currentUser { workspaceMember { id } } }",
  )
  await createTasks([
    { title: "Of Ada", assigneeId: data.currentUser.workspaceMember.id },
    { title: "Of Eva", assigneeId: eva.memberId },
    { title: "Of nobody" },
  ])
  const me = { isCurrentWorkspaceMemberSelected: true, selectedRecordIds: [] }
  const address = await saveShared(tasks([["assignee", "IS", me]]), "Mine")
  for (const [who, title] of [
    [ada, "Of Ada"],
    [eva, "Of Eva"],
  ] as const) {
    const page = await visit(address, who)
    await page.getByRole("rowheader", { name: title }).waitFor()
    expect(await titles(page)).toEqual([title])
    await button(page, "Assignee is Me").waitFor()
    await page.context().close()
  }
})

test("UI-078 whoever may not save a shared view may keep one of their own", async () => {
  const bob = await memberWith(client.app, ada, await createRole(ada))
  const address = await saveShared(tasks([["title", "CONTAINS", "of"]]), "All of")
  for (const [who, mayShare] of [
    [ada, 1],
    [bob, 0],
  ] as const) {
    const page = await visit(address, who)
    await page.getByRole("rowheader", { name: "Of Eva" }).waitFor()
    await page.getByRole("searchbox", { name: "Search any field" }).fill("eva")
    await button(page, "Save as new view").waitFor()
    expect(await button(page, "Save for everyone").count()).toBe(mayShare)
    expect(await button(page, "Save").count()).toBe(0)
    if (mayShare === 0) {
      await button(page, "Save as new view").click()
      const dialog = page.getByRole("dialog", { name: "Save as new view" })
      const onlyMe = dialog.getByRole("checkbox", { name: "Only for me" })
      expect([await onlyMe.isChecked(), await onlyMe.isDisabled()]).toEqual([true, true])
      await dialog.getByRole("textbox", { name: "Name of the view" }).fill("Of Eva alone")
      await dialog.getByRole("button", { name: "Save" }).click()
      await button(page, "Of Eva alone").waitFor()
      await page.getByRole("status").getByText(/^1 of/).waitFor()
    }
    await page.context().close()
  }
})

test("UI-131 a field that may only be seen has a lock in its cell, on its page and beside it, and no editor", async () => {
  const role = await createRole(ada)
  const model = await readModel(ada)
  await restrictField(ada, role, model.objectId("company"), model.fieldId("company", "employees"), {
    canUpdateFieldValue: false,
  })
  const bob = await memberWith(client.app, ada, role)
  await ada.graphql(`mutation { createCompany(data: { name: "Acme", employees: 7 }) { id } }`)
  const sentence = "You can view Employees but not change it."
  const page = await visit("/objects/companies", bob)
  const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "Acme" }) })
  const index = await page.getByRole("columnheader", { name: "Employees" }).getAttribute("aria-colindex")
  const cell = row.locator(`[aria-colindex="${index}"]`)
  await cell.getByRole("img", { name: sentence }).waitFor()
  expect(await row.getByRole("img", { name: /not change it/ }).count()).toBe(1)
  await cell.click()
  for (const key of ["Enter", "F2", "9", "Delete"]) {
    await page.keyboard.press(key)
    await page.getByRole("status").filter({ hasText: sentence }).waitFor()
    await page.waitForTimeout(100)
    expect(await page.locator(".editor").count()).toBe(0)
  }
  await page.getByRole("link", { name: "Acme" }).first().click()
  const panel = page.getByRole("complementary", { name: "Acme" })
  await panel.getByRole("img", { name: sentence }).waitFor()
  await panel
    .getByRole("button", { name: /^Edit / })
    .first()
    .waitFor()
  expect(await panel.getByRole("button", { name: /Employees/ }).count()).toBe(0)
  await page.keyboard.press("Control+Enter")
  await page.getByRole("main").getByRole("img", { name: sentence }).waitFor()
  expect(
    await page
      .getByRole("main")
      .getByRole("button", { name: /Employees/ })
      .count(),
  ).toBe(0)
  await page.getByRole("main").getByText("7", { exact: true }).waitFor()
  await page.context().close()
})
