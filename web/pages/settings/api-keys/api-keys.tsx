/** P-81: keys by which programs come in. */
import { useState } from "preact/hooks"
import { formatInstant, formatRelative } from "../../../i18n/format.ts"
import { developerSentences } from "../../../i18n/settings-developers/index.ts"
import { sentences } from "../../../i18n/settings/index.ts"
import { Button } from "../../../ui/button.tsx"
import { Confirm } from "../../../ui/dialog.tsx"
import { sentenceOf } from "../../../ui/problem.ts"
import { Section } from "../../../ui/section.tsx"
import { Select } from "../../../ui/select.tsx"
import { Tag } from "../../../ui/tag.tsx"
import { changeOrSay, changeOrTell, useAnswer } from "../answered.ts"
import { IssueDialog, Issued } from "../issue.tsx"
import { Loaded, SettingsPage } from "../parts.tsx"
import { roleNames, rolesForKeys, type RoleName } from "../roles-query.ts"
import { issueKey, revoke, type ApiKey } from "./key.ts"

interface Keys {
  apiKeys: ApiKey[]
  getRoles: RoleName[]
}

const query = `{ apiKeys { id name expiresAt revokedAt lastUsedAt createdAt role { id label } } ${roleNames} }`

export default function ApiKeysPage() {
  const answer = useAnswer<Keys>(query)
  const [isNew, setNew] = useState(false)
  const [token, setToken] = useState<string | null>(null)
  const { keys } = developerSentences()
  const shown = (made: string) => {
    setNew(false)
    setToken(made)
    void answer.reload()
  }
  return (
    <SettingsPage
      title={sentences().pages["api-keys"].title}
      wide
      actions={
        <Button kind="primary" onClick={() => setNew(true)}>
          {keys.new}
        </Button>
      }
    >
      {token && <Issued words={keys} label={keys.token} secret={token} onClose={() => setToken(null)} />}
      <Loaded of={answer}>
        {({ apiKeys, getRoles }) => (
          <>
            <KeyTable keys={apiKeys} roles={getRoles} onChanged={answer.reload} onToken={shown} />
            {isNew && (
              <IssueDialog
                words={keys}
                right={{ label: keys.role, hint: keys.roleHint, choices: rolesForKeys(getRoles) }}
                days="365"
                issue={({ right: roleId, ...asked }) => issueKey({ ...asked, roleId })}
                onIssued={shown}
                onClose={() => setNew(false)}
              />
            )}
          </>
        )}
      </Loaded>
    </SettingsPage>
  )
}

interface KeyTableProps {
  keys: readonly ApiKey[]
  roles: readonly RoleName[]
  onChanged(): Promise<void>
  onToken(token: string): void
}

function KeyTable({ keys, roles, onChanged, onToken }: KeyTableProps) {
  const { keys: sentence } = developerSentences()
  const [doomed, setDoomed] = useState<ApiKey | null>(null)
  const [rotated, setRotated] = useState<ApiKey | null>(null)
  const end = async (id: string) => {
    const problem = await changeOrTell(revoke, { id })
    if (!problem) await onChanged()
    return problem
  }
  const rotate = async ({ id, name, expiresAt, role }: ApiKey) => {
    const { data, error } = await issueKey({ name, roleId: role.id, expiresAt })
    if (error) return sentenceOf(error)
    onToken(data)
    return end(id)
  }
  return (
    <Section title={sentence.title} text={sentence.text}>
      {keys.length === 0 && <p class="empty-line">{sentence.none}</p>}
      {keys.length > 0 && (
        <table class="settings-table">
          <thead>
            <tr>
              <th scope="col">{sentence.name}</th>
              <th scope="col">{sentence.role}</th>
              <th scope="col">{sentence.lastUsed}</th>
              <th scope="col">{sentence.expires}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {keys.map((key) => (
              <Row
                key={key.id}
                of={key}
                roles={roles}
                onChanged={onChanged}
                onRevoke={() => setDoomed(key)}
                onRotate={() => setRotated(key)}
              />
            ))}
          </tbody>
        </table>
      )}
      {doomed && (
        <Confirm
          title={sentence.revokeTitle(doomed.name)}
          text={sentence.revokeText}
          action={sentence.revoke}
          onConfirm={() => end(doomed.id)}
          onClose={() => setDoomed(null)}
        />
      )}
      {rotated && (
        <Confirm
          title={sentence.rotateTitle(rotated.name)}
          text={sentence.rotateText}
          action={sentence.rotate}
          onConfirm={() => rotate(rotated)}
          onClose={() => setRotated(null)}
        />
      )}
    </Section>
  )
}

interface RowProps {
  of: ApiKey
  roles: readonly RoleName[]
  onChanged(): Promise<void>
  onRevoke(): void
  onRotate(): void
}

function Row({ of: key, roles, onChanged, onRevoke, onRotate }: RowProps) {
  const { keys: sentence } = developerSentences()
  const isOver = key.revokedAt !== null || new Date(key.expiresAt) < new Date()
  const give = async (roleId: string) => {
    await changeOrSay(
      `mutation ($id: UUID!, $roleId: UUID!) { assignRoleToApiKey(apiKeyId: $id, roleId: $roleId) }`,
      { id: key.id, roleId },
      sentences().frame.saved,
    )
    await onChanged()
  }
  const choices = rolesForKeys(roles)
  const listed = choices.some(({ value }) => value === key.role.id)
  return (
    <tr>
      <th scope="row">
        <span class="person">
          <bdi>{key.name}</bdi>
          {key.revokedAt && <Tag color="red">{sentence.revoked}</Tag>}
          {!key.revokedAt && isOver && <Tag color="amber">{sentence.expired}</Tag>}
        </span>
      </th>
      <td data-label={sentence.role}>
        {isOver ? (
          key.role.label
        ) : (
          <Select
            label={sentence.roleOf(key.name)}
            isLabelHidden
            value={key.role.id}
            choices={listed ? choices : [{ value: key.role.id, label: key.role.label }, ...choices]}
            onValue={(id) => void give(id)}
          />
        )}
      </td>
      <td data-label={sentence.lastUsed}>{key.lastUsedAt ? formatRelative(key.lastUsedAt) : sentence.never}</td>
      <td data-label={sentence.expires}>{formatInstant(key.expiresAt)}</td>
      <td class="row-actions">
        {!isOver && (
          <span class="person">
            <Button aria-label={sentence.rotateNamed(key.name)} onClick={onRotate}>
              {sentence.rotate}
            </Button>
            <Button aria-label={sentence.revokeNamed(key.name)} onClick={onRevoke}>
              {sentence.revoke}
            </Button>
          </span>
        )}
      </td>
    </tr>
  )
}
