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
import { RecordList } from "../../store/queries.ts"
import { useTotals } from "../../store/totals.ts"
import { visit, visited } from "../../store/visited-list.ts"
import { Button } from "../../ui/button.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ObjectIcon } from "../../ui/icon.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import { aggregateName } from "../../views/aggregates.ts"
import { emptyTree } from "../../views/filter-tree.ts"
import {
  hasDraft,
  orderOf,
  readViewState,
  savedState,
  viewFilterOf,
  writeViewState,
  type ViewState,
} from "../../views/view-state.ts"
import { OfObject } from "../of-object.tsx"
import { BulkBar } from "./bulk-bar.tsx"
import { deleteChosen } from "./bulk-steps.ts"
import { Chips } from "./chips.tsx"
import { columnActions } from "./column-actions.ts"
import { DraftRow } from "./draft-row.tsx"
import { useSelection, type Selection } from "./selection.ts"
import { Grid } from "./grid.tsx"
import { useShown } from "./use-shown.ts"
import { ViewBar } from "./view-bar.tsx"

export default function TablePage() {
  return <OfObject>{(object) => <Index object={object} />}</OfObject>
}

function Index({ object }: { object: ObjectModel }) {
  const { query } = useLocation()
  const view = object.views.find((each) => each.id === query.view) ?? object.views.find((each) => each.key === "INDEX")
  if (view?.type === "KANBAN") return <BoardPage key={view.id} object={object} view={view} />
  return <Table key={object.id} object={object} view={view} />
}

/** Comes when somebody looks at one. */
const BoardPage = lazy(() => spoken(import("../board/board-page.tsx")))

function Table({ object, view }: { object: ObjectModel; view: ViewModel | undefined }) {
  const { query, route, url } = useLocation()
  const state = useMemo(() => readViewState(object, view, query), [object, view, url])
  const [filterToOpen, setFilterToOpen] = useState<string>()
  useTitle(view?.name, object.labelPlural, workspace.value?.workspace.name)
  const columns = useMemo(() => state.columns.filter((column) => column.isVisible), [state])
  const { list, isStale } = useList(object, selectionOfAll(columns.map(({ field }) => field)), state)
  const change = (next: Partial<ViewState>) => route(writeViewState(object, view, query, { ...state, ...next }), true)
  const reset = () => route(writeViewState(object, view, query, savedState(object, view)), true)
  const selection = useSelection(list)
  const [isDrafting, setDrafting] = useState(false)
  const canCreate = object.can.create
  const begin = () => setDrafting(true)
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
          onChange={change}
          onReset={reset}
        />
        <Chips
          {...{ object, state }}
          total={list.total.value}
          open={filterToOpen}
          onOpen={setFilterToOpen}
          onChange={change}
        />
        <Grid
          {...{ object, columns, list, isStale, totals, selection }}
          sorts={state.sorts}
          actions={columnActions(state, change, setFilterToOpen)}
          onDelete={object.can.delete ? (chosen) => void deleteChosen(chosen, list) : undefined}
          onAggregate={(column, aggregate) =>
            change({
              columns: state.columns.map((each) => (each.field === column.field ? { ...each, aggregate } : each)),
            })
          }
        >
          {isDrafting && (
            <DraftRow {...{ object, columns, list }} filter={state.filter} onDone={() => setDrafting(false)} />
          )}
        </Grid>
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

function countOf({ total, unfiltered, isNarrowed }: RecordList): string {
  if (total.value === null) return ""
  const count = formatNumber(total.value)
  return isNarrowed && unfiltered.value !== null ? t().table.countOf(count, formatNumber(unfiltered.value)) : count
}

/** The rows that the address asks for; until they are there, those of before. Whoever comes back finds them as they were. */
function useList(object: ObjectModel, selection: string, state: ViewState) {
  const { url } = useLocation()
  const question = { object, selection, viewFilter: viewFilterOf(state), orderBy: orderOf(object, state) }
  const key = JSON.stringify([question.selection, question.viewFilter, question.orderBy])
  const wanted = useMemo(
    () => (visited?.list.question.object === object && visited.key === key ? visited.list : new RecordList(question)),
    [object, key],
  )
  useEffect(() => {
    if (visited?.list === wanted) wanted.refresh()
  }, [wanted])
  useEffect(() => visit({ key, list: wanted, address: addressWith([]) }), [wanted, url])
  return useShown(wanted)
}

/** What is calculated over the chosen records, or over all where none is. */
function chosenQuestion({ count, isAll, ids }: Selection, viewFilter: Record<string, unknown> | undefined) {
  if (count === 0 || (isAll && ids.size === 0)) return { viewFilter }
  const some = { id: { in: [...ids] } }
  return isAll ? { viewFilter, filter: { not: some } } : { filter: some }
}

interface NothingProps {
  object: ObjectModel
  list: RecordList
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
