/** P-10 to P-14: what whoever founds a workspace does first. Each step but the first can be skipped. */
import type { FunctionComponent } from "preact"
import { useRoute } from "preact-iso"
import "./welcome.css"
import { t } from "../../i18n/start/index.ts"
import { t as coreWords } from "../../i18n/messages.ts"
import { Header } from "../../shell/header.tsx"
import { Redirect } from "../../shell/redirect.tsx"
import { useTitle } from "../../shell/title.ts"
import { workspace } from "../../shell/workspace.ts"
import { Button } from "../../ui/button.tsx"
import { DataStep } from "./data-step.tsx"
import { InviteStep } from "./invite-step.tsx"
import { ProfileStep } from "./profile-step.tsx"
import { leaveStep, stepOf, steps, type StepName } from "./steps.ts"
import { WorkspaceStep } from "./workspace-step.tsx"

const contents: Record<StepName, FunctionComponent> = {
  workspace: WorkspaceStep,
  profile: ProfileStep,
  invite: InviteStep,
  data: DataStep,
}

export default function Welcome() {
  const wanted = useRoute().params.step
  const words = t().welcome
  const current = workspace.value!
  useTitle(words.title(current.workspace.name || coreWords().entry.unnamed))
  const reached = stepOf(current)
  if (!reached) return <Redirect to="/" />
  // Steps that are done can be seen again; those to come wait for their turn.
  const step = steps.slice(0, steps.indexOf(reached) + 1).find((each) => each === wanted)
  if (!step) return <Redirect to={`/welcome/${reached}`} />
  const number = steps.indexOf(step) + 1
  const Content = contents[step]
  return (
    <>
      <Header title={words.title(current.workspace.name || coreWords().entry.unnamed)} />
      <main id="content" class="welcome" tabIndex={-1} data-region>
        <div class="welcome-step" key={step}>
          <p class="welcome-progress">
            <span>{words.step(number, steps.length)}</span>
            <progress max={steps.length} value={number} aria-hidden="true" />
          </p>
          <h2>{words[step]}</h2>
          <p class="muted">{words[`${step}Text`]}</p>
          <Content />
          {step !== "workspace" && step !== "data" && (
            <Button kind="quiet" onClick={() => void leaveStep(step)}>
              {words.skip}
            </Button>
          )}
        </div>
      </main>
    </>
  )
}
