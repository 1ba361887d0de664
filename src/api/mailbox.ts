/**
 * `GET /mailbox`: mails that were not sent because no SMTP server is set, for whoever tries Kith out on their own machine.
 * Links in them let people in, so the route exists only where the configuration says that nobody else can reach it, and
 * refuses whatever came by another name (a rebound one) or through a proxy.
 */
import { desc } from "drizzle-orm"
import { Hono } from "hono"
import type { Services } from "../accounts/services.ts"
import { isLoopback } from "../config.ts"
import { core } from "../db/core.ts"
import { mail } from "../db/core-tables.ts"
import { composeMail } from "../outgoing/compose.ts"
import type { Mail } from "../outgoing/mail.ts"
import { escapeHtml } from "../outgoing/mails/layout.ts"

export function mailboxRoute(services: Services): Hono {
  const app = new Hono()
  if (!services.config.showsMailbox) return app
  return app.get("/mailbox", async ({ req, notFound }) => {
    if (!isFromThisMachine(req.raw)) return notFound()
    return new Response(page(await unsentMails(services)), { headers })
  })
}

const headers = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
}

const forwarding = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"]

function isFromThisMachine(request: Request): boolean {
  const host = request.headers.get("host") ?? new URL(request.url).host
  const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : ""
  return isLoopback(name) && !forwarding.some((header) => request.headers.has(header))
}

async function unsentMails(services: Services): Promise<Mail[]> {
  const rows = await core(services.db).select().from(mail).orderBy(desc(mail.createdAt)).limit(50)
  const mails = await Promise.all(rows.map((row) => composeMail(services, row)))
  return mails.filter((each) => each !== undefined)
}

function page(mails: readonly Mail[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Mailbox of Kith</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.6 system-ui, sans-serif }
  body { max-width: 48rem; margin: 5vh auto; padding: 0 1.5rem }
  article { border-top: 1px solid; padding: 1rem 0; overflow-wrap: anywhere }
  h2 { font-size: 1.1rem; margin: 0 }
</style>
</head>
<body>
<main>
<h1>Mailbox</h1>
<p>No SMTP server is set, so mails stay here, on this machine, for a day. Those whose link no longer works are not shown.</p>
${mails.map(article).join("\n") || "<p>There is none.</p>"}
</main>
</body>
</html>`
}

function article({ to, subject, text }: Mail): string {
  const body = escapeHtml(text).replaceAll(/^https?:\/\/\S+$/gm, (url) => `<a href="${url}">${url}</a>`)
  return `<article>
<h2>${escapeHtml(subject)}</h2>
<p>To ${escapeHtml(to)}</p>
${body
  .trim()
  .split("\n\n")
  .map((paragraph) => `<p>${paragraph.replaceAll("\n", "<br>")}</p>`)
  .join("\n")}
</article>`
}
