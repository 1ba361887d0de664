/** The pages of a workspace, each a chunk of its own, in their frame. */
import { lazy, Route, Router } from "preact-iso"
import { NotFound } from "./shell/problems.tsx"
import { Shell } from "./shell/shell.tsx"

const Home = lazy(() => import("./pages/home/home.tsx"))
const Table = lazy(() => import("./pages/table/table-page.tsx"))

export default function Inside() {
  return (
    <Shell>
      <Router>
        <Route path="/" component={Home} />
        <Route path="/objects/:plural" component={Table} />
        <Route default component={NotFound} />
      </Router>
    </Shell>
  )
}
