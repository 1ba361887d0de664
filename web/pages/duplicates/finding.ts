/** Looks through the records of an object for such as look the same, portion by portion. */
import { ask } from "../../api/graphql.ts"
import type { Answer } from "../../api/send.ts"
import { kindOf, selectionOfAll } from "../../fields/index.ts"
import type { FieldModel, ObjectModel } from "../../model/workspace-model.ts"
import { putRecord, same, valueOf, type LiveRecord, type WireRecord } from "../../store/records.ts"

/** Records whose duplicates are asked for at once. */
const portion = 200

export type Alike = readonly LiveRecord[]

interface Portion {
  alike: Alike[]
  /** how many records were looked at, and how many there are */
  count: number
  total: number
  /** where to go on; null at the end */
  next: string | null
}

interface Page {
  totalCount: number
  edges: { node: WireRecord }[]
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
}

/** @param after where the portion before ended */
export async function findAlike(object: ObjectModel, after: string | null): Promise<Answer<Portion>> {
  const selection = selectionOfAll([...(object.labelField ? [object.labelField] : []), ...object.duplicateFields])
  const read = await ask<{ page: Page }>("/graphql", {
    query: `query ($after: String) {
      page: ${object.namePlural}(first: ${portion}, after: $after, orderBy: [{ id: AscNullsLast }]) {
        totalCount edges { node { id ${selection} } } pageInfo { hasNextPage endCursor }
      }
    }`,
    variables: { after },
  })
  if (read.error) return { data: null, error: read.error }
  const { totalCount, edges, pageInfo } = read.data.page
  const subjects = edges.map(({ node }) => putRecord(object, node))
  const next = pageInfo.hasNextPage ? pageInfo.endCursor : null
  if (subjects.length === 0) return { data: { alike: [], count: 0, total: totalCount, next }, error: null }
  const { data, error } = await ask<{ found: { edges: { node: WireRecord }[] }[] }>("/graphql", {
    query: `query ($ids: [UUID!]) {
      found: ${object.nameSingular}Duplicates(ids: $ids) { edges { node { id ${selection} } } }
    }`,
    variables: { ids: subjects.map(({ id }) => id) },
  })
  if (error) return { data: null, error }
  const alike = data.found.flatMap(({ edges: others }, i) => {
    const found = others.map(({ node }) => putRecord(object, node))
    return found.length > 0 ? [[subjects[i]!, ...found]] : []
  })
  return { data: { alike, count: subjects.length, total: totalCount, next }, error: null }
}

/** Groups that share a record are one: each record stands in one group at most. */
export function joined(groups: readonly Alike[]): Alike[] {
  const all: Set<LiveRecord>[] = []
  for (const group of groups) {
    const touched = all.filter((each) => group.some((record) => each.has(record)))
    const whole = new Set([...touched.flatMap((each) => [...each]), ...group])
    for (const each of touched) all.splice(all.indexOf(each), 1)
    all.push(whole)
  }
  return all.map((group) => [...group])
}

/** What tells that they are the same: fields with a value that all of them have. */
export function sharedFields(object: ObjectModel, [first, ...rest]: Alike): FieldModel[] {
  return object.duplicateFields.filter((field) => {
    const value = valueOf(first!, field.name)
    return kindOf(field).text(value, field) !== null && rest.every((record) => same(valueOf(record, field.name), value))
  })
}
