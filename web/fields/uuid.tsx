import { asText, byName, type FieldKind } from "./field-kind.ts"

export const uuidField: FieldKind = {
  show: (value) => {
    const id = asText(value)
    return id && <code class="mono">{id.slice(0, 8)}</code>
  },
  text: asText,
  order: byName,
}
