/** Somebody is known, and it is not clear yet where they want to go. */
import { useState } from "preact/hooks"
import { useLocation } from "preact-iso"
import type { AvailableWorkspace } from "../../api/accounts.ts"
import type { ApiError } from "../../api/send.ts"
import { t } from "../../i18n/messages.ts"
import { Avatar } from "../../ui/avatar.tsx"
import { Button } from "../../ui/button.tsx"
import { Field } from "../../ui/field.tsx"
import { Form, useProblems } from "../../ui/form.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import { Card } from "./card.tsx"
import { enterWorkspace, foundAndEnter, knownNewcomer, nameOf, step } from "../../api/way-in.ts"
import { OtherWays } from "./other-ways.tsx"
import { needed } from "./rules.ts"
import { Redirect } from "../../shell/redirect.tsx"

export default function Workspaces() {
  const { route } = useLocation()
  const [wanted, setWanted] = useState("")
  const [failure, setFailure] = useState<ApiError | null>(null)
  const { entry } = t()
  if (step.value?.name !== "choose") return <Redirect to="/sign-in" />
  const { token, workspaces } = step.value.signedIn
  const shown = workspaces.filter((each) => nameOf(each, "").toLowerCase().includes(wanted.trim().toLowerCase()))
  const choose = async (loginToken: string) => setFailure(await enterWorkspace(loginToken, route))
  return (
    <Card title={entry.chooseWorkspace} text={workspaces.length === 0 ? entry.noWorkspace : undefined}>
      {failure && (
        <p class="note bad" role="alert">
          {sentenceOf(failure)}
        </p>
      )}
      {workspaces.length > 5 && <Field label={entry.search} type="search" value={wanted} onValue={setWanted} />}
      <ul class="stack">
        {shown.map((workspace) => (
          <li key={workspace.id}>
            <Choice workspace={workspace} onChoose={(loginToken) => void choose(loginToken)} />
          </li>
        ))}
      </ul>
      <NewWorkspace token={token} />
    </Card>
  )
}

function Choice({ workspace, onChoose }: { workspace: AvailableWorkspace; onChoose(loginToken: string): void }) {
  const name = nameOf(workspace, t().entry.unnamed)
  const { loginToken } = workspace
  if (loginToken) {
    return (
      <Button wide onClick={() => onChoose(loginToken)}>
        <Avatar id={workspace.id} name={name} />
        {name}
      </Button>
    )
  }
  const ways = {
    workspace,
    google: false,
    microsoft: false,
    password: false,
    sso: workspace.sso,
    isNewInstallation: false,
  }
  return (
    <>
      <p class="muted">{name}</p>
      <OtherWays ways={ways} />
    </>
  )
}

function NewWorkspace({ token }: { token: string }) {
  const { route } = useLocation()
  const [name, setName] = useState(knownNewcomer()?.workspaceName ?? "")
  const [isBusy, setBusy] = useState(false)
  const { entry } = t()
  const form = useProblems(() => ({ name: needed(entry.workspaceName, name) }))
  const submit = async () => {
    if (!form.check()) return
    setBusy(true)
    const error = await foundAndEnter(token, name.trim(), route)
    setBusy(false)
    if (error) form.show({ name: sentenceOf(error) })
  }
  return (
    <details open={knownNewcomer() !== null || undefined}>
      <summary>{entry.newWorkspace}</summary>
      <div ref={form.root}>
        <Form onSubmit={() => void submit()}>
          <Field label={entry.workspaceName} value={name} onValue={setName} error={form.problems.name} />
          <Button type="submit" wide busy={isBusy}>
            {entry.createWorkspace}
          </Button>
        </Form>
      </div>
    </details>
  )
}
