/** The parts of a record behind its summary, one at a time. */
import type { ComponentChildren } from "preact"
import { useState } from "preact/hooks"
import { t } from "../../i18n/record/index.ts"
import type { LiveRecord } from "../../store/records.ts"
import { Tabs } from "../../ui/tabs.tsx"

interface RecordTabsProps {
  record: LiveRecord
  /** of the first tab */
  children: ComponentChildren
}

/** Which tab was looked at last, by object. */
const last = new Map<string, string>()

export function RecordTabs({ record, children }: RecordTabsProps) {
  const { object } = record
  const [chosen, setChosen] = useState(last.get(object.id) ?? "overview")
  const words = t()
  const tabs = [{ name: "overview", label: words.overview }]
  const current = tabs.some(({ name }) => name === chosen) ? chosen : "overview"
  if (tabs.length === 1) return <div class="tab-panel">{children}</div>
  return (
    <Tabs
      label={words.tabs}
      tabs={tabs}
      current={current}
      onChoose={(name) => {
        last.set(object.id, name)
        setChosen(name)
      }}
    >
      {children}
    </Tabs>
  )
}
