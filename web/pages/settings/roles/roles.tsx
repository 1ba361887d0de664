/** P-75: the roles there are, and who has them. */
import { useState } from "preact/hooks"
import { useLocation } from "preact-iso"
import { formatNumber } from "../../../i18n/format.ts"
import { roleSentences } from "../../../i18n/settings-roles/index.ts"
import { sentences } from "../../../i18n/settings/index.ts"
import { t } from "../../../i18n/messages.ts"
import { Button } from "../../../ui/button.tsx"
import { Dialog } from "../../../ui/dialog.tsx"
import { Field } from "../../../ui/field.tsx"
import { Form, useForm } from "../../../ui/form.tsx"
import { sentenceOf } from "../../../ui/problem.ts"
import { Section } from "../../../ui/section.tsx"
import { Tag } from "../../../ui/tag.tsx"
import { needed } from "../../entry/rules.ts"
import { change } from "../answered.ts"
import { Loaded, SettingsPage } from "../parts.tsx"
import { useRoles } from "./role.ts"

export default function RolesPage() {
  const answer = useRoles()
  const [isNew, setNew] = useState(false)
  const { list } = roleSentences()
  return (
    <SettingsPage
      title={sentences().pages.roles.title}
      actions={
        <Button kind="primary" onClick={() => setNew(true)}>
          {list.new}
        </Button>
      }
    >
      <Section title={list.title} text={list.text}>
        <Loaded of={answer}>
          {({ getRoles, currentWorkspace }) => (
            <table class="settings-table">
              <thead>
                <tr>
                  <th scope="col">{list.name}</th>
                  <th scope="col" class="number">
                    {list.members}
                  </th>
                  <th scope="col" class="number">
                    {list.keys}
                  </th>
                </tr>
              </thead>
              <tbody>
                {getRoles.map((role) => (
                  <tr key={role.id}>
                    <th scope="row">
                      <a class="person" href={`/settings/roles/${role.id}`}>
                        <bdi>{role.label}</bdi>
                        {role.id === currentWorkspace.defaultRole?.id && <Tag color="teal">{list.newcomers}</Tag>}
                        {!role.isEditable && <Tag color="grey">{list.fixed}</Tag>}
                      </a>
                    </th>
                    <td class="number" data-label={list.members}>
                      {formatNumber(role.workspaceMembers.length)}
                    </td>
                    <td class="number" data-label={list.keys}>
                      {formatNumber(role.apiKeys.length)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </Loaded>
      </Section>
      {isNew && <NewRole onClose={() => setNew(false)} />}
    </SettingsPage>
  )
}

/** A new role sees everything and changes nothing; the editor is where that is decided. */
function NewRole({ onClose }: { onClose(): void }) {
  const { route } = useLocation()
  const { list, editor } = roleSentences()
  const { app } = t()
  const form = useForm({ label: "" }, ({ label }) => ({ label: needed(editor.label, label) }))
  const create = async () => {
    if (!form.check()) return
    const { data, error } = await change<{ createOneRole: { id: string } }>(
      `mutation ($input: CreateRoleInput!) { createOneRole(createRoleInput: $input) { id } }`,
      { input: { label: form.typed.label.trim(), canReadAllObjectRecords: true } },
    )
    if (error) form.show({ label: sentenceOf(error) })
    else route(`/settings/roles/${data.createOneRole.id}`)
  }
  return (
    <Dialog title={list.new} onClose={onClose}>
      <div ref={form.root}>
        <Form onSubmit={() => void create()}>
          <Field label={editor.label} hint={list.newHint} {...form.field("label")} />
          <footer>
            <Button onClick={onClose}>{app.cancel}</Button>
            <Button type="submit" kind="primary">
              {app.create}
            </Button>
          </footer>
        </Form>
      </div>
    </Dialog>
  )
}
