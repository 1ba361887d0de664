/** Rows that are read, on their way to being records: what each column is, what is wrong, what becomes of them. */
import { useEffect, useMemo, useState } from "preact/hooks"
import { formatNumber } from "../../i18n/format.ts"
import { t } from "../../i18n/start/index.ts"
import type { ObjectModel } from "../../model/workspace-model.ts"
import { Button } from "../../ui/button.tsx"
import { Select } from "../../ui/select.tsx"
import { Switch } from "../../ui/switch.tsx"
import { checkRows, type Checked, type Choices, type Matches } from "./check.ts"
import { ColumnsStep } from "./columns-step.tsx"
import { findKnown } from "./known.ts"
import { Preview } from "./preview.tsx"
import { ImportRun } from "./run.ts"
import type { Source } from "./source-step.tsx"
import { Section } from "../../ui/section.tsx"
import { matchColumns, targetsOf } from "./targets.ts"
import { ValuesStep } from "./values-step.tsx"

interface WorkbenchProps {
  object: ObjectModel
  source: Source
  onOther(): void
  onStart(run: ImportRun, names: readonly string[]): void
}

const noChoices: Choices = new Map()

export function Workbench({ object, source, onOther, onStart }: WorkbenchProps) {
  const words = t().import
  const [hasNames, setHasNames] = useState(source.rows.length > 1)
  const { names, rows } = useMemo(() => tableOf(source, hasNames), [source, hasNames])
  const targets = useMemo(() => targetsOf(object), [object])
  const [keys, setKeys] = useState<readonly (string | null)[]>(() => matchColumns(names, targets))
  const [choices, setChoices] = useState<ReadonlyMap<number, Choices>>(new Map())
  const [keyColumn, setKeyColumn] = useState<number | null>(null)
  const [edits, setEdits] = useState(0)
  const matches = useMemo<Matches>(
    () =>
      names.map((_, column) => {
        const target = targets.find(({ key }) => key === keys[column])
        return target ? { target, choices: choices.get(column) ?? noChoices } : null
      }),
    [names, targets, keys, choices],
  )
  const keyMatch = keyColumn === null ? null : (matches[keyColumn] ?? null)
  const checked = useChecked(rows, matches, keyMatch ? keyColumn : null, edits)
  const known = useKnown(object, keyMatch, checked)
  const match = (column: number, key: string | null) => {
    setKeys((before) => before.map((each, i) => (i === column ? key : each === key ? null : each)))
    setChoices((before) => new Map([...before].filter(([i]) => i !== column)))
  }
  const choose = (column: number, said: Choices) => setChoices((before) => new Map([...before, [column, said]]))
  const edit = (row: number, column: number, text: string) => {
    rows[row]![column] = text
    setEdits((before) => before + 1)
  }
  const hasMatch = matches.some((each) => each !== null)
  const good = checked ? rows.length - checked.problems.size : 0
  const start = () =>
    onStart(
      new ImportRun({
        object,
        rows,
        matches,
        problems: checked!.problems,
        updates: keyMatch !== null,
        known: known ?? new Set(),
      }),
      names,
    )
  return (
    <>
      <Section
        title={source.title}
        text={words.found(formatNumber(rows.length), rows.length, names.length)}
        action={<Button onClick={onOther}>{words.other}</Button>}
      >
        <Switch
          label={words.hasNames}
          isOn={hasNames}
          onChange={(isOn) => {
            setHasNames(isOn)
            setKeys(matchColumns(tableOf(source, isOn).names, targets))
          }}
        />
      </Section>
      <ColumnsStep {...{ object, names, rows, targets, keys }} onMatch={match} />
      {matches.map((each, column) =>
        each?.target.hasOptions ? (
          <ValuesStep
            key={`${column} ${each.target.key}`}
            name={names[column]!}
            {...{ rows, column, edits }}
            match={each}
            onChoices={(said) => choose(column, said)}
          />
        ) : null,
      )}
      <Section title={words.check}>
        <Select
          label={words.key}
          value={keyMatch ? String(keyColumn) : ""}
          choices={[
            { value: "", label: words.createOnly },
            ...matches.flatMap((each, column) =>
              each?.target.find && object.can.update
                ? [{ value: String(column), label: words.updateBy(each.target.label) }]
                : [],
            ),
          ]}
          onValue={(value) => setKeyColumn(value === "" ? null : Number(value))}
        />
        {checked && hasMatch && <Preview {...{ names, rows, matches, checked }} onEdit={edit} />}
        <footer class="import-start">
          <p role="status">{summaryOf({ hasMatch, checked, good, known: keyMatch ? known : new Set() })}</p>
          <Button kind="primary" disabled={!hasMatch || good === 0 || (keyMatch !== null && !known)} onClick={start}>
            {words.start(formatNumber(good), good)}
          </Button>
        </footer>
      </Section>
    </>
  )
}

interface Summary {
  hasMatch: boolean
  checked: Checked | null
  good: number
  /** null while it is not known */
  known: ReadonlySet<string> | null
}

function summaryOf({ hasMatch, checked, good, known }: Summary): string {
  const words = t().import
  if (!hasMatch) return words.nothingMatched
  if (!checked || !known) return words.checking
  const updates = [...checked.keys.keys()].filter((key) => known.has(key)).length
  const wrong = checked.problems.size
  return [
    words.willCreate(formatNumber(good - updates)),
    ...(updates > 0 ? [words.willUpdate(formatNumber(updates))] : []),
    ...(wrong > 0 ? [words.willSkip(formatNumber(wrong), wrong)] : []),
  ].join(" · ")
}

interface Table {
  names: string[]
  rows: string[][]
}

/** Every row as long as the longest among the first. */
function tableOf({ rows }: Source, hasNames: boolean): Table {
  const width = rows.slice(0, 100).reduce((most, row) => Math.max(most, row.length), 0)
  const given = hasNames ? rows[0]! : []
  const names = Array.from({ length: width }, (_, i) => given[i]?.trim() || t().import.column(i + 1))
  return { names, rows: hasNames ? rows.slice(1) : rows }
}

/** What is wrong with which cells; what was found before stays until it is known anew. */
function useChecked(rows: string[][], matches: Matches, keyColumn: number | null, edits: number): Checked | null {
  const [checked, setChecked] = useState<Checked | null>(null)
  useEffect(() => {
    const work = new AbortController()
    void checkRows(rows, matches, keyColumn, work.signal).then((found) => {
      if (found && !work.signal.aborted) setChecked(found)
    })
    return () => work.abort()
  }, [rows, matches, keyColumn, edits])
  return checked
}

function useKnown(object: ObjectModel, match: Matches[number], checked: Checked | null): ReadonlySet<string> | null {
  const [known, setKnown] = useState<ReadonlySet<string> | null>(null)
  useEffect(() => {
    setKnown(null)
    if (!match || !checked) return
    const work = new AbortController()
    void findKnown(object, match.target, checked.keys, work.signal).then((found) => {
      if (!work.signal.aborted) setKnown(found)
    })
    return () => work.abort()
  }, [object, match, checked])
  return known
}
