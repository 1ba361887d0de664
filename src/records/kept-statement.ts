/**
 * Most of all, records are asked for one at a time by their ids. Whatever such a statement consists of but the id and the
 * credential is the same for all who have the same rights, so that its text is made once.
 */
import { Slot, Sql, render, type Statement } from "../db/sql.ts"
import { isUuid } from "../metadata/scalar.ts"
import type { Param } from "../ports/driver.ts"
import type { Access } from "./access.ts"
import type { RootQuery, Selection } from "./query.ts"
import type { Workspace } from "./workspace.ts"

type One = Extract<RootQuery, { kind: "one" }>

interface Kept {
  text: string
  params: readonly Param[]
  /** places of what changes among the parameters */
  id: number
  credential: number
}

const kept = new WeakMap<Access, WeakMap<Selection, Map<string, Kept | null>>>()

/**
 * The statement for the record of that id; null where it has to be made as any other.
 * @param make the whole statement; it is called when the first such record is asked for
 */
export function statementOfOne(workspace: Workspace, query: RootQuery, make: () => Sql): Statement | null {
  if (query.kind !== "one" || workspace.access.isMomentary) return null
  const id = idAlone(query)
  const { credential } = workspace.principal
  if (id === null || credential.kind === "system") return null
  const byKind = statementsOf(workspace.access, query.selection)
  let statement = byKind.get(credential.kind)
  if (statement === undefined) byKind.set(credential.kind, (statement = keep(make(), id, credential.id)))
  if (!statement) return null
  const params = [...statement.params]
  params[statement.id] = id
  params[statement.credential] = credential.id
  return { text: statement.text, params }
}

/** What the filter asks for, if that is one id and nothing else. */
function idAlone({ filter }: One): string | null {
  const { id, ...others } = filter as { id?: { eq?: unknown } | null }
  const { eq, ...rest } = typeof id === "object" && id !== null ? id : {}
  return isUuid(eq) && Object.keys(others).length === 0 && Object.keys(rest).length === 0 ? eq : null
}

function statementsOf(access: Access, selection: Selection): Map<string, Kept | null> {
  let bySelection = kept.get(access)
  if (!bySelection) kept.set(access, (bySelection = new WeakMap()))
  let byKind = bySelection.get(selection)
  if (!byKind) bySelection.set(selection, (byKind = new Map()))
  return byKind
}

/** Null where it cannot be told which parameters change. */
function keep(fragment: Sql, id: string, credentialId: string): Kept | null {
  const { params } = fragment
  const only = (value: string) => (params.indexOf(value) === params.lastIndexOf(value) ? params.indexOf(value) : -1)
  const places = { id: only(id), credential: only(credentialId) }
  if (places.id === -1 || places.credential === -1 || params.some((each) => each instanceof Slot)) return null
  return { ...render(fragment), ...places }
}
