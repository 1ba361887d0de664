/** The editors of all field types, in a chunk of their own: fetched when the page has its rows, or when first needed. */
import { signal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { spoken } from "../i18n/messages.ts"

export type Editors = typeof import("./index.ts")

/** Milliseconds after which the page has its rows. */
const later = 300

const loaded = signal<Editors | undefined>(undefined)
let loading: Promise<Editors> | undefined

export function loadEditors(): Promise<Editors> {
  return (loading ??= spoken(import("./index.ts")).then((editors) => (loaded.value = editors)))
}

/** Undefined until they are there. */
export function useEditors(): Editors | undefined {
  useEffect(() => {
    const timer = setTimeout(() => void loadEditors(), later)
    return () => clearTimeout(timer)
  }, [])
  return loaded.value
}
