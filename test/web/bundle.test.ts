/** How the web client is served: hashed, compressed beforehand, under a policy that lets nothing else run. */
import { afterAll, beforeAll, expect, test } from "bun:test"
import { join } from "node:path"
import { brotliDecompressSync, gunzipSync } from "node:zlib"
import { createTestApp, type TestApp } from "../support/app.ts"

let app: TestApp
let page: string

beforeAll(async () => {
  app = await createTestApp()
  page = await (await app.request("/")).text()
})

afterAll(() => app.close())

const html = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" }
const assets = () => [...page.matchAll(/\/assets\/[\w.-]+/g)].map((match) => match[0])

test.each(["/", "/sign-in", "/objects/people", "/verify?loginToken=x", "/invite/abc", "/nowhere"])(
  "%s is the page, for a browser",
  async (path) => {
    const response = await app.request(path, { headers: html })
    expect(response.status).toBe(200)
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8")
    expect(response.headers.get("cache-control")).toBe("no-cache")
    expect(withoutPreloads(await response.text())).toBe(withoutPreloads(page))
  },
)

const withoutPreloads = (text: string) => text.replace(/\s*<link rel="modulepreload"[^>]*>/g, "")

test("the page asks at once for what its first screen is made of, and for nothing else", async () => {
  const preloads = async (path: string) => {
    const text = await (await app.request(path, { headers: html })).text()
    return [...text.matchAll(/<link rel="modulepreload" href="([^"]+)"/g)].map(([, name]) => name!)
  }
  const [entrance, inside, records] = [
    await preloads("/sign-in"),
    await preloads("/"),
    await preloads("/objects/people"),
  ]
  expect(entrance.length).toBeGreaterThan(0)
  expect(new Set(entrance).isSubsetOf(new Set(inside))).toBe(true)
  expect(new Set(inside).isSubsetOf(new Set(records))).toBe(true)
  expect([entrance.length, inside.length]).not.toEqual([inside.length, records.length])
  for (const name of records) expect({ name, status: (await app.request(name)).status }).toEqual({ name, status: 200 })
})

test("the server knows the way in by the same addresses as the client", async () => {
  const entrancesOf = async (path: string) =>
    /const entrances = (.+)/.exec(await Bun.file(join(import.meta.dirname, "../..", path)).text())![1]
  expect(await entrancesOf("src/api/web.ts")).toBe(await entrancesOf("web/routes.tsx"))
})

test.each(["/nowhere", "/objects/people", "/assets/none.js", "/assets/records.html", "/assets/version"])(
  "%s is not there, for a program",
  async (path) => {
    expect((await app.request(path)).status).toBe(404)
  },
)

test("what the APIs answer stays theirs", async () => {
  expect(await (await app.request("/healthz", { headers: html })).text()).not.toContain("<html")
  expect(await (await app.request("/graphql", { headers: html })).text()).toContain("Records")
  expect((await app.request("/rest/companies", { headers: html })).status).not.toBe(200)
  expect((await app.request("/nowhere", { method: "POST", headers: html })).status).toBe(404)
})

test("no script and no style but our own can run, and nothing else is asked for", async () => {
  const policy = (await app.request("/", { headers: html })).headers.get("content-security-policy")!
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("connect-src 'self'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toContain("unsafe")
  expect(policy).not.toMatch(/https?:/)
  expect(page).not.toMatch(/https?:\/\//)
  expect(page).not.toMatch(/<script(?![^>]*src=)/)
})

test("files are named by their content and kept for ever", async () => {
  for (const path of assets().filter((each) => !each.endsWith(".svg"))) {
    const response = await app.request(path)
    expect({ path, cache: response.headers.get("cache-control") }).toEqual({
      path,
      cache: "public, max-age=31536000, immutable",
    })
  }
})

test.each([
  ["br", "gzip, deflate, br", brotliDecompressSync],
  ["gzip", "gzip", gunzipSync],
  ["gzip", "br;q=0, gzip", gunzipSync],
  [null, "", (bytes: Uint8Array) => bytes],
] as const)("comes as %s to whoever accepts %p", async (encoding, accepted, open) => {
  const path = assets().find((each) => each.endsWith(".js"))!
  const plain = await (await app.request(path)).bytes()
  const response = await app.request(path, { headers: { "accept-encoding": accepted } })
  expect(response.headers.get("content-encoding")).toBe(encoding)
  expect(response.headers.get("vary")).toBe("accept-encoding")
  expect(new Uint8Array(open(await response.bytes()))).toEqual(plain)
})

test("what a browser has it is not sent again", async () => {
  const first = await app.request("/", { headers: html })
  const etag = first.headers.get("etag")!
  for (const header of [etag, `W/${etag}`, `"other", ${etag}`]) {
    const again = await app.request("/", { headers: { ...html, "if-none-match": header } })
    expect(again.status).toBe(304)
    expect(await again.text()).toBe("")
  }
  expect((await app.request("/", { headers: { ...html, "if-none-match": '"other"' } })).status).toBe(200)
})

test("while somebody works on it the page asks for the version of its sources, and only then", async () => {
  expect(page).not.toContain("data-reloads")
  const dev = await createTestApp({ env: { WEB_RELOAD: "on" } })
  expect(await (await dev.request("/")).text()).toContain("<html data-reloads")
  const version = await dev.request("/assets/version")
  expect(await version.text()).toMatch(/^[0-9a-f]{16}$/)
  expect(version.headers.get("cache-control")).toBe("no-store")
  await dev.close()
})
