/** The keys of ui.md §1.6 that open the record of a row, and where. */
import { recordAddress } from "../../model/addresses.ts"
import { navigate } from "../../shell/navigate.ts"
import { closePanel, isPeeking, openPanel } from "../../shell/panel.ts"
import type { LiveRecord } from "../../store/records.ts"
import type { Place } from "./grid-keys.ts"

/** `peek`: beside the page, while the focus stays in the grid and takes it along */
export type Opening = "panel" | "page" | "peek"

type Key = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">

export function openingOf({ key, ctrlKey, metaKey, altKey, shiftKey }: Key, { mode }: Place): Opening | undefined {
  const isMod = ctrlKey || metaKey
  if (altKey) return undefined
  if (key === "Enter" && isMod) return "page"
  if (key === "Enter" && shiftKey) return "panel"
  if (mode !== "row" || isMod || shiftKey) return undefined
  if (key === "o") return "page"
  return key === " " ? "peek" : undefined
}

export function openRecord({ object, id }: LiveRecord, opening: Opening): void {
  if (opening === "page") navigate(recordAddress(object, id))
  // The key that began to peek ends it.
  else if (opening === "peek" && isPeeking.peek()) closePanel()
  else openPanel({ kind: "record", object: object.nameSingular, id }, { isPeek: opening === "peek" })
}
