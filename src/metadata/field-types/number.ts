import { literal } from "../../db/sql.ts"
import { badInput } from "../../errors.ts"
import { base, invalidValue, type FieldType } from "../field-type.ts"
import { bigint, float, int, type Scalar } from "../scalar.ts"
import type { FieldShape } from "../schema.ts"

/** A number: `settings.dataType` is "float" (default), "int" or "bigint". */
export const numberType: FieldType = {
  ...base,
  name: "NUMBER",
  scalar: numberScalar,
  columnType: (field) => field.columnType ?? numberScalar(field).sqlType,
  columnDefault: (field) => (typeof field.defaultValue === "number" ? literal(String(field.defaultValue)) : null),
  parse(input, context) {
    if (input === null) return null
    if (typeof input !== "number" || !Number.isFinite(input)) throw invalidValue(context, "number", input)
    const whole = wholeRange[numberScalar(context.field).sqlType]
    if (whole && (!Number.isInteger(input) || Math.abs(input) > whole)) {
      throw badInput(
        `Invalid number value ${input} for field "${context.path}": it holds whole numbers up to ${whole}`,
        "INVALID_ARGS_DATA",
      )
    }
    return input
  },
  uniqueBy: "",
  control: "number",
}

const wholeRange: Record<string, number | undefined> = { integer: 2_147_483_647, bigint: Number.MAX_SAFE_INTEGER }

function numberScalar(field: FieldShape): Scalar {
  if (field.settings.dataType === "int") return int
  return field.settings.dataType === "bigint" ? bigint : float
}
