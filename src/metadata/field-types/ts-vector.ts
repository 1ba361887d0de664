import { badInput } from "../../errors.ts"
import { base, type FieldType } from "../field-type.ts"
import { tsVector } from "../scalar.ts"

/** The words of a record for full-text search; a trigger keeps it, nobody writes it. */
export const tsVectorType: FieldType = {
  ...base,
  name: "TS_VECTOR",
  scalar: () => tsVector,
  columnType: () => "tsvector",
  columnDefault: () => null,
  parse(_input, context) {
    throw badInput(`Field "${context.path}" is kept by the database and cannot be written`, "INVALID_ARGS_DATA")
  },
  isCreatable: false,
  control: "none",
}
