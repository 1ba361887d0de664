import type { ComponentChild } from "preact"
import { t } from "../i18n/messages.ts"

/** How many values a cell shows before it counts the rest. */
const most = 3

/** @param total where there are more than the items */
export function FewOf({ items, total = items.length }: { items: ComponentChild[]; total?: number }) {
  const shown = items.slice(0, most)
  const rest = total - shown.length
  return (
    <span class="few">
      {shown}
      {rest > 0 && <span class="rest">{t().values.more(rest)}</span>}
    </span>
  )
}
