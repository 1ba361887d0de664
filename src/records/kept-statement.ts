/**
 * Statements that are made once for whoever has the same rights: those of plans that are kept, that for one record by its
 * id, which is asked for most of all, and those around a part that makes itself of the same text each time, as searches
 * do. Of their parameters only the credential, that id, addresses of files, and those of the part are other ones each time.
 */
import { raw, type Sql, type Statement } from "../db/sql.ts"
import { isUuid } from "../metadata/scalar.ts"
import type { Param } from "../ports/driver.ts"
import type { Access } from "./access.ts"
import { addressFor, addressPlaces, renderWith } from "./file-address.ts"
import { guardColumns } from "./guard.ts"
import { isKept } from "./kept-plans.ts"
import type { RootQuery, Selection } from "./query.ts"
import type { Workspace } from "./workspace.ts"

interface Kept {
  text: string
  params: readonly Param[]
  /** places among the parameters */
  credential: number
  id: number | null
  addresses: readonly number[]
}

/** By the kind of credential; null where it cannot be told which parameters change, "once" where it was asked for once. */
type ByKind = Map<string, Kept | null | "once">

const ofQueries = new WeakMap<readonly RootQuery[], ByKind>()
const ofParts = new WeakMap<Sql["texts"], ByKind>()
const ofSelections = new WeakMap<Access, WeakMap<Selection, ByKind>>()

/**
 * The statement of the queries; null where it has to be made as any other.
 * @param make the whole statement; it is called with totals of its own, to find out whether there are any
 */
export async function keptStatement(
  workspace: Workspace,
  queries: readonly RootQuery[],
  make: (workspace: Workspace) => Sql,
): Promise<Statement | null> {
  const { credential } = workspace.principal
  if (credential.kind === "system" || workspace.access.isMomentary) return null
  const [query] = queries
  if (queries.length === 1 && query?.kind === "made") return statementAround(query.make(workspace), workspace, make)
  const id = idAlone(queries)
  const statements = id !== null ? statementsOfOne(workspace.access, queries[0]!) : statementsOf(queries)
  if (!statements) return null
  const statement = known(statements, credential.kind, () => keep(workspace, make, id, credential.id))
  if (!statement) return null
  const params = [...statement.params]
  params[statement.credential] = credential.id
  if (statement.id !== null) params[statement.id] = id
  return addressed(workspace, statement, params)
}

/** The statement whose only answer is the part. */
async function statementAround(
  part: Sql,
  workspace: Workspace,
  make: (workspace: Workspace) => Sql,
): Promise<Statement | null> {
  const { credential } = workspace.principal
  if (credential.kind === "system") return null
  let statements = ofParts.get(part.texts)
  if (!statements) ofParts.set(part.texts, (statements = new Map()))
  const statement = known(statements, credential.kind, () => keep(workspace, make, null, credential.id))
  if (!statement) return null
  const params = [...statement.params]
  params[statement.credential] = credential.id
  params.splice(guardColumns(workspace).params.length, part.params.length, ...(part.params as Param[]))
  return addressed(workspace, statement, params)
}

async function addressed(workspace: Workspace, { text, addresses }: Kept, params: Param[]): Promise<Statement> {
  if (addresses.length === 0) return { text, params }
  const address = await addressFor(workspace)
  for (const place of addresses) params[place] = address
  return { text, params }
}

/** What is asked for once only is not worth it. */
function known(statements: ByKind, kind: string, make: () => Kept | null): Kept | null {
  const statement = statements.get(kind)
  if (statement === undefined) statements.set(kind, "once")
  if (statement !== "once") return statement ?? null
  const made = make()
  statements.set(kind, made)
  return made
}

function statementsOf(queries: readonly RootQuery[]): ByKind | null {
  if (!isKept(queries)) return null
  let statements = ofQueries.get(queries)
  if (!statements) ofQueries.set(queries, (statements = new Map()))
  return statements
}

function statementsOfOne(access: Access, query: RootQuery): ByKind | null {
  if (query.kind !== "one") return null
  let bySelection = ofSelections.get(access)
  if (!bySelection) ofSelections.set(access, (bySelection = new WeakMap()))
  let statements = bySelection.get(query.selection)
  if (!statements) bySelection.set(query.selection, (statements = new Map()))
  return statements
}

/** What is asked for, if that is one record by its id and nothing else. */
function idAlone(queries: readonly RootQuery[]): string | null {
  const [query] = queries
  if (queries.length !== 1 || query?.kind !== "one") return null
  const { id, ...others } = query.filter as { id?: { eq?: unknown } | null }
  const { eq, ...rest } = typeof id === "object" && id !== null ? id : {}
  return isUuid(eq) && Object.keys(others).length === 0 && Object.keys(rest).length === 0 ? eq : null
}

function keep(
  workspace: Workspace,
  make: (workspace: Workspace) => Sql,
  id: string | null,
  credentialId: string,
): Kept | null {
  // Totals that are carried on have another text each time, if not the first time.
  let carriesTotals = false
  const living = () => {
    carriesTotals = true
    return raw("0")
  }
  const fragment = make({ ...workspace, counts: { living } })
  if (carriesTotals) return null
  const statement = renderWith(fragment, null)
  const credential = only(statement.params, credentialId)
  const place = id === null ? null : only(statement.params, id)
  return credential === -1 || place === -1
    ? null
    : { ...statement, credential, id: place, addresses: addressPlaces(fragment) }
}

/** Where the value is; -1 unless there is one such place. */
function only(params: readonly Param[], value: string): number {
  const place = params.indexOf(value)
  return place === params.lastIndexOf(value) ? place : -1
}
