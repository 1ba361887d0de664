/** P-31: a record or a form beside the page, which stays usable; on a phone it takes the whole screen. */
import { useLocation } from "preact-iso"
import "./record.css"
import { leavePanel, readPanel, type PanelPage } from "../../shell/panel.ts"
import { LinkStops } from "../../ui/link-stops.ts"
import { part } from "../../ui/part.ts"
import { RecordPanel } from "./record-panel.tsx"

/** Records are looked at more often than made. */
const creation = part(() => import("./create-panel.tsx"))

/** Milliseconds after which a form for a new record may be wanted. */
const later = 300

export default function Panel() {
  const { url } = useLocation()
  const stack = readPanel(url)
  const page = stack.at(-1)
  if (!page) return null
  return (
    <LinkStops.Provider value={true}>
      <PanelContent key={keyOf(page)} page={page} hasBefore={stack.length > 1} />
    </LinkStops.Provider>
  )
}

const keyOf = (page: PanelPage) => (page.kind === "create" ? `create ${page.object}` : page.object)

function PanelContent({ page, hasBefore }: { page: PanelPage; hasBefore: boolean }) {
  const form = creation.use(page.kind === "create" ? "now" : later)
  if (page.kind === "create") return form ? <form.CreatePanel page={page} hasBefore={hasBefore} /> : null
  return <RecordPanel name={page.object} id={page.id} onBack={hasBefore ? leavePanel : undefined} />
}
