/** Which records are chosen: some by their ids, or the whole result but some, loaded or not. */
import { useEffect, useMemo, useState } from "preact/hooks"
import type { Rows } from "../../store/queries.ts"

export interface Chosen {
  /** the whole result but the ids, rather than the ids alone */
  isAll: boolean
  ids: ReadonlySet<string>
}

const none: Chosen = { isAll: false, ids: new Set() }

export interface Selection extends Chosen {
  count: number
  has(id: string): boolean
  toggle(id: string, row: number): void
  /** from the row that was toggled last to this one */
  extend(row: number): void
  /** of the whole result; of nothing when everything is chosen */
  toggleAll(): void
  clear(): void
}

/** Survives scrolling and reading again; another question is another selection. */
export function useSelection(list: Rows): Selection {
  const [chosen, setChosen] = useState(none)
  const [last, setLast] = useState(0)
  useEffect(() => setChosen(none), [list.question])
  const total = list.total.value ?? 0
  return useMemo(() => {
    const { isAll, ids } = chosen
    const has = (id: string) => ids.has(id) !== isAll
    const count = isAll ? Math.max(0, total - ids.size) : ids.size
    return {
      isAll,
      ids,
      count,
      has,
      toggle(id, row) {
        const next = new Set(ids)
        if (!next.delete(id)) next.add(id)
        setChosen({ isAll, ids: next })
        setLast(row)
      },
      extend(row) {
        const next = new Set(ids)
        for (let at = Math.min(row, last); at <= Math.max(row, last); at++) {
          const id = list.at(at)?.id
          if (id !== undefined && isAll) next.delete(id)
          else if (id !== undefined) next.add(id)
        }
        setChosen({ isAll, ids: next })
      },
      toggleAll: () => setChosen(isAll && ids.size === 0 ? none : { isAll: true, ids: new Set() }),
      clear: () => setChosen(none),
    }
  }, [chosen, last, total, list])
}
