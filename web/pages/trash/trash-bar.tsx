/** Below deleted records while some are chosen. */
import { useState } from "preact/hooks"
import { RotateCcw, Trash2, X } from "lucide-preact"
import { t as bulkWords } from "../../i18n/bulk/index.ts"
import { formatNumber } from "../../i18n/format.ts"
import { t } from "../../i18n/trash/index.ts"
import { useActions, type Action } from "../../shell/actions.ts"
import type { Rows } from "../../store/queries.ts"
import { Button, IconButton } from "../../ui/button.tsx"
import { Confirm } from "../../ui/dialog.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import type { Selection } from "../table/selection.ts"
import { destroyChosen, restoreChosen } from "./trash-steps.ts"

/** More than these are not deleted by a press alone. */
const many = 1000

export function TrashBar({ list, selection }: { list: Rows; selection: Selection }) {
  const [isAsked, setAsked] = useState(false)
  const { count } = selection
  const { can } = list.question.object
  const words = t()
  const bulk = bulkWords()
  const shown = formatNumber(count)
  const restore = () => {
    selection.clear()
    void restoreChosen(selection, list)
  }
  const destroy = async () => {
    const error = await destroyChosen(selection, list)
    if (error) return sentenceOf(error)
    selection.clear()
    return undefined
  }
  const ask = () => setAsked(true)
  const offered: Action[] = [
    ...(can.restore
      ? [{ id: "restore", label: words.restoreMany(shown, count), scope: "selection" as const, run: restore }]
      : []),
    ...(can.destroy
      ? [
          {
            id: "destroy",
            label: words.destroy,
            keys: "Mod+Backspace",
            scope: "selection" as const,
            run: ask,
          },
        ]
      : []),
    { id: "clear-selection", label: bulk.clear, scope: "selection", run: selection.clear },
  ]
  useActions(count === 0 ? [] : offered)
  return (
    <>
      {count > 0 && (
        <div class="bulk-bar" role="toolbar" aria-label={bulk.bar}>
          <strong role="status">{bulk.selected(shown)}</strong>
          {can.restore && (
            <Button kind="quiet" onClick={restore}>
              <RotateCcw class="icon" size={14} aria-hidden="true" />
              {words.restore}
            </Button>
          )}
          {can.destroy && (
            <Button kind="quiet" onClick={ask}>
              <Trash2 class="icon" size={14} aria-hidden="true" />
              {words.destroy}
            </Button>
          )}
          <IconButton label={bulk.clear} icon={X} onClick={selection.clear} />
        </div>
      )}
      {isAsked && (
        <Confirm
          title={words.destroyTitle(shown, count)}
          text={words.destroyText}
          action={words.destroy}
          {...(count > many && { typed: String(count) })}
          onConfirm={destroy}
          onClose={() => setAsked(false)}
        />
      )}
    </>
  )
}
