/** P-73: who belongs to the workspace, as what, and how they leave it. */
import { useState } from "preact/hooks"
import { sentences } from "../../../i18n/settings/index.ts"
import { t } from "../../../i18n/messages.ts"
import { workspace } from "../../../shell/workspace.ts"
import { Avatar } from "../../../ui/avatar.tsx"
import { Button } from "../../../ui/button.tsx"
import { Section } from "../../../ui/section.tsx"
import { Select } from "../../../ui/select.tsx"
import { Tag } from "../../../ui/tag.tsx"
import { changeOrSay, useAnswer } from "../answered.ts"
import { Loaded, SettingsPage } from "../parts.tsx"
import { roleNames, rolesForPeople, type RoleName } from "../roles-query.ts"
import { nameOf, type Member } from "./member.ts"
import { RemoveMember } from "./remove-member.tsx"

interface Members {
  currentUser: { workspaceMembers: Member[] }
  getRoles: RoleName[]
}

const query = `{
  currentUser { workspaceMembers { id name { firstName lastName } userEmail roles { id label } } }
  ${roleNames}
}`

export default function MembersPage() {
  const answer = useAnswer<Members>(query)
  const { members } = sentences()
  return (
    <SettingsPage
      title={sentences().pages.members.title}
      wide
      actions={
        <a class="button primary" href="/settings/invitations">
          {members.invite}
        </a>
      }
    >
      <Loaded of={answer}>
        {({ currentUser, getRoles }) => (
          <MemberTable members={currentUser.workspaceMembers} roles={getRoles} onChanged={answer.reload} />
        )}
      </Loaded>
    </SettingsPage>
  )
}

interface MemberTableProps {
  members: readonly Member[]
  roles: readonly RoleName[]
  onChanged(): Promise<void>
}

function MemberTable({ members, roles, onChanged }: MemberTableProps) {
  const [search, setSearch] = useState("")
  const [leaving, setLeaving] = useState<Member | null>(null)
  const sentence = sentences().members
  const wanted = search.trim().toLowerCase()
  const found = members.filter((each) => `${nameOf(each)} ${each.userEmail}`.toLowerCase().includes(wanted))
  return (
    <Section title={sentence.count(members.length)}>
      <input
        type="search"
        aria-label={sentence.search}
        placeholder={sentence.search}
        value={search}
        onInput={(event) => setSearch(event.currentTarget.value)}
      />
      <table class="settings-table">
        <thead>
          <tr>
            <th scope="col">{sentence.name}</th>
            <th scope="col">{sentence.email}</th>
            <th scope="col">{sentence.role}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {found.map((member) => (
            <Row
              key={member.id}
              member={member}
              roles={roles}
              onChanged={onChanged}
              onRemove={() => setLeaving(member)}
            />
          ))}
        </tbody>
      </table>
      {found.length === 0 && <p class="empty-line">{sentence.nobodyFound}</p>}
      {leaving && (
        <RemoveMember member={leaving} members={members} onRemoved={onChanged} onClose={() => setLeaving(null)} />
      )}
    </Section>
  )
}

interface RowProps extends Omit<MemberTableProps, "members"> {
  member: Member
  onRemove(): void
}

function Row({ member, roles, onChanged, onRemove }: RowProps) {
  const sentence = sentences().members
  const { member: self, permissions } = workspace.value!
  const [role] = member.roles ?? []
  const name = nameOf(member)
  return (
    <tr>
      <th scope="row">
        <span class="person">
          <Avatar id={member.id} name={name} isPerson />
          <bdi>{name}</bdi>
          {member.id === self.id && <Tag color="green">{sentence.you}</Tag>}
        </span>
      </th>
      <td data-label={sentence.email}>
        <bdi>{member.userEmail}</bdi>
      </td>
      <td data-label={sentence.role}>
        {permissions.has("ROLES") ? (
          <RoleChoice key={`${role?.id}`} member={member} roles={roles} onChanged={onChanged} />
        ) : (
          role?.label
        )}
      </td>
      <td class="row-actions">
        {member.id !== self.id && (
          <Button onClick={onRemove} aria-label={sentence.removeTitle(name)}>
            {t().app.remove}
          </Button>
        )}
      </td>
    </tr>
  )
}

/** What the server refuses, such as taking the role from the last admin, is said, and the role stays shown as it is. */
function RoleChoice({ member, roles, onChanged }: Omit<RowProps, "onRemove">) {
  const sentence = sentences().members
  const role = member.roles?.[0]
  const [shown, setShown] = useState(role?.id ?? "")
  const choose = async (roleId: string) => {
    setShown(roleId)
    const data = await changeOrSay(
      `mutation ($memberId: UUID!, $roleId: UUID!) {
        updateWorkspaceMemberRole(workspaceMemberId: $memberId, roleId: $roleId) { id }
      }`,
      { memberId: member.id, roleId },
      sentence.roleChanged(nameOf(member)),
    )
    if (data) await onChanged()
    else setShown(role?.id ?? "")
  }
  const choices = rolesForPeople(roles)
  const isListed = !role || choices.some(({ value }) => value === role.id)
  return (
    <Select
      label={sentence.roleOf(nameOf(member))}
      isLabelHidden
      value={shown}
      choices={isListed ? choices : [{ value: role.id, label: role.label }, ...choices]}
      onValue={(id) => void choose(id)}
    />
  )
}
