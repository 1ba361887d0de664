/** `attributes` and `excludedAttributes` (RFC 7644, 3.9). */
import { withoutUrn } from "./filter.ts"
import { isObject, type JsonObject } from "./json.ts"

export interface Projection {
  /** in small letters; undefined where all are wanted */
  wanted: ReadonlySet<string> | undefined
  excluded: ReadonlySet<string>
}

export function readProjection(query: URLSearchParams): Projection {
  const wanted = namesIn(query.get("attributes"))
  return { wanted: wanted.size > 0 ? wanted : undefined, excluded: namesIn(query.get("excludedAttributes")) }
}

function namesIn(list: string | null): Set<string> {
  const names = (list ?? "").split(",").map((each) => withoutUrn(each.trim()).toLowerCase())
  return new Set(names.filter((each) => each !== ""))
}

/** Is anything of this attribute to be shown? */
export function shows({ wanted, excluded }: Projection, attribute: string): boolean {
  const name = attribute.toLowerCase()
  if (always.has(name)) return true
  if (wanted) return [...wanted].some((each) => each === name || each.startsWith(`${name}.`))
  return !excluded.has(name)
}

const always = new Set(["id", "schemas"])

export function project(resource: JsonObject, projection: Projection): JsonObject {
  const shown = Object.entries(resource).filter(([name]) => shows(projection, name))
  return Object.fromEntries(shown.map(([name, value]) => [name, partsOf(name.toLowerCase(), value, projection)]))
}

function partsOf(name: string, value: unknown, { wanted, excluded }: Projection): unknown {
  if (always.has(name) || wanted?.has(name)) return value
  const isShown = (part: string) => {
    const full = `${name}.${part.toLowerCase()}`
    return wanted ? wanted.has(full) : !excluded.has(full)
  }
  const cut = (each: unknown) =>
    isObject(each) ? Object.fromEntries(Object.entries(each).filter(([part]) => isShown(part))) : each
  return Array.isArray(value) ? value.map(cut) : cut(value)
}
