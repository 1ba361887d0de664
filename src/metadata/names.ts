/** Names: how they are derived, and which are allowed. */

/** `workspace_` and the id's 128 bits in base 36. */
export function workspaceSchemaName(workspaceId: string): string {
  return `workspace_${BigInt(`0x${workspaceId.replaceAll("-", "")}`).toString(36)}`
}

/** Name of an object's table: custom objects stand apart by a leading underscore. */
export function tableName(nameSingular: string, isCustom: boolean): string {
  return isCustom ? `_${nameSingular}` : nameSingular
}

export function capitalize(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}

export function uncapitalize(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}

/** `pointOfContact` → `POINT_OF_CONTACT` */
export function upperSnake(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase()
}

/** PostgreSQL cuts identifiers at 63 bytes; names are ASCII, so characters count the same. */
export const maxIdentifier = 63

/** A constraint or index name from its parts, shortened with a hash of the whole where it is too long. */
export function constraintName(...parts: string[]): string {
  const name = parts.join("_")
  return name.length <= maxIdentifier ? name : `${name.slice(0, maxIdentifier - 9)}_${shortHash(name)}`
}

/** Eight hexadecimal digits, the same for the same text in every process (FNV-1a). */
export function shortHash(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, "0")
}

/** A UUID (version 5 form) that depends on the text alone: standard objects and fields have the same in every workspace. */
export function stableId(text: string): string {
  const hex = [0, 1, 2, 3].map((salt) => shortHash(`${salt}:${text}:${salt}`)).join("")
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`
}

/** Label → name: letters without accents, in camel case; "" when nothing is left. */
export function nameFromLabel(label: string): string {
  const words = label
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/ß/g, "ss")
    .split(/[^a-zA-Z0-9]+/)
    .filter(Boolean)
  const name = words
    .map((word, i) => (i === 0 ? lowerStart(word) : capitalize(isShouting(word) ? word.toLowerCase() : word)))
    .join("")
  const safe = /^\d/.test(name) ? `n${name}` : name
  return reservedNames.has(safe) ? `${safe}Custom` : safe
}

const isShouting = (word: string) => word.length > 1 && word === word.toUpperCase()

function lowerStart(word: string): string {
  return isShouting(word) ? word.toLowerCase() : uncapitalize(word)
}

export interface NameProblem {
  code: string
  message: string
}

/** What is wrong with the name of an object or field, if anything. `room` is what derived identifiers add to it. */
export function nameProblem(name: string, room: number): NameProblem | null {
  if (!/^[a-z][a-zA-Z0-9]*$/.test(name)) {
    return {
      code: "INVALID_FIELD_INPUT",
      message: `Name is not valid: it must start with lowercase letter and contain only alphanumeric letters`,
    }
  }
  if (name.length > maxIdentifier - room) {
    return {
      code: "INVALID_FIELD_INPUT",
      message: `Name "${name}" is too long: it may have ${maxIdentifier - room} characters at most`,
    }
  }
  if (reservedNames.has(name)) {
    return {
      code: "INVALID_FIELD_INPUT",
      message: 'This name is reserved. Use a different name or the system will add "Custom" suffix.',
    }
  }
  return null
}

/** Words that mean something to the API. Singular and plural are both taken. */
const reservedSingular = (
  "approvedAccessDomain appToken billingCustomer billingEntitlement billingMeter billingProduct billingSubscription " +
  "billingSubscriptionItem featureFlag job keyValuePair pageLayout pageLayoutTab pageLayoutWidget postgresCredential " +
  "twoFactorMethod user userWorkspace workspace role userWorkspaceRole plan event field link currency fullName address " +
  "type object index relation aggregate"
).split(" ")

/** Members that GraphQL answers and filters have beside fields. */
const reservedMembers = [
  "and",
  "or",
  "not",
  "edges",
  "node",
  "cursor",
  "pageInfo",
  "totalCount",
  "query",
  "mutation",
  "search",
]

export const reservedNames: ReadonlySet<string> = new Set([
  ...reservedSingular,
  ...reservedSingular.map((name) =>
    name.endsWith("s") ? `${name}es` : name.endsWith("y") ? `${name.slice(0, -1)}ies` : `${name}s`,
  ),
  ...reservedMembers,
])
