/** Whoever has an address under an approved domain may join by themselves. */
import { sentences } from "../../../i18n/settings/index.ts"
import { t } from "../../../i18n/messages.ts"
import { say } from "../../../shell/toasts.tsx"
import { Button } from "../../../ui/button.tsx"
import { Field } from "../../../ui/field.tsx"
import { Form, useForm } from "../../../ui/form.tsx"
import { sentenceOf } from "../../../ui/problem.ts"
import { Section } from "../../../ui/section.tsx"
import { Tag } from "../../../ui/tag.tsx"
import { emailProblem, needed } from "../../entry/rules.ts"
import { change, changeOrSay, useAnswer } from "../answered.ts"
import { Loaded } from "../parts.tsx"

interface Domains {
  getApprovedAccessDomains: { id: string; domain: string; isValidated: boolean }[]
}

export function DomainsSection() {
  const { invitations } = sentences()
  const answer = useAnswer<Domains>(`{ getApprovedAccessDomains { id domain isValidated } }`)
  const remove = async (id: string, domain: string) => {
    const mutation = `mutation ($id: UUID!) { deleteApprovedAccessDomain(input: { id: $id }) }`
    if (await changeOrSay(mutation, { id }, invitations.domainRemoved(domain))) await answer.reload()
  }
  return (
    <Section title={invitations.domains} text={invitations.domainsText}>
      <Loaded of={answer}>
        {({ getApprovedAccessDomains: domains }) => (
          <ul class="rows">
            {domains.map(({ id, domain, isValidated }) => (
              <li key={id}>
                <span class="what">
                  <strong>
                    {domain}{" "}
                    <Tag color={isValidated ? "green" : "amber"}>
                      {isValidated ? invitations.validated : invitations.waiting}
                    </Tag>
                  </strong>
                </span>
                <Button aria-label={invitations.removeDomain(domain)} onClick={() => void remove(id, domain)}>
                  {t().app.remove}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <AddDomain onAdded={answer.reload} />
    </Section>
  )
}

function AddDomain({ onAdded }: { onAdded(): Promise<void> }) {
  const { invitations } = sentences()
  const form = useForm({ domain: "", email: "" }, ({ domain, email }) => ({
    domain: needed(invitations.domain, domain),
    email: emailProblem(email),
  }))
  const add = async () => {
    if (!form.check()) return
    const domain = form.typed.domain.trim()
    const email = form.typed.email.trim()
    const { error } = await change(
      `mutation ($domain: String!, $email: String!) {
        createApprovedAccessDomain(input: { domain: $domain, email: $email }) { id }
      }`,
      { domain, email },
    )
    if (error) return form.show({ domain: sentenceOf(error) })
    say({ kind: "success", text: invitations.domainAdded(email) })
    await onAdded()
  }
  return (
    <div ref={form.root}>
      <Form onSubmit={() => void add()}>
        <div class="pair">
          <Field label={invitations.domain} {...form.field("domain")} />
          <Field type="email" label={invitations.domainEmail} hint={invitations.domainHint} {...form.field("email")} />
        </div>
        <footer>
          <Button type="submit">{invitations.addDomain}</Button>
        </footer>
      </Form>
    </div>
  )
}
