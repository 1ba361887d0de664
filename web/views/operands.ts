/** By what each type of field can be filtered. The names are the wire's; the server says what they mean (ui.md §3). */
import type { FieldTypeName } from "../../src/metadata/schema.ts"
import type { FieldModel } from "../model/workspace-model.ts"

/** What has to be given for an operand. */
export type ValueKind =
  "nothing" | "text" | "number" | "day" | "span" | "options" | "records" | "truth" | "stars" | "currencies"

export interface Operand {
  name: string
  value: ValueKind
  /** of a composite, where it is not the whole */
  part?: string
}

const of = (value: ValueKind, ...names: string[]): Operand[] => names.map((name) => ({ name, value }))

const emptiness = of("nothing", "IS_EMPTY", "IS_NOT_EMPTY")
const texts = [...of("text", "CONTAINS", "DOES_NOT_CONTAIN"), ...emptiness]
const comparisons = ["GREATER_THAN_OR_EQUAL", "LESS_THAN_OR_EQUAL"]
const numbers = [...of("number", "IS", "IS_NOT", ...comparisons), ...emptiness]
const days = [
  ...of("day", "IS", "IS_BEFORE", "IS_AFTER"),
  ...of("nothing", "IS_TODAY", "IS_IN_PAST", "IS_IN_FUTURE"),
  ...of("span", "IS_RELATIVE"),
  ...emptiness,
]
const records = [...of("records", "IS", "IS_NOT"), ...emptiness]

const operands: Record<FieldTypeName, readonly Operand[]> = {
  ACTOR: texts,
  ADDRESS: texts,
  ARRAY: texts,
  BOOLEAN: of("truth", "IS"),
  CURRENCY: [
    ...of("number", ...comparisons),
    ...of("currencies", "IS", "IS_NOT").map((each) => ({ ...each, part: "currencyCode" })),
    ...emptiness,
  ],
  DATE: days,
  DATE_TIME: days,
  EMAILS: texts,
  FILES: texts,
  FULL_NAME: texts,
  LINKS: texts,
  MORPH_RELATION: records,
  MULTI_SELECT: [...of("options", "CONTAINS", "DOES_NOT_CONTAIN"), ...emptiness],
  NUMBER: numbers,
  NUMERIC: numbers,
  PHONES: texts,
  POSITION: [],
  RATING: [...of("stars", "IS", ...comparisons), ...emptiness],
  RAW_JSON: texts,
  RELATION: records,
  RICH_TEXT: texts,
  SELECT: [...of("options", "IS", "IS_NOT"), ...emptiness],
  TEXT: texts,
  TS_VECTOR: [],
  UUID: of("text", "IS"),
}

export const operandsOf = ({ type, targets }: Pick<FieldModel, "type" | "targets">): readonly Operand[] =>
  // Which object an id is of cannot be said of several.
  type === "MORPH_RELATION" && targets.length !== 1 ? emptiness : operands[type]

/** The operand of that name; the first one for a name that the type does not know. */
export function operandOf(field: FieldModel, name: string, part: string | null): Operand | undefined {
  const known = operandsOf(field)
  return (
    known.find((each) => each.name === name && (each.part ?? null) === part) ?? known.find((each) => each.name === name)
  )
}

/** Is there enough for it to count? */
export function isFilledIn(operand: Operand | undefined, value: unknown): boolean {
  if (!operand) return false
  if (operand.value === "nothing") return true
  if (Array.isArray(value)) return value.length > 0
  if (typeof value === "object" && value !== null) {
    const { isCurrentWorkspaceMemberSelected, selectedRecordIds, direction } = value as Record<string, unknown>
    return isCurrentWorkspaceMemberSelected === true || isList(selectedRecordIds) || direction !== undefined
  }
  return value !== null && value !== undefined && String(value).trim() !== ""
}

const isList = (value: unknown) => Array.isArray(value) && value.length > 0

// --- spans of time ----------------------------------------------------------------------------------------------------

export const spanDirections = ["PAST", "THIS", "NEXT"] as const
export const spanUnits = ["DAY", "WEEK", "MONTH", "QUARTER", "YEAR"] as const

export interface TimeSpan {
  direction: (typeof spanDirections)[number]
  amount: number
  unit: (typeof spanUnits)[number]
}

/** Kept as `PAST_7_DAY`, or as an object. */
export function readSpan(value: unknown): TimeSpan {
  const parts =
    typeof value === "object" && value !== null
      ? (value as Record<string, unknown>)
      : Object.fromEntries(
          String(value ?? "")
            .split(";;")[0]!
            .split("_")
            .map((part, i) => [["direction", "amount", "unit"][i], part]),
        )
  return {
    direction: spanDirections.find((each) => each === parts.direction) ?? "PAST",
    amount: Math.max(1, Math.trunc(Number(parts.amount)) || 7),
    unit: spanUnits.find((each) => each === parts.unit) ?? "DAY",
  }
}

export const writeSpan = ({ direction, amount, unit }: TimeSpan) =>
  `${direction}_${direction === "THIS" ? 1 : amount}_${unit}`
