import { useLayoutEffect, useRef, useState } from "preact/hooks"
import type { Credentials } from "../../api/accounts.ts"
import type { ApiError } from "../../api/send.ts"
import { t } from "../../i18n/messages.ts"
import { Button } from "../../ui/button.tsx"
import { Field, PasswordField } from "../../ui/field.tsx"
import { Form, useForm } from "../../ui/form.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import { emailProblem, needed } from "./rules.ts"

interface PasswordFormProps {
  /** of whoever has to come back; nobody else gets in by the form then */
  email?: string
  /** @returns what to say of it, where it did not lead anywhere */
  onSubmit(credentials: Credentials): Promise<string | undefined>
}

/** The address first, then the password on the same page. The server is asked nothing about the address in between. */
export function PasswordForm({ email = "", onSubmit }: PasswordFormProps) {
  const isKnown = email !== ""
  const [asksPassword, setAsksPassword] = useState(isKnown)
  const [isBusy, setBusy] = useState(false)
  const { entry } = t()
  const form = useForm({ email, password: "" }, (typed) => ({
    email: emailProblem(typed.email),
    password: asksPassword ? needed(entry.password, typed.password) : undefined,
  }))
  const passwordPlace = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (asksPassword) passwordPlace.current?.querySelector("input")?.focus()
  }, [asksPassword])

  const submit = async () => {
    if (!form.check()) return
    if (!asksPassword) return setAsksPassword(true)
    setBusy(true)
    const { typed } = form
    const problem = await onSubmit({ email: typed.email.trim(), password: typed.password })
    setBusy(false)
    if (problem !== undefined) form.show({ password: problem })
  }
  return (
    <div ref={form.root}>
      <Form onSubmit={() => void submit()}>
        <Field
          label={entry.email}
          type="email"
          name="username"
          autoComplete="username"
          inputMode="email"
          readOnly={isKnown}
          {...form.field("email")}
        />
        {asksPassword && (
          <div ref={passwordPlace}>
            <PasswordField
              label={entry.password}
              name="password"
              autoComplete="current-password"
              {...form.field("password")}
            />
          </div>
        )}
        <Button type="submit" kind="primary" wide busy={isBusy}>
          {asksPassword ? entry.signIn : entry.continue}
        </Button>
      </Form>
    </div>
  )
}

/** What to say where somebody is not let in: never which of the two is wrong. */
export function refusalOf(error: ApiError): string {
  return error.kind === "forbidden" ? t().entry.wrongPair : sentenceOf(error)
}
