/** P-60, as far as it goes: what there is to do first, and what the workspace keeps. */
import { useEffect, useState } from "preact/hooks"
import { FileUp, ListChecks, Sparkles, UserPlus, type LucideIcon } from "lucide-preact"
import "./home.css"
import { ask } from "../../api/graphql.ts"
import { formatNumber } from "../../i18n/format.ts"
import { t } from "../../i18n/messages.ts"
import { t as startWords } from "../../i18n/start/index.ts"
import { Header } from "../../shell/header.tsx"
import { useTitle } from "../../shell/title.ts"
import { workspace } from "../../shell/workspace.ts"
import { Button } from "../../ui/button.tsx"
import { Confirm } from "../../ui/dialog.tsx"
import { ObjectIcon } from "../../ui/icon.tsx"
import { addSamples, removeSamples } from "./samples.ts"

interface Kept {
  /** by plural */
  counts: ReadonlyMap<string, number>
  sampleCount: number
}

export default function Home() {
  const { workspace: current, objects } = workspace.value!
  const [kept, setKept] = useState<Kept | null>(null)
  const read = () => void readKept().then((found) => found && setKept(found))
  useEffect(read, [])
  const { shell, app, entry } = t()
  useTitle(app.home, current.name)
  const shown = objects.filter((object) => !object.isSystem)
  return (
    <>
      <Header title={shell.welcome(current.name || entry.unnamed)} />
      <main id="content" class="home" tabIndex={-1} data-region>
        <ToDo kept={kept} onChanged={read} />
        <p class="muted">{shown.length > 0 ? shell.welcomeText : shell.noObjects}</p>
        <ul class="tiles">
          {shown.map(({ id, namePlural, labelPlural, icon }) => (
            <li key={id}>
              <a href={`/objects/${namePlural}`}>
                <ObjectIcon name={icon} size={20} />
                <strong>{labelPlural}</strong>
                <small>{counted(kept?.counts.get(namePlural))}</small>
              </a>
            </li>
          ))}
        </ul>
        {kept !== null && kept.sampleCount > 0 && <Samples count={kept.sampleCount} onChanged={read} />}
      </main>
    </>
  )
}

async function readKept(): Promise<Kept | null> {
  const { data } = await ask<{
    objectRecordCounts: { objectNamePlural: string; totalCount: number }[]
    sampleData: { recordCount: number }
  }>("/metadata", { query: "{ objectRecordCounts { objectNamePlural totalCount } sampleData { recordCount } }" })
  if (!data) return null
  const counts = data.objectRecordCounts.map((each) => [each.objectNamePlural, each.totalCount] as const)
  return { counts: new Map(counts), sampleCount: data.sampleData.recordCount }
}

/** The place is kept for as long as it is not known. */
function counted(count: number | undefined): string {
  return count === undefined ? "\u00a0" : t().shell.records(formatNumber(count), count)
}

/** Steps that are left, and ways to the first records while there are none. */
function ToDo({ kept, onChanged }: { kept: Kept | null; onChanged(): void }) {
  const words = startWords().home
  const { objects, permissions, variables } = workspace.value!
  const [isBusy, setBusy] = useState(false)
  if (!kept) return null
  const own = objects.filter((object) => !object.isSystem)
  const isEmpty = own.every(({ namePlural }) => !kept.counts.get(namePlural))
  const first = own.find((object) => object.can.create)
  const isWelcome = typeof variables.welcome === "string"
  const fill = async () => {
    setBusy(true)
    await addSamples()
    setBusy(false)
    onChanged()
  }
  if (!isWelcome && (!isEmpty || !first)) return null
  return (
    <section class="to-do" aria-label={words.toDo}>
      <h2>{words.toDo}</h2>
      <ul class="tiles">
        {isWelcome && <Task href="/welcome" icon={ListChecks} title={words.goOn} text={words.goOnText} />}
        {isEmpty && first && (
          <Task href={`/import/${first.namePlural}`} icon={FileUp} title={words.import} text={words.importText} />
        )}
        {!isWelcome && permissions.has("WORKSPACE_MEMBERS") && (
          <Task href="/settings/invitations" icon={UserPlus} title={words.invite} text={words.inviteText} />
        )}
        {isEmpty && permissions.has("WORKSPACE") && (
          <li>
            <button type="button" aria-busy={isBusy} onClick={() => void (isBusy || fill())}>
              <Sparkles class="icon" size={20} strokeWidth={1.5} aria-hidden="true" />
              <strong>{words.samples}</strong>
              <small>{words.samplesText}</small>
            </button>
          </li>
        )}
      </ul>
    </section>
  )
}

interface TaskProps {
  href: string
  icon: LucideIcon
  title: string
  text: string
}

function Task({ href, icon: Icon, title, text }: TaskProps) {
  return (
    <li>
      <a href={href}>
        <Icon class="icon" size={20} strokeWidth={1.5} aria-hidden="true" />
        <strong>{title}</strong>
        <small>{text}</small>
      </a>
    </li>
  )
}

function Samples({ count, onChanged }: { count: number; onChanged(): void }) {
  const words = startWords().samples
  const [isAsking, setAsking] = useState(false)
  if (!workspace.value!.permissions.has("WORKSPACE")) return null
  return (
    <p class="samples">
      {words.there(formatNumber(count))}
      <Button onClick={() => setAsking(true)}>{words.remove}</Button>
      {isAsking && (
        <Confirm
          title={words.removeTitle}
          text={words.removeText(formatNumber(count))}
          action={words.remove}
          onConfirm={async () => {
            const problem = await removeSamples()
            if (problem === undefined) onChanged()
            return problem
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </p>
  )
}
