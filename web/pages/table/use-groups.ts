/** What tables with heads need besides, in a chunk of its own. */
import { signal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { spoken } from "../../i18n/messages.ts"

export type Groups = typeof import("./grouped.ts")

const loaded = signal<Groups | undefined>(undefined)
let loading: Promise<Groups> | undefined

export const loadGroups = () => (loading ??= spoken(import("./grouped.ts")).then((groups) => (loaded.value = groups)))

/** Undefined until they are there. */
export function useGroups(isNeeded: boolean): Groups | undefined {
  useEffect(() => {
    if (isNeeded) void loadGroups()
  }, [isNeeded])
  return loaded.value
}
