import { t } from "../i18n/fields/index.ts"
import type { FieldModel } from "../model/workspace-model.ts"
import { FewOf } from "../ui/few-of.tsx"
import { Chip } from "../ui/tag.tsx"
import { asList, asParts, asText, clearedTo, pattern, type FieldKind, type Parsed } from "./field-kind.ts"

const cleared = clearedTo(linksOf([]))

export const linksField: FieldKind = {
  select: ({ name }) => `${name} { primaryLinkLabel primaryLinkUrl secondaryLinks }`,
  show: (value) => {
    const links = linkList(value)
    if (links.length === 0) return null
    return (
      <FewOf
        items={links.map(({ url, label }) => (
          <Chip key={url} href={safeAddress(url)} opensTab>
            {label || host(url)}
          </Chip>
        ))}
      />
    )
  },
  text: (value) =>
    linkList(value)
      .map(({ url }) => url)
      .join(", ") || null,
  parse: (text, field) => {
    const links = splitLinks(text).map((each) => readLink(each, field))
    const wrong = links.find((each) => "problem" in each)
    if (links.length === 0 || wrong) return wrong ?? cleared(field)
    return { value: linksOf(links.map((each) => ({ url: "value" in each ? String(each.value) : "", label: "" }))) }
  },
  cleared,
  order: ({ name }, direction) => ({ [name]: { primaryLinkUrl: direction } }),
  contains: ({ name }, text) => ({
    or: ["primaryLinkUrl", "primaryLinkLabel"].map((part) => ({ [name]: { [part]: { ilike: pattern(text) } } })),
  }),
}

export interface Link {
  url: string
  /** empty where the address itself is shown */
  label: string
}

export function linksOf([primary, ...secondaryLinks]: readonly Link[]) {
  return { primaryLinkUrl: primary?.url ?? "", primaryLinkLabel: primary?.label ?? "", secondaryLinks }
}

/** A comma may be a part of an address; one that is followed by another address is not. */
export function splitLinks(text: string): string[] {
  return text.split(/[\s;]+|,(?=$|\s|https?:|www\.)/i).filter((each) => each !== "")
}

/** The address with its scheme; where the field holds domains alone, without its path. */
export function readLink(text: string, { settings }: Pick<FieldModel, "settings">): Parsed {
  const given = text.trim()
  const href = safeAddress(given)
  if (href === undefined) return { problem: hasScheme(given) ? t().linkScheme : t().link(given) }
  const { hostname, origin } = new URL(href)
  if (!/[^.]\.[^.]/.test(hostname) && hostname !== "localhost") return { problem: t().link(given) }
  if (settings.type === "domain") return { value: origin }
  return { value: hasScheme(given) ? given : `https://${given}` }
}

export function linkList(value: unknown): Link[] {
  const { primaryLinkUrl, primaryLinkLabel, secondaryLinks } = asParts(value)
  const others = asList(secondaryLinks).map((each) => [asParts(each).url, asParts(each).label])
  return [[primaryLinkUrl, primaryLinkLabel], ...others].flatMap(([url, label]) => {
    const address = asText(url)
    return address ? [{ url: address, label: asText(label) ?? "" }] : []
  })
}

/** Without scheme and www. */
export function host(url: string): string {
  return url.replace(/^https?:\/\/(www\.)?/i, "").replace(/\/$/, "")
}

/** Undefined for whatever is no address of the web, such as `javascript:`; that is text and nothing to click on. */
export function safeAddress(url: string): string | undefined {
  const whole = hasScheme(url) ? url : `https://${url}`
  if (!URL.canParse(whole)) return undefined
  const parsed = new URL(whole)
  return parsed.protocol === "https:" || parsed.protocol === "http:" ? parsed.href : undefined
}

/** A host before a port looks like one, and is none. */
const hasScheme = (url: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(url) && !/^[\w.-]+:\d/.test(url)
