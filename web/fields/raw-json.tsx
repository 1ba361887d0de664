import { excerpt, type FieldKind } from "./field-kind.ts"

export const rawJsonField: FieldKind = {
  show: (value) => {
    const json = text(value)
    return json && <code class="mono">{excerpt(json)}</code>
  },
  text,
}

function text(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value)
}
