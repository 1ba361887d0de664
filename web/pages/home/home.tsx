import { useEffect, useState } from "preact/hooks"
import { ask } from "../../api/graphql.ts"
import { formatNumber } from "../../i18n/format.ts"
import { t } from "../../i18n/messages.ts"
import { Header } from "../../shell/header.tsx"
import { useTitle } from "../../shell/title.ts"
import { workspace } from "../../shell/workspace.ts"
import { ObjectIcon } from "../../ui/icon.tsx"

/** P-60, as far as it goes: what the workspace keeps, and how much of it. */
export default function Home() {
  const { workspace: current, objects } = workspace.value!
  const [counts, setCounts] = useState<ReadonlyMap<string, number>>(new Map())
  useEffect(() => {
    void ask<{ objectRecordCounts: { objectNamePlural: string; totalCount: number }[] }>("/metadata", {
      query: "{ objectRecordCounts { objectNamePlural totalCount } }",
    }).then(({ data }) => {
      if (data) setCounts(new Map(data.objectRecordCounts.map((each) => [each.objectNamePlural, each.totalCount])))
    })
  }, [])
  const { shell, app, entry } = t()
  useTitle(app.home, current.name)
  const shown = objects.filter((object) => !object.isSystem)
  return (
    <>
      <Header title={shell.welcome(current.name || entry.unnamed)} />
      <main id="content" class="home" tabIndex={-1} data-region>
        <p class="muted">{shown.length > 0 ? shell.welcomeText : shell.noObjects}</p>
        <ul class="tiles">
          {shown.map(({ id, namePlural, labelPlural, icon }) => (
            <li key={id}>
              <a href={`/objects/${namePlural}`}>
                <ObjectIcon name={icon} size={20} />
                <strong>{labelPlural}</strong>
                <small>{counted(counts.get(namePlural))}</small>
              </a>
            </li>
          ))}
        </ul>
      </main>
    </>
  )
}

/** The place is kept for as long as it is not known. */
function counted(count: number | undefined): string {
  return count === undefined ? "\u00a0" : t().shell.records(formatNumber(count), count)
}
