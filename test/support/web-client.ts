/** The web client as people meet it: a server of its own, Chromium, and pages that must not complain. */
import type { Browser, BrowserContextOptions, Page, Route } from "playwright-core"
import { freePort } from "../../src/supervisor/tcp-port.ts"
import { createTestApp, type Member, type TestApp } from "./app.ts"
import { openChromium } from "./chromium.ts"

export interface WebClient {
  app: TestApp
  url: string
  browser: Browser
  /** a visitor with a browser of their own; whatever the page complains of is collected in `complaints` */
  visit(path: string, options?: VisitOptions): Promise<Page>
  /** what pages wrote to their console as errors, and requests to other hosts */
  complaints: string[]
  close(): Promise<void>
}

interface VisitOptions extends BrowserContextOptions {
  as?: Member
  /** as somebody does whose connection is dear: nothing is fetched before it is needed */
  savesData?: boolean
}

export async function openWebClient(env: Record<string, string> = {}): Promise<WebClient> {
  const port = await freePort("127.0.0.1")
  const url = `http://localhost:${port}`
  const app = await createTestApp({ env: { PUBLIC_URL: url, PORT: String(port), ...env } })
  const server = Bun.serve({
    port,
    idleTimeout: 0,
    fetch: (request) => answerLate(() => app.request(request.url, request)),
  })
  const browser = await openChromium()
  const complaints: string[] = []
  return {
    app,
    url,
    browser,
    complaints,
    async visit(path, { as: member, savesData, ...options } = {}) {
      const context = await browser.newContext({ locale: "en-GB", timezoneId: "Europe/Berlin", ...options })
      // Long enough for a machine that does much besides; what is there at once takes no longer for it.
      context.setDefaultTimeout(30_000)
      if (member) await context.addInitScript(signedIn, await sessionOf(member))
      if (savesData) await context.addInitScript(savingData)
      const page = await context.newPage()
      listen(page, url, complaints)
      await page.goto(url + path)
      return page
    },
    async close() {
      await browser.close()
      await server.stop(true)
      await app.close()
    },
  }
}

/**
 * With TEST_LATENCY=200 every answer comes 200 ms late, scripts too. A test that fails then does not wait for what it
 * reads, and would fail some day on a busy machine. Tests that count milliseconds themselves are not meant for it.
 */
const latency = Number(process.env.TEST_LATENCY ?? 0)

async function answerLate(answer: () => Promise<Response> | Response): Promise<Response> {
  if (latency) await Bun.sleep(latency)
  return answer()
}

/** A session is a pair of tokens; a test that signs in by hand gets them from the page. */
async function sessionOf({ token }: Member) {
  return JSON.stringify({ access: token, refresh: "none" })
}

/** Only where there is none yet: the page may have signed out since. */
const signedIn = (session: string) => {
  if (sessionStorage.getItem("test.signed-in")) return
  sessionStorage.setItem("test.signed-in", "yes")
  localStorage.setItem("kith.session", session)
}

const savingData = () => Object.defineProperty(navigator, "connection", { value: { saveData: true } })

function listen(page: Page, url: string, complaints: string[]): void {
  page.on("pageerror", (error) => complaints.push(String(error)))
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text())
  })
  page.on("request", (request) => {
    if (!request.url().startsWith(url) && /^https?:/.test(request.url())) complaints.push(`request to ${request.url()}`)
  })
}

/** Answers of an endpoint come late. @param delay in milliseconds */
export function delayed(delay: number) {
  return async (route: Route) => {
    await Bun.sleep(delay)
    await route.continue()
  }
}
