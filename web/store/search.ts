import { ask } from "../api/graphql.ts"
import type { Answer } from "../api/send.ts"

/** A record that the search found. */
export interface Found {
  recordId: string
  objectNameSingular: string
  label: string
}

interface Wanted {
  text: string
  limit: number
  /** nameSingular of the objects to look in; all where there are none */
  objects?: readonly string[]
  signal?: AbortSignal
}

/** Best first; accents and one slip of the keyboard do not matter. */
export async function searchRecords({ text, limit, objects, signal }: Wanted): Promise<Answer<Found[]>> {
  const { data, error } = await ask<{ search: { edges: { node: Found }[] } }>("/graphql", {
    query: `query ($text: String!, $limit: Int!, $objects: [String!]) {
      search(searchInput: $text, limit: $limit, includedObjectNameSingulars: $objects) {
        edges { node { recordId objectNameSingular label } }
      }
    }`,
    variables: { text, limit, objects },
    ...(signal && { signal }),
  })
  return error ? { data: null, error } : { data: data.search.edges.map(({ node }) => node), error: null }
}
