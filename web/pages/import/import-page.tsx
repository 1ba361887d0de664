/** P-40, as far as the browser does it: rows of a file or of the clipboard become records of any object. */
import { useState } from "preact/hooks"
import { useRoute } from "preact-iso"
import "./import.css"
import { t } from "../../i18n/start/index.ts"
import type { ObjectModel } from "../../model/workspace-model.ts"
import { Header } from "../../shell/header.tsx"
import { Forbidden, NotFound } from "../../shell/problems.tsx"
import { useTitle } from "../../shell/title.ts"
import { workspace } from "../../shell/workspace.ts"
import { ObjectIcon } from "../../ui/icon.tsx"
import { ResultStep } from "./result-step.tsx"
import type { ImportRun } from "./run.ts"
import { SourceStep, type Source } from "./source-step.tsx"
import { Workbench } from "./workbench.tsx"

export default function ImportPage() {
  const plural = useRoute().params.plural ?? ""
  const { byPlural, hiddenPlurals } = workspace.value!
  const object = byPlural.get(plural)
  const hidden = hiddenPlurals.get(plural) ?? (object && !object.can.create ? object.labelPlural : undefined)
  if (hidden) return <Forbidden what={hidden} />
  return object ? <Import key={object.id} object={object} /> : <NotFound />
}

function Import({ object }: { object: ObjectModel }) {
  const [source, setSource] = useState<Source | null>(null)
  const [run, setRun] = useState<{ run: ImportRun; names: readonly string[] } | null>(null)
  const words = t().import
  useTitle(words.title(object.labelPlural), workspace.value?.workspace.name)
  const restart = () => {
    setRun(null)
    setSource(null)
  }
  return (
    <>
      <Header title={words.title(object.labelPlural)} icon={<ObjectIcon name={object.icon} />} />
      <main id="content" class="import" tabIndex={-1} data-region>
        <div class="import-column">
          {run ? (
            <ResultStep object={object} {...run} onRestart={restart} />
          ) : source ? (
            <Workbench
              object={object}
              source={source}
              onOther={() => setSource(null)}
              onStart={(started, names) => {
                setRun({ run: started, names })
                void started.run()
              }}
            />
          ) : (
            <SourceStep onSource={setSource} />
          )}
        </div>
      </main>
    </>
  )
}
