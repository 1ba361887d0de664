import { t } from "../i18n/messages.ts"
import { Avatar } from "../ui/avatar.tsx"
import { asParts, asText, pattern, type FieldKind } from "./field-kind.ts"

export const actorField: FieldKind = {
  select: ({ name }) => `${name} { source workspaceMemberId name }`,
  show: (value) => {
    const { name, workspaceMemberId } = asParts(value)
    const shown = text(value)
    if (shown === null) return null
    const known = asText(asText(name)?.trim())
    return (
      <span class="record">
        {known && <Avatar id={asText(workspaceMemberId) ?? known} name={known} isPerson />}
        <bdi>{known ?? shown}</bdi>
      </span>
    )
  },
  text,
  order: ({ name }, direction) => ({ [name]: { name: direction } }),
  contains: ({ name }, wanted) => ({ [name]: { name: { ilike: pattern(wanted) } } }),
}

function text(value: unknown): string | null {
  const { name, source } = asParts(value)
  const way = t().values.sources[String(source)]
  return asText([asText(name)?.trim(), way && `(${way})`].filter(Boolean).join(" "))
}
