/** Asks for what records lack before they get an option; it comes with the edits then, to be undone with them. */
import { signal } from "@preact/signals"
import { loadEditors, type Editors } from "../../editors/use-editors.ts"
import { editOf } from "../../fields/edits.ts"
import { kindOf } from "../../fields/kinds.ts"
import { requiredBy } from "../../fields/required.ts"
import { optionLabel } from "../../fields/select.tsx"
import { t } from "../../i18n/required/index.ts"
import type { FieldModel } from "../../model/workspace-model.ts"
import { say } from "../../shell/toasts.tsx"
import type { Edit } from "../../store/edits.ts"
import type { LiveRecord } from "../../store/records.ts"
import { uuidv7 } from "../../store/uuid.ts"
import { sentenceOf } from "../../ui/problem.ts"
import { isNew, lackingAfter, type Lacking } from "./lacking.ts"

/** By the name of the field, as a cell will hold it. */
export type Given = Readonly<Record<string, unknown>>

export interface Question {
  id: string
  /** what the records are about to get, for people */
  option: string
  fields: readonly FieldModel[]
  /** those that lack some of them, among so many that get the option */
  records: readonly LiveRecord[]
  total: number
  editors: Editors
  /** null: it is left as it was */
  answer(given: Given | null): void
}

/** Asked one after another. */
export const questions = signal<readonly Question[]>([])

export async function complete(edits: readonly Edit[]): Promise<readonly Edit[] | null> {
  const [editors, lacking] = await Promise.all([loadEditors(), lackingAfter(edits)])
  if (!editors) return null
  if ("error" in lacking) {
    say({ kind: "error", text: sentenceOf(lacking.error), details: lacking.error.requestId })
    return null
  }
  if (lacking.size === 0) return edits
  const option = optionsOf(edits)
  const locked = fieldsOf(lacking).filter((field) => !canFillIn(field, lacking, editors))
  if (locked.length > 0) {
    say({ kind: "warning", text: t().locked(option, locked.map(({ label }) => label).join(", ")) })
    return null
  }
  const given = await askFor(edits, lacking, option, editors)
  return given && [...edits, ...editsOf(lacking, given)]
}

const fieldsOf = (lacking: Lacking): FieldModel[] => [...new Set([...lacking.values()].flat())]

/** Mostly one; what is pasted may have several. */
function optionsOf(edits: readonly Edit[]): string {
  const asking = edits.filter((edit) => requiredBy(edit).length > 0)
  const labels = asking.map(({ record, name, value }) => optionLabel(String(value), record.object.byName.get(name)!))
  return [...new Set(labels)].join(", ")
}

function canFillIn(field: FieldModel, lacking: Lacking, { valueEditorOf }: Editors): boolean {
  const isAllowed = [...lacking.keys()].some(isNew) ? field.canFill : field.canEdit
  return isAllowed && (kindOf(field).toggled !== undefined || valueEditorOf(field) !== undefined)
}

function askFor(edits: readonly Edit[], lacking: Lacking, option: string, editors: Editors): Promise<Given | null> {
  const total = new Set(edits.map(({ record }) => record)).size
  const about = { option, fields: fieldsOf(lacking), records: [...lacking.keys()], total, editors }
  return new Promise((answer) => {
    questions.value = [...questions.peek(), { ...about, id: uuidv7(), answer }]
  })
}

/** Each gets what it lacks; what it has stays. */
function editsOf(lacking: Lacking, given: Given): Edit[] {
  return [...lacking].flatMap(([record, fields]) => fields.map((field) => editOf(record, field, given[field.name])))
}
