/** The frame around every page of a workspace: drawer, header, content, toasts. */
import { useEffect, useState } from "preact/hooks"
import type { ComponentChildren } from "preact"
import { useLocation } from "preact-iso"
import "./shell.css"
import { keepPage, session } from "../api/session.ts"
import { t } from "../i18n/messages.ts"
import { Button } from "../ui/button.tsx"
import { onMissingPart } from "../ui/part.ts"
import { sentenceOf } from "../ui/problem.ts"
import { actOnKeys } from "./actions.ts"
import { ErrorBoundary } from "./error-boundary.tsx"
import { useNavigation } from "./navigate.ts"
import { PhoneBar } from "./phone-bar.tsx"
import { followRecordLinks } from "./record-links.ts"
import { moveBetweenRegions } from "./regions.ts"
import { say, Toasts } from "./toasts.tsx"
import { useUndo } from "./undo.tsx"
import { followWorkspace, loadWorkspace, workspace, workspaceError } from "./workspace.ts"

onMissingPart(() => say({ kind: "warning", text: t().errors.offline }))

interface ShellProps {
  /** beside the page */
  drawer: ComponentChildren
  /** on its other side */
  panel: ComponentChildren
  children: ComponentChildren
}

/** @param props.children the page, shown once it is known which workspace it is of */
export function Shell({ drawer, panel, children }: ShellProps) {
  const { path } = useLocation()
  useEffect(() => void loadWorkspace(), [])
  useEffect(followWorkspace, [])
  useEffect(() => {
    document.addEventListener("keydown", moveBetweenRegions)
    document.addEventListener("keydown", actOnKeys)
    return () => {
      document.removeEventListener("keydown", moveBetweenRegions)
      document.removeEventListener("keydown", actOnKeys)
    }
  }, [])
  useEffect(followRecordLinks, [])
  const isThere = workspace.value !== null
  useEffect(() => {
    keepPage(isThere)
    return () => keepPage(false)
  }, [isThere])
  useNavigation()
  useUndo()
  if (session.value === null) return null
  if (!workspace.value) return <Starting />
  return (
    <div class="shell">
      {drawer}
      <div class="frame">
        <OfflineBanner />
        <ErrorBoundary key={path}>{children}</ErrorBoundary>
      </div>
      <ErrorBoundary>{panel}</ErrorBoundary>
      <PhoneBar />
      <Toasts />
    </div>
  )
}

/** Nothing is shown for as long as it takes no time. */
function Starting() {
  const error = workspaceError.value
  const { app } = t()
  return (
    <main id="content" class="problem" tabIndex={-1} aria-busy={!error}>
      {error ? (
        <>
          <p role="alert">{sentenceOf(error)}</p>
          <Button kind="primary" onClick={() => void loadWorkspace()}>
            {app.retry}
          </Button>
        </>
      ) : (
        <h1 class="sr-only">{app.loading}</h1>
      )}
    </main>
  )
}

function OfflineBanner() {
  const [isOnline, setOnline] = useState(navigator.onLine)
  useEffect(() => {
    const look = () => setOnline(navigator.onLine)
    window.addEventListener("online", look)
    window.addEventListener("offline", look)
    return () => {
      window.removeEventListener("online", look)
      window.removeEventListener("offline", look)
    }
  }, [])
  useEffect(() => {
    document.documentElement.dataset.online = String(isOnline)
  }, [isOnline])
  return (
    <div class="banner" role="status">
      {!isOnline && <p>{t().errors.offlineBanner}</p>}
    </div>
  )
}
