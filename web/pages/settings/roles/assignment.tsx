/** Who has a role. Giving it counts at once. */
import { useState } from "preact/hooks"
import { roleSentences } from "../../../i18n/settings-roles/index.ts"
import { Avatar } from "../../../ui/avatar.tsx"
import { Button } from "../../../ui/button.tsx"
import { Section } from "../../../ui/section.tsx"
import { Select } from "../../../ui/select.tsx"
import { changeOrSay } from "../answered.ts"
import type { Person, Role } from "./role.ts"

interface AssignmentProps {
  role: Role
  people: readonly Person[]
  onChanged(): Promise<void>
}

const nameOf = ({ name, userEmail }: Person) => `${name.firstName} ${name.lastName}`.trim() || userEmail

export function Assignment({ role, people, onChanged }: AssignmentProps) {
  const { assignment } = roleSentences()
  const [chosen, setChosen] = useState("")
  const has = ({ roles }: Person) => roles?.some(({ id }) => id === role.id) ?? false
  const others = people.filter((person) => !has(person))
  const give = async () => {
    const data = await changeOrSay(
      `mutation ($memberId: UUID!, $roleId: UUID!) {
        updateWorkspaceMemberRole(workspaceMemberId: $memberId, roleId: $roleId) { id }
      }`,
      { memberId: chosen, roleId: role.id },
    )
    if (!data) return
    setChosen("")
    await onChanged()
  }
  return (
    <>
      <Section title={assignment.members}>
        {others.length === people.length && <p class="empty-line">{assignment.nobody}</p>}
        <ul class="rows">
          {people.filter(has).map((person) => (
            <li key={person.id}>
              <Avatar id={person.id} name={nameOf(person)} isPerson />
              <span class="what">
                <strong>
                  <bdi>{nameOf(person)}</bdi>
                </strong>
                <small>{person.userEmail}</small>
              </span>
            </li>
          ))}
        </ul>
        {role.canBeAssignedToUsers && others.length > 0 && (
          <div class="copied">
            <Select
              label={assignment.give}
              value={chosen}
              choices={[
                { value: "", label: assignment.choose, disabled: true },
                ...others.map((person) => ({
                  value: person.id,
                  label: `${nameOf(person)} (${person.roles?.map(({ label }) => label).join(", ")})`,
                })),
              ]}
              onValue={setChosen}
            />
            <Button disabled={chosen === ""} onClick={() => void give()}>
              {assignment.assign}
            </Button>
          </div>
        )}
      </Section>
      {role.apiKeys.length > 0 && (
        <Section title={assignment.keys}>
          <ul class="rows">
            {role.apiKeys.map(({ id, name }) => (
              <li key={id}>
                <span class="what">{name}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}
