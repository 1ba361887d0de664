/** Above the records: which view it is, how many there are, and what changes how one looks at them. */
import { useRef, useState } from "preact/hooks"
import { ArrowDownUp, Columns3, Layers, ListFilter } from "lucide-preact"
import type { ComponentChildren } from "preact"
import { t } from "../../i18n/views/index.ts"
import type { ObjectModel, ViewModel } from "../../model/workspace-model.ts"
import { useActions } from "../../shell/actions.ts"
import { Button, IconButton } from "../../ui/button.tsx"
import type { ViewState } from "../../views/view-state.ts"
import { SearchBox } from "./search-box.tsx"
import { loadGroups } from "./use-groups.ts"
import { loadTools, useTools, type Tools } from "./use-tools.ts"
import { starOf, useViewActions } from "./view-actions.tsx"

export interface ViewBarProps {
  object: ObjectModel
  view: ViewModel | undefined
  state: ViewState
  isDraft: boolean
  /** how many records there are, for people */
  count: string
  /** null until it is known */
  total: number | null
  onChange(change: Partial<ViewState>): void
  /** of the groups, where records stand under heads */
  heads?: Heads | undefined
  onReset(): void
}

export interface Heads {
  collapseAll(): void
  expandAll(): void
}

type Tool = "filter" | "advanced" | "sort" | "group" | "fields"

export function ViewBar(props: ViewBarProps) {
  const { state, isDraft, count, heads, onChange, onReset } = props
  // A board has its columns instead.
  const canGroup = props.view?.type !== "KANBAN"
  const words = t()
  const tools = useTools()
  const [open, setOpen] = useState<Tool>()
  const search = useRef<HTMLInputElement>(null)
  const anchors = {
    filter: useRef<HTMLDivElement>(null),
    sort: useRef<HTMLDivElement>(null),
    group: useRef<HTMLDivElement>(null),
    fields: useRef<HTMLDivElement>(null),
  }
  const { views, dialog, onSave, onSaveAs } = useViewActions(props, tools)
  const star = starOf(props)
  useActions([
    ...(star ? [{ ...star, id: "favourite", keys: "Shift+F", scope: "page" as const, run: star.toggle }] : []),
    { id: "filter", label: words.filter, keys: "f", scope: "page", run: () => toggle("filter") },
    { id: "sort", label: words.sort, keys: "Shift+S", scope: "page", run: () => toggle("sort") },
    ...(canGroup
      ? [{ id: "group", label: words.group, keys: "Shift+G", scope: "page" as const, run: () => toggle("group") }]
      : []),
    ...(heads
      ? [
          { id: "collapse-groups", label: words.collapseAll, scope: "page" as const, run: () => heads.collapseAll() },
          { id: "expand-groups", label: words.expandAll, scope: "page" as const, run: () => heads.expandAll() },
        ]
      : []),
    { id: "fields", label: words.fields, keys: "Shift+O", scope: "page", run: () => toggle("fields") },
    {
      id: "search-any",
      label: words.searchAll,
      keys: "Mod+Shift+F",
      scope: "page",
      run: () => search.current?.focus(),
    },
    ...(isDraft
      ? [
          ...(onSave
            ? [{ id: "save-view", label: words.save, keys: "Mod+S", scope: "page" as const, run: onSave }]
            : []),
          { id: "save-as", label: words.saveAs, keys: "Mod+Shift+S", scope: "page" as const, run: onSaveAs },
          { id: "reset", label: words.reset, scope: "page" as const, run: onReset },
        ]
      : []),
    ...(state.filter.members.length > 0
      ? [
          {
            id: "clear-filters",
            label: words.clearFilters,
            keys: "Shift+C",
            scope: "page" as const,
            run: () => onChange({ filter: { ...state.filter, members: [] }, search: "" }),
          },
        ]
      : []),
  ])
  const toggle = (tool: Tool) => {
    void loadTools()
    if (tool === "group") void loadGroups()
    setOpen(open === tool ? undefined : tool)
  }
  const close = () => {
    const place = open === "advanced" ? "filter" : open
    setOpen(undefined)
    if (place) anchors[place].current?.querySelector("button")?.focus()
  }
  const tool = (name: Exclude<Tool, "advanced">, icon: ComponentChildren) => (
    <div ref={anchors[name]} class="tool-root">
      <Button
        kind="quiet"
        aria-haspopup="dialog"
        aria-expanded={open === name || (name === "filter" && open === "advanced")}
        onClick={() => toggle(name)}
      >
        {icon}
        <span class="wide-only">{words[name]}</span>
        <span class="narrow-only sr-only">{words[name]}</span>
      </Button>
      {tools && open && (open === name || (open === "advanced" && name === "filter")) && (
        <OpenTool
          {...props}
          tool={open}
          tools={tools}
          anchor={() => anchors[name].current}
          onClose={close}
          onAdvanced={() => setOpen("advanced")}
        />
      )}
    </div>
  )
  return (
    <div class="view-bar">
      {views}
      {star && <IconButton class="icon-button wide-only" label={star.label} icon={star.icon} onClick={star.toggle} />}
      <span class="count" role="status">
        {count}
      </span>
      <SearchBox input={search} value={state.search} onValue={(value) => onChange({ search: value })} />
      {tool("filter", <ListFilter class="icon" size={14} aria-hidden="true" />)}
      {tool("sort", <ArrowDownUp class="icon" size={14} aria-hidden="true" />)}
      {canGroup && tool("group", <Layers class="icon" size={14} aria-hidden="true" />)}
      {tool("fields", <Columns3 class="icon" size={14} aria-hidden="true" />)}
      {isDraft && (
        <span class="draft-actions">
          <Button kind="quiet" onClick={onReset}>
            {words.reset}
          </Button>
          <Button onClick={onSaveAs}>{words.saveAs}</Button>
          {onSave && (
            <Button kind="primary" onClick={onSave}>
              {props.view?.isPersonal ? words.save : words.saveForEveryone}
            </Button>
          )}
        </span>
      )}
      {dialog}
    </div>
  )
}

interface OpenToolProps extends ViewBarProps {
  tool: Tool
  tools: Tools
  anchor: () => Element | null | undefined
  onClose(): void
  onAdvanced(): void
}

function OpenTool({ tool, tools, object, state, total, heads, anchor, onChange, onClose, onAdvanced }: OpenToolProps) {
  const common = { object, anchor, onClose }
  const { AddFilter, AdvancedFilter, SortTool, GroupTool, FieldsTool } = tools
  const filters = { ...common, tree: state.filter, onChange: (filter: ViewState["filter"]) => onChange({ filter }) }
  if (tool === "filter") return <AddFilter {...filters} onAdvanced={onAdvanced} />
  if (tool === "advanced") return <AdvancedFilter {...filters} total={total} />
  if (tool === "sort") return <SortTool {...common} sorts={state.sorts} onChange={(sorts) => onChange({ sorts })} />
  if (tool === "group") return <GroupTool {...common} {...{ state, heads, onChange }} />
  return <FieldsTool {...common} columns={state.columns} onChange={(columns) => onChange({ columns })} />
}
