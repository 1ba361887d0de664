/** Colleagues by their addresses, pasted as they come; each is looked at by itself. */
import { useEffect, useState } from "preact/hooks"
import { X } from "lucide-preact"
import { ask } from "../../api/graphql.ts"
import { readEmail, splitEmails } from "../../fields/emails.tsx"
import { t } from "../../i18n/start/index.ts"
import { say } from "../../shell/toasts.tsx"
import { Button, IconButton } from "../../ui/button.tsx"
import { Form } from "../../ui/form.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import { Select, type Choice } from "../../ui/select.tsx"
import { TextArea } from "../../ui/text-area.tsx"
import { leaveStep } from "./steps.ts"

export function InviteStep() {
  const words = t().welcome
  const roles = useRoles()
  const [text, setText] = useState("")
  const [addresses, setAddresses] = useState<readonly string[]>([])
  const [roleId, setRoleId] = useState("")
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  /** What is typed becomes chips; the last word is left to whoever is typing it. */
  const take = (typed: string, isDone: boolean) => {
    const words = splitEmails(typed)
    const rest = isDone || /[\s,;>]$/.test(typed) ? "" : (words.pop() ?? "")
    setAddresses((before) => [...new Set([...before, ...words])])
    setText(rest)
  }
  const type = (typed: string) => {
    setProblem(undefined)
    if (/[\s,;>]/.test(typed)) take(typed, /[\n,;>]/.test(text) || typed.length - text.length > 1)
    else setText(typed)
  }
  const all = [...new Set([...addresses, ...splitEmails(text)])]
  const wrong = all.flatMap((each) => {
    const read = readEmail(each)
    return "problem" in read ? [read.problem] : []
  })
  const send = async () => {
    take(text, true)
    if (wrong.length > 0) return setProblem(wrong.join(" "))
    if (all.length === 0) return leaveStep("invite")
    setBusy(true)
    const { data, error } = await ask<{ sendInvitations: { errors: string[]; result: { email: string }[] } }>(
      "/metadata",
      {
        query: `mutation ($emails: [String!]!, $roleId: UUID) {
          sendInvitations(emails: $emails, roleId: $roleId) { errors result { email } }
        }`,
        variables: { emails: all, roleId: roleId || roles.defaultId || null },
      },
    )
    setBusy(false)
    if (error) return setProblem(sentenceOf(error))
    const { errors, result } = data.sendInvitations
    if (result.length > 0) say({ kind: "success", text: words.sent(result.length) })
    if (errors.length === 0) return leaveStep("invite")
    const invited = new Set(result.map(({ email }) => email.toLowerCase()))
    setAddresses(all.filter((email) => !invited.has(email.toLowerCase())))
    setProblem(errors.join(" "))
  }
  return (
    <Form onSubmit={() => void send()}>
      <TextArea
        label={words.addresses}
        hint={words.addressesHint}
        rows={3}
        value={text}
        onValue={type}
        error={problem}
      />
      {addresses.length > 0 && (
        <ul class="welcome-chips">
          {addresses.map((email) => (
            <Address
              key={email}
              email={email}
              onRemove={() => setAddresses(addresses.filter((each) => each !== email))}
            />
          ))}
        </ul>
      )}
      <Select label={words.role} value={roleId || roles.defaultId} choices={roles.choices} onValue={setRoleId} />
      <Button type="submit" kind="primary" wide busy={isBusy}>
        {words.send(all.length)}
      </Button>
    </Form>
  )
}

function Address({ email, onRemove }: { email: string; onRemove(): void }) {
  const read = readEmail(email)
  const isWrong = "problem" in read
  return (
    <li class={isWrong ? "wrong" : undefined} title={isWrong ? read.problem : undefined}>
      <bdi>{email}</bdi>
      <IconButton label={t().welcome.removeAddress(email)} icon={X} onClick={onRemove} />
    </li>
  )
}

/** That people can have, and the one that they get where nobody says. */
function useRoles(): { choices: readonly Choice[]; defaultId: string } {
  const [roles, setRoles] = useState<{ choices: readonly Choice[]; defaultId: string }>({ choices: [], defaultId: "" })
  useEffect(() => {
    void ask<{
      getRoles: { id: string; label: string; canBeAssignedToUsers: boolean }[]
      currentWorkspace: { defaultRole: { id: string } | null }
    }>("/metadata", {
      query: "{ getRoles { id label canBeAssignedToUsers } currentWorkspace { defaultRole { id } } }",
    }).then(({ data }) => {
      if (!data) return
      const choices = data.getRoles.filter((role) => role.canBeAssignedToUsers)
      setRoles({
        choices: choices.map(({ id, label }) => ({ value: id, label })),
        defaultId: data.currentWorkspace.defaultRole?.id ?? "",
      })
    })
  }, [])
  return roles
}
