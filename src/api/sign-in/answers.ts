/** How a sign-in elsewhere ends: on the page that takes the login token, or on one that says what to do. */
import { signInExternally, type ExternalPerson, type Wish } from "../../accounts/external-sign-in.ts"
import type { Services } from "../../accounts/services.ts"
import { SignInRefusal } from "../../auth/sign-in-refusal.ts"
import { AppError } from "../../errors.ts"
import { createLog } from "../../log.ts"
import { escapeHtml } from "../../outgoing/mails/layout.ts"
import { expected } from "../respond.ts"

/** Why somebody was not let in is worth a line, whatever level the operator has chosen. */
const log = createLog("warn")

/** Only ever to the public address: nothing that a request or a provider brings along decides where a token goes. */
export async function letIn(services: Services, who: ExternalPerson, wish: Wish): Promise<Response> {
  const { token } = await signInExternally(services, who, wish)
  return redirect(`${services.config.publicUrl}/verify?loginToken=${encodeURIComponent(token)}`)
}

export function redirect(location: string | URL, ...cookies: string[]): Response {
  const headers = new Headers({ location: String(location), ...privacy })
  for (const cookie of cookies) headers.append("set-cookie", cookie)
  return new Response(null, { status: 303, headers })
}

const privacy = { "cache-control": "no-store", "referrer-policy": "no-referrer" }

/** Runs a handler of these routes. Why it failed is in the log; the page says what to do. */
export async function orRefuse(services: Services, way: string, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    return refusalPage(services, explain(way, error))
  }
}

interface Refusal {
  status: number
  message: string
}

function explain(way: string, error: unknown): Refusal {
  if (error instanceof SignInRefusal) {
    log.warn("A sign-in was refused", { way, reason: error.reason, error })
    return {
      status: 403,
      message: "You could not be signed in. Go back and try again; if it happens again, ask an admin.",
    }
  }
  const known = expected(error)
  if (error instanceof AppError) log.warn("A sign-in was refused", { way, reason: known.userFriendlyMessage })
  return { status: known.status, message: known.userFriendlyMessage }
}

function refusalPage({ config }: Services, { status, message }: Refusal): Response {
  return new Response(page(config.publicUrl, message), { status, headers })
}

const headers = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  ...privacy,
}

const page = (publicUrl: string, message: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Not signed in</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.6 system-ui, sans-serif }
  body { max-width: 40rem; margin: 10vh auto; padding: 0 1.5rem }
</style>
</head>
<body>
<main>
<h1>You are not signed in</h1>
<p>${escapeHtml(message)}</p>
<p><a href="${escapeHtml(publicUrl)}/">Back</a></p>
</main>
</body>
</html>`
