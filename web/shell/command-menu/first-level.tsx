/** Where the command menu begins: what can be done here, what is found, where one can go. */
import { Plus } from "lucide-preact"
import { t } from "../../i18n/command/index.ts"
import { recordAddress } from "../../model/addresses.ts"
import { searchRecords, type Found } from "../../store/search.ts"
import { liveRecord } from "../../store/records.ts"
import { Avatar } from "../../ui/avatar.tsx"
import { fits } from "../../ui/fits.ts"
import { ObjectIcon } from "../../ui/icon.tsx"
import { actions, type Action } from "../actions.ts"
import { copyLink } from "../copy-link.ts"
import { creatable, type CommandMode } from "../commands.ts"
import { navigate } from "../navigate.ts"
import { openPanel } from "../panel.ts"
import { workspace } from "../workspace.ts"
import { filled, type Group, type Item, type Level } from "./level.ts"
import { recordLevel } from "./record-level.tsx"
import { ItemIcon, Shown } from "./shown.tsx"

/** How many records are listed. */
const most = 8

/** What the menu is called, and what it asks for. */
export function promptOf(mode: CommandMode): string {
  const { all, search, create, shortcuts } = t()
  return { all, search, create, keys: shortcuts }[mode]
}

export function firstLevel(mode: CommandMode): Level {
  return {
    prompt: promptOf(mode),
    ...(mode !== "create" && { find }),
    groups: (text, found) => groupsOf(mode, text, found),
  }
}

// As in other programs: what stands behind the sign are actions alone.
const isOfActions = (text: string) => text.startsWith(">")

async function find(text: string, signal: AbortSignal) {
  if (text === "" || isOfActions(text)) return { data: [], error: null }
  const { data, error } = await searchRecords({ text, limit: most, signal })
  return error ? { data: null, error } : { data: data.map((each) => recordItem(each, text)), error }
}

function groupsOf(mode: CommandMode, typed: string, found: readonly Item[]): Group[] {
  const { groups } = t()
  const onlyActions = isOfActions(typed)
  const text = typed.replace(/^>/, "").trim()
  const here = { label: groups.here, items: actionItems(text, false) }
  const records = { label: groups.records, items: onlyActions || text === "" ? [] : found }
  const ways = { label: groups.ways, items: actionItems(text, true) }
  const create = { label: groups.create, items: createItems(text) }
  // Last, so that Enter means what was found here as long as the server has not answered.
  const further = { label: groups.further, items: onlyActions ? [] : searchItems(text) }
  const all = { all: [here, records, ways, create, further], search: [records, further], create: [create], keys: [] }
  return filled(all[mode])
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
  if (Icon) return <ItemIcon of={Icon} />
  const object = workspace.value?.byId.get(id.replace(/^go-/, ""))
  return <ObjectIcon name={object?.icon ?? null} />
}

function createItems(text: string): Item[] {
  return creatable().flatMap((object) => {
    const label = t().new(object.labelSingular)
    if (!fits(label, text)) return []
    return {
      id: `create-${object.id}`,
      shown: <Shown icon={<ItemIcon of={Plus} />} text={label} wanted={text} />,
      run: () => openPanel({ kind: "create", object: object.nameSingular }),
    }
  })
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
  const avatar = <Avatar id={recordId} name={label} isPerson={isPerson} />
  return {
    id: `record-${recordId}`,
    shown: <Shown icon={avatar} text={label} wanted={text} more={object?.labelSingular} />,
    run: (isPage) =>
      isPage
        ? navigate(recordAddress({ nameSingular: objectNameSingular }, recordId))
        : openPanel({ kind: "record", object: objectNameSingular, id: recordId }),
    ...(object && {
      copy: () => void copyLink({ object, id: recordId }),
      into: () => recordLevel(liveRecord(object, recordId), label),
    }),
  }
}
