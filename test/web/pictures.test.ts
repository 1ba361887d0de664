/** Photos of members and the logo of a workspace, from the settings to everywhere that they are shown. */
import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import type { Page } from "playwright-core"
import type { Member } from "../support/app.ts"
import { createRole, memberWith } from "../support/roles.ts"
import { newMember } from "../support/people.ts"
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
  expect(client.complaints.splice(0)).toEqual([])
})

/** A picture of 900 × 600 pixels, painted by the browser. */
async function painting(page: Page): Promise<Buffer> {
  const text = await page.evaluate(() => {
    const canvas = document.createElement("canvas")
    Object.assign(canvas, { width: 900, height: 600 })
    const paint = canvas.getContext("2d")!
    paint.fillStyle = "teal"
    paint.fillRect(0, 0, 900, 600)
    paint.fillStyle = "gold"
    paint.fillRect(300, 150, 300, 300)
    return canvas.toDataURL("image/png").split(",")[1]!
  })
  return Buffer.from(text, "base64")
}

const section = (page: Page, name: string) => page.locator(".section", { has: page.getByRole("heading", { name }) })

async function choose(page: Page, name: string, buffer?: Buffer): Promise<void> {
  const file = { name: "me.png", mimeType: "image/png", buffer: buffer ?? (await painting(page)) }
  await section(page, name).locator("input[type=file]").setInputFiles(file)
}

/** Once the browser shows it: how wide and high it is. */
async function sizeOf(page: Page, selector: string): Promise<number[]> {
  const image = page.locator(selector).first()
  await image.waitFor()
  return image.evaluate(async (each) => {
    const shown = each as HTMLImageElement
    await shown.decode()
    return [shown.naturalWidth, shown.naturalHeight]
  })
}

test("a photo is cut to a square, shown to everybody, changed and removed", async () => {
  const bob = await newMember(client.app, ada)
  const page = await client.visit("/settings/profile", { as: ada })
  await choose(page, "Photo")
  expect(await sizeOf(page, ".picture .avatar img")).toEqual([256, 256])
  const first = await page.locator(".picture .avatar img").getAttribute("src")
  await choose(page, "Photo")
  await page.waitForFunction(
    (former) => document.querySelector(".picture .avatar img")?.getAttribute("src") !== former,
    first,
  )
  await page.goto(`${client.url}/settings/members`)
  expect(await sizeOf(page, "table .person .avatar img")).toEqual([256, 256])

  const other = await client.visit("/settings/experience", { as: bob })
  await other.getByRole("link", { name: "Back to the app" }).click()
  await bob.graphql(`mutation { createTask(data: { title: "Sums", assigneeId: "${await idOf(ada)}" }) { id } }`)
  await other.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Tasks" }).click()
  expect(await sizeOf(other, "[role=gridcell] .avatar.person img")).toEqual([256, 256])
  const places = await other
    .locator("[role=row] .record bdi")
    .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().top))
  expect(new Set(places.map(Math.round)).size).toBe(1)
  await other.context().close()

  await page.goto(`${client.url}/settings/profile`)
  await page.getByRole("button", { name: "Remove picture" }).click()
  await page.locator(".picture .avatar img").waitFor({ state: "detached" })
  await page.getByText("Upload a picture").waitFor()
  const { data } = await ada.metadata<{ currentUser: { workspaceMember: { avatarUrl: string } } }>(
    "{ currentUser { workspaceMember { avatarUrl } } }",
  )
  expect(data.currentUser.workspaceMember.avatarUrl).toBe("")
  await page.context().close()
})

const idOf = async (who: Member) => {
  const { data } = await who.metadata<{ currentUser: { workspaceMember: { id: string } } }>(
    "{ currentUser { workspaceMember { id } } }",
  )
  return data.currentUser.workspaceMember.id
}

test("what is no picture is told, and nothing is sent", async () => {
  const page = await client.visit("/settings/profile", { as: ada })
  const sent: string[] = []
  page.on("request", (request) => {
    if (request.postData()?.includes("uploadWorkspaceMember")) sent.push(request.url())
  })
  await section(page, "Photo").locator("input[type=file]").waitFor({ state: "attached" })
  await choose(page, "Photo", Buffer.from("<svg></svg>"))
  await page.getByText("me.png is no picture that can be shown here.").waitFor()
  expect(sent).toEqual([])
  await page.context().close()
})

test("a logo keeps its shape, and stands in the drawer and where people sign in", async () => {
  const page = await client.visit("/settings/general", { as: ada })
  await section(page, "Logo").locator("input[type=file]").waitFor({ state: "attached" })
  await choose(page, "Logo")
  expect(await sizeOf(page, ".picture .avatar img")).toEqual([256, 171])
  await page.getByRole("link", { name: "Back to the app" }).click()
  expect(await sizeOf(page, "nav .account .avatar img")).toEqual([256, 171])
  await page.context().close()

  const visitor = await client.visit("/sign-in")
  await visitor.getByRole("heading", { name: "Sign in to Test" }).waitFor()
  expect(await sizeOf(visitor, ".card > img[src*='/file/core-picture/']")).toEqual([256, 171])
  await visitor.context().close()
})

test("whoever uploads no files is told so", async () => {
  const eve = await memberWith(client.app, ada, await createRole(ada))
  const page = await client.visit("/settings/profile", { as: eve })
  await page.getByText("Your role uploads no files.").waitFor()
  expect(await section(page, "Photo").locator("input[type=file]").count()).toBe(0)
  await page.context().close()
})

test("a picture elsewhere is not asked for", async () => {
  await ada.metadata(
    `mutation ($input: UpdateWorkspaceMemberSettingsInput!) { updateWorkspaceMemberSettings(input: $input) }`,
    { input: { workspaceMemberId: await idOf(ada), update: { avatarUrl: "https://example.com/ada.png" } } },
  )
  const page = await client.visit("/settings/profile", { as: ada })
  await section(page, "Photo").locator(".avatar").waitFor()
  expect(await section(page, "Photo").locator("img").count()).toBe(0)
  await page.context().close()
})
