/** P-20: the records of any object, standard or custom, as a table. */
import { effect } from "@preact/signals"
import { useEffect, useMemo, useState } from "preact/hooks"
import { useLocation, useRoute } from "preact-iso"
import { CircleAlert, Inbox, SearchX } from "lucide-preact"
import "./table.css"
import { selectionOfAll } from "../../fields/index.ts"
import { formatNumber } from "../../i18n/format.ts"
import { t } from "../../i18n/messages.ts"
import type { ObjectModel } from "../../model/workspace-model.ts"
import { Header } from "../../shell/header.tsx"
import { Forbidden, NotFound } from "../../shell/problems.tsx"
import { useTitle } from "../../shell/title.ts"
import { say } from "../../shell/toasts.tsx"
import { workspace } from "../../shell/workspace.ts"
import { RecordList } from "../../store/queries.ts"
import { onWritten } from "../../store/written.ts"
import { Button } from "../../ui/button.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ObjectIcon } from "../../ui/icon.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import { addressOf, filterOf, nextSort, orderOf, readTableState, type TableState } from "./address.ts"
import { columnsOf } from "./columns.ts"
import { Grid } from "./grid.tsx"
import { ViewBar } from "./view-bar.tsx"

export default function TablePage() {
  const plural = useRoute().params.plural ?? ""
  const { byPlural, hiddenPlurals } = workspace.value!
  const object = byPlural.get(plural)
  if (object) return <Table key={object.id} object={object} />
  const hidden = hiddenPlurals.get(plural)
  return hidden ? <Forbidden what={hidden} /> : <NotFound />
}

function Table({ object }: { object: ObjectModel }) {
  const { query, route } = useLocation()
  const state = readTableState(object, query)
  const view = object.views.find((each) => each.id === query.view) ?? object.views.find((each) => each.key === "INDEX")
  useTitle(view?.name, object.labelPlural, workspace.value?.workspace.name)
  const columns = useMemo(() => columnsOf(object, view), [object, view])
  const { list, isStale } = useList(object, selectionOfAll(columns.map(({ field }) => field)), state)
  const go = (change: Partial<TableState>) => route(addressOf(object, query, { ...state, ...change }), true)
  return (
    <>
      <Header title={object.labelPlural} icon={<ObjectIcon name={object.icon} />} />
      <main id="content" class="table-page" tabIndex={-1} data-region data-view-type="table">
        <ViewBar object={object} view={view} list={list} search={state.search} onSearch={(search) => go({ search })} />
        <Grid
          object={object}
          columns={columns}
          list={list}
          isStale={isStale}
          sort={state.sort}
          onSort={(field) => go({ sort: nextSort(state.sort, field) })}
        />
        <Nothing object={object} list={list} search={state.search} onClear={() => go({ search: "" })} />
        <Footer list={list} />
      </main>
    </>
  )
}

/** The rows that the address asks for; until they are there, those of before. */
function useList(object: ObjectModel, selection: string, { sort, search }: TableState) {
  const key = JSON.stringify([object.id, selection, sort?.field.id, sort?.isDescending, search.trim()])
  const wanted = useMemo(
    () => new RecordList({ object, selection, filter: filterOf(object, search), orderBy: orderOf(object, sort) }),
    [key],
  )
  const [shown, setShown] = useState(wanted)
  useEffect(() => {
    const stop = effect(() => {
      if (wanted.total.value !== null || wanted.error.value !== null) setShown(wanted)
    })
    return () => {
      stop()
      wanted.close()
    }
  }, [wanted])
  useEffect(
    () =>
      effect(() => {
        const { value: error } = wanted.error
        if (!error || wanted.total.peek() === null) return
        say({ kind: "error", text: sentenceOf(error), details: error.requestId, onRetry: () => wanted.refresh() })
      }),
    [wanted],
  )
  useEffect(() => {
    const refresh = () => wanted.total.peek() !== null && wanted.refresh()
    window.addEventListener("focus", refresh)
    return () => window.removeEventListener("focus", refresh)
  }, [wanted])
  useWritten(object, wanted)
  return { list: shown, isStale: shown !== wanted }
}

/** Milliseconds after a write in which its row stays where it is. */
const calm = 3000

/** A row that was changed may belong elsewhere now, or nowhere; it stays while somebody works on it. */
function useWritten(object: ObjectModel, list: RecordList): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const end = onWritten((written) => {
      if (written !== object) return
      clearTimeout(timer)
      timer = setTimeout(() => list.refresh(), calm)
    })
    return () => {
      clearTimeout(timer)
      end()
    }
  }, [object, list])
}

interface NothingProps {
  object: ObjectModel
  list: RecordList
  search: string
  onClear(): void
}

/** Why there are no rows: none exist, none match, or they could not be read. */
function Nothing({ object, list, search, onClear }: NothingProps) {
  const { table, app, errors } = t()
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
  if (search.trim() === "") return <EmptyState icon={Inbox} title={table.empty(object.labelPlural)} />
  const unfiltered = list.unfiltered.value
  const text = unfiltered === null ? "" : table.noMatchText(formatNumber(unfiltered), object.labelPlural)
  return (
    <EmptyState icon={SearchX} title={table.noMatch} text={text}>
      <Button kind="primary" onClick={onClear}>
        {table.clearSearch}
      </Button>
    </EmptyState>
  )
}

function Footer({ list }: { list: RecordList }) {
  const total = list.total.value
  return (
    <footer class="table-footer">
      {total === null ? t().table.loadingCount : t().table.count(formatNumber(total), total)}
    </footer>
  )
}
