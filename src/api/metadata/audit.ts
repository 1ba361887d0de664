/** The audit log on `/metadata`. */
import { cursorOf, readAuditLog, type AuditFilter } from "../../accounts/audit-log.ts"
import { currentPrincipal, type MetadataRequest } from "./request.ts"

interface Arguments {
  filter?: AuditFilter | null
  first?: number | null
  after?: string | null
}

export function auditResolvers(request: MetadataRequest) {
  return {
    async auditLogs({ filter, first, after }: Arguments) {
      const page = await readAuditLog(request.services, await currentPrincipal(request), filter ?? {}, { first, after })
      const edges = page.entries.map((node) => ({ node, cursor: cursorOf(node) }))
      return {
        edges,
        pageInfo: {
          hasNextPage: page.hasNextPage,
          hasPreviousPage: Boolean(after),
          startCursor: edges[0]?.cursor ?? null,
          endCursor: page.endCursor,
        },
      }
    },
  }
}
