/** P-31: a record or a form beside the page, which stays usable; on a phone it takes the whole screen. */
import { useLocation } from "preact-iso"
import "./record.css"
import { leavePanel, readPanel, type PanelPage } from "../../shell/panel.ts"
import { LinkStops } from "../../ui/link-stops.ts"
import { CreatePanel } from "./create-panel.tsx"
import { RecordPanel } from "./record-panel.tsx"

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
  if (page.kind === "create") return <CreatePanel page={page} hasBefore={hasBefore} />
  return <RecordPanel name={page.object} id={page.id} onBack={hasBefore ? leavePanel : undefined} />
}
