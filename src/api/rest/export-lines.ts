/**
 * `GET /rest/{plural}` as newline-delimited JSON: all matching records, a page at a time. Each page is one guarded
 * statement behind the cursor of the one before, so that a record that stays where it is comes exactly once.
 */
import { withWorkspace, type Services } from "../../accounts/services.ts"
import { auditAs, recordAudit } from "../../auth/audit.ts"
import type { Identity } from "../../auth/principals.ts"
import { badInput } from "../../errors.ts"
import { readRecords } from "../../records/read.ts"
import { restErrorBody } from "../respond.ts"
import { respondLines } from "./lines.ts"
import { readDepth, readFields, readFilter, readLimit, readOrder, readWindow } from "./parameters.ts"
import { objectNamed } from "./path.ts"
import { selectRecord } from "./select.ts"

interface Page {
  /** null for no records */
  lines: string | null
  pageInfo: { endCursor: string | null; hasNextPage: boolean }
}

/** Records from `after` on, `first` at most. */
type ReadPage = (after: string | null, first: number) => Promise<Page>

/** Records of the first page, which tells how large they are. */
const firstSize = 100

/** Characters that a page should have, and records that it may have at most. */
const wanted = 1_000_000
const maxSize = 2048

/** What is wrong with the request is answered as ever, because the first page is read before the answer begins. */
export async function exportLines(
  services: Services,
  identity: Identity,
  plural: string,
  request: Request,
): Promise<Response> {
  const query = new URL(request.url).searchParams
  const { before, after } = readWindow(query)
  if (before != null) throw badInput("A stream goes forward; give 'starting_after' in place of 'ending_before'")
  const limit = readLimit(query, Number.POSITIVE_INFINITY)
  const read: ReadPage = (cursor, first) =>
    withWorkspace(services, identity, async (workspace) => {
      const object = objectNamed(workspace.schema, plural)
      const selection = selectRecord(workspace.access, object, readDepth(query), readFields(query))
      const shape = { kind: "connection" as const, parts: pageParts(selection) }
      const list = { filter: readFilter(query), orderBy: readOrder(query), after: cursor, first, shape }
      // Nobody asks for the same page again.
      const uncached = { ...workspace, answers: undefined, counts: undefined }
      const [text] = await readRecords(uncached, [{ kind: "list", key: "page", object, list }])
      return JSON.parse(text!) as Page
    })
  const first = await read(after ?? null, Math.min(limit, firstSize))
  await recordExport(services, identity, plural, query)
  return respondLines(endedByError(pages(read, first, limit)))
}

async function recordExport(
  services: Services,
  identity: Identity,
  plural: string,
  query: URLSearchParams,
): Promise<void> {
  await withWorkspace(services, identity, ({ principal, schema }) => {
    const { id, nameSingular } = objectNamed(schema, plural)
    const target = { kind: "object", id, name: nameSingular }
    const details = { query: query.toString() }
    return recordAudit(services.db, { ...auditAs(principal), event: "records.exported", target, details })
  })
}

function pageParts(selection: ReturnType<typeof selectRecord>) {
  return [
    { kind: "lines" as const, key: "lines", selection },
    {
      kind: "pageInfo" as const,
      key: "pageInfo",
      parts: [
        { kind: "endCursor" as const, key: "endCursor" },
        { kind: "hasNextPage" as const, key: "hasNextPage" },
      ],
    },
  ]
}

async function* pages(read: ReadPage, first: Page, limit: number): AsyncGenerator<string> {
  let page = first
  let size = Math.min(limit, firstSize)
  for (let left = limit - size; page.lines !== null; left -= size) {
    yield `${page.lines}\n`
    if (!page.pageInfo.hasNextPage || left <= 0) return
    size = Math.min(left, nextSize(size, page.lines.length))
    page = await read(page.pageInfo.endCursor, size)
  }
}

/**
 * Large records come in small pages, so that memory is bounded whatever is selected. A power of two, because the size is
 * written into the statement and statements are worth keeping.
 */
function nextSize(size: number, length: number): number {
  return Math.min(maxSize, 2 ** Math.floor(Math.log2(Math.max(1, (size * wanted) / length))))
}

/** The status has long been sent: a failure is the last line. No record looks like it, because each has an id. */
export async function* endedByError(lines: AsyncGenerator<string>): AsyncGenerator<string> {
  try {
    yield* lines
  } catch (error) {
    yield `${JSON.stringify({ error: restErrorBody(error) })}\n`
  }
}
