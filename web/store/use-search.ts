import { useEffect, useState } from "preact/hooks"
import type { ApiError } from "../api/send.ts"
import { searchRecords, type Found } from "./search.ts"

/** Milliseconds without a key after which it is looked for. */
const pause = 80

export interface Search {
  found: readonly Found[]
  /** what they were found for; behind what is typed while the answer is on its way */
  text: string
  error: ApiError | null
}

const nothing: Search = { found: [], text: "", error: null }

interface Options {
  limit: number
  /** nameSingular of the objects to look in; all where there are none */
  objects?: readonly string[]
  /** are any records found as long as nothing is typed? */
  beginsWithAny?: boolean
}

/** What the server finds for a text; an answer that comes too late is dropped. */
export function useSearch(wanted: string, { limit, objects, beginsWithAny = false }: Options): Search {
  const [search, setSearch] = useState(nothing)
  const text = wanted.trim()
  const key = objects?.join(",")
  useEffect(() => {
    if (text === "" && !beginsWithAny) return setSearch(nothing)
    const request = new AbortController()
    const timer = setTimeout(async () => {
      const { data, error } = await searchRecords({ text, limit, signal: request.signal, ...(objects && { objects }) })
      if (error?.kind === "aborted") return
      setSearch({ found: data ?? [], text, error })
      performance.mark("search-results")
    }, pause)
    return () => {
      clearTimeout(timer)
      request.abort()
    }
  }, [text, limit, key])
  return search
}
