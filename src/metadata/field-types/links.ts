import { sql } from "../../db/sql.ts"
import { badInput } from "../../errors.ts"
import { base, invalidValue, type FieldType } from "../field-type.ts"
import { jsonList, text, type ValueContext } from "../scalar.ts"
import type { Json } from "../schema.ts"
import { normalizeUrl } from "../urls.ts"
import { compositeDefault, compositeInput, emptyComposite, listInput, subfieldsText } from "./composite.ts"
import { parseText } from "./text.ts"

const subfields = { primaryLinkLabel: text, primaryLinkUrl: text, secondaryLinks: jsonList }
const empty = emptyComposite(subfields)

/** Web addresses with labels, one of them the primary. Always written whole: the parts of a link belong together. */
export const linksType: FieldType = {
  ...base,
  name: "LINKS",
  scalar: () => null,
  subfields,
  composite: "Links",
  columnType: () => "jsonb",
  columnDefault: (field) => compositeDefault(field, empty),
  parse(input, context) {
    if (input === null) return empty
    const given = compositeInput(input, context, subfields, "links")
    const url = parseUrl(given.primaryLinkUrl, { ...context, path: `${context.path}.primaryLinkUrl` })
    const label = parseText(given.primaryLinkLabel, { ...context, path: `${context.path}.primaryLinkLabel` })
    return {
      primaryLinkLabel: url.normal === "" ? "" : label,
      primaryLinkUrl: url.normal,
      secondaryLinks: parseSecondary(given.secondaryLinks, { ...context, path: `${context.path}.secondaryLinks` }),
    }
  },
  searchText: (column) =>
    sql`${subfieldsText(column, ["primaryLinkLabel", "primaryLinkUrl"])} || ' ' || coalesce(jsonb_path_query_array(${column}, '$.secondaryLinks[*].*')::text, '')`,
  uniqueBy: "primaryLinkUrl",
  control: "links",
}

/** Further links must be addresses too, but are stored as they were given. */
function parseSecondary(input: unknown, context: ValueContext): Json {
  const links = listInput(input, context).map((each) => {
    if (typeof each !== "object" || each === null) throw invalidValue(context, "object", each)
    const { label, url } = each as Record<string, unknown>
    return {
      label: parseText(label, { ...context, path: `${context.path}.label` }),
      url: parseUrl(url, { ...context, path: `${context.path}.url` }).given,
    }
  })
  return links.filter((link) => link.url !== "")
}

function parseUrl(input: unknown, context: ValueContext): { given: string; normal: string } {
  const given = parseText(input, context)
  if (given.trim() === "") return { given: "", normal: "" }
  const normal = normalizeUrl(given)
  if (normal === null) throw invalidUrl()
  return { given, normal }
}

function invalidUrl() {
  const message = "The URL of the link is not valid"
  return badInput(message, "INVALID_URL", { userFriendlyMessage: message })
}
