/** What gives access and is told once: the dialog that makes it, and the place where it is told. */
import { useState } from "preact/hooks"
import type { ComponentChildren } from "preact"
import type { Answer } from "../../api/send.ts"
import { t } from "../../i18n/messages.ts"
import { Button } from "../../ui/button.tsx"
import { CopyButton } from "../../ui/copy-button.tsx"
import { Dialog } from "../../ui/dialog.tsx"
import { Field } from "../../ui/field.tsx"
import { Form, useForm } from "../../ui/form.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import { Section } from "../../ui/section.tsx"
import { Select, type Choice } from "../../ui/select.tsx"
import { needed } from "../entry/rules.ts"

interface IssueDialogProps<T> {
  /** of keys, of logins: what each calls its parts */
  words: {
    new: string
    name: string
    nameHint: string
    expiresAfter: string
    /** days → what people call them */
    lifetimes: Record<string, string>
  }
  /** said above the form */
  warning?: string
  /** what it may do */
  right: { label: string; hint?: string; choices: readonly Choice[] }
  /** days that it holds unless somebody says otherwise */
  days: string
  issue(asked: { name: string; right: string; expiresAt: string }): Promise<Answer<T>>
  onIssued(issued: T): void
  onClose(): void
}

const day = 86_400_000

export function IssueDialog<T>({ words, warning, right, days, issue, onIssued, onClose }: IssueDialogProps<T>) {
  const { app } = t()
  const [isBusy, setBusy] = useState(false)
  const start = { name: "", right: right.choices[0]?.value ?? "", days }
  const form = useForm(start, ({ name }) => ({ name: needed(words.name, name) }))
  const make = async () => {
    if (!form.check()) return
    setBusy(true)
    const { typed } = form
    const expiresAt = new Date(Date.now() + Number(typed.days) * day).toISOString()
    const { data, error } = await issue({ name: typed.name.trim(), right: typed.right, expiresAt })
    setBusy(false)
    if (error) form.show({ name: sentenceOf(error) })
    else onIssued(data)
  }
  return (
    <Dialog title={words.new} onClose={onClose}>
      {warning && <p class="note warn">{warning}</p>}
      <div ref={form.root}>
        <Form onSubmit={() => void make()}>
          <Field label={words.name} hint={words.nameHint} {...form.field("name")} />
          <Select {...right} {...form.field("right")} />
          <Select label={words.expiresAfter} choices={choicesOf(words.lifetimes)} {...form.field("days")} />
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

export const choicesOf = (named: Record<string, string>): Choice[] =>
  Object.entries(named).map(([value, label]) => ({ value, label }))

interface IssuedProps {
  words: { shownTitle: string; shownText: string; kept: string }
  label: string
  secret: string
  onClose(): void
  children?: ComponentChildren
}

/** It is on this page until somebody leaves it or puts it away, and then nowhere. */
export function Issued({ words, label, secret, onClose, children }: IssuedProps) {
  return (
    <Section title={words.shownTitle} text={words.shownText} action={<Button onClick={onClose}>{words.kept}</Button>}>
      <div class="copied">
        <Field label={label} readOnly value={secret} onValue={() => {}} />
        <CopyButton text={secret} />
      </div>
      {children}
    </Section>
  )
}
