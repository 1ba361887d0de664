/** The first steps in a new workspace, and how far somebody has come, which their membership remembers. */
import type { WorkspaceModel } from "../../model/workspace-model.ts"
import { navigate } from "../../shell/navigate.ts"
import { say } from "../../shell/toasts.tsx"
import { rememberOnServer } from "../../shell/variables.ts"
import { sentenceOf } from "../../ui/problem.ts"

export const steps = ["workspace", "profile", "invite", "data"] as const

export type StepName = (typeof steps)[number]

/** The step at which they are; undefined when they are through, or never began. */
export function stepOf({ variables }: WorkspaceModel): StepName | undefined {
  return steps.find((step) => step === variables.welcome)
}

/** Goes on from a step. From the last one it leads to `end`. */
export async function leaveStep(step: StepName, end = "/"): Promise<void> {
  const next = steps[steps.indexOf(step) + 1] ?? null
  const error = await rememberOnServer({ welcome: next })
  // They go on all the same; it is another device that would not know.
  if (error) say({ kind: "error", text: sentenceOf(error), details: error.requestId })
  navigate(next ? `/welcome/${next}` : end)
}
