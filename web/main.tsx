/** Begins: the appearance, the language, who is signed in, and the page that the address stands for. */
import { render } from "preact"
import "./styles/base.css"
import "./ui/ui.css"
import { followSession } from "./api/session.ts"
import { speak, t } from "./i18n/messages.ts"
import { Routes } from "./routes.tsx"
import { ErrorBoundary } from "./shell/error-boundary.tsx"
import { followAppearance } from "./shell/theme.ts"

followAppearance()
followSession()
await speak(navigator.language)
render(<App />, document.getElementById("app")!)
if ("reloads" in document.documentElement.dataset)
  void import("./reload.ts").then(({ followSources }) => followSources())

function App() {
  return (
    <ErrorBoundary>
      <a class="skip" href="#content" onClick={skip}>
        {t().app.skip}
      </a>
      <Routes />
    </ErrorBoundary>
  )
}

/** The address stays what it is. */
function skip(event: Event): void {
  event.preventDefault()
  document.getElementById("content")?.focus()
}
