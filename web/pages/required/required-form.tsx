/** The small form that asks for what is missing. Nothing has been changed until it is saved. */
import { useLayoutEffect, useRef } from "preact/hooks"
import { recordName } from "../../fields/record-name.tsx"
import { formatNumber } from "../../i18n/format.ts"
import { t as core } from "../../i18n/messages.ts"
import { t } from "../../i18n/required/index.ts"
import { Button } from "../../ui/button.tsx"
import { Dialog } from "../../ui/dialog.tsx"
import { Form } from "../../ui/form.tsx"
import { DraftRow, focusField } from "../record/draft-row.tsx"
import { missingAmong } from "../record/new-record.ts"
import { useTyped } from "../record/use-typed.ts"
import { questions, type Given, type Question } from "./complete.ts"

export function RequiredForm() {
  const [question] = questions.value
  return question ? <Asked key={question.id} question={question} /> : null
}

function Asked({ question }: { question: Question }) {
  const { option, fields, editors, answer } = question
  const root = useRef<HTMLDivElement>(null)
  const given = useRef<Given | null>(null)
  const { values, problems, type, check } = useTyped({})
  const { app } = core()
  useLayoutEffect(() => {
    focusField(root.current, fields[0]!.name)
    // Once the focus is back where it was: whoever goes on may want it elsewhere.
    return () => answer(given.current)
  }, [])
  const leave = () => (questions.value = questions.peek().filter((each) => each !== question))
  const save = () => {
    const wrong = check((now) => missingAmong(fields, now))
    if (wrong !== undefined) return focusField(root.current, wrong)
    given.current = values
    leave()
  }
  return (
    <Dialog title={t().title(option)} onClose={leave}>
      <div ref={root}>
        <Form onSubmit={save}>
          <p class="muted">{sentenceFor(question)}</p>
          <div>
            {fields.map((field) => (
              <DraftRow
                key={field.id}
                field={field}
                editors={editors}
                value={values[field.name]}
                problem={problems[field.name]}
                onTyped={(typed) => type(field, typed)}
              />
            ))}
          </div>
          <footer>
            <Button onClick={leave}>{app.cancel}</Button>
            <Button type="submit" kind="primary">
              {app.save}
            </Button>
          </footer>
        </Form>
      </div>
    </Dialog>
  )
}

function sentenceFor({ records, total }: Question): string {
  const words = t()
  const lacking = formatNumber(records.length)
  if (total === 1) return words.one(recordName(records[0]!))
  return records.length === total ? words.all(lacking) : words.some(lacking, formatNumber(total))
}
