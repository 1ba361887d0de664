/** The first rows as they will be imported. Every cell can be mended where it stands. */
import { useState } from "preact/hooks"
import { formatNumber } from "../../i18n/format.ts"
import { t } from "../../i18n/start/index.ts"
import type { Checked, Matches } from "./check.ts"

interface PreviewProps {
  names: readonly string[]
  rows: readonly (readonly string[])[]
  matches: Matches
  checked: Checked
  onEdit(row: number, column: number, text: string): void
}

/** Rows that are shown. */
const most = 20

export function Preview({ names, rows, matches, checked: { problems }, onEdit }: PreviewProps) {
  const words = t().import
  const [isNarrow, setNarrow] = useState(false)
  const hasErrors = problems.size > 0
  const numbers = isNarrow && hasErrors ? [...problems.keys()] : [...rows.slice(0, most).keys()]
  const total = isNarrow && hasErrors ? problems.size : rows.length
  const columns = [...matches.keys()].filter((column) => matches[column] !== null)
  return (
    <>
      <div class="import-filter">
        <label>
          <input type="radio" name="import-rows" checked={!isNarrow} onChange={() => setNarrow(false)} />
          {words.allRows}
        </label>
        <label>
          <input type="radio" name="import-rows" checked={isNarrow} onChange={() => setNarrow(true)} />
          {words.withErrors(formatNumber(problems.size))}
        </label>
      </div>
      {!hasErrors && <p class="muted">{words.nothingWrong}</p>}
      <div class="import-preview" role="region" aria-label={words.check} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.row}</th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  <bdi>{matches[column]!.target.label}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {numbers.slice(0, most).map((number) => (
              <tr key={number}>
                <th scope="row">{formatNumber(number + 1)}</th>
                {columns.map((column) => (
                  <Cell
                    key={column}
                    label={words.cell(names[column]!, number + 1)}
                    text={rows[number]![column] ?? ""}
                    problem={problems.get(number)?.get(column)}
                    onEdit={(text) => onEdit(number, column, text)}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {total > most && <p class="muted">{words.shownOf(formatNumber(most), formatNumber(total))}</p>}
    </>
  )
}

interface CellProps {
  label: string
  text: string
  problem: string | undefined
  onEdit(text: string): void
}

function Cell({ label, text, problem, onEdit }: CellProps) {
  return (
    <td class={problem ? "wrong" : undefined}>
      <input
        aria-label={label}
        aria-invalid={problem ? true : undefined}
        value={text}
        onChange={(event) => onEdit(event.currentTarget.value)}
      />
      {problem && <small class="error">{problem}</small>}
    </td>
  )
}
