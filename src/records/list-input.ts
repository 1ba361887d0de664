/**
 * Many-to-many relations in the input of a record: `lists: { connect: [{ where: { id } }], disconnect: [id] }`. What is
 * connected is the record at the far end; the link between the two is made or destroyed for the caller.
 */
import { badInput } from "../errors.ts"
import { isUuid, show } from "../metadata/scalar.ts"
import type { FieldSchema } from "../metadata/schema.ts"
import type { Access } from "./access.ts"
import type { RecordFailure } from "./batch.ts"
import { findWanted, parseTarget, plainObject, type Wanted } from "./connect.ts"
import type { Workspace } from "./workspace.ts"

/** A link that a record of the batch is to have, or no longer to have. */
export interface ListLink extends Wanted {
  field: FieldSchema
  action: "connect" | "disconnect"
  /** id of the far record, once it is known */
  farId: string | null
}

/** Throws BAD_USER_INPUT. */
export function parseList(access: Access, field: FieldSchema, key: string, index: number, input: unknown): ListLink[] {
  const { connect, disconnect, ...rest } = plainObject(input) ?? { none: true }
  if (Object.keys(rest).length > 0) {
    throw badInput(`Relation "${key}" takes {connect: [...], disconnect: [...]}`, "INVALID_ARGS_DATA")
  }
  const links = (action: ListLink["action"], list: unknown) =>
    items(key, action, list).map((item) => parseItem(access, field, key, index, action, item))
  return [...links("disconnect", disconnect), ...links("connect", connect)]
}

function items(key: string, action: string, list: unknown): unknown[] {
  if (list == null) return []
  if (Array.isArray(list)) return list
  throw badInput(`Relation "${key}" takes a list of records to ${action}`, "INVALID_ARGS_DATA")
}

/** `{ where: { id | unique field } }`, or the id alone. */
function parseItem(
  access: Access,
  field: FieldSchema,
  key: string,
  index: number,
  action: ListLink["action"],
  item: unknown,
): ListLink {
  const { target } = field.relation!.junction!.relation!
  const where = isUuid(item) ? { id: item } : plainObject(plainObject(item)?.where)
  if (!where) {
    const message = `Invalid record ${show(item)} to ${action} to "${key}": expected an id or {where: {...}}`
    throw badInput(message, "INVALID_ARGS_DATA")
  }
  const wanted = { ...parseTarget(access, target, where), index, key, target, field, action }
  // A link to what is in the bin can be let go of as well, so that an id needs no looking up.
  const isId = wanted.parts.length === 1 && wanted.parts[0]!.field.name === "id"
  return { ...wanted, farId: action === "disconnect" && isId ? (wanted.values[0] as string) : null }
}

/** Looks the far records up. Returns what could not be found, or is both connected and disconnected. */
export async function resolveLists(workspace: Workspace, lists: readonly ListLink[]): Promise<RecordFailure[]> {
  const { ids, failures } = await findWanted(
    workspace,
    lists.filter((link) => link.farId === null),
    // Two who link the same records from either side each change what the other names: more would be a deadlock.
    "for key share",
  )
  for (const link of lists) link.farId ??= ids.get(link) ?? null
  return [...failures, ...contradictions(lists)]
}

function contradictions(lists: readonly ListLink[]): RecordFailure[] {
  const name = ({ index, field, farId }: ListLink) => `${index} ${field.id} ${farId}`
  const connected = new Set(lists.filter((link) => link.action === "connect" && link.farId).map(name))
  return lists
    .filter((link) => link.action === "disconnect" && connected.has(name(link)))
    .map(({ index, key }) => {
      const message = `Relation "${key}" cannot connect and disconnect the same record`
      return { index, error: badInput(message, "INVALID_ARGS_DATA", { extensions: { field: key } }) }
    })
}
