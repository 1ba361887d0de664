/** P-02: an account, and a workspace of its own. */
import { useEffect, useState } from "preact/hooks"
import { useLocation } from "preact-iso"
import { signUp, waysIn, type WaysIn } from "../../api/accounts.ts"
import { t } from "../../i18n/messages.ts"
import { Button } from "../../ui/button.tsx"
import { Field } from "../../ui/field.tsx"
import { Form, useForm } from "../../ui/form.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import { Card } from "./card.tsx"
import { foundAndEnter, keepNewcomer, step } from "../../api/way-in.ts"
import { NewPassword } from "./new-password-field.tsx"
import { OtherWays } from "./other-ways.tsx"
import { emailProblem, needed, newPasswordProblem } from "./rules.ts"

export default function SignUp() {
  const { route } = useLocation()
  const [ways, setWays] = useState<WaysIn | null>(null)
  const [isBusy, setBusy] = useState(false)
  /** of the account, once there is one: trying again goes on from there */
  const [token, setToken] = useState<string | null>(null)
  useEffect(() => void waysIn().then((answer) => setWays(answer.data)), [])
  const { entry } = t()
  const nothing = { firstName: "", lastName: "", workspaceName: "", email: "", password: "" }
  const form = useForm(nothing, ({ firstName, workspaceName, email, password }) => ({
    firstName: needed(entry.firstName, firstName),
    workspaceName: needed(entry.workspaceName, workspaceName),
    email: emailProblem(email),
    password: newPasswordProblem(password),
  }))
  const { typed, field } = form

  const account = async () => {
    if (token !== null) return token
    const { data, error } = await signUp({ email: typed.email.trim(), password: typed.password })
    if (data) setToken(data.token)
    else if (error.code === "USER_ALREADY_EXISTS") form.show({ email: entry.taken })
    else form.show({ password: sentenceOf(error) })
    return data?.token
  }
  const submit = async () => {
    if (!form.check()) return
    setBusy(true)
    keepNewcomer(typed)
    const owner = await account()
    const error = owner ? await foundAndEnter(owner, typed.workspaceName.trim(), route) : null
    if (error?.code === "EMAIL_NOT_VERIFIED") {
      step.value = { name: "mail", email: typed.email.trim() }
      route("/verify-email")
    } else if (error) {
      form.show({ workspaceName: sentenceOf(error) })
    }
    setBusy(false)
  }

  const isFirst = ways?.isNewInstallation === true
  return (
    <Card title={isFirst ? entry.foundTitle : entry.signUp} text={isFirst ? entry.foundText : undefined}>
      {ways && <OtherWays ways={{ ...ways, workspace: undefined, sso: [] }} />}
      <div ref={form.root}>
        <Form onSubmit={() => void submit()}>
          <div class="pair">
            <Field label={entry.firstName} autoComplete="given-name" {...field("firstName")} />
            <Field label={entry.lastName} autoComplete="family-name" {...field("lastName")} />
          </div>
          <Field
            label={entry.workspaceName}
            autoComplete="organization"
            hint={entry.workspaceHint}
            {...field("workspaceName")}
          />
          <Field label={entry.email} type="email" autoComplete="username" inputMode="email" {...field("email")} />
          <NewPassword label={entry.password} {...field("password")} />
          <p class="error" role="alert">
            {form.summary}
          </p>
          <Button type="submit" kind="primary" wide busy={isBusy}>
            {entry.create}
          </Button>
        </Form>
      </div>
      {!isFirst && (
        <div class="links">
          <a href="/sign-in">{entry.haveAccount}</a>
        </div>
      )}
    </Card>
  )
}
