/** The options of select fields: their rules, and what is filled in where a caller left it out. */
import type { OptionDefinition } from "./definition.ts"
import type { Problems } from "./problems.ts"

export interface OptionInput {
  id?: string
  value: string
  label: string
  color?: string
  position?: number
}

const colors =
  "red ruby crimson tomato orange amber yellow lime grass green jade mint turquoise cyan sky blue iris violet purple plum pink bronze gold brown gray".split(
    " ",
  )

/** Options in order of position, with ids, colours and positions. */
export function completeOptions(options: OptionInput[]): (OptionDefinition & { id?: string; position?: number })[] {
  return options
    .map((option, i) => ({
      ...option,
      position: option.position ?? i,
      color: option.color ?? colors[i % colors.length]!,
    }))
    .toSorted((a, b) => a.position - b.position)
    .map(({ id, ...option }) => ({ ...(id && { id }), ...option }))
}

export function checkOptions(problems: Problems, options: readonly OptionInput[]): void {
  const add = (message: string, value?: unknown) => problems.add("INVALID_FIELD_INPUT", message, value)
  if (options.length === 0) add("Options are required for enum fields")
  for (const option of options) checkOption(option, add)
  if (new Set(options.map((option) => option.value)).size < options.length) add("Duplicated option value")
  const positions = options.map((option) => option.position).filter((position) => position !== undefined)
  if (new Set(positions).size < positions.length) add("Duplicated option position")
  const ids = options.map((option) => option.id).filter(Boolean)
  if (new Set(ids).size < ids.length) add("Duplicated option id")
}

function checkOption(option: OptionInput, add: (message: string, value?: unknown) => void): void {
  const { value, label, color } = option
  if (typeof value !== "string" || !/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/.test(value)) {
    add(`Value must be in UPPER_CASE and follow snake_case "${String(value)}"`, value)
  } else if (value.length > 63) add("Option value exceeds 63 characters", value)
  if (typeof label !== "string" || label.trim() === "") add("Option label is required", label)
  else if (label.length > 63) add("Option label exceeds 63 characters", label)
  else if (label.includes(",")) add("Label must not contain a comma", label)
  if (color !== undefined && !colors.includes(color)) add(`Unknown option color "${color}"`, color)
}
