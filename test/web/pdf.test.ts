/** A PDF opens in the browser's own viewer, under the policy that files are served with. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import type { Frame, Page } from "playwright-core"
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

/** One page that says hello, with the offsets that readers look for. */
function pdf(): string {
  const text = "BT /F1 36 Tf 20 100 Td (Hello) Tj ET"
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ]
  let file = "%PDF-1.4\n"
  const offsets = objects.map((object, i) => {
    const offset = file.length
    file += `${i + 1} 0 obj\n${object}\nendobj\n`
    return `${String(offset).padStart(10, "0")} 00000 n \n`
  })
  const size = objects.length + 1
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${offsets.join("")}`
  return `${file}${table}trailer << /Size ${size} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF`
}

async function attached(bytes: string, filename: string): Promise<string> {
  const { services, request } = client.app
  const schema = await services.schemas.get(ada.workspaceId)
  const field = schema.bySingular.get("attachment")!.lookup.get("file")!.field.id
  const answer = await request(`/rest/files?filename=${filename}&fieldMetadataId=${field}`, {
    method: "POST",
    headers: { authorization: `Bearer ${ada.token}`, "content-type": "application/octet-stream" },
    body: bytes,
  })
  const { id } = (await answer.json()) as { id: string }
  const { data } = await ada.graphql<{ createAttachment: { file: { url: string }[] } }>(
    `mutation { createAttachment(data: { name: "x", file: [{ fileId: "${id}", label: "x" }] }) { file { url } } }`,
  )
  return data.createAttachment.file[0]!.url
}

async function visitor(): Promise<Page> {
  const page = await client.visit("/sign-in")
  await page.getByLabel("E-mail").waitFor()
  return page
}

/** The frame of the browser's own viewer, once it is there. */
async function viewerIn(page: Page): Promise<Frame> {
  for (;;) {
    const found = page.frames().find((frame) => frame.url().startsWith("chrome-extension://"))
    if (found) return found
    await page.waitForEvent("framenavigated")
  }
}

test("a PDF of a record is shown, with its pages", async () => {
  const page = await visitor()
  await page.goto(await attached(pdf(), "hello.pdf"))
  const viewer = await viewerIn(page)
  const toolbar = viewer.locator("viewer-page-selector")
  await toolbar.getByText("1", { exact: true }).waitFor()
  expect(await viewer.locator("#title").first().textContent()).toContain("hello.pdf")
  await page.context().close()
})

test("what only says that it is one is a download, and runs nothing", async () => {
  const page = await visitor()
  const url = await attached("<!doctype html><script>document.title = 'ran'</script>", "page.pdf")
  const download = page.waitForEvent("download")
  await page.evaluate((address) => location.assign(address), url)
  expect((await download).suggestedFilename()).toBe("page.pdf")
  expect(await page.title()).not.toBe("ran")
  await page.context().close()
})
