/** What a record is tied to by one relation: how many, the first few, and the ways to tie and untie. */
import { useState } from "preact/hooks"
import { Link2, Plus, X } from "lucide-preact"
import { RecordLink } from "../../fields/record-link.tsx"
import { recordName } from "../../fields/record-name.tsx"
import { formatNumber } from "../../i18n/format.ts"
import { t } from "../../i18n/record/index.ts"
import type { FieldModel } from "../../model/workspace-model.ts"
import { openPanel } from "../../shell/panel.ts"
import { valueOf, type LiveRecord, type LiveRecords } from "../../store/records.ts"
import { useSearch } from "../../store/use-search.ts"
import { IconButton } from "../../ui/button.tsx"
import { ObjectIcon } from "../../ui/icon.tsx"
import { Listbox } from "../../ui/listbox.tsx"
import { Popover } from "../../ui/popover.tsx"
import { useEditing } from "./editing.ts"
import { attach, backOf, detach } from "./link.ts"
import { few } from "./read-record.ts"

interface CardProps {
  record: LiveRecord
  field: FieldModel
  isFixed: boolean
}

export function RelationCard({ record, field, isFixed }: CardProps) {
  const value = valueOf(record, field.name) as LiveRecords | undefined
  const { target } = field.relation!
  const back = isFixed ? undefined : backOf(field)
  const words = t()
  const shown = (value?.records ?? []).slice(0, few)
  return (
    <section class="relation" aria-label={words.related(field.label, formatNumber(value?.total ?? 0))}>
      <header>
        <ObjectIcon name={target.icon} />
        <h3>
          {field.label} <span class="count">{value && formatNumber(value.total)}</span>
        </h3>
        {back && <AddExisting record={record} field={field} back={back} />}
        {back && target.can.create && (
          <IconButton
            label={words.createIn(field.label)}
            icon={Plus}
            onClick={(event) =>
              openPanel(
                { kind: "create", object: target.nameSingular, link: { field: back.name, id: record.id } },
                { isOnTop: event.currentTarget.closest("[data-panel]") !== null },
              )
            }
          />
        )}
      </header>
      <ul>
        {shown.map((each) => (
          <li key={each.id}>
            <RecordLink record={each} />
            {back && (
              <IconButton
                label={words.detach(recordName(each))}
                icon={X}
                onClick={() => void detach(each, field, back, record)}
              />
            )}
          </li>
        ))}
      </ul>
      {value?.total === 0 && <p class="muted">{words.noneRelated}</p>}
      {value && value.total > shown.length && (
        <p class="muted">{words.andMore(formatNumber(value.total - shown.length))}</p>
      )}
    </section>
  )
}

function AddExisting({ record, field, back }: Omit<CardProps, "isFixed"> & { back: FieldModel }) {
  const { isOpen, open, close, button } = useEditing()
  const words = t()
  return (
    <>
      <button
        ref={button}
        type="button"
        class="icon-button"
        aria-label={words.addTo(field.label)}
        title={words.addTo(field.label)}
        aria-expanded={isOpen}
        onClick={isOpen ? close : open}
      >
        <Link2 class="icon" size={16} strokeWidth={1.5} aria-hidden="true" />
      </button>
      {isOpen && (
        <Popover
          anchor={() => button.current}
          place="below"
          class="sheet-on-phone"
          onOutside={close}
          onKeyDown={(event) => {
            event.stopPropagation()
            if (event.key === "Escape") close()
          }}
        >
          <Picker
            field={field}
            onChoose={(id) => {
              close()
              void attach(record, field, back, id)
            }}
          />
        </Popover>
      )}
    </>
  )
}

/** How many are found at once. */
const most = 20

function Picker({ field, onChoose }: { field: FieldModel; onChoose(id: string): void }) {
  const [text, setText] = useState("")
  const { found } = useSearch(text, {
    limit: most,
    objects: [field.relation!.target.nameSingular],
    beginsWithAny: true,
  })
  return (
    <Listbox
      label={t().addTo(field.label)}
      choices={found.map(({ recordId, label }) => ({ id: recordId, text: label }))}
      chosen={new Set()}
      nothing={t().nothingFound}
      onSearch={setText}
      onChoose={({ id }) => onChoose(id)}
    />
  )
}
