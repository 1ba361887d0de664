/** P-78: the workspace itself. */
import { useState } from "preact/hooks"
import { leave } from "../../../api/session.ts"
import { sentences } from "../../../i18n/settings/index.ts"
import { t } from "../../../i18n/messages.ts"
import { say } from "../../../shell/toasts.tsx"
import { reloadWorkspace } from "../../../shell/workspace.ts"
import { Button } from "../../../ui/button.tsx"
import { Confirm } from "../../../ui/dialog.tsx"
import { Field } from "../../../ui/field.tsx"
import { Form, useForm } from "../../../ui/form.tsx"
import { sentenceOf } from "../../../ui/problem.ts"
import { Section } from "../../../ui/section.tsx"
import { Select } from "../../../ui/select.tsx"
import { needed } from "../../entry/rules.ts"
import { change, changeOrSay, changeOrTell, useAnswer } from "../answered.ts"
import { Loaded, SettingsPage } from "../parts.tsx"
import { LogoSection } from "./logo.tsx"
import { roleNames, rolesForPeople, type RoleName } from "../roles-query.ts"

interface General {
  currentWorkspace: {
    displayName: string | null
    defaultRole: { id: string } | null
  }
  getRoles: RoleName[]
}

const query = `{ currentWorkspace { displayName defaultRole { id } } ${roleNames} }`

export default function GeneralPage() {
  const answer = useAnswer<General>(query)
  return (
    <SettingsPage title={sentences().pages.general.title}>
      <Loaded of={answer}>
        {({ currentWorkspace, getRoles }) => (
          <>
            <LogoSection />
            <NameSection name={currentWorkspace.displayName ?? ""} onChanged={answer.reload} />
            <NewcomersSection
              roleId={currentWorkspace.defaultRole?.id ?? ""}
              roles={getRoles}
              onChanged={answer.reload}
            />
            <DeleteSection name={currentWorkspace.displayName || t().entry.unnamed} />
          </>
        )}
      </Loaded>
    </SettingsPage>
  )
}

const updateWorkspace = `mutation ($data: UpdateWorkspaceInput!) { updateWorkspace(data: $data) { id } }`

function NameSection({ name, onChanged }: { name: string; onChanged(): Promise<void> }) {
  const { general, frame } = sentences()
  const { entry, app } = t()
  const form = useForm({ name }, ({ name: typed }) => ({ name: needed(entry.workspaceName, typed) }))
  const save = async () => {
    if (!form.check()) return
    const { error } = await change(updateWorkspace, { data: { displayName: form.typed.name.trim() } })
    if (error) return form.show({ name: sentenceOf(error) })
    say({ kind: "success", text: frame.saved })
    await Promise.all([onChanged(), reloadWorkspace()])
  }
  return (
    <Section title={general.name} text={general.nameText}>
      <div ref={form.root}>
        <Form onSubmit={() => void save()}>
          <Field label={entry.workspaceName} autoComplete="organization" {...form.field("name")} />
          <footer>
            <Button type="submit" kind="primary">
              {app.save}
            </Button>
          </footer>
        </Form>
      </div>
    </Section>
  )
}

interface NewcomersProps {
  roleId: string
  roles: readonly RoleName[]
  onChanged(): Promise<void>
}

function NewcomersSection({ roleId, roles, onChanged }: NewcomersProps) {
  const { general, frame } = sentences()
  const choose = async (defaultRoleId: string) => {
    await changeOrSay(updateWorkspace, { data: { defaultRoleId } }, frame.saved)
    await onChanged()
  }
  return (
    <Section title={general.newcomers} text={general.newcomersText}>
      <Select
        label={general.newcomersRole}
        value={roleId}
        choices={rolesForPeople(roles)}
        onValue={(id) => void choose(id)}
      />
    </Section>
  )
}

function DeleteSection({ name }: { name: string }) {
  const { general } = sentences()
  const [isAsked, setAsked] = useState(false)
  const remove = async () => {
    const problem = await changeOrTell(`mutation { deleteCurrentWorkspace { id } }`)
    if (problem) return problem
    leave()
    location.assign("/sign-in")
    return undefined
  }
  return (
    <Section
      title={general.delete}
      text={general.deleteText}
      isDangerous
      action={
        <Button kind="danger" onClick={() => setAsked(true)}>
          {general.delete}
        </Button>
      }
    >
      {isAsked && (
        <Confirm
          title={general.deleteTitle(name)}
          text={general.deleteWarning}
          action={general.delete}
          typed={name}
          onConfirm={remove}
          onClose={() => setAsked(false)}
        />
      )}
    </Section>
  )
}
