/** P-32: a new record. Nothing is written before Create, and then everything in one request. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks"
import { ArrowLeft, X } from "lucide-preact"
import type { ApiError } from "../../api/send.ts"
import { loadEditors, useEditors, type Editors } from "../../editors/use-editors.ts"
import { completedValues } from "../../fields/complete-new.ts"
import { kindOf } from "../../fields/index.ts"
import { recordName } from "../../fields/record-name.tsx"
import { t } from "../../i18n/record/index.ts"
import type { FieldModel, ObjectModel } from "../../model/workspace-model.ts"
import { closePanel, leavePanel, replacePanel, takePanelFocus, type PanelPage } from "../../shell/panel.ts"
import { sayDone } from "../../shell/undo.tsx"
import { workspace } from "../../shell/workspace.ts"
import { liveRecord, type LiveRecord } from "../../store/records.ts"
import { removalStep } from "../../store/removal.ts"
import { remember } from "../../store/undo.ts"
import { Button, IconButton } from "../../ui/button.tsx"
import { ObjectIcon } from "../../ui/icon.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import { keepDraft, readDraft, type Values } from "./draft.ts"
import { DraftRow, focusField } from "./draft-row.tsx"
import { Duplicates } from "./duplicates.tsx"
import { createFrom, defaultOf, fillableFields, isFirst, missingIn } from "./new-record.ts"
import { PanelFrame } from "./panel-frame.tsx"
import { readRecord } from "./read-record.ts"
import { sayError } from "../../shell/record-removal.ts"
import { useTyped, type TypedValues } from "./use-typed.ts"

type CreatePage = Extract<PanelPage, { kind: "create" }>

export function CreatePanel({ page, hasBefore }: { page: CreatePage; hasBefore: boolean }) {
  const object = workspace.value!.bySingular.get(page.object)
  const editors = useEditors()
  const words = t()
  useEffect(() => void loadEditors(), [])
  const title = words.newOf(object?.labelSingular ?? page.object)
  return (
    <PanelFrame label={title}>
      <header class="panel-head">
        {hasBefore && <IconButton label={words.back} icon={ArrowLeft} onClick={leavePanel} />}
        <span class="what">
          <ObjectIcon name={object?.icon ?? null} />
          <h2>{title}</h2>
        </span>
        <span class="room" />
        <IconButton label={words.close} icon={X} onClick={closePanel} />
      </header>
      {object?.can.create ? (
        editors && <NewRecord object={object} editors={editors} link={page.link} />
      ) : (
        <p class="panel-body muted">{words.cannotCreate(object?.labelPlural ?? page.object)}</p>
      )}
    </PanelFrame>
  )
}

interface NewRecordProps {
  object: ObjectModel
  editors: Editors
  link: CreatePage["link"]
}

/** Once more from the start whenever one was created. */
function NewRecord(props: NewRecordProps) {
  const [round, setRound] = useState(0)
  return <Form key={round} {...props} onAgain={() => setRound(round + 1)} />
}

function Form({ object, editors, link, onAgain }: NewRecordProps & { onAgain(): void }) {
  const root = useRef<HTMLDivElement>(null)
  const linked = useLinked(object, link)
  const kept = useMemo(() => readDraft(object), [])
  const typed = useTyped({ ...kept, ...linked })
  const { isBusy, error, create } = useCreation(object, onAgain)
  const words = t()
  useFirstFocus(root)
  // Before anything can close it.
  useLayoutEffect(() => keepDraft(object, withoutLinked(typed.values, linked)), [typed.values])
  const submit = async (isAnother: boolean) => {
    const wrong = typed.check((values) => missingIn(object, values))
    if (wrong) return focusField(root.current, wrong)
    if (isBusy) return
    const entries = Object.entries(typed.values).map(([name, value]) => [object.byName.get(name)!, value] as const)
    const whole = await completedValues(object, new Map(entries))
    if (!whole) return
    // Not lost where the server refuses it.
    for (const [field, value] of whole) typed.type(field, { value })
    await create(Object.fromEntries([...whole].map(([{ name }, value]) => [name, value])), isAnother)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    void submit(event.shiftKey)
  }
  const startOver = () => {
    keepDraft(object, {})
    onAgain()
  }
  return (
    <div class="create" ref={root} onKeyDown={onKeyDown}>
      <div class="panel-body">
        {Object.keys(kept).length > 0 && <DraftNote onStartOver={startOver} />}
        <Duplicates object={object} values={typed.values} />
        <Rows {...{ object, editors, typed }} start={{ ...kept, ...linked }} />
        {error && (
          <p class="error" role="alert">
            {sentenceOf(error)}
          </p>
        )}
      </div>
      <footer class="panel-foot">
        <Button onClick={() => void submit(true)} busy={isBusy} title="Mod+Shift+Enter">
          {words.createAnother}
        </Button>
        <Button kind="primary" onClick={() => void submit(false)} busy={isBusy} title="Mod+Enter">
          {words.create}
        </Button>
      </footer>
    </div>
  )
}

function DraftNote({ onStartOver }: { onStartOver(): void }) {
  const words = t()
  return (
    <p class="draft-note">
      {words.draft}
      <button type="button" class="link" onClick={onStartOver}>
        {words.startOver}
      </button>
    </p>
  )
}

/** @param onAgain begins another one */
function useCreation(object: ObjectModel, onAgain: () => void) {
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<ApiError | null>(null)
  const create = async (values: Values, isAnother: boolean) => {
    setBusy(true)
    const { data: record, error: refused } = await createFrom(object, values)
    setBusy(false)
    setError(refused)
    if (!record) return
    keepDraft(object, {})
    sayCreated(record)
    if (isAnother) onAgain()
    else replacePanel({ kind: "record", object: object.nameSingular, id: record.id })
  }
  return { isBusy, error, create }
}

function sayCreated(record: LiveRecord): void {
  const text = t().wasCreated(recordName(record))
  const step = removalStep("restore", text, record, sayError)
  remember(step)
  sayDone(text, step)
}

interface RowsProps {
  object: ObjectModel
  editors: Editors
  typed: TypedValues
  /** what was there before anything was typed */
  start: Values
}

function Rows({ object, editors, typed: { values, problems, type }, start }: RowsProps) {
  const fields = useMemo(
    () => fillableFields(object).filter((field) => field.name in start || isTaken(field, editors)),
    [object, editors],
  )
  const first = fields.filter((field) => isFirst(field, start))
  const rest = fields.filter((field) => !first.includes(field))
  const row = (field: FieldModel) => (
    <DraftRow
      key={field.id}
      field={field}
      editors={editors}
      value={field.name in values ? values[field.name] : defaultOf(field)}
      problem={problems[field.name]}
      onTyped={(typed) => type(field, typed)}
    />
  )
  return (
    <>
      {first.map(row)}
      {rest.length > 0 && (
        <details open={rest.some(({ name }) => name in problems)}>
          <summary>{t().more}</summary>
          {rest.map(row)}
        </details>
      )}
    </>
  )
}

const isTaken = (field: FieldModel, { editorOf }: Editors) =>
  editorOf(field) !== undefined || kindOf(field).toggled !== undefined

/** The record from which this one is made, which it will lead to. */
function useLinked(object: ObjectModel, link: CreatePage["link"]): Values {
  return useMemo(() => {
    const field = link && object.byName.get(link.field)
    const target = field?.relation?.target
    if (!link || !field || !target) return {}
    void readRecord(target, link.id)
    return { [field.name]: liveRecord(target, link.id) }
  }, [])
}

/** What came with the address comes with it again. */
function withoutLinked(values: Values, linked: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => linked[name] !== value))
}

function useFirstFocus(root: { current: HTMLElement | null }): void {
  useLayoutEffect(() => {
    takePanelFocus()
    root.current?.querySelector<HTMLElement>(".control input, .control button")?.focus()
  }, [])
}
