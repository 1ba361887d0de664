/** Sample data, coming and going. */
import { ask } from "../../api/graphql.ts"
import { formatNumber } from "../../i18n/format.ts"
import { t } from "../../i18n/start/index.ts"
import { say } from "../../shell/toasts.tsx"
import { workspace } from "../../shell/workspace.ts"
import { tellWritten } from "../../store/written.ts"
import { sentenceOf } from "../../ui/problem.ts"

/** @returns whether it is there; why it is not has been said */
export async function addSamples(): Promise<boolean> {
  const { data, error } = await ask<{ addSampleData: { recordCount: number } }>("/metadata", {
    query: "mutation { addSampleData { recordCount } }",
  })
  if (error) say({ kind: "error", text: sentenceOf(error), details: error.requestId })
  else say({ kind: "success", text: t().samples.added(formatNumber(data.addSampleData.recordCount)) })
  tellAll()
  return !error
}

/** @returns what went wrong; undefined when it is gone */
export async function removeSamples(): Promise<string | undefined> {
  const { error } = await ask("/metadata", { query: "mutation { removeSampleData { recordCount } }" })
  if (error) return sentenceOf(error)
  say({ kind: "success", text: t().samples.removed })
  tellAll()
  return undefined
}

/** Whichever objects they are of, lists of them are read again. */
function tellAll(): void {
  for (const object of workspace.peek()?.objects ?? []) tellWritten(object)
}
