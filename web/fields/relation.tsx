import { t } from "../i18n/fields/index.ts"
import { joinName } from "../model/names.ts"
import { farEndOf } from "../model/relation-ends.ts"
import type { FieldModel, ObjectModel } from "../model/workspace-model.ts"
import { valueOf, type LiveRecord, type LiveRecords } from "../store/records.ts"
import { FewOf } from "../ui/few-of.tsx"
import { byName, clearedTo, type FieldKind } from "./field-kind.ts"
import { selectionOfLabel } from "./kinds.ts"
import { RecordLink } from "./record-link.tsx"
import { recordName } from "./record-name.tsx"

/** How many of a to-many relation are read along. */
const few = 3
const cleared = clearedTo(null)

export const relationField: FieldKind = {
  select: (field) => {
    const { name, relation } = field
    if (relation!.kind === "MANY_TO_ONE") return `${name} { id ${selectionOfLabel(relation!.target)} }`
    return `${name}(first: ${few}) { totalCount edges { node { ${selectionOfLinked(field)} } } }`
  },
  show: (value, field) => {
    if (!value) return null
    if (field.relation?.kind === "MANY_TO_ONE") return <RecordLink record={value as LiveRecord} />
    const { total, records } = value as LiveRecords
    if (total === 0) return null
    return (
      <FewOf
        total={total}
        items={farRecords(field, records).map((record) => (
          <RecordLink key={record.id} record={record} />
        ))}
      />
    )
  },
  text: (value, field) => {
    if (!value) return null
    if (field.relation?.kind === "MANY_TO_ONE") return recordName(value as LiveRecord)
    return (
      farRecords(field, (value as LiveRecords).records)
        .map(recordName)
        .join(", ") || null
    )
  },
  input: (value, field) => ({ [joinName(field)]: (value as LiveRecord | null | undefined)?.id ?? null }),
  cleared: (field) =>
    field.relation?.kind === "MANY_TO_ONE" ? cleared(field) : { problem: t().unlinkEach(field.label) },
  order: (field, direction) =>
    field.relation?.kind === "MANY_TO_ONE" ? orderByLabel(field.name, field.relation.target, direction) : {},
}

/** What to ask for of each record of a to-many relation: what names it, or what names the record that a link leads on to. */
export function selectionOfLinked(field: FieldModel): string {
  const end = farEndOf(field)
  if (!end) return `id ${selectionOfLabel(field.relation!.target)}`
  return `id ${end.name} { id ${selectionOfLabel(end.relation!.target)} }`
}

/** The records that people mean: those that are linked, and not the links. */
export function farRecords(field: FieldModel, records: readonly LiveRecord[]): LiveRecord[] {
  const end = farEndOf(field)
  if (!end) return [...records]
  return records.flatMap((link) => (valueOf(link, end.name) as LiveRecord | null | undefined) ?? [])
}

function orderByLabel(
  name: string,
  target: ObjectModel,
  direction: Parameters<typeof byName>[1],
): Record<string, unknown> {
  const { labelField } = target
  if (labelField?.type === "TEXT") return { [name]: byName(labelField, direction) }
  return labelField?.type === "FULL_NAME" ? { [name]: { [labelField.name]: { firstName: direction } } } : {}
}
