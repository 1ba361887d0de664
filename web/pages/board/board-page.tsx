/** P-20 as a board: the same bar and chips as above a table. */
import { useMemo, useState } from "preact/hooks"
import { useLocation } from "preact-iso"
import { t } from "../../i18n/board/index.ts"
import { formatNumber } from "../../i18n/format.ts"
import type { ObjectModel, ViewModel } from "../../model/workspace-model.ts"
import { Header } from "../../shell/header.tsx"
import { useTitle } from "../../shell/title.ts"
import { workspace } from "../../shell/workspace.ts"
import { useTotals } from "../../store/totals.ts"
import { ObjectIcon } from "../../ui/icon.tsx"
import {
  draftKey,
  hasDraft,
  readViewState,
  savedState,
  viewFilterOf,
  writeViewState,
  type ViewState,
} from "../../views/view-state.ts"
import { Chips } from "../table/chips.tsx"
import { ViewBar } from "../table/view-bar.tsx"
import { Board } from "./board.tsx"

export default function BoardPage({ object, view }: { object: ObjectModel; view: ViewModel }) {
  const { query, route } = useLocation()
  const state = useMemo(() => readViewState(object, view, query), [object, view, draftKey(query)])
  const [filterToOpen, setFilterToOpen] = useState<string>()
  useTitle(view.name, object.labelPlural, workspace.value?.workspace.name)
  const { totalCount } = useTotals({ object, viewFilter: viewFilterOf(state), names: ["totalCount"] })
  const total = typeof totalCount === "number" ? totalCount : null
  const change = (next: Partial<ViewState>) => route(writeViewState(object, view, query, { ...state, ...next }), true)
  const isDraft = hasDraft(query)
  const field = state.groupBy
  return (
    <>
      <Header title={object.labelPlural} icon={<ObjectIcon name={object.icon} />} />
      <main id="content" class="table-page" tabIndex={-1} data-region data-view-type="board" data-dirty={isDraft}>
        <ViewBar
          {...{ object, view, state, isDraft, total }}
          count={total === null ? "" : formatNumber(total)}
          onChange={change}
          onReset={() => route(writeViewState(object, view, query, savedState(object, view)), true)}
        />
        <Chips {...{ object, state, total }} open={filterToOpen} onOpen={setFilterToOpen} onChange={change} />
        {field?.type === "SELECT" ? (
          <Board {...{ object, view, field, state }} />
        ) : (
          <p class="problem">{t().noField}</p>
        )}
      </main>
    </>
  )
}
