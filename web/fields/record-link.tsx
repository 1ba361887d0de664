import { recordAddress } from "../model/addresses.ts"
import type { LiveRecord } from "../store/records.ts"
import { useLinkStop } from "../ui/link-stops.ts"
import { RecordName } from "./record-name.tsx"

/** A record's name that leads to it: a press opens it beside the page, with Mod or the middle button its own page in a tab. */
export function RecordLink({ record }: { record: LiveRecord }) {
  const { object, id } = record
  return (
    <a
      class="record-link"
      href={recordAddress(object, id)}
      data-record={`${object.nameSingular}:${id}`}
      tabIndex={useLinkStop()}
      draggable={false}
    >
      <RecordName record={record} />
    </a>
  )
}
