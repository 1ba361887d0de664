import { useEffect, useState } from "preact/hooks"
import { ask } from "../api/graphql.ts"
import { selectionOf } from "../fields/index.ts"
import { linkStep } from "../fields/link-step.ts"
import { recordName } from "../fields/record-name.tsx"
import { farRecords, selectionOfLinked } from "../fields/relation.tsx"
import { t } from "../i18n/editors/index.ts"
import { objectTypeName } from "../model/names.ts"
import { farEndOf, farObjectOf, inverseOf } from "../model/relation-ends.ts"
import type { FieldModel } from "../model/workspace-model.ts"
import { putRecord, valueOf, type LiveRecord, type WireRecord } from "../store/records.ts"
import { perform } from "../store/undo.ts"
import { Listbox, type Choice } from "../ui/listbox.tsx"
import { sentenceOf } from "../ui/problem.ts"
import type { EditorProps, FieldEditorKind } from "./editor.ts"
import { choiceOf, create, creates, creationOf } from "./record-choice.tsx"
import { useRecordSearch } from "./use-record-search.ts"

/** Linked records that are listed; those beyond are found by their names. */
const most = 200

function ToManyEditor({ record: near, field, typed, onDone }: EditorProps) {
  const object = farObjectOf(field)
  const inverse = farEndOf(field) ? undefined : inverseOf(field)
  const [linked, setLinked] = useLinked(near!, field)
  const { found, text, isSearching, error, search } = useRecordSearch({
    objects: [object],
    typed,
    more: inverse ? selectionOf(inverse) : "",
  })
  // Linked ones stay where they are while the list is open, although they are let go of.
  const first = text.trim() === "" ? (linked?.all ?? []) : []
  const records = [...first, ...found.filter((record) => !first.includes(record))]
  const isLinked = (record: LiveRecord) => linked?.now.has(record) ?? false
  const toggle = (record: LiveRecord, wanted = !isLinked(record)) => {
    const { linked: linkedText, unlinked } = t().records
    const said = (wanted ? linkedText : unlinked)(recordName(record), field.label)
    void perform(linkStep(said, { near: near!, field, far: record, isLinked: wanted }))
    setLinked(record, wanted)
  }
  const choose = async ({ id }: Choice) => {
    const record = records.find((each) => each.id === id)
    if (record) return toggle(record)
    if (id !== creates) return
    const made = await create(object, text)
    if (made.error) return onDone({ problem: sentenceOf(made.error) }, "stay")
    toggle(made.data, true)
    search(text)
  }
  const { records: words } = t()
  const noteOf = (record: LiveRecord) => {
    const owner = inverse && (valueOf(record, inverse.name) as LiveRecord | null | undefined)
    return owner && owner !== near && !isLinked(record) ? words.linkedTo(recordName(owner)) : undefined
  }
  const isNamed = found.some((each) => recordName(each).toLowerCase() === text.trim().toLowerCase())
  const isWaiting = isSearching || linked === null
  return (
    <Listbox
      label={field.label}
      choices={[
        ...(linked ? records.map((record) => choiceOf(record, noteOf(record))) : []),
        ...(isWaiting || isNamed ? [] : creationOf(object, text)),
      ]}
      chosen={new Set(records.filter(isLinked).map(({ id }) => id))}
      isMulti
      typed={typed}
      nothing={isWaiting ? words.searching : error ? sentenceOf(error) : words.none}
      onSearch={search}
      isSearching={isWaiting}
      onChoose={(choice) => void choose(choice)}
    />
  )
}

export const toManyEditor: FieldEditorKind = {
  Editor: ToManyEditor,
  shape: "panel",
  keepsOnEscape: true,
  writesItself: true,
  needsRecord: true,
}

interface Linked {
  /** that were linked at any time since the list was opened */
  all: readonly LiveRecord[]
  now: ReadonlySet<LiveRecord>
}

/** Null until it is known. */
function useLinked(near: LiveRecord, field: FieldModel) {
  const [linked, setLinked] = useState<Linked | null>(null)
  useEffect(() => {
    const request = new AbortController()
    const read = async () => {
      const records = await readLinked(near, field, request.signal)
      if (!request.signal.aborted) setLinked({ all: records, now: new Set(records) })
    }
    void read()
    return () => request.abort()
  }, [])
  const set = (record: LiveRecord, isLinked: boolean) =>
    setLinked((before) => {
      const { all, now } = before ?? { all: [], now: new Set() }
      const others = [...now].filter((each) => each !== record)
      return { all: [...new Set([...all, record])], now: new Set(isLinked ? [...others, record] : others) }
    })
  return [linked, set] as const
}

async function readLinked(near: LiveRecord, field: FieldModel, signal: AbortSignal): Promise<LiveRecord[]> {
  const { object, id } = near
  const { data } = await ask<{ record: { list: { edges: { node: WireRecord }[] } } | null }>("/graphql", {
    query: `query ($filter: ${objectTypeName(object)}FilterInput!) {
      record: ${object.nameSingular}(filter: $filter) {
        list: ${field.name}(first: ${most}) { edges { node { ${selectionOfLinked(field)} } } }
      }
    }`,
    variables: { filter: { id: { eq: id } } },
    signal,
  })
  const nodes = data?.record?.list.edges ?? []
  return farRecords(
    field,
    nodes.map(({ node }) => putRecord(field.relation!.target, node)),
  )
}
