/** How far an import is, and what has become of its rows. */
import { useEffect } from "preact/hooks"
import { formatNumber } from "../../i18n/format.ts"
import { t as coreWords } from "../../i18n/messages.ts"
import { t } from "../../i18n/start/index.ts"
import type { ObjectModel } from "../../model/workspace-model.ts"
import { Button } from "../../ui/button.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import { writeCsv } from "./csv.ts"
import type { ImportRun } from "./run.ts"
import { saveFile } from "./save-file.ts"
import { Section } from "../../ui/section.tsx"

interface ResultStepProps {
  object: ObjectModel
  run: ImportRun
  /** of the columns */
  names: readonly string[]
  onRestart(): void
}

export function ResultStep({ object, run, names, onRestart }: ResultStepProps) {
  const words = t().import
  const { done, created, updated } = run.progress.value
  const state = run.state.value
  const problem = run.problem.value
  useLeaving(state === "running")
  const left = state === "running" ? [] : run.left()
  const download = () => {
    const rows = left.map(({ row, reason }) => [...names.map((_, i) => row[i] ?? ""), reason || words.notSent])
    saveFile(words.leftFile, writeCsv([[...names, words.reason], ...rows]))
  }
  return (
    <Section title={state === "done" ? words.done : words.running(object.labelPlural)}>
      <progress max={run.total} value={done} aria-label={words.running(object.labelPlural)} />
      <p role="status">
        {coreWords().app.progress(formatNumber(done), formatNumber(run.total))}
        {" · "}
        {words.created(formatNumber(created))}
        {updated > 0 && ` · ${words.updated(formatNumber(updated))}`}
        {left.length > 0 && ` · ${words.failed(formatNumber(left.length))}`}
      </p>
      {state === "stopped" && (
        <p class={problem ? "note bad" : "note"} role="alert">
          {problem && sentenceOf(problem)} {words.stopped}
        </p>
      )}
      {left.length > 0 && <Reasons left={left} />}
      <div class="import-actions">
        {state === "running" && <Button onClick={() => run.stop()}>{words.stop}</Button>}
        {state === "stopped" && (
          <Button kind="primary" onClick={() => void run.run()}>
            {words.goOn}
          </Button>
        )}
        {state !== "running" && (
          <a class={`button ${state === "done" ? "primary" : "plain"}`} href={`/objects/${object.namePlural}`}>
            {words.show(object.labelPlural)}
          </a>
        )}
        {left.length > 0 && <Button onClick={download}>{words.download}</Button>}
        {state !== "running" && <Button onClick={onRestart}>{words.another}</Button>}
      </div>
    </Section>
  )
}

/** Reasons that are told; the file has all of them. */
const mostReasons = 5

function Reasons({ left }: { left: readonly { reason: string }[] }) {
  const counts = new Map<string, number>()
  for (const { reason } of left) if (reason) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  const frequent = [...counts].toSorted((a, b) => b[1] - a[1]).slice(0, mostReasons)
  return (
    <ul class="import-reasons">
      {frequent.map(([reason, count]) => (
        <li key={reason}>
          <span>{t().import.times(formatNumber(count))}</span> <bdi>{reason}</bdi>
        </li>
      ))}
    </ul>
  )
}

/** Whoever closes the page while rows are on their way is asked first. */
function useLeaving(isRunning: boolean): void {
  useEffect(() => {
    if (!isRunning) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener("beforeunload", ask)
    return () => window.removeEventListener("beforeunload", ask)
  }, [isRunning])
}
