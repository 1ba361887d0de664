/** P-20: the records of any object, standard or custom, as a table. */
import { useEffect, useMemo, useState } from "preact/hooks"
import { lazy, useLocation } from "preact-iso"
import { CircleAlert, Inbox, Plus, SearchX } from "lucide-preact"
import "./table.css"
import { selectionOfAll } from "../../fields/index.ts"
import { t as bulkWords } from "../../i18n/bulk/index.ts"
import { formatNumber } from "../../i18n/format.ts"
import { spoken, t } from "../../i18n/messages.ts"
import { t as viewWords } from "../../i18n/views/index.ts"
import type { ObjectModel, ViewModel } from "../../model/workspace-model.ts"
import { useActions } from "../../shell/actions.ts"
import { Header } from "../../shell/header.tsx"
import { navigate } from "../../shell/navigate.ts"
import { addressWith } from "../../shell/panel.ts"
import { useTitle } from "../../shell/title.ts"
import { workspace } from "../../shell/workspace.ts"
import { RecordList, type Rows } from "../../store/queries.ts"
import { useTotals } from "../../store/totals.ts"
import { visit, visited } from "../../store/visited-list.ts"
import { Button } from "../../ui/button.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ObjectIcon } from "../../ui/icon.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import { useStable } from "../../ui/use-stable.ts"
import { aggregateName } from "../../views/aggregates.ts"
import { emptyTree } from "../../views/filter-tree.ts"
import { isGroupable } from "../../views/grouping.ts"
import {
  draftKey,
  hasDraft,
  orderOf,
  readViewState,
  savedState,
  viewFilterOf,
  writeViewState,
  type ColumnState,
  type ViewState,
} from "../../views/view-state.ts"
import { OfObject } from "../of-object.tsx"
import { BulkBar } from "./bulk-bar.tsx"
import { deleteChosen } from "./bulk-steps.ts"
import { Chips } from "./chips.tsx"
import { columnActions } from "./column-actions.ts"
import { DraftRow, type AfterDraft } from "./draft-row.tsx"
import { useSelection, type Selection } from "./selection.ts"
import { Grid, type GridProps } from "./grid.tsx"
import type { Group, GroupedList, Grouping } from "./groups.ts"
import { useGroups } from "./use-groups.ts"
import { useShown } from "./use-shown.ts"
import { ViewBar } from "./view-bar.tsx"

export default function TablePage() {
  return <OfObject>{(object) => <Index object={object} />}</OfObject>
}

function Index({ object }: { object: ObjectModel }) {
  const { query } = useLocation()
  const view = object.views.find((each) => each.id === query.view) ?? object.views.find((each) => each.key === "INDEX")
  const isGrouped = view?.type !== "KANBAN" && groupingOf(readViewState(object, view, query)) !== undefined
  const groups = useGroups(isGrouped)
  if (view?.type === "KANBAN") return <BoardPage key={view.id} object={object} view={view} />
  if (isGrouped && !groups) return null
  return <Table key={object.id} object={object} view={view} />
}

/** Comes when somebody looks at one. */
const BoardPage = lazy(() => spoken(import("../board/board-page.tsx")))

function Table({ object, view }: { object: ObjectModel; view: ViewModel | undefined }) {
  const { query, route } = useLocation()
  const state = useMemo(() => readViewState(object, view, query), [object, view, draftKey(query)])
  const [filterToOpen, setFilterToOpen] = useState<string>()
  useTitle(view?.name, object.labelPlural, workspace.value?.workspace.name)
  const columns = useMemo(() => state.columns.filter((column) => column.isVisible), [state])
  const { list, isStale } = useList(object, columns, state)
  const change = (next: Partial<ViewState>) => route(writeViewState(object, view, query, { ...state, ...next }), true)
  const reset = () => route(writeViewState(object, view, query, savedState(object, view)), true)
  // Choosing a record paints this page, and nothing of it that has to do with columns and views.
  const on = useStable({
    change,
    reset,
    aggregate: (column: ColumnState, aggregate: string | null) =>
      change({
        columns: state.columns.map((each) => (each.field === column.field ? { ...each, aggregate } : each)),
      }),
  })
  const actions = useStable(columnActions(state, change, setFilterToOpen))
  const selection = useSelection(list)
  /** of the group in which a record is being written down; null for wherever it belongs */
  const [draft, setDraft] = useState<{ group: Group | null }>()
  const [after, setAfter] = useState<AfterDraft>()
  const canCreate = object.can.create
  const begin = () => setDraft({ group: null })
  useActions(
    canCreate
      ? [
          { id: "new", label: bulkWords().newRow(object.labelSingular), keys: "c", scope: "page", run: begin },
          {
            id: "import",
            label: bulkWords().importMany(object.labelPlural),
            scope: "page",
            run: () => navigate(`/import/${object.namePlural}`),
          },
        ]
      : [],
  )
  const totals = useTotals({
    object,
    ...chosenQuestion(selection, viewFilterOf(state)),
    names: columns.flatMap(({ field, aggregate }) => (aggregate ? [aggregateName(aggregate, field)] : [])),
  })
  return (
    <>
      <Header title={object.labelPlural} icon={<ObjectIcon name={object.icon} />}>
        {canCreate && (
          <Button kind="primary" onClick={begin}>
            <Plus class="icon" size={14} aria-hidden="true" />
            {bulkWords().new}
          </Button>
        )}
      </Header>
      <main
        id="content"
        class="table-page"
        tabIndex={-1}
        data-region
        data-view-type="table"
        data-dirty={hasDraft(query)}
      >
        <ViewBar
          {...{ object, view, state }}
          count={countOf(list)}
          total={list.total.value}
          isDraft={hasDraft(query)}
          heads={list instanceof RecordList ? undefined : (list as GroupedList)}
          onChange={on.change}
          onReset={on.reset}
        />
        <Chips
          {...{ object, state }}
          total={list.total.value}
          open={filterToOpen}
          onOpen={setFilterToOpen}
          onChange={on.change}
        />
        <Lines
          {...{ object, columns, list, isStale, totals, selection, after }}
          onAdd={(group) => setDraft({ group })}
          sorts={state.sorts}
          actions={actions}
          onDelete={object.can.delete ? (chosen) => void deleteChosen(chosen, list) : undefined}
          onAggregate={on.aggregate}
        >
          {draft && (
            <DraftRow
              key={draft.group?.key}
              {...{ object, columns }}
              list={draft.group?.list ?? list}
              filter={state.filter}
              given={draft.group && state.groupBy ? new Map([[state.groupBy, draft.group.value]]) : undefined}
              onDone={(then) => {
                setDraft(undefined)
                setAfter(then)
              }}
            />
          )}
        </Lines>
        <BulkBar list={list} selection={selection} />
        <Nothing
          object={object}
          list={list}
          onClear={() => change({ filter: emptyTree, search: "" })}
          onNew={canCreate ? begin : undefined}
        />
      </main>
    </>
  )
}

function countOf({ total, unfiltered, isNarrowed }: Rows): string {
  if (total.value === null) return ""
  const count = formatNumber(total.value)
  return isNarrowed && unfiltered.value !== null ? t().table.countOf(count, formatNumber(unfiltered.value)) : count
}

/** With heads where the list has them. */
function Lines({ list, onAdd, ...rest }: GridProps & { onAdd(group: Group): void }) {
  const groups = useGroups(false)
  if (groups && list instanceof groups.GroupedList) return <groups.GroupedGrid {...rest} {...{ list, onAdd }} />
  return <Grid {...rest} list={list} />
}

/** By what there are heads; undefined where there are none. */
function groupingOf({ groupBy, groupUnit }: ViewState): Grouping | undefined {
  return groupBy && isGroupable(groupBy) ? { field: groupBy, unit: groupUnit } : undefined
}

/** The rows that the address asks for; until they are there, those of before. Whoever comes back finds them as they were. */
function useList(object: ObjectModel, columns: readonly ColumnState[], state: ViewState) {
  const { url } = useLocation()
  const groups = useGroups(false)
  const grouping = groups && groupingOf(state)
  const question = {
    object,
    selection: selectionOf(columns, grouping),
    viewFilter: viewFilterOf(state),
    orderBy: orderOf(object, state),
  }
  const key = JSON.stringify([
    question.selection,
    question.viewFilter,
    question.orderBy,
    grouping && [grouping.field.id, grouping.unit],
  ])
  const wanted = useMemo(() => {
    if (visited?.list.question.object === object && visited.key === key) return visited.list
    return groups && grouping ? new groups.GroupedList(question, grouping) : new RecordList(question)
  }, [object, key])
  useEffect(() => {
    if (visited?.list === wanted) wanted.refresh()
  }, [wanted])
  useEffect(() => visit({ key, list: wanted, address: addressWith([]) }), [wanted, url])
  return useShown(wanted)
}

/** With heads also what moves a record from one to another. */
function selectionOf(columns: readonly ColumnState[], grouping: Grouping | undefined): string {
  const selection = selectionOfAll([...columns.map(({ field }) => field), ...(grouping ? [grouping.field] : [])])
  return grouping?.field.object.byName.has("position") ? `${selection} position` : selection
}

/** What is calculated over the chosen records, or over all where none is. */
function chosenQuestion({ count, isAll, ids }: Selection, viewFilter: Record<string, unknown> | undefined) {
  if (count === 0 || (isAll && ids.size === 0)) return { viewFilter }
  const some = { id: { in: [...ids] } }
  return isAll ? { viewFilter, filter: { not: some } } : { filter: some }
}

interface NothingProps {
  object: ObjectModel
  list: Rows
  onClear(): void
  onNew: (() => void) | undefined
}

/** Why there are no rows: none exist, none match, or they could not be read. */
function Nothing({ object, list, onClear, onNew }: NothingProps) {
  const { table, app, errors } = t()
  const words = viewWords()
  const error = list.error.value
  const total = list.total.value
  if (error && total === null) {
    return (
      <EmptyState icon={CircleAlert} title={table.failedTitle} text={sentenceOf(error)}>
        <Button kind="primary" onClick={() => list.refresh()}>
          {app.retry}
        </Button>
        <small class="muted">{error.requestId && errors.errorId(error.requestId)}</small>
      </EmptyState>
    )
  }
  if (total !== 0) return null
  if (!list.isNarrowed)
    return (
      <EmptyState icon={Inbox} title={table.empty(object.labelPlural)}>
        {onNew && (
          <div class="stack">
            <Button kind="primary" onClick={onNew}>
              {bulkWords().newRow(object.labelSingular)}
            </Button>
            <a class="button plain" href={`/import/${object.namePlural}`}>
              {bulkWords().import}
            </a>
          </div>
        )}
      </EmptyState>
    )
  const unfiltered = list.unfiltered.value
  const text = unfiltered === null ? "" : words.noMatchText(formatNumber(unfiltered), object.labelPlural)
  return (
    <EmptyState icon={SearchX} title={table.noMatch} text={text}>
      <Button kind="primary" onClick={onClear}>
        {words.clearFilters}
      </Button>
    </EmptyState>
  )
}
