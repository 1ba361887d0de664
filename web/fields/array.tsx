import { FewOf } from "../ui/few-of.tsx"
import { Tag } from "../ui/tag.tsx"
import { asList, clearedTo, excerpt, type FieldKind } from "./field-kind.ts"

const cleared = clearedTo(null)

export const arrayField: FieldKind = {
  show: (value) => {
    const items = asList(value).map(String)
    return items.length === 0 ? null : (
      <FewOf
        items={items.map((item, i) => (
          <Tag key={i}>{excerpt(item, 100)}</Tag>
        ))}
      />
    )
  },
  text: (value) => asList(value).join(", ") || null,
  // Items that hold a comma are told apart as JSON.
  copy: (value) => {
    const items = asList(value).map(String)
    return items.some((item) => /[,;\n]/.test(item) || item.startsWith("[")) ? JSON.stringify(items) : items.join(", ")
  },
  parse: (text, field) => {
    const items = splitItems(text)
    return items.length === 0 ? cleared(field) : { value: items }
  },
  cleared,
}

/** Separated by commas, semicolons or line breaks, or as a list of JSON. */
export function splitItems(text: string): string[] {
  const items = listOf(text) ?? text.split(/[,;\n]/)
  return [...new Set(items.map((item) => item.trim()).filter((item) => item !== ""))]
}

function listOf(text: string): string[] | null {
  if (!text.trim().startsWith("[")) return null
  try {
    const items: unknown = JSON.parse(text)
    return Array.isArray(items) ? items.map(String) : null
  } catch {
    // It only began like JSON.
    return null
  }
}
