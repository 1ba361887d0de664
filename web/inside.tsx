/** The pages of a workspace, each a chunk of its own, in their frame. */
import type { FunctionComponent } from "preact"
import { useEffect } from "preact/hooks"
import { ErrorBoundary as Waiting, lazy, Route, Router, useLocation } from "preact-iso"
import { lapsed } from "./api/session.ts"
import { onAsking } from "./fields/required.ts"
import { spoken } from "./i18n/messages.ts"
import { rememberWayBack } from "./pages/settings/way-back.ts"
import { useActions } from "./shell/actions.ts"
import { commandMenu, useCommands } from "./shell/commands.ts"
import { Drawer } from "./shell/drawer.tsx"
import { readPanel } from "./shell/panel.ts"
import { NotFound } from "./shell/problems.tsx"
import { usePictures } from "./shell/pictures.ts"
import { Shell } from "./shell/shell.tsx"
import { part, useLater } from "./ui/part.ts"

const page = (load: () => Promise<{ default: FunctionComponent }>) => lazy(() => spoken(load()))

const Home = page(() => import("./pages/home/home.tsx"))
const Table = page(() => import("./pages/table/table-page.tsx"))
const Record = page(() => import("./pages/record/record-page.tsx"))
const Search = page(() => import("./pages/search/search-page.tsx"))
const CommandMenu = page(() => import("./shell/command-menu/command-menu.tsx"))
const Panel = page(() => import("./pages/record/panel.tsx"))
const Trash = page(() => import("./pages/trash/trash-page.tsx"))
const Merge = page(() => import("./pages/merge/merge-page.tsx"))
const Import = page(() => import("./pages/import/import-page.tsx"))
const Welcome = page(() => import("./pages/welcome/welcome.tsx"))
const Duplicates = page(() => import("./pages/duplicates/duplicates-page.tsx"))
const SignInAgain = page(() => import("./pages/entry/sign-in-again.tsx"))
const Settings = page(() => import("./pages/settings/settings.tsx"))
const SettingsDrawer = page(() => import("./pages/settings/settings-drawer.tsx"))

/** The command menu names the pages of the settings, which nobody needs before. */
const settingsWays = part(() => import("./pages/settings/ways.ts"))

/** Most options ask for nothing. What cannot be asked now is not changed either. */
const required = part(() => import("./pages/required/index.ts"))
onAsking(async (edits) => (await required.load())?.complete(edits) ?? null)

export default function Inside() {
  return (
    <Shell drawer={<DrawerOfPage />} panel={<Beside />}>
      <Router>
        <Route path="/" component={Home} />
        <Route path="/objects/:plural" component={Table} />
        <Route path="/object/:singular/:id" component={Record} />
        <Route path="/search" component={Search} />
        <Route path="/objects/:plural/trash" component={Trash} />
        <Route path="/objects/:plural/merge" component={Merge} />
        <Route path="/import/:plural" component={Import} />
        <Route path="/welcome" component={Welcome} />
        <Route path="/welcome/:step" component={Welcome} />
        <Route path="/objects/:plural/duplicates" component={Duplicates} />
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

/** Milliseconds after which the page has what it needs first, and the network is free for what may follow. */
const later = 1500

/** What opens beside the page and above it, from any address. */
function Beside() {
  const { url } = useLocation()
  useCommands()
  const asked = required.use()
  const ways = settingsWays.use(commandMenu.value === null ? undefined : "now")
  useActions(ways?.settingsWays() ?? [])
  usePictures(later)
  useLater(() => {
    void Panel.preload()
    void CommandMenu.preload()
  }, later)
  return (
    <>
      <Waiting>{readPanel(url).length > 0 && <Panel />}</Waiting>
      <Waiting>{commandMenu.value !== null && <CommandMenu />}</Waiting>
      {asked && <asked.RequiredForm />}
      <Waiting>{lapsed.value && <SignInAgain />}</Waiting>
    </>
  )
}
