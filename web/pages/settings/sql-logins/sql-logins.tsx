/** Direct SQL: logins of the database for this workspace, and what an admin should know before passing one on. */
import { useState } from "preact/hooks"
import { formatInstant } from "../../../i18n/format.ts"
import { developerSentences } from "../../../i18n/settings-developers/index.ts"
import { sentences } from "../../../i18n/settings/index.ts"
import { Button } from "../../../ui/button.tsx"
import { Confirm } from "../../../ui/dialog.tsx"
import { Field } from "../../../ui/field.tsx"
import { Section } from "../../../ui/section.tsx"
import { Tag } from "../../../ui/tag.tsx"
import { changeOrTell, useAnswer } from "../answered.ts"
import { choicesOf, IssueDialog, Issued } from "../issue.tsx"
import { Loaded, SettingsPage } from "../parts.tsx"
import { issueLogin, loginsQuery, revoke, type IssuedLogin, type SqlLogin } from "./login.ts"

export default function SqlLoginsPage() {
  const answer = useAnswer<{ sqlLogins: SqlLogin[] }>(loginsQuery)
  const [isNew, setNew] = useState(false)
  const [issued, setIssued] = useState<IssuedLogin | null>(null)
  const { sql } = developerSentences()
  const shown = (made: IssuedLogin) => {
    setNew(false)
    setIssued(made)
    void answer.reload()
  }
  return (
    <SettingsPage
      title={sentences().pages["sql-logins"].title}
      wide
      actions={
        <Button kind="primary" onClick={() => setNew(true)}>
          {sql.new}
        </Button>
      }
    >
      <p class="note warn" role="note">
        {sql.above}
      </p>
      {issued && (
        <Issued words={sql} label={sql.address} secret={issued.address} onClose={() => setIssued(null)}>
          <Field label={sql.schema} readOnly value={issued.schema} onValue={() => {}} />
          <p class="muted">{issued.notice}</p>
        </Issued>
      )}
      <Loaded of={answer}>{({ sqlLogins }) => <Logins logins={sqlLogins} onChanged={answer.reload} />}</Loaded>
      {isNew && (
        <IssueDialog
          words={sql}
          warning={sql.above}
          right={{ label: sql.access, choices: choicesOf(sql.accesses) }}
          days="90"
          issue={({ right: access, ...asked }) => issueLogin({ ...asked, access })}
          onIssued={shown}
          onClose={() => setNew(false)}
        />
      )}
    </SettingsPage>
  )
}

function Logins({ logins, onChanged }: { logins: readonly SqlLogin[]; onChanged(): Promise<void> }) {
  const { sql } = developerSentences()
  const [doomed, setDoomed] = useState<SqlLogin | null>(null)
  const end = async (id: string) => {
    const problem = await changeOrTell(revoke, { id })
    if (!problem) await onChanged()
    return problem
  }
  return (
    <Section title={sql.title} text={sql.text}>
      {logins.length === 0 && <p class="empty-line">{sql.none}</p>}
      {logins.length > 0 && (
        <table class="settings-table">
          <thead>
            <tr>
              {[sql.name, sql.user, sql.access, sql.by, sql.expires].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
              <td />
            </tr>
          </thead>
          <tbody>
            {logins.map((login) => (
              <Row key={login.id} of={login} onRevoke={() => setDoomed(login)} />
            ))}
          </tbody>
        </table>
      )}
      {doomed && (
        <Confirm
          title={sql.revokeTitle(doomed.name)}
          text={sql.revokeText}
          action={sql.revoke}
          onConfirm={() => end(doomed.id)}
          onClose={() => setDoomed(null)}
        />
      )}
    </Section>
  )
}

function Row({
  of: { name, roleName, access, createdBy, expiresAt, isActive },
  onRevoke,
}: {
  of: SqlLogin
  onRevoke(): void
}) {
  const { sql } = developerSentences()
  return (
    <tr>
      <th scope="row">
        <span class="person">
          <bdi>{name}</bdi>
          {!isActive && <Tag color="red">{sql.over}</Tag>}
        </span>
      </th>
      <td data-label={sql.user}>
        <code>{roleName}</code>
      </td>
      <td data-label={sql.access}>{sql.accesses[access]}</td>
      <td data-label={sql.by}>
        <bdi>{createdBy}</bdi>
      </td>
      <td data-label={sql.expires}>{formatInstant(expiresAt)}</td>
      <td class="row-actions">
        {isActive && (
          <Button aria-label={sql.revokeNamed(name)} onClick={onRevoke}>
            {sql.revoke}
          </Button>
        )}
      </td>
    </tr>
  )
}
