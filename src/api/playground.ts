/** A page to try the APIs on, without a request to any other host. */
import { Hono } from "hono"
import { playgroundPage } from "./playground-page.ts"

export function playgroundRoute(): Hono {
  const app = new Hono()
  const page = (title: string, endpoint: string) => () =>
    new Response(playgroundPage(title, endpoint), {
      headers: {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy":
          "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'",
      },
    })
  app.get("/graphql", page("Records", "/graphql"))
  app.get("/metadata", page("Metadata", "/metadata"))
  return app
}
