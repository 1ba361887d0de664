import { useMemo } from "preact/hooks"
import { asList } from "../fields/field-kind.ts"
import { kindOf } from "../fields/index.ts"
import { optionLabel } from "../fields/select.tsx"
import { t } from "../i18n/editors/index.ts"
import { t as fieldWords } from "../i18n/fields/index.ts"
import { Button } from "../ui/button.tsx"
import { Listbox } from "../ui/listbox.tsx"
import { Tag } from "../ui/tag.tsx"
import type { EditorProps, FieldEditorKind } from "./editor.ts"
import { useDraft } from "./use-draft.ts"

/** Up to how many options all of them are chosen with one press. */
const few = 20

function MultiSelectEditor(props: EditorProps) {
  const { field, value, typed } = props
  const draftOf = (values: readonly string[]) =>
    values.length === 0 ? kindOf(field).cleared!(field) : { value: [...values] }
  const [values, change] = useDraft<readonly string[]>(
    { ...props, typed: undefined },
    () => asList(value).map(String),
    draftOf,
  )
  // As it was when it opened: nothing jumps while somebody chooses.
  const choices = useMemo(() => {
    const gone = values.filter((each) => !field.options.some((option) => option.value === each))
    const rows = [
      ...field.options.map((option) => ({ id: option.value, text: option.label, color: option.color })),
      ...gone.map((each) => ({ id: each, text: optionLabel(each, field), color: "grey" })),
    ]
    const isChosen = ({ id }: { id: string }) => values.includes(id)
    return [...rows.filter(isChosen), ...rows.filter((row) => !isChosen(row))].map((row) => ({
      ...row,
      shown: <Tag color={row.color}>{row.text}</Tag>,
    }))
  }, [field])
  const toggle = (id: string) => change(values.includes(id) ? values.filter((each) => each !== id) : [...values, id])
  const { options } = t()
  return (
    <Listbox
      label={field.label}
      choices={choices}
      chosen={new Set(values)}
      isMulti
      typed={typed}
      nothing={fieldWords().noOption}
      onChoose={({ id }) => toggle(id)}
      onClear={() => change(values.slice(0, -1))}
    >
      {field.options.length <= few && (
        <div class="editor-bar">
          <Button kind="quiet" onClick={() => change(field.options.map((option) => option.value))}>
            {options.all}
          </Button>
          <Button kind="quiet" onClick={() => change([])}>
            {options.none}
          </Button>
        </div>
      )}
    </Listbox>
  )
}

export const multiSelectEditor: FieldEditorKind = { Editor: MultiSelectEditor, shape: "panel", keepsOnEscape: true }
