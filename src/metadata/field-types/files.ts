import { badInput } from "../../errors.ts"
import { base, invalidValue, type FieldType } from "../field-type.ts"
import { isUuid, json, type Scalar, type ValueContext } from "../scalar.ts"
import type { Json } from "../schema.ts"
import { listInput } from "./composite.ts"
import { parseText } from "./text.ts"

const fileList: Scalar = {
  ...json,
  graphql: "[FileObject]",
  jsonSchema: {
    type: ["array", "null"],
    items: { type: "object", properties: { fileId: { type: "string", format: "uuid" }, label: { type: "string" } } },
  },
}

/** Files by id, each with a label; what else is known of a file is looked up when it is read. */
export const filesType: FieldType = {
  ...base,
  name: "FILES",
  scalar: () => fileList,
  columnType: () => "jsonb",
  columnDefault: () => null,
  parse(input, context) {
    const files = listInput(input, context).map((each) => parseFile(each, context))
    const most = context.field.settings.maxNumberOfValues
    if (typeof most === "number" && files.length > most) {
      throw badInput(`Too many files for field "${context.path}": it holds up to ${most}`, "INVALID_ARGS_DATA")
    }
    return files.length === 0 ? null : files
  },
  control: "files",
}

/** Keys that are served but not stored: a client may send back what it read. */
const servedKeys = new Set(["fileId", "label", "extension", "url", "__typename"])

function parseFile(input: unknown, context: ValueContext): Json {
  if (typeof input !== "object" || input === null) throw invalidValue(context, "file", input)
  const unknownKey = Object.keys(input).find((key) => !servedKeys.has(key))
  if (unknownKey !== undefined) {
    throw badInput(
      `Invalid key ${unknownKey} for files field "${context.path}". A file has: fileId, label`,
      "INVALID_ARGS_DATA",
    )
  }
  const { fileId, label } = input as Record<string, unknown>
  if (!isUuid(fileId)) throw invalidValue({ ...context, path: `${context.path}.fileId` }, "UUID", fileId)
  return { fileId: fileId.toLowerCase(), label: parseText(label, { ...context, path: `${context.path}.label` }) }
}
