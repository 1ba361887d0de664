/** P-02: where an invitation leads. A new account joins, or the one that there is. */
import { useEffect, useState } from "preact/hooks"
import { useLocation, useRoute } from "preact-iso"
import { invitingWorkspace, join, waysIn, type WaysIn } from "../../api/accounts.ts"
import type { ApiError } from "../../api/send.ts"
import { t } from "../../i18n/messages.ts"
import { Button } from "../../ui/button.tsx"
import { Field } from "../../ui/field.tsx"
import { Form, useForm } from "../../ui/form.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import { Card } from "./card.tsx"
import { NewPassword } from "./new-password-field.tsx"
import { enterWorkspace, keepNewcomer, nameOf, step } from "../../api/way-in.ts"
import { OtherWays } from "./other-ways.tsx"
import { emailProblem, newPasswordProblem } from "./rules.ts"

export default function Invite() {
  const { route, query } = useLocation()
  const hash = useRoute().params.hash ?? ""
  const invitation = { hash, token: query.inviteToken ?? null }
  const isPersonal = query.email !== undefined
  const [workspace, setWorkspace] = useState<{ id: string; displayName: string | null } | null>(null)
  const [ways, setWays] = useState<WaysIn | null>(null)
  const [failure, setFailure] = useState<ApiError | null>(null)
  const [isDead, setDead] = useState(false)
  const [isBusy, setBusy] = useState(false)
  useEffect(() => {
    void Promise.all([invitingWorkspace(hash), waysIn()]).then(([found, open]) => {
      setWorkspace(found.data)
      setFailure(found.error)
      setWays(open.data)
    })
  }, [hash])
  const { entry } = t()
  const nothing = { firstName: "", lastName: "", email: query.email ?? "", password: "" }
  const form = useForm(nothing, ({ email, password }) => ({
    email: emailProblem(email),
    password: newPasswordProblem(password),
  }))
  const { typed, field } = form

  const submit = async () => {
    if (!form.check()) return
    setBusy(true)
    keepNewcomer({ firstName: typed.firstName, lastName: typed.lastName, workspaceName: "" })
    const joined = await join({ email: typed.email.trim(), password: typed.password }, invitation)
    const error = joined.data ? await enterWorkspace(joined.data, route) : joined.error
    setBusy(false)
    if (error?.code === "EMAIL_NOT_VERIFIED") {
      step.value = { name: "mail", email: typed.email.trim() }
      route("/verify-email")
    } else if (error) refuse(error)
  }
  const refuse = (error: ApiError) => {
    if (isWrongPassword(error)) form.show({ password: entry.wrongPair })
    else if (error.kind === "forbidden" || error.kind === "missing" || error.kind === "unauthenticated") setDead(true)
    else form.show({ password: sentenceOf(error) })
  }

  if (isDead || (failure && failure.kind !== "offline" && failure.kind !== "server")) return <DeadInvite />
  if (failure)
    return (
      <Card title={entry.join}>
        <p class="note bad" role="alert">
          {sentenceOf(failure)}
        </p>
      </Card>
    )
  if (!workspace) return <Card title={entry.join} />
  const isHere = ways?.workspace?.id === workspace.id
  return (
    <Card title={entry.inviteTitle(nameOf(workspace, entry.unnamed))} text={entry.inviteText}>
      {ways && <OtherWays ways={{ ...ways, workspace, sso: isHere ? ways.sso : [] }} invitation={invitation} />}
      <div ref={form.root}>
        <Form onSubmit={() => void submit()}>
          <div class="pair">
            <Field label={entry.firstName} autoComplete="given-name" {...field("firstName")} />
            <Field label={entry.lastName} autoComplete="family-name" {...field("lastName")} />
          </div>
          <Field label={entry.email} type="email" autoComplete="username" readOnly={isPersonal} {...field("email")} />
          <NewPassword label={entry.password} {...field("password")} />
          <p class="hint">{entry.joinWithAccount}</p>
          <Button type="submit" kind="primary" wide busy={isBusy}>
            {entry.join}
          </Button>
        </Form>
      </div>
    </Card>
  )
}

const isWrongPassword = ({ code, message }: ApiError) => code === "FORBIDDEN_EXCEPTION" && message === "Wrong password"

function DeadInvite() {
  const { entry } = t()
  return (
    <Card title={entry.deadInvite} text={entry.deadInviteText}>
      <a class="button primary wide" href={`mailto:?subject=${encodeURIComponent(entry.requestInviteSubject)}`}>
        {entry.requestInvite}
      </a>
      <div class="links">
        <a href="/sign-in">{entry.toSignIn}</a>
      </div>
    </Card>
  )
}
