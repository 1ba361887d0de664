import { badInput } from "../../errors.ts"
import { base, invalidValue, type FieldType } from "../field-type.ts"
import { isUuid, json, option, text, uuid, type Scalar, type ValueContext } from "../scalar.ts"
import type { Json } from "../schema.ts"
import { compositeDefault, compositeInput, fill } from "./composite.ts"
import { storableJson } from "./raw-json.ts"
import { parseText } from "./text.ts"

export const actorSources = [
  "EMAIL",
  "CALENDAR",
  "WORKFLOW",
  "AGENT",
  "API",
  "IMPORT",
  "MANUAL",
  "SYSTEM",
  "WEBHOOK",
  "APPLICATION",
] as const

export type ActorSource = (typeof actorSources)[number]

/** Sources are few and the same everywhere; they compare as text after a check that the value is one of them. */
const source: Scalar = {
  ...option,
  sort: (value) => value,
  cursorType: "text",
  graphql: "ActorSourceEnum",
  graphqlFilter: "ActorSourceEnumFilter",
  operators: Object.fromEntries(
    (["eq", "neq", "in", "is", "containsAny"] as const).map((name) => [
      name,
      (value, operand, context) => {
        const field = { ...context.field, options: sourceOptions }
        return option.operators[name]!(value, operand, { ...context, field })
      },
    ]),
  ) as Scalar["operators"],
}

const sourceOptions = actorSources.map((value, position) => ({
  id: value,
  value,
  label: value,
  color: "gray",
  position,
}))

const subfields = { source, workspaceMemberId: uuid, name: text, context: json }
const empty = { source: "MANUAL", workspaceMemberId: null, name: "", context: {} }

/** Who made a record, as it remains written on it. */
export const actorType: FieldType = {
  ...base,
  name: "ACTOR",
  scalar: () => null,
  subfields,
  composite: "Actor",
  columnType: () => "jsonb",
  columnDefault: (field) => compositeDefault(field, empty),
  parse(input, context, mode) {
    if (input === null) return empty
    const given = compositeInput(input, context, subfields, "actor")
    const parts: Record<string, Json> = {}
    for (const [key, value] of Object.entries(given)) {
      parts[key] = parsePart(key, value, { ...context, path: `${context.path}.${key}` })
    }
    return fill(parts, empty, mode)
  },
  control: "actor",
}

function parsePart(key: string, value: unknown, at: ValueContext): Json {
  if (key === "name") return parseText(value, at)
  if (key === "source") return parseSource(value, at)
  if (value === null) return null
  if (key === "workspaceMemberId" && isUuid(value)) return value.toLowerCase()
  if (key === "context" && typeof value === "object") return storableJson(value as Json)
  throw invalidValue(at, key === "context" ? "object" : "UUID", value)
}

function parseSource(value: unknown, at: ValueContext): ActorSource {
  const known = actorSources.find((each) => each === value)
  if (known) return known
  throw badInput(
    `Invalid value "${String(value)}" for field "${at.path}". Valid values are: ${actorSources.join(", ")}`,
    "INVALID_ARGS_DATA",
  )
}
