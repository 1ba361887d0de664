import { t } from "../i18n/fields/index.ts"
import { clearedTo, excerpt, type FieldKind, type Parsed } from "./field-kind.ts"

const cleared = clearedTo(null)

export const rawJsonField: FieldKind = {
  show: (value) => {
    const json = text(value)
    return json && <code class="mono">{excerpt(json)}</code>
  },
  text,
  parse: (text, field) => (text.trim() === "" ? cleared(field) : readJson(text)),
  cleared,
}

function readJson(text: string): Parsed {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === "object" && value !== null ? { value } : { problem: t().jsonKind }
  } catch (error) {
    // No name for it: what is not JSON is a problem of whoever typed it, and told to them.
    return { problem: whyNotJson(text, (error as Error).message) }
  }
}

/** Engines name the place by its line and column, by its position, or not at all. */
function whyNotJson(text: string, message: string): string {
  const reason = message
    .replace(/^JSON(\.parse| Parse error)?: /, "")
    .replace(/,? (in JSON )?at (position|line) .*$/s, "")
  const [, line, column] = /line (\d+) column (\d+)/.exec(message) ?? []
  if (line) return t().json(reason, Number(line), Number(column))
  const position = /position (\d+)/.exec(message)?.[1] ?? text.length
  const before = text.slice(0, Number(position)).split("\n")
  return t().json(reason, before.length, before.at(-1)!.length + 1)
}

function text(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value)
}
