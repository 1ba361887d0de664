import { useState } from "preact/hooks"
import { recordName } from "../fields/record-name.tsx"
import { t } from "../i18n/editors/index.ts"
import type { ObjectModel } from "../model/workspace-model.ts"
import type { LiveRecord } from "../store/records.ts"
import { Button } from "../ui/button.tsx"
import { Listbox, type Choice } from "../ui/listbox.tsx"
import { sentenceOf } from "../ui/problem.ts"
import type { EditorProps, FieldEditorKind } from "./editor.ts"
import { choiceOf, create, creates, creationOf } from "./record-choice.tsx"
import { useRecordSearch } from "./use-record-search.ts"

interface PickerProps extends EditorProps {
  objects: readonly ObjectModel[]
}

/** One record of an object, or of several under their names. What is not there can be made, where it is clear of what. */
export function RecordPicker({ field, value, typed, onDone, objects }: PickerProps) {
  const linked = (value ?? null) as LiveRecord | null
  const [isCreating, setCreating] = useState(false)
  const { found, text, isSearching, error, search } = useRecordSearch({ objects, typed })
  const [first] = objects
  const isEmpty = text.trim() === ""
  const records = linked && isEmpty ? [linked, ...found.filter((record) => record !== linked)] : found
  const choices = objects.flatMap((object): Choice[] =>
    records
      .filter((record) => record.object === object)
      .map((record) => (objects.length > 1 ? { ...choiceOf(record), group: object.labelPlural } : choiceOf(record))),
  )
  const isNamed = found.some((record) => recordName(record).toLowerCase() === text.trim().toLowerCase())
  const offers = objects.length === 1 && !isSearching && !isNamed ? creationOf(first!, text) : []
  const choose = async ({ id }: Choice) => {
    if (isCreating) return
    if (id !== creates) return onDone({ value: records.find((record) => record.id === id) }, "stay")
    setCreating(true)
    const made = await create(first!, text)
    setCreating(false)
    onDone(made.error ? { problem: sentenceOf(made.error) } : { value: made.data }, "stay")
  }
  const { records: words } = t()
  const unlink = () => onDone({ value: null }, "stay")
  return (
    <Listbox
      label={field.label}
      choices={[...choices, ...offers]}
      chosen={new Set(linked ? [linked.id] : [])}
      typed={typed}
      nothing={isSearching ? words.searching : error ? sentenceOf(error) : words.none}
      onSearch={search}
      isSearching={isSearching || isCreating}
      onChoose={(choice) => void choose(choice)}
      {...(field.isNullable && { onClear: unlink })}
    >
      {linked && field.isNullable && (
        <div class="editor-bar">
          <Button kind="quiet" onClick={unlink}>
            {words.unlink}
          </Button>
        </div>
      )}
    </Listbox>
  )
}

const RelationEditor = (props: EditorProps) => <RecordPicker {...props} objects={[props.field.relation!.target]} />

export const relationEditor: FieldEditorKind = { Editor: RelationEditor, shape: "panel" }

const MorphRelationEditor = (props: EditorProps) => <RecordPicker {...props} objects={props.field.targets} />

export const morphRelationEditor: FieldEditorKind = { Editor: MorphRelationEditor, shape: "panel" }
