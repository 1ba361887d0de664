/** The parts of a record behind its summary, one at a time. */
import type { ComponentChildren } from "preact"
import { useMemo, useState } from "preact/hooks"
import { Plus } from "lucide-preact"
import { t } from "../../i18n/record/index.ts"
import { filesOf, linkedTo, timelineOf, type Linked } from "../../model/attached.ts"
import type { ObjectModel } from "../../model/workspace-model.ts"
import { useActions, type Action } from "../../shell/actions.ts"
import { ErrorBoundary } from "../../shell/error-boundary.tsx"
import type { LiveRecord } from "../../store/records.ts"
import { Tabs } from "../../ui/tabs.tsx"
import { Files } from "./files.tsx"
import { LinkedList } from "./linked-list.tsx"
import { Timeline } from "./timeline.tsx"

interface RecordTabsProps {
  record: LiveRecord
  isFixed: boolean
  scope: Action["scope"]
  /** of the first tab */
  children: ComponentChildren
}

interface Tab {
  name: string
  label: string
  show(): ComponentChildren
}

/** Which tab was looked at last, by object. */
const last = new Map<string, string>()

export function RecordTabs({ record, isFixed, scope, children }: RecordTabsProps) {
  const { object } = record
  const [chosen, setChosen] = useState(last.get(object.id) ?? "overview")
  const [wanted, setWanted] = useState({ tab: "", times: 0 })
  const choose = (name: string) => {
    last.set(object.id, name)
    setChosen(name)
  }
  const linked = useMemo(() => linkedTo(object), [object])
  useNewLinked(isFixed ? [] : linked, scope, (tab) => {
    choose(tab)
    setWanted((before) => ({ tab, times: before.times + 1 }))
  })
  const timesOf = (tab: string) => (wanted.tab === tab ? wanted.times : 0)
  const tabs = [{ name: "overview", label: t().overview, show: () => children }, ...tabsOf(record, isFixed, timesOf)]
  const current = tabs.find(({ name }) => name === chosen) ?? tabs[0]!
  if (tabs.length === 1) return <div class="tab-panel">{children}</div>
  return (
    <Tabs label={t().tabs} tabs={tabs} current={current.name} onChoose={choose}>
      <ErrorBoundary key={current.name + record.id} isPart>
        <div>{current.show()}</div>
      </ErrorBoundary>
    </Tabs>
  )
}

function tabsOf(record: LiveRecord, isFixed: boolean, timesOf: (tab: string) => number): Tab[] {
  const { object } = record
  const words = t()
  const timeline = timelineOf(object)
  const files = filesOf(object)
  return [
    ...(timeline
      ? [{ name: "timeline", label: words.timeline, show: () => <Timeline record={record} attached={timeline} /> }]
      : []),
    ...linkedTo(object).map((linked) => ({
      name: linked.field.name,
      label: targetOf(linked).labelPlural,
      show: () => (
        <LinkedList record={record} linked={linked} isFixed={isFixed} wantsNew={timesOf(linked.field.name)} />
      ),
    })),
    ...(files
      ? [{ name: "files", label: words.files, show: () => <Files record={record} holder={files} isFixed={isFixed} /> }]
      : []),
  ]
}

const targetOf = ({ far }: Linked): ObjectModel => far.relation!.target

/** `t` makes a task, `n` a note: the first letter of what it is. */
function useNewLinked(all: readonly Linked[], scope: Action["scope"], onNew: (tab: string) => void): void {
  const may = all.filter((linked) => targetOf(linked).can.create && linked.object.can.create)
  useActions(
    may.map((linked) => ({
      id: `${scope}-new-${linked.field.name}`,
      label: t().newOf(targetOf(linked).labelSingular),
      icon: Plus,
      keys: targetOf(linked).nameSingular.charAt(0),
      scope,
      run: () => onNew(linked.field.name),
    })),
  )
}
