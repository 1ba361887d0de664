import { useEffect, useMemo, useState } from "preact/hooks"
import type { Answer, ApiError } from "../api/send.ts"
import { searchRecords, type Found } from "./search.ts"

/** Milliseconds without a key after which it is looked for. */
const pause = 80

export type Find<T> = (text: string, signal: AbortSignal) => Promise<Answer<readonly T[]>>

export interface Finding<T> {
  found: readonly T[]
  /** what they were found for; behind what is typed while the answer is on its way */
  text: string
  error: ApiError | null
  /** is that the answer to what is typed now? */
  isSettled: boolean
}

interface Answered<T> extends Omit<Finding<T>, "isSettled"> {
  find: Find<T>
}

const nothing = { found: [], text: "", error: null }

/** What is found for a text, as long as it is the same place that is looked in; an answer that comes too late is dropped. */
export function useFinding<T>(find: Find<T> | undefined, wanted: string): Finding<T> {
  const [answered, setAnswered] = useState<Answered<T>>()
  const text = wanted.trim()
  useEffect(() => {
    if (!find) return setAnswered(undefined)
    const request = new AbortController()
    const look = async () => {
      const { data, error } = await find(text, request.signal)
      if (request.signal.aborted || error?.kind === "aborted") return
      setAnswered({ find, found: data ?? [], text, error })
      performance.mark("search-results")
    }
    const timer = setTimeout(() => void look(), text === "" ? 0 : pause)
    return () => {
      clearTimeout(timer)
      request.abort()
    }
  }, [find, text])
  if (!find) return { ...nothing, isSettled: true }
  // What was found elsewhere says nothing of this place.
  if (answered?.find !== find) return { ...nothing, isSettled: false }
  return { ...answered, isSettled: answered.text === text || answered.error !== null }
}

interface Options {
  limit: number
  /** nameSingular of the objects to look in; all where there are none */
  objects?: readonly string[]
  /** are any records found as long as nothing is typed? */
  beginsWithAny?: boolean
}

/** What the server's search finds for a text. */
export function useSearch(wanted: string, { limit, objects, beginsWithAny = false }: Options): Finding<Found> {
  const key = objects?.join(",")
  const find = useMemo(
    (): Find<Found> => (text, signal) => searchRecords({ text, limit, signal, ...(objects && { objects }) }),
    [limit, key],
  )
  return useFinding(beginsWithAny || wanted.trim() !== "" ? find : undefined, wanted)
}
