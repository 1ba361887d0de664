/** What happened, said at the edge of the page. Successes go by themselves; errors stay until they are dismissed. */
import { signal, type Signal } from "@preact/signals"
import { useEffect, useRef, useState } from "preact/hooks"
import { X } from "lucide-preact"
import { formatNumber } from "../i18n/format.ts"
import { t } from "../i18n/messages.ts"
import { Button, IconButton } from "../ui/button.tsx"
import { copyText } from "../ui/copy.ts"

export interface Toast {
  kind: "success" | "warning" | "error" | "progress"
  text: string
  /** what can be done about it: undo it, above all */
  action?: { label: string; run(): void }
  /** of work that goes on */
  progress?: Signal<Progress>
  /** tries again what failed */
  onRetry?: () => void
  /** for whoever reports it: the id under which the server wrote it down */
  details?: string
}

interface Progress {
  done: number
  total: number
}

interface Shown extends Toast {
  id: number
  times: number
}

/** Milliseconds that a toast stays, longer where something can be done about it; errors stay. */
const lifetimes = { success: 5000, warning: 8000, error: Number.POSITIVE_INFINITY, progress: Number.POSITIVE_INFINITY }
const withAction = 8000
const most = 3

const toasts = signal<readonly Shown[]>([])
let lastId = 0

/** Says it; the same again is counted. */
export function say(toast: Toast): void {
  // Whoever says something in an effect is not to be run again because of it.
  const before = toasts.peek()
  const same = before.find((each) => each.kind === toast.kind && each.text === toast.text)
  const others = before.filter((each) => each !== same)
  lastId += 1
  toasts.value = [{ ...toast, id: same?.id ?? lastId, times: (same?.times ?? 0) + 1 }, ...others].slice(0, most)
}

/** Shows how far something is, until it has ended; whoever does the work asks whether to go on. */
export function sayProgress(text: string, total: number) {
  const progress = signal<Progress>({ done: 0, total })
  let isCancelled = false
  const { app } = t()
  say({ kind: "progress", text, progress, action: { label: app.cancel, run: () => (isCancelled = true) } })
  const own = lastId
  return {
    /** @returns should it go on? */
    tell(done: number): boolean {
      progress.value = { done, total }
      return !isCancelled
    },
    end() {
      dismiss(own)
      return { done: progress.peek().done, isCancelled: isCancelled && progress.peek().done < total }
    },
  }
}

const dismiss = (id: number) => (toasts.value = toasts.value.filter((each) => each.id !== id))

export function Toasts() {
  return (
    <section class="toasts" aria-label={t().app.notifications} tabIndex={-1} data-region>
      {toasts.value.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  )
}

function ToastCard({ toast }: { toast: Shown }) {
  const { id, kind, text, times, action, progress, onRetry, details } = toast
  const pauses = useLifetime(id, times, action ? Math.max(lifetimes[kind], withAction) : lifetimes[kind])
  const { app } = t()
  return (
    <div
      class={`toast ${kind}`}
      role={kind === "error" ? "alert" : "status"}
      {...pauses}
      onKeyDown={(event) => event.key === "Escape" && dismiss(id)}
    >
      <p>
        {text}
        {times > 1 && <span class="muted"> {app.times(times)}</span>}
      </p>
      {progress && <ProgressBar progress={progress.value} label={text} />}
      {action && (
        <Button
          onClick={() => {
            dismiss(id)
            action.run()
          }}
        >
          {action.label}
        </Button>
      )}
      {onRetry && (
        <Button
          onClick={() => {
            dismiss(id)
            onRetry()
          }}
        >
          {app.retry}
        </Button>
      )}
      {details && (
        <Button kind="quiet" onClick={() => void copyText(details)}>
          {app.copyDetails}
        </Button>
      )}
      <IconButton label={app.dismiss} icon={X} onClick={() => dismiss(id)} />
    </div>
  )
}

function ProgressBar({ progress: { done, total }, label }: { progress: Progress; label: string }) {
  return (
    <>
      <progress aria-label={label} value={done} max={total} />
      <span class="muted">{t().app.progress(formatNumber(done), formatNumber(total))}</span>
    </>
  )
}

/** Counts down while nobody looks closer: not under the pointer, not in focus, not in a hidden tab. */
function useLifetime(id: number, times: number, lifetime: number) {
  const left = useRef(lifetime)
  const [isHeld, setHeld] = useState(false)
  const [isHidden, setHidden] = useState(document.hidden)
  useEffect(() => {
    left.current = lifetime
  }, [times])
  useEffect(() => {
    const look = () => setHidden(document.hidden)
    document.addEventListener("visibilitychange", look)
    return () => document.removeEventListener("visibilitychange", look)
  }, [])
  useEffect(() => {
    if (isHeld || isHidden || !Number.isFinite(lifetime)) return
    const since = performance.now()
    const timer = setTimeout(() => dismiss(id), left.current)
    return () => {
      clearTimeout(timer)
      left.current -= performance.now() - since
    }
  }, [isHeld, isHidden, times])
  return {
    onPointerEnter: () => setHeld(true),
    onPointerLeave: () => setHeld(false),
    onFocusIn: () => setHeld(true),
    onFocusOut: () => setHeld(false),
  }
}
