/** The pages of a workspace, each a chunk of its own, in their frame. */
import type { FunctionComponent } from "preact"
import { useEffect } from "preact/hooks"
import { ErrorBoundary as Waiting, lazy, Route, Router, useLocation } from "preact-iso"
import { spoken } from "./i18n/messages.ts"
import { rememberWayBack } from "./pages/settings/way-back.ts"
import { Drawer } from "./shell/drawer.tsx"
import { NotFound } from "./shell/problems.tsx"
import { Shell } from "./shell/shell.tsx"

const page = (load: () => Promise<{ default: FunctionComponent }>) => lazy(() => spoken(load()))

const Home = page(() => import("./pages/home/home.tsx"))
const Table = page(() => import("./pages/table/table-page.tsx"))
const Settings = page(() => import("./pages/settings/settings.tsx"))
const SettingsDrawer = page(() => import("./pages/settings/settings-drawer.tsx"))

export default function Inside() {
  return (
    <Shell drawer={<DrawerOfPage />}>
      <Router>
        <Route path="/" component={Home} />
        <Route path="/objects/:plural" component={Table} />
        <Route path="/settings" component={Settings} />
        <Route path="/settings/*" component={Settings} />
        <Route default component={NotFound} />
      </Router>
    </Shell>
  )
}

/** The settings have a drawer of their own. */
function DrawerOfPage() {
  const { path, url } = useLocation()
  const isInSettings = path === "/settings" || path.startsWith("/settings/")
  useEffect(() => {
    if (!isInSettings) rememberWayBack(url)
  }, [url])
  if (!isInSettings) return <Drawer />
  return (
    <Waiting>
      <SettingsDrawer />
    </Waiting>
  )
}
