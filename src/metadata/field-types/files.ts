import { sql } from "../../db/sql.ts"
import { badInput } from "../../errors.ts"
import { base, invalidValue, type FieldType } from "../field-type.ts"
import { isUuid, json, type Scalar, type ValueContext } from "../scalar.ts"
import type { Json } from "../schema.ts"
import { listInput } from "./composite.ts"
import { parseText } from "./text.ts"

const fileList: Scalar = {
  ...json,
  graphqlFilter: "FilesFilter",
  operators: {
    ...json.operators,
    /** by id of a file, or of several that must all be there */
    contains: (value, operand, context) => {
      const ids = Array.isArray(operand) ? operand : [operand]
      const wanted = ids.map((id) => ({ fileId: readId(id, context) }))
      return sql`${value} @> ${JSON.stringify(wanted)}::jsonb`
    },
  },
  graphql: "[FileObject]",
  jsonSchema: {
    type: ["array", "null"],
    items: {
      type: "object",
      properties: {
        fileId: { type: "string", format: "uuid" },
        label: { type: "string" },
        extension: { type: "string", readOnly: true, description: "With its dot" },
        url: { type: "string", readOnly: true, description: "Open to whoever has it, for a day" },
      },
    },
  },
}

/** What a file in a record shows, in this order. All but `url` is stored. */
export const fileParts = ["label", "fileId", "extension", "url"] as const

export type FilePart = (typeof fileParts)[number]

/** Files by id, each with a label. The extension is looked up when they are written, the address made when they are read. */
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
const servedKeys = new Set<string>([...fileParts, "__typename"])

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
  return { fileId: readId(fileId, context), label: parseText(label, { ...context, path: `${context.path}.label` }) }
}

function readId(fileId: unknown, context: ValueContext): string {
  if (isUuid(fileId)) return fileId.toLowerCase()
  throw invalidValue({ ...context, path: `${context.path}.fileId` }, "UUID", fileId)
}
