/** The pages of a workspace, each a chunk of its own, in their frame. */
import type { FunctionComponent } from "preact"
import { lazy, Route, Router } from "preact-iso"
import { spoken } from "./i18n/messages.ts"
import { Drawer } from "./shell/drawer.tsx"
import { NotFound } from "./shell/problems.tsx"
import { Shell } from "./shell/shell.tsx"

const page = (load: () => Promise<{ default: FunctionComponent }>) => lazy(() => spoken(load()))

const Home = page(() => import("./pages/home/home.tsx"))
const Table = page(() => import("./pages/table/table-page.tsx"))

export default function Inside() {
  return (
    <Shell drawer={<Drawer />}>
      <Router>
        <Route path="/" component={Home} />
        <Route path="/objects/:plural" component={Table} />
        <Route default component={NotFound} />
      </Router>
    </Shell>
  )
}
