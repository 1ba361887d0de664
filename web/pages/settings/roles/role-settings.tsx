/** What a role is called, to whom it can be given, and its end. */
import { useState } from "preact/hooks"
import { useLocation } from "preact-iso"
import { roleSentences } from "../../../i18n/settings-roles/index.ts"
import { Button } from "../../../ui/button.tsx"
import { Confirm } from "../../../ui/dialog.tsx"
import { Field } from "../../../ui/field.tsx"
import { Section } from "../../../ui/section.tsx"
import { Switch } from "../../../ui/switch.tsx"
import { TextArea } from "../../../ui/text-area.tsx"
import { changeOrTell } from "../answered.ts"
import type { PartProps } from "./permissions-tab.tsx"
import type { Role } from "./role.ts"

export function RoleSettings({ draft, isFixed, change, role }: PartProps & { role: Role }) {
  const { route } = useLocation()
  const { editor } = roleSentences()
  const [isAsked, setAsked] = useState(false)
  const remove = async () => {
    const problem = await changeOrTell(`mutation ($id: UUID!) { deleteOneRole(roleId: $id) }`, { id: role.id })
    if (!problem) route("/settings/roles", true)
    return problem
  }
  return (
    <>
      <Section title={editor.tabs.settings}>
        <Field
          label={editor.label}
          value={String(draft.label)}
          readOnly={isFixed}
          onValue={(label) => change({ ...draft, label })}
        />
        <TextArea
          label={editor.description}
          value={String(draft.description)}
          onValue={(description) => !isFixed && change({ ...draft, description })}
        />
        <Switch
          label={editor.forUsers}
          isOn={draft.canBeAssignedToUsers === true}
          disabled={isFixed}
          onChange={(canBeAssignedToUsers) => change({ ...draft, canBeAssignedToUsers })}
        />
        <Switch
          label={editor.forKeys}
          isOn={draft.canBeAssignedToApiKeys === true}
          disabled={isFixed}
          onChange={(canBeAssignedToApiKeys) => change({ ...draft, canBeAssignedToApiKeys })}
        />
      </Section>
      {!isFixed && (
        <Section
          title={editor.delete}
          text={editor.deleteText}
          isDangerous
          action={
            <Button kind="danger" onClick={() => setAsked(true)}>
              {editor.delete}
            </Button>
          }
        />
      )}
      {isAsked && (
        <Confirm
          title={editor.deleteTitle(role.label)}
          text={editor.deleteWarning(role.workspaceMembers.length)}
          action={editor.delete}
          onConfirm={remove}
          onClose={() => setAsked(false)}
        />
      )}
    </>
  )
}
