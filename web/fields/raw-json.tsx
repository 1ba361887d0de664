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
  } catch {
    // What is no JSON is no failure of ours; whoever typed it is told.
    return { problem: t().json }
  }
}

function text(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value)
}
