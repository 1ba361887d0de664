/** What can be done with a record that was found, without leaving the menu. */
import { CircleDot, Maximize2, PanelRight, Pencil, UserRound, type LucideIcon } from "lucide-preact"
import { readFields } from "../../fields/whole.ts"
import { t } from "../../i18n/command/index.ts"
import { t as actionWords } from "../../i18n/record-actions/index.ts"
import { recordAddress } from "../../model/addresses.ts"
import type { FieldModel } from "../../model/workspace-model.ts"
import type { LiveRecord } from "../../store/records.ts"
import { fits } from "../../ui/fits.ts"
import { navigate } from "../navigate.ts"
import { openPanel } from "../panel.ts"
import { recordActions } from "../record-actions.ts"
import { workspace } from "../workspace.ts"
import { fieldLevel } from "./field-level.tsx"
import { filled, type Item, type Level } from "./level.ts"
import { ItemIcon, Shown } from "./shown.tsx"
import { valueLevel, valueFields, type Subject } from "./value-level.tsx"

/** @param name as it was found: what else is known of the record comes while somebody chooses */
export function recordLevel(record: LiveRecord, name: string): Level {
  const { labelField } = record.object
  const fields = valueFields(record.object)
  const wanted = labelField && !fields.includes(labelField) ? [labelField, ...fields] : fields
  const subject: Subject = { record, name, isRead: readFields(record, wanted) }
  return {
    label: name,
    prompt: t().record.what(name),
    groups(text) {
      const { groups } = t()
      const fit = (items: readonly Offer[]) =>
        items.flatMap((each) => (fits(each.label, text) ? itemOf(each, text) : []))
      return filled([
        { label: groups.change, items: fit(changes(subject, fields)) },
        { label: groups.record, items: fit(deeds(subject)) },
      ])
    },
  }
}

interface Offer extends Pick<Item, "id" | "keys" | "run" | "into"> {
  label: string
  icon: LucideIcon
}

function itemOf({ label, icon, ...rest }: Offer, text: string): Item {
  return { ...rest, shown: <Shown icon={<ItemIcon of={icon} />} text={label} wanted={text} /> }
}

/** What is asked for most has a way of its own: who is to see to it, and where it stands. */
function changes(subject: Subject, fields: readonly FieldModel[]): Offer[] {
  if (fields.length === 0) return []
  const words = t().record
  const offer = (icon: LucideIcon, field: FieldModel, label: string): Offer => ({
    id: `change-${field.id}`,
    label,
    icon,
    into: () => valueLevel(subject, field),
  })
  const { memberObject } = workspace.value!
  const toMembers = fields.filter(({ relation }) => relation && relation.target === memberObject)
  const selects = fields.filter(({ type }) => type === "SELECT")
  return [
    ...toMembers.map((field) => offer(UserRound, field, words.assign(field.label))),
    ...selects.map((field) => offer(CircleDot, field, words.choose(field.label))),
    { id: "edit", label: words.editField, icon: Pencil, into: () => fieldLevel(subject, fields) },
  ]
}

function deeds({ record, name }: Subject): Offer[] {
  const { object, id } = record
  const { openPanel: beside, openPage: page } = actionWords()
  return [
    {
      id: "panel",
      label: beside,
      icon: PanelRight,
      run: () => openPanel({ kind: "record", object: object.nameSingular, id }),
    },
    { id: "page", label: page, icon: Maximize2, run: () => navigate(recordAddress(object, id)) },
    // Their keys are those of the record that is open, which this one need not be.
    ...recordActions(record, { name }).map(({ id: deed, label, icon, run }) => ({ id: deed, label, icon, run })),
  ]
}
