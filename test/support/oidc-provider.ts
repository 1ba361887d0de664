/** A real OpenID Connect provider from npm, with its own sign-in and consent pages. */
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import Provider from "oidc-provider"
import type { Browser, Page } from "./browser.ts"

export interface OidcPerson {
  sub: string
  email: string
  email_verified: boolean
  given_name: string
  family_name: string
}

export interface TestOidcProvider {
  url: string
  /** by the name with which they sign in there */
  people: Map<string, OidcPerson>
  client: { id: string; secret: string }
  /** Opens an address of Kith and signs in where it leads. */
  signIn(browser: Browser, path: string, login: string): Promise<Page>
  stop(): Promise<void>
}

export async function startOidcProvider(redirectUri: string): Promise<TestOidcProvider> {
  const people = new Map<string, OidcPerson>()
  const client = { id: "kith", secret: "a client secret of forty characters or so" }
  // The issuer names the port, which is known once something listens on it.
  const http = createServer((request, response) => void provider.callback()(request, response))
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve))
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  const provider = new Provider(url, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [redirectUri] }],
    claims: { email: ["email", "email_verified"], profile: ["given_name", "family_name"] },
    pkce: { required: () => true },
    cookies: { keys: ["one key of a test"] },
    findAccount: (_context: unknown, id: string) => ({ accountId: id, claims: () => ({ ...people.get(id)! }) }),
  })
  return {
    url,
    people,
    client,
    async signIn(browser, path, login) {
      let page = await browser.open(path)
      for (let form = 0; form < 3; form++) {
        const action = /<form[^>]* action="([^"]+)"/.exec(page.text)?.[1]
        if (!action || page.url.origin !== url) break
        const prompt = /name="prompt" value="([^"]+)"/.exec(page.text)?.[1] ?? ""
        page = await browser.open(new URL(action, url), {
          method: "POST",
          headers: { "content-type": "application/x-www-form-urlencoded" },
          body: new URLSearchParams({ prompt, login, password: "any" }).toString(),
        })
      }
      return page
    },
    stop: () => new Promise((resolve) => http.close(() => resolve())),
  }
}
