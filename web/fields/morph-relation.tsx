import { joinName, morphName } from "../model/names.ts"
import type { LiveRecord } from "../store/records.ts"
import { clearedTo, type FieldKind } from "./field-kind.ts"
import { selectionOfLabel } from "./kinds.ts"
import { RecordLink } from "./record-link.tsx"
import { recordName } from "./record-name.tsx"

export const morphRelationField: FieldKind = {
  select: (field) =>
    field.targets.map((target) => `${morphName(field, target)} { id ${selectionOfLabel(target)} }`).join(" ") || "id",
  show: (value) => (value ? <RecordLink record={value as LiveRecord} /> : null),
  input: (value, field) => {
    const record = value as LiveRecord | null | undefined
    return Object.fromEntries(
      field.targets.map((target) => [
        joinName({ name: morphName(field, target) }),
        record?.object === target ? record.id : null,
      ]),
    )
  },
  cleared: clearedTo(null),
  text: (value) => (value ? recordName(value as LiveRecord) : null),
}
