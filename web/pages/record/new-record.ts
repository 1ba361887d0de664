/** A record that is about to be created: what it begins with, which fields are asked for first, and what is sent. */
import { inputOf } from "../../fields/edits.ts"
import { kindOf, selectionOfLabel } from "../../fields/index.ts"
import { t as fieldWords } from "../../i18n/fields/index.ts"
import type { Answer } from "../../api/send.ts"
import type { FieldModel, ObjectModel } from "../../model/workspace-model.ts"
import { createRecord } from "../../store/lifecycle.ts"
import type { LiveRecord } from "../../store/records.ts"
import { visited } from "../../store/visited-list.ts"
import type { Values } from "./draft.ts"

/** Those that people fill in, the label first. */
export function fillableFields({ fields, labelField }: ObjectModel): FieldModel[] {
  const shown = fields.filter(
    (field) => field.canFill && field.relation?.kind !== "ONE_TO_MANY" && !isOfPlatform(field),
  )
  return shown.toSorted((a, b) => Number(b === labelField) - Number(a === labelField))
}

const isOfPlatform = (field: FieldModel) =>
  field !== field.object.labelField && (field.isSystem || kindOf(field).isInternal === true)

/** Is it asked for at first? What has to be there, what is there already, and what tells whether the record is there already. */
export function isFirst(field: FieldModel, values: Values): boolean {
  const { labelField, duplicateFields } = field.object
  return field === labelField || isNeeded(field) || field.name in values || duplicateFields.includes(field)
}

const isNeeded = ({ isNullable, defaultValue }: FieldModel) => !isNullable && defaultValue == null

/** What a field holds as long as nobody says otherwise. Metadata writes texts in quotes of their own. */
export function defaultOf({ defaultValue, options }: FieldModel): unknown {
  if (typeof defaultValue === "boolean") return defaultValue
  const text = typeof defaultValue === "string" ? defaultValue.replace(/^'(.*)'$/, "$1") : undefined
  return options.find(({ value }) => value === text)?.value
}

/** Field → what is wrong: something needed is not there. */
export function missingIn(object: ObjectModel, values: Values): Record<string, string> {
  return missingAmong(
    object.fields.filter((field) => isNeeded(field) && field.canFill),
    values,
  )
}

/** The same of fields that are all needed. */
export function missingAmong(fields: readonly FieldModel[], values: Values): Record<string, string> {
  const missing = fields.filter((field) => kindOf(field).text(values[field.name], field) === null)
  return Object.fromEntries(missing.map((field) => [field.name, fieldWords().needed(field.label)]))
}

export function inputOfAll(object: ObjectModel, values: Values): Record<string, unknown> {
  const inputs = Object.entries(values).map(([name, value]) => inputOf(object.byName.get(name)!, value))
  return Object.assign({}, ...inputs) as Record<string, unknown>
}

/** In one request. A table that is looked at shows the new record at once. */
export async function createFrom(object: ObjectModel, values: Values): Promise<Answer<LiveRecord>> {
  const list = visited?.list.question.object === object ? visited.list : undefined
  const selection = list?.question.selection ?? selectionOfLabel(object)
  const answer = await createRecord({ object, input: inputOfAll(object, values), selection })
  if (answer.data && list && !list.isNarrowed) list.insert(answer.data)
  return answer
}
