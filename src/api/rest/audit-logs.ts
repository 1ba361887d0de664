/** `GET /rest/audit-logs`: a page of the audit log, or with `Accept: application/x-ndjson` all of it, one entry a line. */
import { Hono, type Context } from "hono"
import { readAuditLog, auditPage, type AuditFilter, type AuditPage } from "../../accounts/audit-log.ts"
import type { Services } from "../../accounts/services.ts"
import { auditAs, recordAudit } from "../../auth/audit.ts"
import { badInput } from "../../errors.ts"
import { servicesFor } from "../client.ts"
import { currentPrincipal } from "../metadata/request.ts"
import { restError } from "../respond.ts"
import type { RestEnv } from "./authenticated.ts"
import { endedByError } from "./export-lines.ts"
import { respondLines, wantsLines } from "./lines.ts"

export function auditRoutes(services: Services): Hono<RestEnv> {
  const app = new Hono<RestEnv>()
  app.get("/", async (context) => {
    const query = new URL(context.req.url).searchParams
    const filter = readFilter(query)
    if (wantsLines(context.req.raw)) return exportEntries(servicesFor(services, context), context, filter)
    const principal = await currentPrincipal({ services, http: context.req.raw })
    const page = { first: readLimit(query), after: query.get("starting_after") }
    const { entries, hasNextPage, endCursor } = await readAuditLog(services, principal, filter, page)
    return context.json({ data: { auditLogs: entries }, pageInfo: { hasNextPage, endCursor } })
  })
  app.onError((error) => restError(error, { deniedStatus: 403 }))
  return app
}

/** Rights are asked for anew with every page: an export may take longer than they last. */
async function exportEntries(services: Services, context: Context<RestEnv>, filter: AuditFilter): Promise<Response> {
  const read = async (after: string | null) => {
    const principal = await currentPrincipal({ services, http: context.req.raw })
    return readAuditLog(services, principal, filter, { first: auditPage.max, after })
  }
  const first = await read(null)
  const principal = await currentPrincipal({ services, http: context.req.raw })
  const asked = Object.entries(filter).filter(([, value]) => value != null)
  await recordAudit(services.db, {
    ...auditAs(principal),
    event: "auditLog.exported",
    details: { filter: Object.fromEntries(asked) },
  })
  return respondLines(endedByError(lines(first, read)))
}

async function* lines(first: AuditPage, read: (after: string | null) => Promise<AuditPage>): AsyncGenerator<string> {
  for (let page = first; ; page = await read(page.endCursor)) {
    yield page.entries.map((entry) => `${JSON.stringify(entry)}\n`).join("")
    if (!page.hasNextPage) return
  }
}

const parameters = ["from", "to", "actorId", "actorEmail", "targetKind", "targetId"] as const

function readFilter(query: URLSearchParams): AuditFilter {
  const events = query.get("events")
  return {
    ...Object.fromEntries(parameters.map((name) => [name, query.get(name)])),
    events: events === null ? null : events.split(",").filter(Boolean),
  }
}

function readLimit(query: URLSearchParams): number {
  const text = query.get("limit")
  if (text === null) return auditPage.default
  if (/^\d{1,4}$/.test(text)) return Number(text)
  throw badInput(`limit '${text}' is invalid. Should be an integer from 0 to ${auditPage.max}`)
}
