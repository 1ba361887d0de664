/** A field as it is being edited, and as it is sent. */
import { nameFromLabel, valueFromLabel } from "../../../model/label-names.ts"
import type { FieldTypeName } from "../../../../src/metadata/schema.ts"
import { modelSentences } from "../../../i18n/settings-model/index.ts"
import type { Problems } from "../../../ui/form.tsx"
import { needed } from "../../entry/rules.ts"
import { canBeFilled } from "./field-types.ts"
import type { ModelField } from "./model.ts"
import { optionColors } from "../../../ui/hue.ts"
import { nameProblem } from "./names.ts"
import { uuidv7 } from "../../../store/uuid.ts"

export interface DraftOption {
  /** of the option; of the draft alone where it is new */
  id: string
  isNew: boolean
  value: string
  label: string
  color: string
  /** of a select: ids of the fields that are asked for before a record gets it */
  required: readonly string[]
}

export interface FieldDraft {
  type: FieldTypeName
  label: string
  /** empty: as the label has it */
  name: string
  description: string
  isUnique: boolean
  /** never empty, as those that write nothing get the default */
  isFilled: boolean
  /** in the table of everybody, from the beginning */
  isShown: boolean
  /** as typed: a text, a number, the value of an option, "true", "now" */
  defaultValue: string
  options: readonly DraftOption[]
  /** empty: as many as there are */
  decimals: string
  isPercent: boolean
  currency: string
  maxFiles: string
  relation: { targetId: string; kind: "MANY_TO_ONE" | "ONE_TO_MANY" | "MANY_TO_MANY"; label: string }
}

export function emptyDraft(type: FieldTypeName): FieldDraft {
  return {
    type,
    label: "",
    name: "",
    description: "",
    isUnique: false,
    isFilled: false,
    isShown: true,
    defaultValue: "",
    options: type === "SELECT" || type === "MULTI_SELECT" ? [newOption("", 0)] : [],
    decimals: "",
    isPercent: false,
    currency: "",
    maxFiles: "10",
    relation: { targetId: "", kind: "MANY_TO_ONE", label: "" },
  }
}

export function draftOf(field: ModelField): FieldDraft {
  const { type, label, name, description, isUnique, isNullable, defaultValue, settings } = field
  return {
    ...emptyDraft(type),
    label,
    name,
    description: description ?? "",
    isUnique,
    isFilled: !isNullable,
    defaultValue: typedDefault(defaultValue),
    options: (field.options ?? [])
      .toSorted((a, b) => a.position - b.position)
      .map(({ id, value, label: text, color }) => ({
        id,
        isNew: false,
        value,
        label: text,
        color,
        required: requiredOf(settings)[value] ?? [],
      })),
    decimals: typeof settings?.decimals === "number" ? String(settings.decimals) : "",
    isPercent: settings?.type === "percentage",
    currency: unquoted((defaultValue as { currencyCode?: unknown } | null)?.currencyCode),
    maxFiles: String(settings?.maxNumberOfValues ?? 10),
  }
}

/** Value of an option → ids of the fields that it asks for. */
export const requiredOf = (settings: ModelField["settings"]) =>
  (settings?.requiredFields ?? {}) as Readonly<Record<string, readonly string[]>>

const unquoted = (value: unknown) => (typeof value === "string" ? value.replace(/^'(.*)'$/s, "$1") : "")

const typedDefault = (value: unknown) =>
  typeof value === "number" || typeof value === "boolean" ? String(value) : unquoted(value)

// --- options --------------------------------------------------------------------------------------------------------

/** The wire's names of the twelve hues, in the order in which new options take them. */
export function newOption(label: string, index: number): DraftOption {
  const color = optionColors[index % optionColors.length]!
  return { id: uuidv7(), isNew: true, value: "", label, color, required: [] }
}

/** As they are stored: new options are valued by their label, with a number where that is taken. */
export function finishedOptions(options: readonly DraftOption[]) {
  const taken = new Set(options.filter(({ isNew }) => !isNew).map(({ value }) => value))
  return options.map(({ id, isNew, value, label, color }, position) => ({
    ...(!isNew && { id }),
    value: isNew ? freeValue(valueFromLabel(label) || `OPTION_${position + 1}`, taken) : value,
    label: label.trim(),
    color,
    position,
  }))
}

function freeValue(wanted: string, taken: Set<string>): string {
  let value = wanted
  for (let n = 2; taken.has(value); n++) value = `${wanted}_${n}`
  taken.add(value)
  return value
}

// --- rules ----------------------------------------------------------------------------------------------------------

export const nameOf = ({ name, label }: FieldDraft) => name || nameFromLabel(label)

export function draftProblems(draft: FieldDraft, taken: readonly string[], isNew: boolean): Problems {
  const { fieldForm, names } = modelSentences()
  const hasOptions = draft.type === "SELECT" || draft.type === "MULTI_SELECT"
  const labels = draft.options.map(({ label }) => label.trim())
  const isRelation = isNew && draft.type === "RELATION"
  const isNumber = draft.type === "NUMBER" && draft.defaultValue !== ""
  return {
    label: needed(fieldForm.label, draft.label),
    name: draft.label.trim() ? nameProblem(nameOf(draft), taken) : undefined,
    options: !hasOptions
      ? undefined
      : labels.some((label) => label === "") || labels.length === 0
        ? fieldForm.emptyOption
        : labels.find((label, i) => labels.indexOf(label) !== i) !== undefined
          ? fieldForm.sameOption
          : labels.some((label) => label.includes(","))
            ? fieldForm.commaOption
            : undefined,
    defaultValue:
      isNumber && !Number.isFinite(Number(draft.defaultValue))
        ? names.notANumber
        : draft.isFilled && canBeFilled.has(draft.type) && draft.defaultValue === ""
          ? fieldForm.defaultNeeded
          : undefined,
    target: isRelation ? needed(fieldForm.target, draft.relation.targetId) : undefined,
    targetLabel: isRelation ? needed(fieldForm.targetLabel, draft.relation.label) : undefined,
  }
}

// --- the wire -------------------------------------------------------------------------------------------------------

export function inputOf(draft: FieldDraft, objectMetadataId: string): Record<string, unknown> {
  const { type, relation } = draft
  return {
    objectMetadataId,
    type,
    name: nameOf(draft),
    ...common(draft, null),
    ...(type === "RELATION"
      ? {
          relationCreationPayload: {
            type: relation.kind,
            targetObjectMetadataId: relation.targetId,
            targetFieldLabel: relation.label.trim(),
          },
        }
      : contents(draft, null)),
  }
}

/** What may change of a field depends on whose it is. */
export function updateOf(draft: FieldDraft, field: ModelField): Record<string, unknown> {
  const { isNullable, ...rest } = contents(draft, field)
  return {
    ...common(draft, field),
    ...(field.isCustom && { name: nameOf(draft) }),
    ...(field.relation || field.type === "MORPH_RELATION" ? {} : { ...rest, ...(field.isCustom && { isNullable }) }),
  }
}

function common({ label, description }: FieldDraft, field: ModelField | null) {
  const text = description.trim()
  return { label: label.trim(), ...((text || field) && { description: text || null }) }
}

function contents(draft: FieldDraft, field: ModelField | null): Record<string, unknown> {
  const { type, isUnique, isFilled } = draft
  const settings = settingsOf(draft, field)
  return {
    isNullable: canBeFilled.has(type) ? !isFilled : (field?.isNullable ?? true),
    isUnique,
    defaultValue: defaultOf(draft, field),
    ...((type === "SELECT" || type === "MULTI_SELECT") && { options: finishedOptions(draft.options) }),
    ...(settings && { settings }),
  }
}

function settingsOf(draft: FieldDraft, field: ModelField | null): Record<string, unknown> | null {
  const before = field?.settings ?? {}
  if (draft.type === "FILES") return { ...before, maxNumberOfValues: Number(draft.maxFiles) }
  if (draft.type === "SELECT") return selectSettings(draft, before)
  if (draft.type !== "NUMBER") return null
  const { decimals: _, type: __, ...others } = before
  return {
    ...others,
    ...(draft.decimals !== "" && { decimals: Number(draft.decimals) }),
    ...(draft.isPercent && { type: "percentage" }),
  }
}

/** Nothing is sent of a field that says nothing, and never said anything. */
function selectSettings({ options }: FieldDraft, before: Record<string, unknown>): Record<string, unknown> | null {
  const { requiredFields, ...others } = before
  const values = finishedOptions(options).map(({ value }) => value)
  const asking = options.flatMap(({ required }, i) => (required.length > 0 ? [[values[i]!, required] as const] : []))
  if (asking.length === 0) return requiredFields === undefined ? null : others
  return { ...others, requiredFields: Object.fromEntries(asking) }
}

/** Texts are quoted inside the string; functions, such as now, are not. */
function defaultOf({ type, defaultValue, currency, options }: FieldDraft, field: ModelField | null): unknown {
  if (type === "CURRENCY") return currency ? { amountMicros: null, currencyCode: `'${currency}'` } : null
  if (type === "NUMBER") return defaultValue === "" ? null : Number(defaultValue)
  if (type === "BOOLEAN") return defaultValue === "" ? null : defaultValue === "true"
  if (type === "DATE" || type === "DATE_TIME") return defaultValue === "now" ? "now" : null
  if (type === "TEXT") return defaultValue === "" ? null : `'${defaultValue}'`
  if (type !== "SELECT") return field?.defaultValue ?? null
  const chosen = finishedOptions(options)[options.findIndex(({ id, value }) => [id, value].includes(defaultValue))]
  return defaultValue === "" || !chosen ? null : `'${chosen.value}'`
}
