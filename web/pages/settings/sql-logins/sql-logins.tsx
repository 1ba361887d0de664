/** Direct SQL: logins of the database for this workspace, and what an admin should know before passing one on. */
import { useState } from "preact/hooks"
import { formatInstant } from "../../../i18n/format.ts"
import { t } from "../../../i18n/messages.ts"
import { developerSentences } from "../../../i18n/settings-developers/index.ts"
import { sentences } from "../../../i18n/settings/index.ts"
import { Button } from "../../../ui/button.tsx"
import { CopyButton } from "../../../ui/copy-button.tsx"
import { Confirm, Dialog } from "../../../ui/dialog.tsx"
import { Field } from "../../../ui/field.tsx"
import { Form, useForm } from "../../../ui/form.tsx"
import { sentenceOf } from "../../../ui/problem.ts"
import { Section } from "../../../ui/section.tsx"
import { Select } from "../../../ui/select.tsx"
import { Tag } from "../../../ui/tag.tsx"
import { needed } from "../../entry/rules.ts"
import { changeOrTell, useAnswer } from "../answered.ts"
import { Loaded, SettingsPage } from "../parts.tsx"
import { issueLogin, loginsQuery, revoke, type IssuedLogin, type SqlLogin } from "./login.ts"

export default function SqlLoginsPage() {
  const answer = useAnswer<{ sqlLogins: SqlLogin[] }>(loginsQuery)
  const [isNew, setNew] = useState(false)
  const [issued, setIssued] = useState<IssuedLogin | null>(null)
  const { sql } = developerSentences()
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
      {issued && <Shown of={issued} onClose={() => setIssued(null)} />}
      <Loaded of={answer}>{({ sqlLogins }) => <Logins logins={sqlLogins} onChanged={answer.reload} />}</Loaded>
      {isNew && (
        <NewLogin
          onMade={(made) => {
            setNew(false)
            setIssued(made)
            void answer.reload()
          }}
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

const day = 86_400_000

function NewLogin({ onMade, onClose }: { onMade(issued: IssuedLogin): void; onClose(): void }) {
  const { sql } = developerSentences()
  const { app } = t()
  const [isBusy, setBusy] = useState(false)
  const form = useForm({ name: "", access: "READ", days: "90" }, ({ name }) => ({ name: needed(sql.name, name) }))
  const make = async () => {
    if (!form.check()) return
    setBusy(true)
    const { name, access, days } = form.typed
    const expiresAt = new Date(Date.now() + Number(days) * day).toISOString()
    const { data, error } = await issueLogin({ name: name.trim(), access, expiresAt })
    setBusy(false)
    if (error) form.show({ name: sentenceOf(error) })
    else onMade(data)
  }
  const choicesOf = (named: Record<string, string>) => Object.entries(named).map(([value, label]) => ({ value, label }))
  return (
    <Dialog title={sql.new} onClose={onClose}>
      <p class="note warn">{sql.above}</p>
      <div ref={form.root}>
        <Form onSubmit={() => void make()}>
          <Field label={sql.name} hint={sql.nameHint} {...form.field("name")} />
          <Select label={sql.access} choices={choicesOf(sql.accesses)} {...form.field("access")} />
          <Select label={sql.expiresAfter} choices={choicesOf(sql.lifetimes)} {...form.field("days")} />
          <footer>
            <Button onClick={onClose}>{app.cancel}</Button>
            <Button type="submit" kind="primary" busy={isBusy}>
              {app.create}
            </Button>
          </footer>
        </Form>
      </div>
    </Dialog>
  )
}

/** It is on this page until somebody leaves it or puts it away, and then nowhere. */
function Shown({ of: { address, schema, notice }, onClose }: { of: IssuedLogin; onClose(): void }) {
  const { sql } = developerSentences()
  return (
    <Section title={sql.shownTitle} text={sql.shownText} action={<Button onClick={onClose}>{sql.kept}</Button>}>
      <div class="copied">
        <Field label={sql.address} readOnly value={address} onValue={() => {}} />
        <CopyButton text={address} />
      </div>
      <Field label={sql.schema} readOnly value={schema} onValue={() => {}} />
      <p class="muted">{notice}</p>
    </Section>
  )
}
