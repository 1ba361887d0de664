/** The drawer of the settings, in the place of the workspace's own. Escape leads back to where one was. */
import { ArrowLeft } from "lucide-preact"
import "./settings.css"
import { sentences } from "../../i18n/settings/index.ts"
import { useActions } from "../../shell/actions.ts"
import { drawer } from "../../shell/drawer-width.ts"
import { navigate } from "../../shell/navigate.ts"
import { px } from "../../ui/px.ts"
import { PageLinks } from "./page-links.tsx"
import { wayBack } from "./way-back.ts"

export default function SettingsDrawer() {
  const { frame } = sentences()
  useActions([
    { id: "leave-settings", label: frame.back, keys: "Escape", scope: "page", run: () => navigate(wayBack()) },
  ])
  return (
    <nav
      class="drawer settings-drawer"
      aria-label={frame.title}
      data-region
      tabIndex={-1}
      style={{ width: px(drawer.value.width) }}
    >
      <a class="way-back" href={wayBack()}>
        <ArrowLeft class="icon" size={16} strokeWidth={1.5} aria-hidden="true" />
        {frame.back}
      </a>
      <PageLinks />
    </nav>
  )
}
