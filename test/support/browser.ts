/** A browser that signs in elsewhere: it keeps cookies by host and goes wherever it is sent, until Kith has the last word. */
import type { TestApp } from "./app.ts"

export interface Page {
  url: URL
  response: Response
  text: string
}

export class Browser {
  /** host → name → value */
  private readonly cookies = new Map<string, Map<string, string>>()

  constructor(
    private readonly app: TestApp,
    private readonly publicUrl = "http://localhost:3000",
  ) {}

  /** Opens an address of Kith (a path) or of somebody else, and follows redirects up to `/verify` or a page. */
  async open(address: string | URL, init: RequestInit = {}): Promise<Page> {
    let url = new URL(address, this.publicUrl)
    let request = init
    for (let hop = 0; hop < 20; hop++) {
      if (url.origin === this.publicUrl && url.pathname === "/verify") {
        return { url, response: new Response(null, { status: 200 }), text: "" }
      }
      const response = await this.send(url, request)
      const location = response.headers.get("location")
      if (!location) return { url, response, text: await response.text() }
      url = new URL(location, url)
      request = {}
    }
    throw new Error(`Too many redirects at ${url}`)
  }

  /** One request, whose redirect is left to the caller. */
  async send(url: URL, init: RequestInit = {}): Promise<Response> {
    const jar = this.cookies.get(url.host) ?? new Map<string, string>()
    this.cookies.set(url.host, jar)
    const headers = new Headers(init.headers)
    // What is posted from another site brings no Lax cookie along.
    const isForeignPost = url.origin === this.publicUrl && init.method === "POST"
    if (jar.size > 0 && !isForeignPost)
      headers.set("cookie", [...jar].map(([name, value]) => `${name}=${value}`).join("; "))
    const options = { ...init, headers, redirect: "manual" as const }
    const response =
      url.origin === this.publicUrl ? await this.app.request(url.href, options) : await fetch(url, options)
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (/max-age=0\b/i.test(cookie) || value === "") jar.delete(name)
      else jar.set(name, value)
    }
    return response
  }
}

/** The login token with which a sign-in ended; undefined where it did not. */
export function loginTokenOf({ url }: Page): string | undefined {
  return url.pathname === "/verify" ? (url.searchParams.get("loginToken") ?? undefined) : undefined
}
