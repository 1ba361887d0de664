/** Asks before somebody leaves a page that has something to save: by a link, by Escape, or by leaving Kith. */
import { useEffect, useState } from "preact/hooks"
import { useLocation } from "preact-iso"
import { sentences } from "../../i18n/settings/index.ts"
import { isTyping } from "../../shell/keys.ts"
import { Confirm } from "../../ui/dialog.tsx"
import { wayBack } from "./way-back.ts"

/** @returns the question, to be shown; null while nobody leaves */
export function useLeaveGuard(isUnsaved: boolean) {
  const { route } = useLocation()
  const [destination, setDestination] = useState<string | null>(null)
  useEffect(() => {
    if (!isUnsaved) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    const hold = (event: Event, href: string) => {
      event.preventDefault()
      event.stopPropagation()
      setDestination(href)
    }
    const click = (event: MouseEvent) => {
      const link = (event.target as Element).closest?.("a[href]")
      const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0
      if (link && isPlain) hold(event, link.getAttribute("href")!)
    }
    const escape = (event: KeyboardEvent) => {
      const isInDialog = (event.target as Element).closest?.("dialog") !== null
      if (event.key === "Escape" && !isInDialog && !isTyping(event)) hold(event, wayBack())
    }
    window.addEventListener("beforeunload", warn)
    // Before the router, and before whatever else listens to keys.
    document.addEventListener("click", click, true)
    document.addEventListener("keydown", escape, true)
    return () => {
      window.removeEventListener("beforeunload", warn)
      document.removeEventListener("click", click, true)
      document.removeEventListener("keydown", escape, true)
    }
  }, [isUnsaved])
  const { leave } = sentences()
  return (
    destination !== null && (
      <Confirm
        title={leave.title}
        text={leave.text}
        action={leave.action}
        onConfirm={async () => {
          route(destination)
          return undefined
        }}
        onClose={() => setDestination(null)}
      />
    )
  )
}
