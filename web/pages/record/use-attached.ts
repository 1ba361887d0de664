import { useEffect, useState } from "preact/hooks"
import { ask } from "../../api/graphql.ts"
import type { ApiError } from "../../api/send.ts"
import { linkName, objectTypeName } from "../../model/names.ts"
import type { Attached } from "../../model/attached.ts"
import type { LiveRecord, WireRecord } from "../../store/records.ts"
import { onWritten } from "../../store/written.ts"

export interface AttachedList {
  /** null until it is known */
  records: readonly WireRecord[] | null
  total: number
  error: ApiError | null
  reload(): void
}

interface Wanted {
  owner: LiveRecord
  attached: Attached
  selection: string
  orderBy: Record<string, unknown>
  limit: number
  /** milliseconds after a write until it is read again: what the platform writes by itself comes later */
  after?: number
}

/** What hangs on a record, read when it is looked at and after every write. */
export function useAttached({ owner, attached, selection, orderBy, limit, after = 100 }: Wanted): AttachedList {
  const { object, back } = attached
  const [list, setList] = useState<Omit<AttachedList, "reload">>({ records: null, total: 0, error: null })
  const [round, setRound] = useState(0)
  const reload = () => setRound((before) => before + 1)
  useEffect(() => {
    const request = new AbortController()
    const name = objectTypeName(object)
    void ask<{ list: { totalCount: number; edges: { node: WireRecord }[] } }>("/graphql", {
      query: `query ($filter: ${name}FilterInput, $orderBy: [${name}OrderByInput], $first: Int) {
        list: ${object.namePlural}(filter: $filter, orderBy: $orderBy, first: $first) {
          totalCount edges { node { id ${selection} } }
        }
      }`,
      variables: {
        filter: { [linkName(back, owner.object)]: { eq: owner.id } },
        orderBy: [orderBy],
        first: limit,
      },
      signal: request.signal,
    }).then(({ data, error }) => {
      if (data) setList({ records: data.list.edges.map(({ node }) => node), total: data.list.totalCount, error: null })
      else if (error.kind !== "aborted") setList((before) => ({ ...before, error }))
    })
    return () => request.abort()
  }, [owner, object, limit, round])
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const end = onWritten(() => {
      clearTimeout(timer)
      timer = setTimeout(reload, after)
    })
    window.addEventListener("focus", reload)
    return () => {
      clearTimeout(timer)
      end()
      window.removeEventListener("focus", reload)
    }
  }, [owner, object])
  return { ...list, reload }
}
