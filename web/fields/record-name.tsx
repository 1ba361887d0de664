import { t } from "../i18n/messages.ts"
import { valueOf, type LiveRecord } from "../store/records.ts"
import { Avatar } from "../ui/avatar.tsx"
import { excerpt } from "./field-kind.ts"
import { kindOf } from "./kinds.ts"

/** Avatar and name; whoever shows it sees a new name at once. */
export function RecordName({ record }: { record: LiveRecord }) {
  const name = recordName(record)
  return (
    <span class="record">
      <Avatar id={record.id} name={name} isPerson={isPerson(record)} />
      <bdi>{name}</bdi>
    </span>
  )
}

/** As far as anybody reads it: a name can be a megabyte. */
export function recordName(record: LiveRecord): string {
  const { labelField } = record.object
  const name = labelField && kindOf(labelField).text(valueOf(record, labelField.name), labelField)
  return name === undefined || name === null ? t().values.untitled : excerpt(name, 120)
}

const isPerson = ({ object }: LiveRecord) => object.labelField?.type === "FULL_NAME"
