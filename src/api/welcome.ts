/** What a browser finds at the root: where things are. */
import { Hono } from "hono"

export function welcomeRoute(): Hono {
  const app = new Hono()
  app.get("/", () => new Response(page, { headers: { "content-type": "text/html; charset=utf-8", ...security } }))
  return app
}

const security = { "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'" }

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Kith</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.6 system-ui, sans-serif }
  body { max-width: 40rem; margin: 10vh auto; padding: 0 1.5rem }
  code { font-family: ui-monospace, monospace }
</style>
</head>
<body>
<main>
<h1>Kith is running</h1>
<p>Your data model and your records are served here:</p>
<ul>
<li><a href="/metadata">/metadata</a>: accounts, keys and the data model, with a playground</li>
<li><a href="/graphql">/graphql</a>: records over GraphQL, with a playground</li>
<li><code>/rest/companies</code> and so on: records over REST; <code>/rest/open-api/core</code> describes them</li>
</ul>
<p><code>docs/api.md</code> shows how to sign up and begin.</p>
</main>
</body>
</html>`
