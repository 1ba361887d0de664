/** The keys of ui.md §1.6 that change something: what they mean for a cell that has the focus. */
import { kindOf } from "../../fields/index.ts"
import type { FieldModel } from "../../model/workspace-model.ts"

export type Intent = { does: "edit"; typed?: string | undefined } | { does: "toggle" } | { does: "clear" }

type Key = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">

/** Undefined for a key that changes nothing. */
export function intentOf(key: Key, field: FieldModel): Intent | undefined {
  if (key.ctrlKey || key.metaKey || key.altKey) return undefined
  const isToggled = kindOf(field).toggled !== undefined
  if (isToggled) return key.key === " " || key.key === "Enter" ? { does: "toggle" } : undefined
  if ((key.key === "Enter" && !key.shiftKey) || key.key === "F2") return { does: "edit" }
  if (key.key === "Delete" || key.key === "Backspace") return { does: "clear" }
  return [...key.key].length === 1 ? { does: "edit", typed: key.key } : undefined
}
