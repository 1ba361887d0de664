/** Which of a file's records are there already. */
import { ask } from "../../api/graphql.ts"
import { selectionOf } from "../../fields/index.ts"
import { objectTypeName } from "../../model/names.ts"
import type { ObjectModel } from "../../model/workspace-model.ts"
import type { Checked } from "./check.ts"
import type { Target } from "./targets.ts"

/** Keys of a request. */
const most = 500

/** @returns the keys, in small letters, for which there is a record; null when it could not be found out */
export async function findKnown(
  object: ObjectModel,
  { field, find }: Target,
  keys: Checked["keys"],
  signal: AbortSignal,
): Promise<ReadonlySet<string> | null> {
  const known = new Set<string>()
  const values = [...keys.values()]
  for (let at = 0; find && at < values.length; at += most) {
    const { data } = await ask<{ page: { edges: { node: Record<string, unknown> }[] } }>("/graphql", {
      query: `query ($filter: ${objectTypeName(object)}FilterInput) {
        page: ${object.namePlural}(filter: $filter, first: ${most}) { edges { node { ${selectionOf(field)} } } }
      }`,
      variables: { filter: find.filter(values.slice(at, at + most)) },
      signal,
    })
    if (!data) return null
    for (const { node } of data.page.edges) known.add(find.keyOf(node[field.name]).toLowerCase())
  }
  return known
}
