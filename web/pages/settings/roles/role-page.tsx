/** P-75: one role: what it may do, who has it, what it is called. Changes are kept until they are saved together. */
import { useState } from "preact/hooks"
import { useLocation, useRoute } from "preact-iso"
import { roleSentences } from "../../../i18n/settings-roles/index.ts"
import { sentences } from "../../../i18n/settings/index.ts"
import { t } from "../../../i18n/messages.ts"
import { NotFound } from "../../../shell/problems.tsx"
import { say } from "../../../shell/toasts.tsx"
import { reloadWorkspace, workspace } from "../../../shell/workspace.ts"
import { Button } from "../../../ui/button.tsx"
import { Tabs } from "../../../ui/tabs.tsx"
import { sayError } from "../answered.ts"
import { useLeaveGuard } from "../leave-guard.tsx"
import { Loaded, SettingsPage } from "../parts.tsx"
import { Assignment } from "./assignment.tsx"
import { flags } from "./permissions.ts"
import { PermissionsTab } from "./permissions-tab.tsx"
import { objectsOf, useRoles, type Role, type Roles } from "./role.ts"
import { changedKeys, draftOf, type RoleDraft, type RuleSet } from "./role-draft.ts"
import { RoleSettings } from "./role-settings.tsx"
import { isUnfinished } from "./rule-terms.ts"
import { saveRole } from "./save-role.ts"

export default function RolePage() {
  const id = useRoute().params.id
  const answer = useRoles()
  const role = answer.data?.getRoles.find((each) => each.id === id)
  if (answer.data && !role) return <NotFound />
  return (
    <SettingsPage
      title={role?.label ?? ""}
      parent={{ href: "/settings/roles", label: sentences().pages.roles.title }}
      wide
    >
      <Loaded of={answer}>{(roles) => <Editor roles={roles} role={role!} onChanged={answer.reload} />}</Loaded>
    </SettingsPage>
  )
}

const tabs = ["permissions", "assignment", "settings"] as const

interface EditorProps {
  roles: Roles
  role: Role
  onChanged(): Promise<void>
}

function Editor({ roles, role, onChanged }: EditorProps) {
  const { query, route } = useLocation()
  const { editor } = roleSentences()
  const objects = objectsOf(roles)
  const saved = draftOf(role, objects, flags)
  const [changes, setChanges] = useState<RoleDraft>({})
  const draft = { ...saved, ...changes }
  const unsaved = changedKeys(draft, saved)
  const [isBusy, setBusy] = useState(false)
  const question = useLeaveGuard(unsaved.length > 0)
  const tab = tabs.find((each) => each === query.tab) ?? "permissions"
  const own = roles.currentUser.workspaceMembers.find(({ id }) => id === workspace.value!.member.id)
  const isOwn = own?.roles?.some(({ id }) => id === role.id) ?? false
  const isFixed = !role.isEditable || isOwn
  const save = async () => {
    if (hasUnfinished(draft, roles)) return say({ kind: "warning", text: editor.unfinished })
    setBusy(true)
    const error = await saveRole({ role, draft, saved, objects, flags })
    await Promise.all([onChanged(), reloadWorkspace()])
    setBusy(false)
    if (error) return sayError(error)
    setChanges({})
    say({ kind: "success", text: sentences().frame.saved })
  }
  const part = { draft, isFixed, change: (next: RoleDraft) => setChanges(next) }
  return (
    <>
      {isFixed && <p class="note">{role.isEditable ? editor.own : editor.fixed}</p>}
      <Tabs
        label={role.label}
        tabs={tabs.map((name) => ({ name, label: editor.tabs[name] }))}
        current={tab}
        onChoose={(name) => route(`/settings/roles/${role.id}?tab=${name}`, true)}
      >
        {tab === "permissions" && (
          <PermissionsTab {...part} objects={objects} people={roles.currentUser.workspaceMembers} />
        )}
        {tab === "assignment" && (
          <Assignment role={role} people={roles.currentUser.workspaceMembers} onChanged={onChanged} />
        )}
        {tab === "settings" && <RoleSettings {...part} role={role} />}
      </Tabs>
      {question}
      {unsaved.length > 0 && (
        <div class="save-bar" role="region" aria-label={editor.unsaved(unsaved.length)}>
          <span aria-live="polite">{editor.unsaved(unsaved.length)}</span>
          <Button onClick={() => setChanges({})}>{t().app.discard}</Button>
          <Button kind="primary" busy={isBusy} onClick={() => void save()}>
            {t().app.save}
          </Button>
        </div>
      )}
    </>
  )
}

function hasUnfinished(draft: RoleDraft, roles: Roles): boolean {
  const fields = new Map(objectsOf(roles).flatMap((object) => object.fieldsList.map((field) => [field.id, field])))
  return Object.entries(draft)
    .filter(([key]) => key.startsWith("rules "))
    .some(([, set]) => (set as RuleSet).rules.some((rule) => isUnfinished(fields.get(rule.fieldId), rule)))
}
