/** What each column of the file stands for. */
import { useState } from "preact/hooks"
import { t } from "../../i18n/start/index.ts"
import type { ObjectModel } from "../../model/workspace-model.ts"
import { reloadWorkspace, workspace } from "../../shell/workspace.ts"
import { Button } from "../../ui/button.tsx"
import { Select } from "../../ui/select.tsx"
import { createField } from "./new-fields.ts"
import { Section } from "../../ui/section.tsx"
import type { Target } from "./targets.ts"

interface ColumnsStepProps {
  object: ObjectModel
  names: readonly string[]
  rows: readonly (readonly string[])[]
  targets: readonly Target[]
  /** of the target of each column; null for none */
  keys: readonly (string | null)[]
  onMatch(column: number, key: string | null): void
}

/** No target has such a key. */
const toCreate = "+"

export function ColumnsStep({ object, names, rows, targets, keys, onMatch }: ColumnsStepProps) {
  const words = t().import
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const mayCreate = workspace.value!.permissions.has("DATA_MODEL")
  const create = async (columns: readonly number[]) => {
    setBusy(true)
    setProblem(undefined)
    for (const column of columns) {
      // Each makes the object another one.
      const current = workspace.peek()!.byId.get(object.id) ?? object
      const values = rows.map((row) => row[column] ?? "")
      const created = await createField(current, names[column]!, values)
      if ("problem" in created) {
        setProblem(`${names[column]!}: ${created.problem}`)
        break
      }
      await reloadWorkspace()
      onMatch(column, created.name)
    }
    setBusy(false)
  }
  const unmatched = [...keys.keys()].filter((column) => keys[column] === null)
  return (
    <Section
      title={words.columns}
      text={words.columnsText}
      action={
        mayCreate &&
        unmatched.length > 0 && (
          <Button busy={isBusy} onClick={() => void create(unmatched)}>
            {isBusy ? words.creating : words.createFields(unmatched.length)}
          </Button>
        )
      }
    >
      <table class="import-columns">
        <thead>
          <tr>
            <th scope="col">{words.inFile}</th>
            <th scope="col">{words.examples}</th>
            <th scope="col">{words.goesTo}</th>
          </tr>
        </thead>
        <tbody>
          {names.map((name, column) => (
            <tr key={column}>
              <th scope="row">
                <bdi>{name}</bdi>
              </th>
              <td>
                <bdi>{examplesOf(rows, column)}</bdi>
              </td>
              <td>
                <Select
                  label={words.goesToOf(name)}
                  isLabelHidden
                  disabled={isBusy}
                  value={keys[column] ?? ""}
                  choices={[
                    { value: "", label: words.skip },
                    ...(mayCreate ? [{ value: toCreate, label: words.createField }] : []),
                    ...targets.map(({ key, label }) => ({ value: key, label })),
                  ]}
                  onValue={(value) => (value === toCreate ? void create([column]) : onMatch(column, value || null))}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="error" role="alert">
        {problem}
      </p>
    </Section>
  )
}

/** The first few that differ. */
function examplesOf(rows: readonly (readonly string[])[], column: number): string {
  const found = new Set<string>()
  for (const row of rows.slice(0, 50)) {
    const text = (row[column] ?? "").trim()
    if (text !== "") found.add(text.length > 40 ? `${text.slice(0, 40)}…` : text)
    if (found.size === 3) break
  }
  return [...found].join(" · ")
}
