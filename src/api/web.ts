/** The web client: its page wherever a browser asks for one, and the files that the page is made of. */
import { Hono, type Context } from "hono"
import type { Services } from "../accounts/services.ts"
import { acceptedEncodings } from "./encodings.ts"
import type { FirstScreen, WebFile } from "../ports/web-bundle.ts"

/** To be mounted last: it answers every address that nothing else does. */
export function webRoutes({ web }: Pick<Services, "web">): Hono {
  const app = new Hono()
  app.get("/assets/version", async (context) => {
    const version = await web.version()
    return version === undefined ? context.notFound() : context.text(version, 200, { "cache-control": "no-store" })
  })
  app.get("/assets/:name", async (context) => {
    const name = context.req.param("name")
    const file = await web.asset(name)
    return file
      ? present(context, file, { "cache-control": isHashed(name) ? forEver : "no-cache" })
      : context.notFound()
  })
  app.get("*", async (context) => {
    if (!wantsPage(context)) return context.notFound()
    return present(context, await web.page(screenAt(context.req.path)), {
      "cache-control": "no-cache",
      ...pageSecurity,
    })
  })
  return app
}

/** First parts of the addresses of the way in, and the address of an object's records, as the client's routes have them. */
const entrances = /^\/(sign-in|sign-up|workspaces|two-factor|reset-password|verify-email|invite|verify)(\/|$)/
const records = /^\/objects\/[^/]+$/

function screenAt(path: string): FirstScreen {
  if (entrances.test(path)) return "entrance"
  return records.test(path) ? "records" : "inside"
}

const forEver = "public, max-age=31536000, immutable"

const isHashed = (name: string) => /-[0-9a-z]{8}\.\w+$/.test(name)

/** Programs that ask for an address that is not there are to hear so. */
function wantsPage({ req }: Context): boolean {
  return req.path === "/" || (req.header("accept") ?? "").includes("text/html")
}

/**
 * No script and no style but our files, no request to any other host, no text of a record ever read as HTML. Whatever it says,
 * it cannot run.
 */
const pageSecurity = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    // One policy names the client's own worker (web/pages/import/read-file.ts). With the other the editor of formatted texts
    // reads what is pasted, in a document in which nothing runs, for the few elements that it knows
    // (web/editors/rich-text/schema.ts).
    "trusted-types worker ProseMirrorClipboard",
  ].join("; "),
}

function present(context: Context, file: WebFile, headers: Record<string, string>): Response {
  const common = { ...headers, etag: file.etag, vary: "accept-encoding" }
  if (knows(context.req.header("if-none-match"), file.etag)) return new Response(null, { status: 304, headers: common })
  const accepted = acceptedEncodings(context.req.header("accept-encoding"))
  const { encoding, bytes } = file.encodings.find((each) => each.encoding === null || accepted.has(each.encoding))!
  return new Response(bytes, {
    headers: { ...common, "content-type": file.contentType, ...(encoding && { "content-encoding": encoding }) },
  })
}

/** Proxies that compress make a weak tag of ours. */
function knows(header: string | undefined, etag: string): boolean {
  const tags = (header ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""))
  return tags.includes(etag) || tags.includes("*")
}
