/** What a column of a file may stand for: a field, a part of one, or the record that a relation leads to. */
import { addressParts } from "../../fields/address.tsx"
import { readEmail } from "../../fields/emails.tsx"
import type { Parsed } from "../../fields/field-kind.ts"
import { inputOf } from "../../fields/edits.ts"
import { kindOf } from "../../fields/index.ts"
import { readMoney, toMicros } from "../../fields/parse-money.ts"
import { t as fieldWords } from "../../i18n/fields/index.ts"
import { t } from "../../i18n/start/index.ts"
import { joinName } from "../../model/names.ts"
import type { FieldModel, ObjectModel } from "../../model/workspace-model.ts"

type Input = Readonly<Record<string, unknown>>

export interface Target {
  /** such as `name.firstName`; names it for as long as the object has the field */
  key: string
  label: string
  field: FieldModel
  /** has it options, which a column's values are told of one by one? */
  hasOptions: boolean
  read(text: string): Parsed
  /** what is written for a value */
  input(value: unknown): Input
  /** finds the records that have one of the values; undefined where the value tells no records apart */
  find?: KeyFinder
}

export interface KeyFinder {
  filter(values: readonly unknown[]): Input
  /** the part of a value by which records are told apart, as text */
  keyOf(value: unknown): string
}

/** In the order of the object's fields. */
export function targetsOf(object: ObjectModel): Target[] {
  return object.fields.flatMap((field) => {
    if (field.name === "id") return [idTarget(field)]
    if (!field.canFill || field.isSystem) return []
    if (field.relation) return field.relation.kind === "MANY_TO_ONE" ? relationTargets(field) : []
    return [...wholeTargets(field), ...partTargets(field)]
  })
}

function idTarget(field: FieldModel): Target {
  return {
    key: "id",
    label: field.label,
    field,
    hasOptions: false,
    read: readId,
    input: (value) => ({ id: value }),
    find: { filter: (values) => ({ id: { in: values } }), keyOf: String },
  }
}

function readId(text: string): Parsed {
  const id = text.trim().toLowerCase()
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? { value: id } : { problem: t().import.badId }
}

function wholeTargets(field: FieldModel): Target[] {
  const kind = kindOf(field)
  if (!kind.parse || kind.isInternal) return []
  const find = field.isUnique ? finderOf(field) : undefined
  return [
    {
      key: field.name,
      label: field.label,
      field,
      hasOptions: field.type === "SELECT" || field.type === "MULTI_SELECT",
      read: (text) => kind.parse!(text, field),
      input: (value) => inputOf(field, value),
      ...(find && { find }),
    },
  ]
}

/** By which a composite value tells records apart. */
const mainParts: Readonly<Record<string, string>> = {
  EMAILS: "primaryEmail",
  LINKS: "primaryLinkUrl",
  PHONES: "primaryPhoneNumber",
}

function finderOf({ name, type }: FieldModel): KeyFinder {
  const part = mainParts[type]
  const keyOf = (value: unknown) => String(part ? (value as Record<string, unknown>)[part] : value)
  return {
    keyOf,
    filter: (values) => ({ [name]: part ? { [part]: { in: values.map(keyOf) } } : { in: values } }),
  }
}

type PartReader = (text: string) => Parsed

const plain: PartReader = (text) => ({ value: text.trim() })

const money: PartReader = (text) => {
  const { amount } = readMoney(text)
  return amount === null ? { problem: fieldWords().amount } : { value: toMicros(amount) }
}

const parts: Readonly<Record<string, Readonly<Record<string, PartReader>>>> = {
  FULL_NAME: { firstName: plain, lastName: plain },
  ADDRESS: Object.fromEntries(addressParts.map((part) => [part, plain])),
  CURRENCY: { amountMicros: money, currencyCode: (text) => ({ value: text.trim().toUpperCase() }) },
  EMAILS: { primaryEmail: readEmail },
  LINKS: { primaryLinkUrl: plain, primaryLinkLabel: plain },
  PHONES: { primaryPhoneNumber: plain, primaryPhoneCallingCode: plain, primaryPhoneCountryCode: plain },
}

function partTargets(field: FieldModel): Target[] {
  return Object.entries(parts[field.type] ?? {}).map(([part, read]) => ({
    key: `${field.name}.${part}`,
    label: t().import.partOf(field.label, t().parts[part] ?? part),
    field,
    hasOptions: false,
    read,
    input: (value) => ({ [field.name]: { [part]: value } }),
  }))
}

/** The record that it leads to, by id or by whatever else tells such records apart. */
function relationTargets(field: FieldModel): Target[] {
  const { target } = field.relation!
  const byId: Target = {
    key: joinName(field),
    label: t().import.partOf(field.label, t().import.id),
    field,
    hasOptions: false,
    read: readId,
    input: (value) => ({ [joinName(field)]: value }),
  }
  const byKey = target.fields
    .filter((each) => each.isUnique && each.name !== "id" && kindOf(each).parse)
    .map((each) => ({
      key: `${field.name}.${each.name}`,
      label: t().import.partOf(field.label, each.label),
      field,
      hasOptions: false,
      read: (text: string) => kindOf(each).parse!(text, each),
      input: (value: unknown) => ({ [field.name]: { connect: { where: keyInput(each, value) } } }),
    }))
  return [...byKey, byId]
}

function keyInput(field: FieldModel, value: unknown): Input {
  const part = mainParts[field.type]
  return { [field.name]: part ? { [part]: (value as Record<string, unknown>)[part] } : value }
}

// --- matching ---------------------------------------------------------------------------------------------------------

const bare = (text: string) =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "")

/** For each column the target with its name, if there is one and no column before it has it. */
export function matchColumns(names: readonly string[], targets: readonly Target[]): (string | null)[] {
  const byName = new Map<string, string>()
  const learn = (name: string, key: string) => name !== "" && !byName.has(name) && byName.set(name, key)
  for (const { key, label, field } of targets) {
    if (!key.includes(".") && !field.relation) learn(bare(field.name), key)
    learn(bare(label), key)
    learn(bare(key), key)
  }
  // Then the parts by their own names, such as "City", and relations by theirs.
  for (const { key, field } of targets) {
    if (key.includes(".") && !field.relation) learn(bare(t().parts[key.split(".")[1]!] ?? ""), key)
    if (field.relation) learn(bare(field.label), key)
  }
  const taken = new Set<string>()
  return names.map((name) => {
    const key = byName.get(bare(name))
    if (key === undefined || taken.has(key)) return null
    taken.add(key)
    return key
  })
}
