import { FewOf } from "../ui/few-of.tsx"
import { Chip } from "../ui/tag.tsx"
import { asList, asParts, asText, pattern, type FieldKind } from "./field-kind.ts"

export const linksField: FieldKind = {
  select: ({ name }) => `${name} { primaryLinkLabel primaryLinkUrl secondaryLinks }`,
  show: (value) => {
    const links = list(value)
    if (links.length === 0) return null
    return (
      <FewOf
        items={links.map(({ url, label }) => (
          <Chip key={url} href={safeAddress(url)} opensTab>
            {label}
          </Chip>
        ))}
      />
    )
  },
  text: (value) =>
    list(value)
      .map(({ url }) => url)
      .join(", ") || null,
  order: ({ name }, direction) => ({ [name]: { primaryLinkUrl: direction } }),
  contains: ({ name }, text) => ({
    or: ["primaryLinkUrl", "primaryLinkLabel"].map((part) => ({ [name]: { [part]: { ilike: pattern(text) } } })),
  }),
}

interface Link {
  url: string
  label: string
}

function list(value: unknown): Link[] {
  const { primaryLinkUrl, primaryLinkLabel, secondaryLinks } = asParts(value)
  const others = asList(secondaryLinks).map((each) => [asParts(each).url, asParts(each).label])
  return [[primaryLinkUrl, primaryLinkLabel], ...others].flatMap(([url, label]) => {
    const address = asText(url)
    return address ? [{ url: address, label: asText(label) ?? host(address) }] : []
  })
}

/** Without scheme and www. */
function host(url: string): string {
  return url.replace(/^https?:\/\/(www\.)?/i, "").replace(/\/$/, "")
}

/** Undefined for whatever is no address of the web, such as `javascript:`; that is text and nothing to click on. */
export function safeAddress(url: string): string | undefined {
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(url) && !/^[\w.-]+:\d/.test(url) ? url : `https://${url}`
  if (!URL.canParse(whole)) return undefined
  const parsed = new URL(whole)
  return parsed.protocol === "https:" || parsed.protocol === "http:" ? parsed.href : undefined
}
