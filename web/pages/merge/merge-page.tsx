/** P-33: two to nine records side by side, of which one is kept with the best of all. */
import { useEffect, useState } from "preact/hooks"
import { useLocation } from "preact-iso"
import { CircleAlert } from "lucide-preact"
import type { ApiError } from "../../api/send.ts"
import { recordName } from "../../fields/record-name.tsx"
import { formatNumber } from "../../i18n/format.ts"
import { t } from "../../i18n/merge/index.ts"
import { t as core } from "../../i18n/messages.ts"
import { recordAddress, tableAddress } from "../../model/addresses.ts"
import type { FieldModel, ObjectModel } from "../../model/workspace-model.ts"
import { Header } from "../../shell/header.tsx"
import { navigate } from "../../shell/navigate.ts"
import { useTitle } from "../../shell/title.ts"
import { say } from "../../shell/toasts.tsx"
import { workspace } from "../../shell/workspace.ts"
import { same, valueOf, type LiveRecord } from "../../store/records.ts"
import { Button } from "../../ui/button.tsx"
import { Confirm } from "../../ui/dialog.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ObjectIcon } from "../../ui/icon.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import { OfObject } from "../of-object.tsx"
import { MergeTable } from "./merge-table.tsx"
import { canMerge, least, mergeAddress, most } from "./mergeable.ts"
import { mergeRecords, movingWith, previewMerge, readRecords } from "./merging.ts"
import "./merge.css"

export default function MergePage() {
  return <OfObject>{(object) => <Merge key={object.id} object={object} />}</OfObject>
}

function Merge({ object }: { object: ObjectModel }) {
  const { query } = useLocation()
  const ids = [...new Set((query.ids ?? "").split(",").filter((id) => id !== ""))]
  const words = t()
  const title = words.title(object.labelPlural)
  useTitle(title, workspace.value?.workspace.name)
  return (
    <>
      <Header title={title} icon={<ObjectIcon name={object.icon} />} />
      <main id="content" class="merge-page" tabIndex={-1} data-region>
        {!canMerge(object) ? (
          <Instead object={object} title={words.notAllowedTitle(object.labelPlural)} text={words.notAllowedText} />
        ) : ids.length < least || ids.length > most ? (
          <Instead object={object} title={words.wrongNumberTitle} text={words.wrongNumberText} />
        ) : (
          <Records key={ids.join()} object={object} ids={ids} />
        )}
      </main>
    </>
  )
}

function Instead({ object, title, text }: { object: ObjectModel; title: string; text: string }) {
  return (
    <EmptyState icon={CircleAlert} title={title} text={text}>
      <a class="button primary" href={tableAddress(object)}>
        {t().back(object.labelPlural)}
      </a>
    </EmptyState>
  )
}

function Records({ object, ids }: { object: ObjectModel; ids: readonly string[] }) {
  const [records, setRecords] = useState<readonly LiveRecord[]>()
  const [error, setError] = useState<ApiError | null>(null)
  const read = async () => {
    const answer = await readRecords(object, ids)
    setError(answer.error)
    if (answer.data) setRecords(answer.data)
  }
  useEffect(() => void read(), [])
  const words = t()
  const { table, app } = core()
  if (error)
    return (
      <EmptyState icon={CircleAlert} title={table.failedTitle} text={sentenceOf(error)}>
        <Button kind="primary" onClick={() => void read()}>
          {app.retry}
        </Button>
      </EmptyState>
    )
  if (!records) return null
  if (records.length < ids.length)
    return <Instead object={object} title={words.missingTitle} text={words.missingText} />
  return <Choice object={object} records={records} />
}

function Choice({ object, records }: { object: ObjectModel; records: readonly LiveRecord[] }) {
  const [kept, setKept] = useState(0)
  /** field → which record's value it gets, where somebody has said so; -1 for all together */
  const [wishes, setWishes] = useState<ReadonlyMap<FieldModel, number>>(new Map())
  const [isAsked, setAsked] = useState(false)
  const { preview, problem } = usePreview(object, records, kept)
  const words = t()
  const keeper = records[kept]!
  const others = records.filter((record) => record !== keeper)
  const name = recordName(keeper)
  const moving = movingWith(object, others)
  const merge = async () => {
    const { data, error, ...said } = await mergeRecords(object, {
      records,
      kept,
      chosen: chosenOf(preview!, records, wishes),
    })
    if (error) return sentenceOf(error)
    const rest = "rest" in said ? said.rest : null
    navigate(recordAddress(object, data.id), true)
    if (rest) say({ kind: "error", text: words.notAll(sentenceOf(rest)), details: rest.requestId })
    else say({ kind: "success", text: words.merged(records.length, recordName(data)) })
    return undefined
  }
  return (
    <>
      <MergeTable
        {...{ object, records, kept, preview, wishes }}
        onKeep={setKept}
        onWish={(field, from) => setWishes(new Map([...wishes, [field, from]]))}
        onLeaveOut={
          records.length > least
            ? (record) =>
                navigate(
                  mergeAddress(
                    object,
                    records.flatMap(({ id }) => (id === record.id ? [] : id)),
                  ),
                  true,
                )
            : undefined
        }
      />
      <footer class="merge-foot">
        <p role="status">
          {problem && <span class="error">{problem}</span>}
          {!problem &&
            moving.length > 0 &&
            words.moving(
              moving.map(({ field, count }) => words.count(formatNumber(count), field.label)).join(", "),
              name,
            )}
        </p>
        <a class="button" href={tableAddress(object)}>
          {core().app.cancel}
        </a>
        <Button kind="primary" disabled={!preview} onClick={() => setAsked(true)}>
          {words.merge(records.length)}
        </Button>
      </footer>
      {isAsked && (
        <Confirm
          title={words.confirmTitle(records.length, name)}
          text={words.confirmText(others.length)}
          action={words.action}
          onConfirm={merge}
          onClose={() => setAsked(false)}
        />
      )}
    </>
  )
}

/** Of what was wished, that which the server would not do by itself. */
function chosenOf(
  preview: LiveRecord,
  records: readonly LiveRecord[],
  wishes: ReadonlyMap<FieldModel, number>,
): Map<FieldModel, unknown> {
  const wished = [...wishes].flatMap(([field, from]) => {
    const record = records[from]
    return record ? [[field, valueOf(record, field.name)] as const] : []
  })
  return new Map(wished.filter(([field, value]) => !same(value, valueOf(preview, field.name))))
}

function usePreview(object: ObjectModel, records: readonly LiveRecord[], kept: number) {
  const [preview, setPreview] = useState<LiveRecord>()
  const [problem, setProblem] = useState<string>()
  useEffect(() => {
    let isOver = false
    const ids = records.map(({ id }) => id)
    void previewMerge(object, ids, kept).then(({ data, error }) => {
      if (isOver) return
      setPreview(data ?? undefined)
      setProblem(error ? sentenceOf(error) : undefined)
    })
    return () => {
      isOver = true
    }
  }, [records, kept])
  return { preview, problem }
}
