/** P-25: what was deleted of an object, until it is restored or gone for good. */
import { useMemo } from "preact/hooks"
import { useLocation } from "preact-iso"
import { ArrowLeft, CircleAlert, SearchX, Trash2 } from "lucide-preact"
import "../table/table.css"
import "./trash.css"
import { selectionOfAll } from "../../fields/index.ts"
import { formatNumber } from "../../i18n/format.ts"
import { t as core } from "../../i18n/messages.ts"
import { t } from "../../i18n/trash/index.ts"
import type { FieldModel, ObjectModel } from "../../model/workspace-model.ts"
import { Header } from "../../shell/header.tsx"
import { useTitle } from "../../shell/title.ts"
import { workspace } from "../../shell/workspace.ts"
import { RecordList, type Rows } from "../../store/queries.ts"
import { Button } from "../../ui/button.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ObjectIcon } from "../../ui/icon.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import { emptyTree } from "../../views/filter-tree.ts"
import { viewFilterOf } from "../../views/view-state.ts"
import { OfObject } from "../of-object.tsx"
import type { Column } from "../table/columns.ts"
import { Grid } from "../table/grid.tsx"
import { SearchBox } from "../table/search-box.tsx"
import { useSelection } from "../table/selection.ts"
import { useShown } from "../table/use-shown.ts"
import { TrashBar } from "./trash-bar.tsx"

export default function TrashPage() {
  return <OfObject>{(object) => <Trash key={object.id} object={object} />}</OfObject>
}

function Trash({ object }: { object: ObjectModel }) {
  const { query, route } = useLocation()
  const search = query.q ?? ""
  const words = t()
  const title = words.title(object.labelPlural)
  useTitle(title, workspace.value?.workspace.name)
  const columns = useMemo(() => columnsOf(object), [object, words])
  const wanted = useMemo(
    () => deletedRecords(object, selectionOfAll(columns.map(({ field }) => field)), search),
    [search],
  )
  const { list, isStale } = useShown(wanted)
  const selection = useSelection(list)
  const total = list.total.value
  const address = `/objects/${object.namePlural}`
  return (
    <>
      <Header title={title} icon={<ObjectIcon name={object.icon} />}>
        <a class="button quiet" href={address}>
          <ArrowLeft class="icon" size={14} aria-hidden="true" />
          {words.back(object.labelPlural)}
        </a>
      </Header>
      <main id="content" class="table-page trash-page" tabIndex={-1} data-region>
        <p class="trash-banner">
          <Trash2 class="icon" size={14} aria-hidden="true" />
          {words.banner}
        </p>
        <div class="view-bar">
          <span class="count" role="status">
            {total === null ? "" : formatNumber(total)}
          </span>
          <SearchBox
            value={search}
            onValue={(text) =>
              route(`${address}/trash${text && `?${new URLSearchParams({ q: text }).toString()}`}`, true)
            }
          />
        </div>
        <Grid {...{ object, columns, list, isStale, selection }} sorts={[]} />
        <TrashBar {...{ list, selection }} />
        <Nothing {...{ object, list }} isSearching={search !== ""} />
      </main>
    </>
  )
}

/** They are seen by whoever asks for them alone. */
function deletedRecords(object: ObjectModel, selection: string, search: string): RecordList {
  return new RecordList({
    object,
    selection,
    filter: { deletedAt: { is: "NOT_NULL" } },
    viewFilter: viewFilterOf({ filter: emptyTree, search }),
    orderBy: [{ deletedAt: "DescNullsLast" }],
  })
}

/** Who deleted a record is who wrote it last. Nothing is edited here. */
function columnsOf({ labelField, byName }: ObjectModel): Column[] {
  const words = t()
  const column = (field: FieldModel | undefined, width: number, label = field?.label ?? ""): Column[] =>
    field ? [{ field: { ...field, label, canEdit: false }, width, isVisible: true, aggregate: null }] : []
  return [
    ...column(labelField, 280),
    ...column(byName.get("deletedAt"), 200, words.deletedAt),
    ...column(byName.get("updatedBy"), 220, words.deletedBy),
  ]
}

interface NothingProps {
  object: ObjectModel
  list: Rows
  isSearching: boolean
}

function Nothing({ object, list, isSearching }: NothingProps) {
  const { table, app, errors } = core()
  const words = t()
  const error = list.error.value
  if (error && list.total.value === null)
    return (
      <EmptyState icon={CircleAlert} title={table.failedTitle} text={sentenceOf(error)}>
        <Button kind="primary" onClick={() => list.refresh()}>
          {app.retry}
        </Button>
        <small class="muted">{error.requestId && errors.errorId(error.requestId)}</small>
      </EmptyState>
    )
  if (list.total.value !== 0) return null
  if (isSearching) return <EmptyState icon={SearchX} title={words.noMatch} />
  return <EmptyState icon={Trash2} title={words.empty} text={words.emptyText(object.labelPlural)} />
}
