import { useState } from "preact/hooks"
import { ask } from "../../api/graphql.ts"
import { t as coreWords } from "../../i18n/messages.ts"
import { t } from "../../i18n/start/index.ts"
import { reloadWorkspace, workspace } from "../../shell/workspace.ts"
import { Button } from "../../ui/button.tsx"
import { Field } from "../../ui/field.tsx"
import { Form, useForm } from "../../ui/form.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import { leaveStep } from "./steps.ts"

export function WorkspaceStep() {
  const words = t().welcome
  const [isBusy, setBusy] = useState(false)
  const form = useForm({ name: workspace.value!.workspace.name }, ({ name }) => ({
    name: name.trim() === "" ? coreWords().fieldErrors.needed(words.name) : undefined,
  }))
  const save = async () => {
    if (!form.check()) return
    setBusy(true)
    const { error } = await ask("/metadata", {
      query: `mutation ($data: UpdateWorkspaceInput!) { updateWorkspace(data: $data) { id } }`,
      variables: { data: { displayName: form.typed.name.trim() } },
    })
    setBusy(false)
    if (error) return form.show({ name: sentenceOf(error) })
    await reloadWorkspace()
    await leaveStep("workspace")
  }
  return (
    <div ref={form.root}>
      <Form onSubmit={() => void save()}>
        <Field label={words.name} autoComplete="organization" {...form.field("name")} />
        <Button type="submit" kind="primary" wide busy={isBusy}>
          {words.next}
        </Button>
      </Form>
    </div>
  )
}
