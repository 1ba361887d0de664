/** Choosing a view, and keeping what was changed of it. */
import { useState } from "preact/hooks"
import { useLocation } from "preact-iso"
import { ChevronDown, Star, StarOff } from "lucide-preact"
import { t as boardWords } from "../../i18n/board/index.ts"
import { t as core } from "../../i18n/messages.ts"
import { t } from "../../i18n/views/index.ts"
import { tableAddress, viewAddress } from "../../model/addresses.ts"
import type { FieldModel } from "../../model/workspace-model.ts"
import { toggleFavourite } from "../../shell/favourites/parts.ts"
import { findFavourite } from "../../shell/favourites/shown.ts"
import { say } from "../../shell/toasts.tsx"
import { loadWorkspace, workspace } from "../../shell/workspace.ts"
import { Confirm } from "../../ui/dialog.tsx"
import { Menu, type MenuGroup } from "../../ui/menu.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import type { ColumnState } from "../../views/view-state.ts"
import { deleteView, renameView, saveAsView, saveView } from "../../views/save.ts"
import type { ViewBarProps } from "./view-bar.tsx"
import { loadTools, type Tools } from "./use-tools.ts"

/** Fields of a card below its name: a table shows more than anybody reads on one. */
const cardFields = 3

/** What the table shows, as far as there is room; what has all its values from the column says nothing on the card. */
function cardColumns(columns: readonly ColumnState[], field: FieldModel): ColumnState[] {
  const shown = columns.filter((column, i) => i > 0 && column.isVisible && column.field !== field).slice(0, cardFields)
  return columns.map((column, i) => ({ ...column, isVisible: i === 0 || shown.includes(column) }))
}

/** A view at hand in the drawer, or no longer. Undefined where there is no view. */
export function starOf({ object, view }: Pick<ViewBarProps, "object" | "view">) {
  if (!view) return undefined
  const { favourite, unfavourite } = core().shell
  const kept = findFavourite((each) => each.kind === "view" && each.view.id === view.id)
  const label = kept ? unfavourite : favourite
  const toggle = () => void toggleFavourite(kept, view.name, { kind: "view", object, view })
  return { label, icon: kept ? StarOff : Star, toggle }
}

export function useViewActions({ object, view, state, isDraft, onReset }: ViewBarProps, tools: Tools | undefined) {
  const { route } = useLocation()
  const [asked, setAsked] = useState<"saveAs" | "rename" | "delete">()
  const words = t()
  const canShare = workspace.value!.permissions.has("VIEWS")
  const canWrite = view !== undefined && (view.isPersonal || canShare)
  const ask = (what: typeof asked) => {
    void loadTools()
    setAsked(what)
  }
  const open = (id: string) => route(viewAddress(object, id))

  const save = async () => {
    const error = await saveView(view!, state)
    await loadWorkspace()
    if (error)
      return say({ kind: "error", text: sentenceOf(error), details: error.requestId, onRetry: () => void save() })
    onReset()
    say({ kind: "success", text: words.saved(view!.name) })
  }
  const saveAs = async (name: string, isPersonal: boolean) => {
    const place = { type: view?.type ?? "TABLE", icon: view?.icon ?? "IconList", position: object.views.length }
    const { data, error } = await saveAsView({ object, name, isPersonal, ...place }, state)
    if (error) return sentenceOf(error)
    await loadWorkspace()
    open(data)
    say({ kind: "success", text: words.saved(name) })
    return undefined
  }
  const newBoard = async (field: FieldModel) => {
    const place = { type: "KANBAN", icon: "IconLayoutKanban", position: object.views.length }
    const board = { ...state, groupBy: field, sorts: [], columns: cardColumns(state.columns, field) }
    const { data, error } = await saveAsView(
      { object, name: boardWords().boardName(field.label), isPersonal: !canShare, ...place },
      board,
    )
    if (error) return say({ kind: "error", text: sentenceOf(error), details: error.requestId })
    await loadWorkspace()
    open(data)
  }
  const rename = async (name: string) => {
    const error = await renameView(view!.id, name)
    await loadWorkspace()
    return error ? sentenceOf(error) : undefined
  }
  const remove = async () => {
    const error = await deleteView(view!.id)
    if (error) return sentenceOf(error)
    await loadWorkspace()
    route(`/objects/${object.namePlural}`)
    return undefined
  }

  const known = object.views.filter(({ type }) => type === "TABLE" || type === "KANBAN")
  const section = (label: string, isPersonal: boolean): MenuGroup[] => {
    const items = known
      .filter((each) => each.isPersonal === isPersonal)
      .map((each) => ({ label: each.name, isChecked: each === view, onChoose: () => open(each.id) }))
    return items.length > 0 ? [{ label, items }] : []
  }
  const own = canWrite && view.key !== "INDEX"
  const way = (label: string, page: string) => ({
    label,
    onChoose: () => route(`${tableAddress(object)}/${page}`),
  })
  const ways = [
    ...(object.duplicateFields.length > 0 ? [way(words.duplicates, "duplicates")] : []),
    ...(object.can.restore || object.can.destroy ? [way(words.trash, "trash")] : []),
  ]
  const star = starOf({ object, view })
  const groups: MenuGroup[] = [
    ...section(words.personal, true),
    ...section(words.shared, false),
    {
      items: [
        ...(star ? [{ label: star.label, onChoose: star.toggle }] : []),
        { label: words.saveAs, onChoose: () => ask("saveAs") },
        ...object.fields
          .filter((field) => field.type === "SELECT" && !field.isSystem)
          .map((field) => ({ label: boardWords().boardBy(field.label), onChoose: () => void newBoard(field) })),
        ...(own ? [{ label: words.rename, onChoose: () => ask("rename") }] : []),
        ...(own ? [{ label: words.deleteView, onChoose: () => ask("delete") }] : []),
      ],
    },
    ...(ways.length > 0 ? [{ items: ways }] : []),
  ]
  const name = view?.name ?? object.labelPlural
  const views = (
    <Menu class="view-name" label={words.views} groups={groups}>
      <bdi>{name}</bdi>
      {isDraft && (
        <span class="draft-dot">
          <span class="sr-only">, {words.draft}</span>
        </span>
      )}
      <ChevronDown class="icon" size={14} aria-hidden="true" />
    </Menu>
  )
  const close = () => setAsked(undefined)
  const Save = tools?.SaveViewDialog
  const dialog = (
    <>
      {Save && asked === "saveAs" && <Save name="" canShare={canShare} onSave={saveAs} onClose={close} />}
      {Save && asked === "rename" && <Save name={name} onSave={rename} onClose={close} />}
      {asked === "delete" && (
        <Confirm
          title={words.deleteViewTitle(name)}
          text={words.deleteViewText}
          action={words.deleteView}
          onConfirm={remove}
          onClose={close}
        />
      )}
    </>
  )
  return { views, dialog, onSave: canWrite ? () => void save() : undefined, onSaveAs: () => ask("saveAs") }
}
