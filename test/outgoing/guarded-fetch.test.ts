/** Requests to addresses that somebody else chose: what they reach, and what they never do. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { createGuardedFetch, OutgoingRefusal } from "../../src/outgoing/guarded-fetch.ts"
import { isPublicAddress } from "../../src/outgoing/public-address.ts"
import { bunNetwork, type Network } from "../../src/ports/network.ts"

let server: Bun.Server<undefined>
let host: string
const seen: { path: string; host: string | null; authorization: string | null }[] = []

beforeAll(() => {
  server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      const { pathname } = new URL(request.url)
      seen.push({
        path: pathname,
        host: request.headers.get("host"),
        authorization: request.headers.get("authorization"),
      })
      if (pathname === "/inside") return Response.redirect("http://10.0.0.1/secret")
      if (pathname === "/away") return Response.redirect(`http://localhost:${server.port}/hello`)
      if (pathname === "/file") return new Response(null, { status: 302, headers: { location: "file:///etc/passwd" } })
      if (pathname === "/round") return Response.redirect(`http://${host}/round`)
      if (pathname === "/hello") return Response.redirect(`http://${host}/end`)
      if (pathname === "/large") return new Response("x".repeat(3000))
      if (pathname === "/bomb") {
        const headers = { "content-encoding": "gzip" }
        return new Response(Bun.gzipSync(Buffer.alloc(1_000_000)), { headers })
      }
      if (pathname === "/slow") await Bun.sleep(5000)
      return Response.json({ path: pathname, body: await request.text() })
    },
  })
  host = `127.0.0.1:${server.port}`
})

afterAll(() => server.stop(true))

const allowed = (...outgoingAllow: string[]) => createGuardedFetch({ outgoingAllow }, { maxSize: 2000, timeout: 500 })
const refused = (promise: Promise<unknown>) => expect(promise).rejects.toBeInstanceOf(OutgoingRefusal)

/** A name server that answers as a test wants, and a network that says where it was sent. */
function pretend(answers: Record<string, string[]>) {
  const sent: string[] = []
  const network: Network = {
    resolve: (name) => Promise.resolve(answers[name] ?? []),
    fetch(url, address) {
      sent.push(`${url.hostname} at ${address}`)
      return Promise.resolve(new Response("there"))
    },
  }
  return { sent, fetch: createGuardedFetch({ outgoingAllow: [] }, { network }) }
}

describe("addresses", () => {
  const open = [
    "8.8.8.8",
    "1.1.1.1",
    "172.15.255.255",
    "172.32.0.0",
    "192.167.1.1",
    "2606:4700::1111",
    "2a00:1450:4001::1",
  ]
  const closed = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.255",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "198.18.0.1",
    "203.0.113.7",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fc00::1",
    "fd12:3456::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001::1",
    "2001:db8::1",
    "1::2::3",
    "nonsense",
    "",
  ]
  for (const address of open) test(`${address} is everybody's`, () => expect(isPublicAddress(address)).toBe(true))
  for (const address of closed) test(`"${address}" is not`, () => expect(isPublicAddress(address)).toBe(false))
})

describe("what is refused", () => {
  const urls = [
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[fe80::1]/",
    "https://169.254.169.254/latest/meta-data/",
    "https://localhost/",
    "https://user:secret@8.8.8.8/",
    "http://8.8.8.8/",
    "ftp://8.8.8.8/",
    "file:///etc/passwd",
    "data:text/plain,hello",
  ]
  for (const url of urls) test(url, () => refused(createGuardedFetch({ outgoingAllow: [] })(url)))

  test("a name with one private address among its public ones", async () => {
    const { fetch, sent } = pretend({ "mixed.example.com": ["8.8.8.8", "10.0.0.1", "8.8.4.4"] })
    await refused(fetch("https://mixed.example.com/"))
    expect(sent).toEqual([])
  })

  test("a name that nobody knows", () => refused(pretend({}).fetch("https://nobody.example.com/")))
})

describe("where it goes", () => {
  test("to the address that was looked at, whatever the name server says next", async () => {
    let asked = 0
    const sent: string[] = []
    const network: Network = {
      resolve: () => Promise.resolve([asked++ === 0 ? "8.8.8.8" : "127.0.0.1"]),
      fetch(url, address) {
        sent.push(`${url.hostname} at ${address}`)
        return Promise.resolve(new Response("there"))
      },
    }
    const answer = await createGuardedFetch({ outgoingAllow: [] }, { network })("https://rebinding.example.com/")
    expect(await answer.text()).toBe("there")
    expect({ asked, sent }).toEqual({ asked: 1, sent: ["rebinding.example.com at 8.8.8.8"] })
  })

  test("with the name in Host, though the address is what is connected to", async () => {
    const answer = await bunNetwork.fetch(new URL(`http://kith.example.com:${server.port}/named`), "127.0.0.1", {})
    expect(await answer.json()).toMatchObject({ path: "/named" })
    expect(seen.at(-1)).toMatchObject({ path: "/named", host: `kith.example.com:${server.port}` })
  })

  test("only where the certificate is one for the name, by somebody who is trusted", async () => {
    const pem = (name: string) => Bun.file(new URL(`../data/saml-other.${name}.pem`, import.meta.url))
    const secure = Bun.serve({
      port: 0,
      hostname: "127.0.0.1",
      tls: { key: pem("key"), cert: pem("cert") },
      fetch: () => new Response("hello"),
    })
    const url = new URL(`https://other.example.com:${secure.port}/`)
    await expect(bunNetwork.fetch(url, "127.0.0.1", {})).rejects.toThrow(/certificate/i)
    await secure.stop(true)
  })

  test("to an allowed host, with or without its port, and with what is posted", async () => {
    for (const name of ["127.0.0.1", host]) {
      const answer = await allowed(name)(`http://${host}/post`, { method: "POST", body: "a=b" })
      expect(await answer.json()).toEqual({ path: "/post", body: "a=b" })
    }
    await refused(allowed("127.0.0.1:1")(`http://${host}/post`))
  })
})

describe("redirects", () => {
  test("go through the same guard", async () => {
    await refused(allowed(host)(`http://${host}/inside`))
    await refused(allowed(host)(`http://${host}/file`))
    await refused(allowed(host)(`http://${host}/away`))
  })

  test("end somewhere, and take no secrets to another site", async () => {
    await refused(allowed(host)(`http://${host}/round`))
    const headers = { authorization: "Bearer secret" }
    const answer = await allowed(host, "localhost")(`http://${host}/away`, { headers })
    expect(answer.status).toBe(200)
    expect(seen.slice(-3).map(({ path, authorization }) => [path, authorization])).toEqual([
      ["/away", "Bearer secret"],
      ["/hello", null],
      ["/end", null],
    ])
  })

  test("are not followed with what was posted, nor where the caller does not want it", async () => {
    await refused(allowed(host)(`http://${host}/hello`, { method: "POST", body: "secret" }))
    expect((await allowed(host)(`http://${host}/hello`, { redirect: "manual" })).status).toBe(302)
  })
})

describe("limits", () => {
  test("of size, also of what is packed", async () => {
    await refused(allowed(host)(`http://${host}/large`))
    await refused(allowed(host)(`http://${host}/bomb`))
  })

  test("of time", async () => {
    await expect(allowed(host)(`http://${host}/slow`)).rejects.toThrow()
  })
})
