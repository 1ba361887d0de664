/** The formatted texts of a record. What shows them is a chunk of its own: few records have one. */
import { kindOf } from "../../fields/index.ts"
import { valueOf, type LiveRecord } from "../../store/records.ts"
import { part } from "../../ui/part.ts"
import { textsOf } from "./parts.ts"
import type { RichTextProps } from "./rich-text.tsx"

const reading = part(() => import("./rich-text.tsx"))

export function LongText(props: RichTextProps) {
  const loaded = reading.use("now")
  return loaded ? <loaded.RichText {...props} /> : <div class="body" aria-busy="true" />
}

interface TextsProps {
  record: LiveRecord
  isFixed: boolean
}

/** Each under its name; one that is empty and stays so is left out. */
export function Texts({ record, isFixed }: TextsProps) {
  const shown = textsOf(record.object).filter(
    (field) => (field.canEdit && !isFixed) || kindOf(field).text(valueOf(record, field.name), field) !== null,
  )
  return (
    <>
      {shown.map((field) => (
        <section key={field.id} class="long-text" aria-label={field.label}>
          <h3>{field.label}</h3>
          <LongText record={record} field={field} label={field.label} isFixed={isFixed} />
        </section>
      ))}
    </>
  )
}
