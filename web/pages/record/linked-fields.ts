/** Which fields of a linked object say that it is done, when it is due, and what it says at length. Known by their shape. */
import { selectionOfLabel, wholeSelectionOf } from "../../fields/index.ts"
import type { FieldModel, ObjectModel } from "../../model/workspace-model.ts"

export interface Roles {
  /** with what it holds when it is done, and otherwise */
  done: { field: FieldModel; value: string; open: string | null } | undefined
  due: FieldModel | undefined
  body: FieldModel | undefined
}

export function rolesOf({ fields }: ObjectModel): Roles {
  const status = fields.find(({ type, options }) => type === "SELECT" && options.some(({ value }) => value === "DONE"))
  const open = status?.options.find(({ value }) => value !== "DONE")?.value ?? null
  return {
    done: status && { field: status, value: "DONE", open },
    due: status && fields.find(({ type, isSystem }) => type === "DATE_TIME" && !isSystem),
    body: fields.find(({ type }) => type === "RICH_TEXT"),
  }
}

export function selectionOfLinked(object: ObjectModel, { done, due, body }: Roles): string {
  const fields = [done?.field, due, body].filter((field) => field !== undefined)
  return [selectionOfLabel(object), ...fields.map(wholeSelectionOf), "createdAt createdBy { name } deletedAt"].join(" ")
}

export type GroupName = "overdue" | "today" | "upcoming" | "undated" | "done" | "all"

/** @param valueOf what it holds under a name */
export function groupOf({ done, due }: Roles, valueOf: (name: string) => unknown, now = new Date()): GroupName {
  if (!done) return "all"
  if (valueOf(done.field.name) === done.value) return "done"
  const instant = due ? valueOf(due.name) : null
  if (typeof instant !== "string") return "undated"
  const day = new Date(instant)
  if (day.toDateString() === now.toDateString()) return "today"
  return day < now ? "overdue" : "upcoming"
}
