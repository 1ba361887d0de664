/** From a record to those before and after it in the list one came from, also where that is not loaded yet. */
import { effect } from "@preact/signals"
import { useEffect, useMemo } from "preact/hooks"
import { ChevronDown, ChevronUp } from "lucide-preact"
import { formatNumber } from "../../i18n/format.ts"
import { t } from "../../i18n/record/index.ts"
import { recordAddress } from "../../model/addresses.ts"
import { useActions, type Action } from "../../shell/actions.ts"
import { navigate } from "../../shell/navigate.ts"
import type { Rows } from "../../store/queries.ts"
import type { LiveRecord } from "../../store/records.ts"
import { visited } from "../../store/visited-list.ts"
import { IconButton } from "../../ui/button.tsx"

export function Neighbours({ record }: { record: LiveRecord }) {
  const list = visited?.list
  // Under heads records stand in no one order.
  const at = useMemo(() => (list && list.lines === list.total ? list.indexOf(record) : -1), [list, record])
  return list && at >= 0 ? <Steps list={list} at={at} /> : null
}

function Steps({ list, at }: { list: Rows; at: number }) {
  const total = list.total.value ?? 0
  const words = t()
  const go = useSteps(list, total)
  const actions: Action[] = []
  if (at > 0)
    actions.push({
      id: "previous",
      label: words.previous,
      icon: ChevronUp,
      keys: "k",
      scope: "page",
      run: () => go(at - 1),
    })
  if (at < total - 1)
    actions.push({ id: "next", label: words.next, icon: ChevronDown, keys: "j", scope: "page", run: () => go(at + 1) })
  useActions(actions)
  return (
    <>
      <span class="place">{words.place(formatNumber(at + 1), formatNumber(total))}</span>
      <IconButton label={words.previous} icon={ChevronUp} disabled={at === 0} onClick={() => go(at - 1)} />
      <IconButton label={words.next} icon={ChevronDown} disabled={at >= total - 1} onClick={() => go(at + 1)} />
    </>
  )
}

/** Goes to a place of the list as soon as it is known who stands there. */
function useSteps(list: Rows, total: number): (at: number) => void {
  const waiting = useMemo(() => ({ end: () => {} }), [list])
  useEffect(() => () => waiting.end(), [waiting])
  return (at) => {
    if (at < 0 || at >= total) return
    waiting.end()
    list.show(at, at)
    waiting.end = effect(() => {
      const next = list.at(at)
      if (next) navigate(recordAddress(next.object, next.id), true)
    })
  }
}
