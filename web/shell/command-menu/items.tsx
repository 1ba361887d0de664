/** What the command menu offers for a text, in groups. */
import type { ComponentChildren } from "preact"
import { Plus } from "lucide-preact"
import { t } from "../../i18n/command/index.ts"
import { recordAddress } from "../../model/addresses.ts"
import type { Found } from "../../store/search.ts"
import { Avatar } from "../../ui/avatar.tsx"
import { fits } from "../../ui/fits.ts"
import { ObjectIcon } from "../../ui/icon.tsx"
import { Marked } from "../../ui/marked.tsx"
import { actions, type Action } from "../actions.ts"
import { creatable, type CommandMode } from "../commands.ts"
import { navigate } from "../navigate.ts"
import { openPanel } from "../panel.ts"
import { workspace } from "../workspace.ts"

export interface Item {
  id: string
  shown: ComponentChildren
  keys?: string | undefined
  /** @param isPage with Mod: on a page of its own */
  run(isPage: boolean): void
}

export interface Group {
  label: string
  items: readonly Item[]
}

/** @param found what the server found for the text */
export function groupsOf(mode: CommandMode, typed: string, found: readonly Found[]): Group[] {
  const { groups } = t()
  // As in other programs: what stands behind the sign are actions alone.
  const onlyActions = typed.startsWith(">")
  const text = typed.replace(/^>/, "").trim()
  const here = { label: groups.here, items: actionItems(text, false) }
  const records = { label: groups.records, items: onlyActions ? [] : recordItems(text, found) }
  const ways = { label: groups.ways, items: actionItems(text, true) }
  const create = { label: groups.create, items: createItems(text) }
  // Last, so that Enter means what was found here as long as the server has not answered.
  const further = { label: groups.further, items: onlyActions ? [] : searchItems(text) }
  const all = { all: [here, records, ways, create, further], search: [records, further], create: [create], keys: [] }[
    mode
  ]
  return all.filter(({ items }) => items.length > 0)
}

function actionItems(text: string, isWay: boolean): Item[] {
  return actions.value
    .filter((action) => (action.isWay ?? false) === isWay && action.id !== "commands" && fits(action.label, text))
    .map((action) => ({
      id: `action-${action.id}`,
      keys: action.keys,
      shown: <Shown icon={<ActionIcon action={action} />} text={action.label} wanted={text} />,
      run: action.run,
    }))
}

function ActionIcon({ action: { icon: Icon, id } }: { action: Action }) {
  if (Icon) return <Icon class="icon" size={16} strokeWidth={1.5} aria-hidden="true" />
  const object = workspace.value?.byId.get(id.replace(/^go-/, ""))
  return <ObjectIcon name={object?.icon ?? null} />
}

function createItems(text: string): Item[] {
  return creatable().flatMap((object) => {
    const label = t().new(object.labelSingular)
    if (!fits(label, text)) return []
    return {
      id: `create-${object.id}`,
      shown: (
        <Shown icon={<Plus class="icon" size={16} strokeWidth={1.5} aria-hidden="true" />} text={label} wanted={text} />
      ),
      run: () => openPanel({ kind: "create", object: object.nameSingular }),
    }
  })
}

function recordItems(text: string, found: readonly Found[]): Item[] {
  return found.map((each) => recordItem(each, text))
}

function searchItems(text: string): Item[] {
  if (text === "") return []
  return [
    {
      id: "all",
      shown: <Shown icon={<span class="icon-place" />} text={t().searchAll(text)} wanted="" />,
      run: () => navigate(`/search?q=${encodeURIComponent(text)}`),
    },
  ]
}

function recordItem({ recordId, objectNameSingular, label }: Found, text: string): Item {
  const object = workspace.value?.bySingular.get(objectNameSingular)
  const isPerson = object?.labelField?.type === "FULL_NAME"
  return {
    id: `record-${recordId}`,
    shown: (
      <>
        <Shown icon={<Avatar id={recordId} name={label} isPerson={isPerson} />} text={label} wanted={text} />
        <span class="kind">{object?.labelSingular}</span>
      </>
    ),
    run: (isPage) =>
      isPage
        ? navigate(recordAddress({ nameSingular: objectNameSingular }, recordId))
        : openPanel({ kind: "record", object: objectNameSingular, id: recordId }),
  }
}

function Shown({ icon, text, wanted }: { icon: ComponentChildren; text: string; wanted: string }) {
  return (
    <>
      {icon}
      <Marked text={text} wanted={wanted} />
    </>
  )
}
