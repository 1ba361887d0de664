import { signal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { spoken } from "../../i18n/messages.ts"

export type Tools = typeof import("./tools.ts")

/** Milliseconds after which the page has its rows. */
const later = 600

const loaded = signal<Tools | undefined>(undefined)
let loading: Promise<Tools> | undefined

export const loadTools = () => (loading ??= spoken(import("./tools.ts")).then((tools) => (loaded.value = tools)))

/** Undefined until they are there. */
export function useTools(): Tools | undefined {
  useEffect(() => {
    const timer = setTimeout(() => void loadTools(), later)
    return () => clearTimeout(timer)
  }, [])
  return loaded.value
}
