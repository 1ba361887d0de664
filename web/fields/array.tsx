import { FewOf } from "../ui/few-of.tsx"
import { Tag } from "../ui/tag.tsx"
import { asList, excerpt, type FieldKind } from "./field-kind.ts"

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
}
