/** Invitations by mail: sending them, and those that nobody has followed yet. */
import { useState } from "preact/hooks"
import { formatInstant } from "../../../i18n/format.ts"
import { sentences } from "../../../i18n/settings/index.ts"
import { say } from "../../../shell/toasts.tsx"
import { Button } from "../../../ui/button.tsx"
import { Form, useForm } from "../../../ui/form.tsx"
import { sentenceOf } from "../../../ui/problem.ts"
import { Section } from "../../../ui/section.tsx"
import { Select } from "../../../ui/select.tsx"
import { TextArea } from "../../../ui/text-area.tsx"
import { emailProblem, needed } from "../../entry/rules.ts"
import { change, changeOrSay } from "../answered.ts"
import { rolesForPeople, type RoleName } from "../roles-query.ts"

export interface Invitation {
  id: string
  email: string
  roleId: string | null
  expiresAt: string
}

interface InviteProps {
  roles: readonly RoleName[]
  defaultRoleId: string
  onSent(): Promise<void>
}

/** Addresses one under the other, or with commas between them, as they are copied from somewhere. */
const addressesIn = (text: string) => text.split(/[\s,;]+/).filter(Boolean)

export function InviteSection({ roles, defaultRoleId, onSent }: InviteProps) {
  const { invitations } = sentences()
  const [isBusy, setBusy] = useState(false)
  const form = useForm({ emails: "", roleId: defaultRoleId }, ({ emails }) => ({
    emails:
      needed(invitations.emails, emails) ??
      addressesIn(emails)
        .map(emailProblem)
        .find((problem) => problem !== undefined),
  }))
  const send = async () => {
    if (!form.check()) return
    setBusy(true)
    const { emails, roleId } = form.typed
    const { data, error } = await change<{ sendInvitations: { errors: string[]; result: { email: string }[] } }>(
      `mutation ($emails: [String!]!, $roleId: UUID) {
        sendInvitations(emails: $emails, roleId: $roleId) { errors result { email } }
      }`,
      { emails: addressesIn(emails), roleId: roleId || null },
    )
    setBusy(false)
    if (error) return form.show({ emails: sentenceOf(error) })
    const { errors, result } = data.sendInvitations
    const invited = new Set(result.map(({ email }) => email.toLowerCase()))
    form.field("emails").onValue(
      addressesIn(emails)
        .filter((email) => !invited.has(email.toLowerCase()))
        .join("\n"),
    )
    if (errors.length > 0) form.show({ emails: errors.join(" ") })
    if (result.length > 0) say({ kind: "success", text: invitations.sent(result.length) })
    await onSent()
  }
  return (
    <Section title={invitations.byMail} text={invitations.byMailText}>
      <div ref={form.root}>
        <Form onSubmit={() => void send()}>
          <TextArea label={invitations.emails} hint={invitations.emailsHint} {...form.field("emails")} />
          <Select label={invitations.role} choices={rolesForPeople(roles)} {...form.field("roleId")} />
          <footer>
            <Button type="submit" kind="primary" busy={isBusy}>
              {invitations.send}
            </Button>
          </footer>
        </Form>
      </div>
    </Section>
  )
}

interface PendingProps {
  invitations: readonly Invitation[]
  roles: readonly RoleName[]
  onChanged(): Promise<void>
}

export function PendingSection({ invitations: pending, roles, onChanged }: PendingProps) {
  const { invitations } = sentences()
  const act = async (mutation: string, id: string, done: string) => {
    if (await changeOrSay(mutation, { id }, done)) await onChanged()
  }
  const resend = `mutation ($id: String!) { resendWorkspaceInvitation(appTokenId: $id) { success } }`
  const revoke = `mutation ($id: String!) { deleteWorkspaceInvitation(appTokenId: $id) }`
  return (
    <Section title={invitations.pending}>
      {pending.length === 0 && <p class="empty-line">{invitations.nonePending}</p>}
      <ul class="rows">
        {pending.map(({ id, email, roleId, expiresAt }) => (
          <li key={id}>
            <span class="what">
              <strong>
                <bdi>{email}</bdi>
              </strong>
              <small>
                {[roles.find((role) => role.id === roleId)?.label, invitations.until(formatInstant(expiresAt))]
                  .filter(Boolean)
                  .join(" · ")}
              </small>
            </span>
            <Button aria-label={invitations.resendTo(email)} onClick={() => void act(resend, id, invitations.sent(1))}>
              {invitations.resend}
            </Button>
            <Button
              aria-label={invitations.revokeFrom(email)}
              onClick={() => void act(revoke, id, invitations.revoked(email))}
            >
              {invitations.revoke}
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  )
}
