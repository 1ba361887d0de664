import { useEffect, useState } from "preact/hooks"
import { Search } from "lucide-preact"
import { kindOf } from "../../fields/index.ts"
import { formatNumber } from "../../i18n/format.ts"
import { t } from "../../i18n/messages.ts"
import type { ObjectModel, ViewModel } from "../../model/workspace-model.ts"
import type { RecordList } from "../../store/queries.ts"

interface ViewBarProps {
  object: ObjectModel
  view: ViewModel | undefined
  list: RecordList
  search: string
  onSearch(search: string): void
}

export function ViewBar({ object, view, list, search, onSearch }: ViewBarProps) {
  const { labelField } = object
  const isSearchable = labelField && kindOf(labelField).contains
  return (
    <div class="view-bar">
      <strong class="view-name">
        <bdi>{view?.name ?? object.labelPlural}</bdi>
      </strong>
      <span class="count" role="status">
        {countOf(list)}
      </span>
      {isSearchable && <SearchBox label={t().table.search(labelField.label)} value={search} onValue={onSearch} />}
    </div>
  )
}

function countOf({ total, unfiltered, question }: RecordList): string {
  if (total.value === null) return ""
  const count = formatNumber(total.value)
  return question.filter && unfiltered.value !== null ? t().table.countOf(count, formatNumber(unfiltered.value)) : count
}

/** Milliseconds without a key after which it is looked for. */
const pause = 200

function SearchBox({ label, value, onValue }: { label: string; value: string; onValue(value: string): void }) {
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  useEffect(() => {
    if (typed === value) return
    const timer = setTimeout(() => onValue(typed), pause)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <div class="search" role="search">
      <Search class="icon" size={14} aria-hidden="true" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
    </div>
  )
}
