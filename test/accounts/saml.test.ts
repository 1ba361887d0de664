/** SAML 2.0: signing in from either side, and everything that is not a sign-in. */
import { afterAll, beforeAll, beforeEach, describe, expect, spyOn, test } from "bun:test"
import { inflateRawSync } from "node:zlib"
import { createServices } from "../../src/accounts/services.ts"
import { createApp } from "../../src/app.ts"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"
import { Browser, loginTokenOf, type Page } from "../support/browser.ts"
import { newMember } from "../support/people.ts"
import {
  base64,
  honest,
  idpIssuer,
  idpKeys,
  idpUrl,
  minutes,
  otherKeys,
  providerMetadata,
  respond,
  sign,
  unsigned,
  type Signed,
} from "../support/saml-idp.ts"
import { createProvider, editProvider, enterBy, type ProviderRow } from "../support/sso.ts"
import { attacks, createKit } from "./saml-attacks.ts"

const kith = "http://localhost:3000"

let app: TestApp
let admin: Member
let provider: ProviderRow
let service: { entityId: string; acsUrl: string }
let email: string

beforeAll(async () => {
  app = await createTestApp()
  admin = await app.signUp()
  provider = await createProvider(admin, "SAML", { name: "Ours", metadata: providerMetadata() })
  service = serviceOf(provider.id)
})

beforeEach(() => {
  email = `${crypto.randomUUID()}@example.com`
})

afterAll(() => app.close())

const serviceOf = (id: string) => ({
  entityId: `${kith}/auth/saml/login/${id}`,
  acsUrl: `${kith}/auth/saml/callback/${id}`,
})

const form = (fields: Record<string, string>): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: new URLSearchParams(fields).toString(),
})

const post = (encoded: string, browser = new Browser(app), id = provider.id, more: Record<string, string> = {}) =>
  browser.open(`/auth/saml/callback/${id}`, form({ SAMLResponse: encoded, ...more }))

/** The request that a browser is sent to the provider with. */
async function begin(browser: Browser, query = "") {
  const begun = await browser.send(new URL(`/auth/saml/login/${provider.id}${query}`, kith))
  const location = new URL(begun.headers.get("location")!)
  const xml = inflateRawSync(Buffer.from(location.searchParams.get("SAMLRequest")!, "base64")).toString()
  return { location, xml, requestId: / ID="([^"]+)"/.exec(xml)![1]! }
}

describe("signing in", () => {
  for (const signed of ["assertion", "response", "both"] as Signed[]) {
    test(`from the provider's side, with the ${signed} signed`, async () => {
      const member = await enterBy(app, await post(base64(await respond(honest(service, email), signed))))
      expect(member).toMatchObject({
        workspaceId: admin.workspaceId,
        authProvider: "sso",
        email,
        name: { firstName: "Katherine", lastName: "Johnson" },
      })
      const again = await enterBy(app, await post(base64(await respond(honest(service, email), signed))))
      expect(again.userId).toBe(member.userId)
    })
  }

  test("from this side: the answer works in the browser that asked, once", async () => {
    const browser = new Browser(app)
    const { location, xml, requestId } = await begin(browser)
    expect(location.href).toStartWith(idpUrl)
    expect(xml).toContain(`AssertionConsumerServiceURL="${service.acsUrl}"`)
    expect(xml).toContain(`>${service.entityId}<`)
    const answer = base64(await respond(honest(service, email, requestId)))
    const member = await enterBy(
      app,
      await post(answer, browser, provider.id, { RelayState: "https://evil.example.com" }),
    )
    expect(member.email).toBe(email)
    const second = base64(await respond(honest(service, email, requestId)))
    expect(loginTokenOf(await post(second, browser))).toBeUndefined()
  })

  test("the answer to a request of another browser", async () => {
    const { requestId } = await begin(new Browser(app))
    expect(loginTokenOf(await post(base64(await respond(honest(service, email, requestId)))))).toBeUndefined()
  })

  test("the answer to a request to another provider", async () => {
    const second = await createProvider(admin, "SAML", { metadata: providerMetadata() })
    const browser = new Browser(app)
    const { requestId } = await begin(browser)
    const answer = base64(await respond(honest(serviceOf(second.id), email, requestId)))
    expect(loginTokenOf(await post(answer, browser, second.id))).toBeUndefined()
  })

  test("the browser ends at Kith's own address, whatever RelayState says", async () => {
    for (const RelayState of ["https://evil.example.com", "//evil.example.com", "/evil", "javascript:alert(1)"]) {
      const page = await post(base64(await respond(honest(service, email))), new Browser(app), provider.id, {
        RelayState,
      })
      expect(page.url.origin).toBe(kith)
      expect(page.url.pathname).toBe("/verify")
      expect([...page.url.searchParams.keys()]).toEqual(["loginToken"])
    }
  })

  test("a clock that goes two minutes wrong is forgiven", async () => {
    const late = {
      ...honest(service, email),
      notOnOrAfter: minutes(-1),
      confirmedUntil: minutes(-1),
      notBefore: minutes(-9),
    }
    expect(loginTokenOf(await post(base64(await respond(late))))).toBeDefined()
    const early = { ...honest(service, email), notBefore: minutes(1) }
    expect(loginTokenOf(await post(base64(await respond(early))))).toBeDefined()
  })

  test("a lasting name that is no address, with the address as an attribute", async () => {
    const said = {
      ...honest(service, email),
      nameId: "employee 4711",
      nameIdFormat: "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
    }
    const member = await enterBy(app, await post(base64(await respond(said))))
    const moved = { ...said, assertionId: "_moved", email: `${crypto.randomUUID()}@example.com` }
    expect((await enterBy(app, await post(base64(await respond(moved))))).userId).toBe(member.userId)
  })

  test("a name without an address is nobody yet", async () => {
    const said = { ...honest(service, email), nameId: "x", nameIdFormat: "urn:unspecified", email: "" }
    expect((await post(base64(await respond(said)))).text).toContain("does not confirm")
  })

  test("metadata of Kith's own side", async () => {
    const response = await app.request(`/auth/saml/metadata/${provider.id}`)
    const xml = await response.text()
    expect(response.headers.get("content-type")).toStartWith("application/samlmetadata+xml")
    expect(xml).toContain(`entityID="${service.entityId}"`)
    expect(xml).toContain(`Location="${service.acsUrl}"`)
    expect(xml).toContain('WantAssertionsSigned="true"')
    expect((await app.request("/auth/saml/metadata/nonsense")).status).toBe(404)
  })
})

describe("setting it up", () => {
  test("by fields, with an id of one's own, and a certificate that is replaced", async () => {
    const alone = await app.signUp()
    const id = crypto.randomUUID()
    const fields = { id, name: "Hand-made", issuer: idpIssuer, ssoURL: idpUrl }
    const made = await createProvider(alone, "SAML", { ...fields, certificate: otherKeys.cert })
    expect(made).toEqual({ id, name: "Hand-made", type: "SAML", status: "Active", issuer: idpIssuer })
    const arrive = async () => post(base64(await respond(honest(serviceOf(id), email))), new Browser(app), id)
    expect(loginTokenOf(await arrive())).toBeUndefined()
    expect(
      (await editProvider(alone, { id, certificate: `${otherKeys.cert}\n${idpKeys.cert}` })).errors,
    ).toBeUndefined()
    expect(loginTokenOf(await arrive())).toBeDefined()
  })

  const good = { issuer: idpIssuer, ssoURL: idpUrl, certificate: idpKeys.cert }
  const refused: [name: string, input: Record<string, unknown>, reason: string][] = [
    ["no certificate", { ...good, certificate: "" }, "certificate is missing"],
    ["a certificate that is none", { ...good, certificate: "hello" }, "not an X.509 certificate"],
    ["an address that is none", { ...good, ssoURL: "javascript:alert(1)" }, "must be an address"],
    ["another certificate's fingerprint", { ...good, fingerprint: "00".repeat(32) }, "fingerprint"],
    ["metadata that is none", { metadata: "<a/>" }, "upload the EntityDescriptor"],
    ["metadata with a document type", { metadata: `<!DOCTYPE x>${providerMetadata()}` }, "document type"],
    [
      "metadata of a service",
      { metadata: '<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="x"/>' },
      "no identity provider",
    ],
  ]
  for (const [name, input, reason] of refused) {
    test(name, async () => {
      await expect(createProvider(admin, "SAML", input)).rejects.toThrow(reason)
    })
  }
})

describe("attacks", () => {
  test("there are many, each by its own name", () => {
    expect(attacks.length).toBeGreaterThanOrEqual(40)
    expect(new Set(attacks.map(({ name }) => name)).size).toBe(attacks.length)
  })

  for (const { name, reason, mutate, encode = base64, signed } of attacks) {
    test(name, async () => {
      const victim = await someVictim()
      const kit = await createKit(honest(service, email), victim, signed)
      const attacked = encode(await mutate(kit))
      const { page, reasons } = await watched(() => post(attacked))
      expect({ letIn: loginTokenOf(page), status: page.response.status }).toEqual({ letIn: undefined, status: 403 })
      expect(reasons).toHaveLength(1)
      expect(reasons[0]).toMatch(reason)
      expect(page.text).toContain(
        "You could not be signed in. Go back and try again; if it happens again, ask an admin.",
      )
      expect(page.text).toBe(onlyPage)
      // What it was made of is good: the refusal was the attack's own.
      expect(loginTokenOf(await post(base64(kit.xml)))).toBeDefined()
    })
  }

  test("an assertion that was used already, on this server and on another", async () => {
    const xml = await respond(honest(service, email))
    const encoded = base64(xml)
    expect(loginTokenOf(await post(encoded))).toBeDefined()
    const other = createApp(createServices(app.services.config, app.services.db))
    const elsewhere = new Browser({ ...app, request: async (path, init) => other.request(path, init) })
    for (const browser of [new Browser(app), elsewhere]) {
      const { page, reasons } = await watched(() => post(encoded, browser))
      expect(loginTokenOf(page)).toBeUndefined()
      expect(reasons).toEqual(["The assertion was used already"])
    }
  })

  test("an assertion that was used already, in a response of another id", async () => {
    const said = honest(service, email)
    expect(
      loginTokenOf(await post(base64(sign(unsigned(said), { key: idpKeys.key, target: "Assertion" })))),
    ).toBeDefined()
    const again = sign(unsigned({ ...said, responseId: "_again" }), { key: idpKeys.key, target: "Assertion" })
    const { page, reasons } = await watched(() => post(base64(again)))
    expect(loginTokenOf(page)).toBeUndefined()
    expect(reasons).toEqual(["The assertion was used already"])
  })

  test("the same assertion by many at the same moment: one is let in", async () => {
    const encoded = base64(await respond(honest(service, email)))
    const pages = await Promise.all(Array.from({ length: 8 }, () => post(encoded)))
    expect(pages.filter((page) => loginTokenOf(page))).toHaveLength(1)
  })

  test("an assertion for another workspace's provider of the same issuer", async () => {
    const other = await app.signUp()
    const theirs = await createProvider(other, "SAML", { metadata: providerMetadata() })
    const encoded = base64(await respond(honest(service, email)))
    const { page, reasons } = await watched(() => post(encoded, new Browser(app), theirs.id))
    expect(loginTokenOf(page)).toBeUndefined()
    expect(reasons[0]).toMatch(/meant for/)
  })

  test("two responses in one form, none, and what is no form", async () => {
    const encoded = encodeURIComponent(base64(await respond(honest(service, email))))
    const bodies: [type: string, body: string][] = [
      ["application/x-www-form-urlencoded", `SAMLResponse=${encoded}&SAMLResponse=${encoded}`],
      ["application/x-www-form-urlencoded", "RelayState=x"],
      ["text/plain", `SAMLResponse=${encoded}`],
      ["application/json", "{}"],
    ]
    for (const [type, body] of bodies) {
      const page = await new Browser(app).open(`/auth/saml/callback/${provider.id}`, {
        method: "POST",
        headers: { "content-type": type },
        body,
      })
      expect(page.response.status).toBe(403)
    }
  })

  test("a ticket for the last step that was not made here, or for somebody else's request", async () => {
    const browser = new Browser(app)
    const { requestId } = await begin(browser)
    const state = requestId.slice(1)
    const forged = await browser.open(
      `/auth/saml/finish/${provider.id}?state=${state}&ticket=1.AAAAAAAAAAAAAAAA.${"A".repeat(40)}`,
    )
    expect(loginTokenOf(forged)).toBeUndefined()
  })
})

let onlyVictim: Promise<string> | undefined

/** A member whom Mallory would like to be. */
function someVictim(): Promise<string> {
  return (onlyVictim ??= newMember(app, admin).then((member) => member.email))
}

/** What the log said meanwhile about refusals. */
async function watched(work: () => Promise<Page>): Promise<{ page: Page; reasons: string[] }> {
  const spy = spyOn(process.stderr, "write").mockImplementation(() => true)
  try {
    const page = await work()
    const lines = spy.mock.calls.map(([line]) => String(line)).filter((line) => line.startsWith("{"))
    const entries = lines.map((line) => JSON.parse(line) as { message: string; reason?: string })
    return { page, reasons: entries.map(({ message, reason }) => reason ?? message) }
  } finally {
    spy.mockRestore()
  }
}

let onlyPage: string

beforeAll(async () => {
  const { page } = await watched(() => post("nonsense!"))
  onlyPage = page.text
})
