/** `closeDate` is an instant on the wire and a day in the table: no time zone moves it. */
import { afterAll, beforeAll, expect, test } from "bun:test"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let ada: Member
let field: { id: string; settings: unknown; type: string }
let objectMetadataId: string
let memberId: string

beforeAll(async () => {
  app = await createTestApp()
  ada = await app.signUp()
  const { body } = await ada.rest("GET", "/metadata/objects?limit=1000")
  const object = body.data.find((each: { nameSingular: string }) => each.nameSingular === "opportunity")
  objectMetadataId = object.id
  field = object.fields.find((each: { name: string }) => each.name === "closeDate")
  memberId = (await ada.rest("GET", "/workspaceMembers")).body.data.workspaceMembers[0].id
})

afterAll(() => app.close())

test("the model tells clients that it is a day", () => {
  expect([field.type, field.settings]).toEqual(["DATE_TIME", { precision: "DAY" }])
})

test.each([
  ["2026-05-06", "2026-05-06"],
  ["2026-05-06T00:00:00Z", "2026-05-06"],
  ["2026-05-06T23:30:00-07:00", "2026-05-06"],
  ["2026-05-06T00:00:00+02:00", "2026-05-06"],
])("written as %s it is the day that was written", async (closeDate, day) => {
  const { body } = await ada.rest("POST", "/opportunities", { name: "Deal", closeDate })
  expect(body.data.createOpportunity.closeDate).toBe(`${day}T00:00:00.000Z`)
  await ada.rest("DELETE", `/opportunities/${body.data.createOpportunity.id}`)
})

/** Of 6 May. */
const midnights: Record<string, string | undefined> = {
  "Europe/Berlin": "2026-05-05T22:00:00.000Z",
  "America/New_York": "2026-05-06T04:00:00.000Z",
}

test.each(["Pacific/Auckland", "Europe/Berlin", "UTC", "America/New_York", "Pacific/Pago_Pago"])(
  "a view asks for the same day in %s",
  async (timeZone) => {
    await ada.rest("POST", "/batch/opportunities", [
      { name: `Before ${timeZone}`, closeDate: "2026-05-05" },
      { name: `On ${timeZone}`, closeDate: "2026-05-06" },
      { name: `After ${timeZone}`, closeDate: "2026-05-07" },
    ])
    await ada.rest("PATCH", `/workspaceMembers/${memberId}`, { timeZone })
    const found = async (operand: string, value: string) => {
      const view = await ada.rest("POST", "/metadata/views", { name: "V", icon: "I", objectMetadataId })
      await ada.rest("POST", "/metadata/viewFilters", {
        viewId: view.body.id,
        fieldMetadataId: field.id,
        operand,
        value,
      })
      const { data } = await ada.graphql<{ opportunitiesGroupBy: { groupByDimensionValues: [string] }[] }>(
        `query ($viewId: UUID, $of: String) { opportunitiesGroupBy(groupBy: [{ name: true }], viewId: $viewId, filter: { name: { endsWith: $of } }) { groupByDimensionValues } }`,
        { viewId: view.body.id, of: timeZone },
      )
      return data.opportunitiesGroupBy.map(({ groupByDimensionValues: [name] }) => name.split(" ")[0]!).toSorted()
    }
    expect(await found("IS", "2026-05-06")).toEqual(["On"])
    expect(await found("IS_BEFORE", "2026-05-06")).toEqual(["Before"])
    expect(await found("IS_AFTER", "2026-05-06")).toEqual(["After"])
    // Midnight there, as a client writes it that takes the field for an instant.
    const midnight = midnights[timeZone]
    if (midnight) expect(await found("IS", midnight)).toEqual(["On"])
  },
)
