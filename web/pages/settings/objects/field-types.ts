/** The types that somebody can give to a new field, in families, and what each looks like with a value. */
import {
  AtSign,
  Braces,
  Calendar,
  CalendarClock,
  CircleDollarSign,
  FileText,
  Hash,
  IdCard,
  Link2,
  List,
  ListChecks,
  MapPin,
  Network,
  Paperclip,
  Phone,
  Star,
  Tag,
  ToggleLeft,
  Type,
  UserRound,
  type LucideIcon,
} from "lucide-preact"
import type { FieldTypeName, Option } from "../../../../src/metadata/schema.ts"
import type { ModelField } from "./model.ts"

export type Family = "text" | "numbers" | "dates" | "choices" | "contact" | "links" | "other"

export const families: Readonly<Record<Family, readonly FieldTypeName[]>> = {
  text: ["TEXT", "RICH_TEXT", "FULL_NAME", "ARRAY"],
  choices: ["SELECT", "MULTI_SELECT", "BOOLEAN", "RATING"],
  numbers: ["NUMBER", "CURRENCY"],
  dates: ["DATE", "DATE_TIME"],
  contact: ["EMAILS", "PHONES", "LINKS", "ADDRESS"],
  links: ["RELATION"],
  other: ["FILES", "RAW_JSON", "UUID"],
}

const icons: Partial<Record<FieldTypeName, LucideIcon>> = {
  ACTOR: UserRound,
  ADDRESS: MapPin,
  ARRAY: List,
  BOOLEAN: ToggleLeft,
  CURRENCY: CircleDollarSign,
  DATE: Calendar,
  DATE_TIME: CalendarClock,
  EMAILS: AtSign,
  FILES: Paperclip,
  FULL_NAME: UserRound,
  LINKS: Link2,
  MORPH_RELATION: Network,
  MULTI_SELECT: ListChecks,
  NUMBER: Hash,
  NUMERIC: Hash,
  PHONES: Phone,
  RATING: Star,
  RAW_JSON: Braces,
  RELATION: Network,
  RICH_TEXT: FileText,
  SELECT: Tag,
  TEXT: Type,
  UUID: IdCard,
}

export const typeIcon = (type: FieldTypeName): LucideIcon => icons[type] ?? Type

/** That a value can be reserved by one record; composite fields are by their main part. */
export const canBeUnique: ReadonlySet<FieldTypeName> = new Set([
  "TEXT",
  "NUMBER",
  "DATE",
  "DATE_TIME",
  "EMAILS",
  "LINKS",
  "PHONES",
  "UUID",
])

/** That can be kept from being empty, by a default for whoever writes nothing. */
export const canBeFilled: ReadonlySet<FieldTypeName> = new Set(["NUMBER", "BOOLEAN", "DATE", "DATE_TIME", "SELECT"])

/** That nobody fills in, or, as relations to several objects, not as one value. */
const neverAskedFor: ReadonlySet<FieldTypeName> = new Set(["ACTOR", "MORPH_RELATION", "POSITION", "TS_VECTOR", "UUID"])

/** Can an option ask for it? */
export const canBeAskedFor = ({ type, isSystem, isUIReadOnly, relation }: ModelField): boolean =>
  !isSystem && !isUIReadOnly && !neverAskedFor.has(type) && relation?.type !== "ONE_TO_MANY"

/** A value as records hold it. */
export function sampleOf(type: FieldTypeName, { options, currency, isPercent }: SampleOf): unknown {
  const values = options.map(({ value }) => value)
  const samples: Partial<Record<FieldTypeName, unknown>> = {
    ADDRESS: { addressStreet1: "12 St James’s Square", addressCity: "London", addressCountry: "United Kingdom" },
    ARRAY: ["Analytical", "Difference"],
    BOOLEAN: true,
    CURRENCY: { amountMicros: 1_250_500_000, currencyCode: currency || "EUR" },
    DATE: "2026-12-31",
    DATE_TIME: "2026-12-31T13:05:00Z",
    EMAILS: { primaryEmail: "ada@example.com", additionalEmails: [] },
    FILES: [{ fileId: "1", label: "Contract.pdf", extension: ".pdf" }],
    FULL_NAME: { firstName: "Ada", lastName: "Lovelace" },
    LINKS: { primaryLinkUrl: "https://example.com", primaryLinkLabel: "", secondaryLinks: [] },
    MULTI_SELECT: values.slice(0, 3),
    NUMBER: isPercent ? 0.125 : 1234.5,
    PHONES: { primaryPhoneNumber: "2079460958", primaryPhoneCallingCode: "+44", additionalPhones: [] },
    RATING: "RATING_4",
    RAW_JSON: { cogs: 25_000 },
    RICH_TEXT: { markdown: "Notes upon the Analytical Engine" },
    SELECT: values[0],
    TEXT: "Analytical Engine",
    UUID: "5ca4174f-1433-4dc7-b594-f3926a8a5c5b",
  }
  return samples[type] ?? null
}

interface SampleOf {
  options: readonly Pick<Option, "value">[]
  currency: string
  isPercent: boolean
}
