import { joinName } from "../model/names.ts"
import type { ObjectModel } from "../model/workspace-model.ts"
import type { LiveRecord, LiveRecords } from "../store/records.ts"
import { FewOf } from "../ui/few-of.tsx"
import { byName, type FieldKind } from "./field-kind.ts"
import { selectionOfLabel } from "./kinds.ts"
import { RecordLink } from "./record-link.tsx"
import { recordName } from "./record-name.tsx"

/** How many of a to-many relation are read along. */
const few = 3

export const relationField: FieldKind = {
  select: ({ name, relation }) => {
    const label = `id ${selectionOfLabel(relation!.target)}`
    return relation!.kind === "MANY_TO_ONE"
      ? `${name} { ${label} }`
      : `${name}(first: ${few}) { totalCount edges { node { ${label} } } }`
  },
  show: (value, { relation }) => {
    if (!value) return null
    if (relation?.kind === "MANY_TO_ONE") return <RecordLink record={value as LiveRecord} />
    const { total, records } = value as LiveRecords
    if (total === 0) return null
    return (
      <FewOf
        total={total}
        items={records.map((record) => (
          <RecordLink key={record.id} record={record} />
        ))}
      />
    )
  },
  text: (value, { relation }) => {
    if (!value) return null
    if (relation?.kind === "MANY_TO_ONE") return recordName(value as LiveRecord)
    return (value as LiveRecords).records.map(recordName).join(", ") || null
  },
  input: (value, field) => ({ [joinName(field)]: (value as LiveRecord | null | undefined)?.id ?? null }),
  order: (field, direction) =>
    field.relation?.kind === "MANY_TO_ONE" ? orderByLabel(field.name, field.relation.target, direction) : {},
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
