/** A part of the client in a chunk of its own: fetched once the page has what it needs first, or when it is needed. */
import { signal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { spoken } from "../i18n/messages.ts"

export interface Part<T> {
  /** @returns undefined where it cannot be fetched now, of which people are told */
  load(): Promise<T | undefined>
  /**
   * Undefined until it is there.
   * @param when milliseconds after which the page has what it needs first; "now"; without it nothing is fetched
   */
  use(when?: number | "now"): T | undefined
}

export function part<T>(fetchPart: () => Promise<T>): Part<T> {
  const loaded = signal<T | undefined>(undefined)
  let loading: Promise<T> | undefined
  const fetchOnce = async (): Promise<T> => {
    try {
      return (loaded.value = await (loading ??= spoken(fetchPart())))
    } catch (error) {
      loading = undefined
      throw error
    }
  }
  const load = () => fetchOnce().catch(() => tellMissing())
  return {
    load,
    use(when) {
      useEffect(() => {
        if (when === "now") void load()
      }, [when])
      useLater(() => fetchOnce().catch(() => {}), typeof when === "number" ? when : undefined)
      return loaded.value
    },
  }
}

/** Fetches what is likely to be needed next; not over a connection that is dear, and not without one. */
export function useLater(fetchNext: () => unknown, after: number | undefined): void {
  useEffect(() => {
    if (after === undefined) return
    const timer = setTimeout(() => {
      if (navigator.onLine && !isFrugal()) fetchNext()
    }, after)
    return () => clearTimeout(timer)
  }, [after])
}

/** Has somebody asked the browser to save data? Not every browser tells. */
const isFrugal = () => (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true

let tellMissing: () => undefined = () => undefined

/** Whoever tells people that a part cannot be fetched. */
export function onMissingPart(tell: () => void): void {
  tellMissing = () => void tell()
}
