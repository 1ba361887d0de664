/** Long answers go out as they are, whole, with their length, to readers quick and slow. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { bytesBody, textBody } from "../../src/ports/long-body.ts"

const texts: Record<string, string> = {
  nothing: "",
  "a short text": "short",
  "just what is collected": "x".repeat(15 * 1024 - 1),
  "one more": "x".repeat(15 * 1024),
  "short in characters, long in bytes": "€".repeat(5 * 1024),
  "letters of one, two, three and four bytes": "aé€😀".repeat(20_000),
  "ten megabytes": "0123456789".repeat(1_000_000),
}

let server: Bun.Server<undefined>

beforeAll(() => {
  server = Bun.serve({
    port: 0,
    async fetch(request) {
      // What is long is sent in pieces only after a wait.
      await Bun.sleep(1)
      const { pathname, search } = new URL(request.url)
      const text = texts[decodeURIComponent(pathname.slice(1))]!
      const body = search === "?bytes" ? bytesBody(new TextEncoder().encode(text)) : textBody(text)
      return new Response(body, { headers: { "x-one": "1" } })
    },
  })
})

afterAll(() => server.stop(true))

const addressOf = (name: string) => new URL(encodeURIComponent(name), server.url)

describe.each(Object.keys(texts))("%s", (name) => {
  const text = texts[name]!
  const size = Buffer.byteLength(text)

  test("arrives whole, with its length and the other headers, again and again", async () => {
    for (let i = 0; i < 6; i++) {
      const response = await fetch(`${addressOf(name)}${i % 2 ? "?bytes" : ""}`)
      expect(response.headers.get("content-length")).toBe(String(size))
      expect(response.headers.get("transfer-encoding")).toBeNull()
      expect(response.headers.get("x-one")).toBe("1")
      expect((await response.text()) === text).toBe(true)
    }
  })

  test("is there to be read in the process itself, twice where it is cloned", async () => {
    expect((await new Response(textBody(text)).text()) === text).toBe(true)
    const response = new Response(textBody(text))
    const other = response.clone()
    expect([(await response.text()) === text, (await other.text()) === text]).toEqual([true, true])
  })
})

test("whoever reads slowly gets all of it as well", async () => {
  const text = texts["ten megabytes"]!
  let received = 0
  for await (const chunk of (await fetch(addressOf("ten megabytes"))).body!) {
    received += chunk.length
    if (received < 2_000_000) await Bun.sleep(5)
  }
  expect(received).toBe(text.length)
})

test("whoever leaves in the middle disturbs nobody", async () => {
  for (let i = 0; i < 20; i++) {
    const gone = new AbortController()
    const response = await fetch(addressOf("ten megabytes"), { signal: gone.signal })
    await response.body!.getReader().read()
    gone.abort()
  }
  expect((await (await fetch(addressOf("one more"))).text()) === texts["one more"]).toBe(true)
})

test("a request for the headers alone has no body", async () => {
  const response = await fetch(addressOf("one more"), { method: "HEAD" })
  expect([response.status, await response.text()]).toEqual([200, ""])
})
