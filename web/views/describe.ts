/** A condition in words, as it stands on its chip. */
import { optionLabel } from "../fields/select.tsx"
import { recordOfId } from "../fields/record-search.ts"
import { recordName } from "../fields/record-name.tsx"
import { formatDay } from "../i18n/format.ts"
import { t } from "../i18n/views/index.ts"
import type { FieldModel } from "../model/workspace-model.ts"
import { isGroup, type Condition, type Group } from "./filter-tree.ts"
import { operandOf, readSpan, type Operand } from "./operands.ts"

export function describe({ field, operand: name, value, part }: Condition): string {
  const words = t()
  if (!field) return words.gone
  const operand = operandOf(field, name, part)
  if (field.type === "BOOLEAN") return `${field.label} ${String(value) === "false" ? words.false : words.true}`
  const verb = words.operands[name] ?? name
  const what = operand?.part ? `${field.label} ${words.currencyIs}` : field.label
  return [what, verb, operand && describeValue(field, operand, value)].filter(Boolean).join(" ")
}

/** How many conditions a group holds, when it is more than a few. */
export function describeGroup(group: Group): string {
  const count = ({ members }: Group): number =>
    members.reduce((sum, each) => sum + (isGroup(each) ? count(each) : 1), 0)
  return t().rules(count(group))
}

export function describeValue(field: FieldModel, operand: Operand, value: unknown): string {
  switch (operand.value) {
    case "nothing":
      return ""
    case "options":
      return listOf(value)
        .map((each) => optionLabel(each, field))
        .join(", ")
    case "records":
      return describeRecords(field, value)
    case "span": {
      const { direction, amount, unit } = readSpan(value)
      const count = direction === "THIS" ? 1 : amount
      const { directions, units } = t()
      return `${directions[direction]} ${count === 1 ? "" : `${count} `}${units[unit](count)}`
    }
    case "day":
      return formatDay(String(value ?? ""))
    default:
      return listOf(value).join(", ")
  }
}

function describeRecords(field: FieldModel, value: unknown): string {
  const { ids, isMe } = chosenIn(value)
  const target = targetOf(field)
  const names = target ? ids.map((id) => recordName(recordOfId(target, id))) : ids
  return [...(isMe ? [t().me] : []), ...names].join(", ")
}

/** The object of which records are chosen. */
export const targetOf = ({ relation, targets }: FieldModel) => relation?.target ?? targets[0]

/** Ids as a list, or with oneself among them. */
export function chosenIn(value: unknown): { ids: string[]; isMe: boolean } {
  const read = parsed(value)
  if (Array.isArray(read)) return { ids: read.map(String), isMe: false }
  if (typeof read !== "object" || read === null) return { ids: listOf(read), isMe: false }
  const { isCurrentWorkspaceMemberSelected, selectedRecordIds } = read as Record<string, unknown>
  return { ids: listOf(selectedRecordIds), isMe: isCurrentWorkspaceMemberSelected === true }
}

/** Lists are also kept as their JSON text. */
export const listOf = (value: unknown): string[] => {
  const read = parsed(value)
  if (Array.isArray(read)) return read.map(String)
  return read === null || read === undefined || read === "" ? [] : [String(read)]
}

function parsed(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    // Text that happens to begin with a bracket.
    return value
  }
}
