import { selectType } from "./select.ts"
import type { FieldType } from "../field-type.ts"

/** One to five stars: a select whose five options are fixed. */
export const ratingType: FieldType = { ...selectType, name: "RATING", uniqueBy: null, control: "rating" }

export const ratingOptions = [1, 2, 3, 4, 5].map((stars) => ({
  value: `RATING_${stars}`,
  label: String(stars),
  color: "blue",
}))
