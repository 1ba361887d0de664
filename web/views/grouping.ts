/** By what a table can be grouped: whatever has few values, and dates by the days, weeks … that they are in. */
import type { FieldTypeName } from "../../src/metadata/schema.ts"
import type { FieldModel } from "../model/workspace-model.ts"

export const groupUnits = ["DAY", "WEEK", "MONTH", "QUARTER", "YEAR"] as const
export type GroupUnit = (typeof groupUnits)[number]

export const usualUnit: GroupUnit = "MONTH"

export const readGroupUnit = (text: string | null | undefined): GroupUnit =>
  groupUnits.find((each) => each === text) ?? usualUnit

const types = new Set<FieldTypeName>(["SELECT", "BOOLEAN", "RATING", "DATE", "DATE_TIME"])

export const isGroupable = ({ type, relation }: FieldModel): boolean =>
  types.has(type) || (type === "RELATION" && relation?.kind === "MANY_TO_ONE")

export const isInUnits = ({ type }: FieldModel): boolean => type === "DATE" || type === "DATE_TIME"
