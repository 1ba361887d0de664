import { useEffect, useState } from "preact/hooks"
import { ask } from "../../api/graphql.ts"
import { t as coreWords } from "../../i18n/messages.ts"
import { t } from "../../i18n/start/index.ts"
import { reloadWorkspace, workspace } from "../../shell/workspace.ts"
import { Button } from "../../ui/button.tsx"
import { Field } from "../../ui/field.tsx"
import { Form, useForm } from "../../ui/form.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import { leaveStep } from "./steps.ts"

interface Name {
  firstName: string
  lastName: string
}

export function ProfileStep() {
  const [name, setName] = useState<Name | null>(null)
  useEffect(() => {
    void ask<{ currentUser: { workspaceMember: { name: Name } } }>("/metadata", {
      query: "{ currentUser { workspaceMember { name { firstName lastName } } } }",
    }).then(({ data }) => setName(data?.currentUser.workspaceMember.name ?? { firstName: "", lastName: "" }))
  }, [])
  return name && <NameForm start={name} />
}

function NameForm({ start: { firstName, lastName } }: { start: Name }) {
  const words = t().welcome
  const { entry, fieldErrors } = coreWords()
  const [isBusy, setBusy] = useState(false)
  const form = useForm({ firstName, lastName }, (typed) => ({
    firstName: typed.firstName.trim() === "" ? fieldErrors.needed(entry.firstName) : undefined,
  }))
  const save = async () => {
    if (!form.check()) return
    setBusy(true)
    const { typed } = form
    const name = { firstName: typed.firstName.trim(), lastName: typed.lastName.trim() }
    const { error } = await ask("/metadata", {
      query: `mutation ($input: UpdateWorkspaceMemberSettingsInput!) { updateWorkspaceMemberSettings(input: $input) }`,
      variables: { input: { workspaceMemberId: workspace.peek()!.member.id, update: { name } } },
    })
    setBusy(false)
    if (error) return form.show({ firstName: sentenceOf(error) })
    await reloadWorkspace()
    await leaveStep("profile")
  }
  return (
    <div ref={form.root}>
      <Form onSubmit={() => void save()}>
        <Field label={entry.firstName} autoComplete="given-name" {...form.field("firstName")} />
        <Field label={entry.lastName} autoComplete="family-name" {...form.field("lastName")} />
        <Button type="submit" kind="primary" wide busy={isBusy}>
          {words.next}
        </Button>
      </Form>
    </div>
  )
}
