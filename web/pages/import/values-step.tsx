/** What the values of a column with options stand for. */
import { useEffect, useState } from "preact/hooks"
import { formatNumber } from "../../i18n/format.ts"
import { t } from "../../i18n/start/index.ts"
import { optionNamed } from "../../fields/select.tsx"
import { reloadWorkspace, workspace } from "../../shell/workspace.ts"
import { Button } from "../../ui/button.tsx"
import { Select } from "../../ui/select.tsx"
import { distinctValues, type Choices, type DistinctValue, type Match } from "./check.ts"
import { createOptions } from "./new-fields.ts"
import { Section } from "../../ui/section.tsx"
import type { Target } from "./targets.ts"

interface ValuesStepProps {
  name: string
  rows: readonly (readonly string[])[]
  column: number
  /** rises when a cell is edited */
  edits: number
  match: Match
  onChoices(choices: Choices): void
}

/** Values that somebody can be asked about. */
const most = 50

/** No option has such a value. */
const empty = "-"
const toCreate = "+"

export function ValuesStep({ name, rows, column, edits, match, onChoices }: ValuesStepProps) {
  const words = t().import
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const { target, choices } = match
  const { field } = target
  const values = useDistinctValues(rows, column, target, edits)
  const mayCreate = workspace.value!.permissions.has("DATA_MODEL")
  const say = (text: string, said: string | null | undefined) => {
    const others = [...choices].filter(([key]) => key !== text.toLowerCase())
    onChoices(new Map(said === undefined ? others : [...others, [text.toLowerCase(), said]]))
  }
  const create = async (labels: readonly string[]) => {
    setBusy(true)
    const said = await createOptions(field, labels)
    setProblem(said)
    if (said === undefined) await reloadWorkspace()
    setBusy(false)
  }
  const chosen = (text: string) => {
    const said = choices.get(text.toLowerCase())
    return said === null ? empty : (said ?? optionNamed(text, field) ?? "")
  }
  const unknown = values.filter(({ text }) => chosen(text) === "").map(({ text }) => text)
  return (
    <Section
      title={words.values(name)}
      text={words.valuesText}
      action={
        mayCreate &&
        unknown.length > 0 && (
          <Button busy={isBusy} onClick={() => void create(unknown)}>
            {words.createOptions(unknown.length)}
          </Button>
        )
      }
    >
      <table class="import-columns values">
        <tbody>
          {values.slice(0, most).map(({ text, count }) => (
            <tr key={text}>
              <th scope="row">
                <bdi>{text}</bdi>
              </th>
              <td>{words.times(formatNumber(count))}</td>
              <td>
                <Select
                  label={words.valueIs(text)}
                  isLabelHidden
                  value={chosen(text)}
                  disabled={isBusy}
                  choices={[
                    { value: "", label: words.choose },
                    { value: empty, label: words.leaveEmpty },
                    ...(mayCreate && optionNamed(text, field) === undefined
                      ? [{ value: toCreate, label: words.createOption }]
                      : []),
                    ...field.options.map(({ value, label }) => ({ value, label })),
                  ]}
                  onValue={(value) => {
                    if (value === toCreate) return void create([text])
                    say(text, value === empty ? null : value === "" ? undefined : value)
                  }}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {values.length > most && <p class="muted">{words.moreValues(formatNumber(values.length - most))}</p>}
      <p class="error" role="alert">
        {problem}
      </p>
    </Section>
  )
}

/** Those that were found before stay until they are counted anew. */
function useDistinctValues(rows: ValuesStepProps["rows"], column: number, target: Target, edits: number) {
  const [values, setValues] = useState<readonly DistinctValue[]>([])
  useEffect(() => {
    const work = new AbortController()
    void distinctValues(rows, column, target, work.signal).then((found) => {
      if (found && !work.signal.aborted) setValues(found)
    })
    return () => work.abort()
  }, [rows, column, edits, target.field.type])
  return values
}
