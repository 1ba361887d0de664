import { useId, useMemo, useState } from "preact/hooks"
import { addressOf, addressParts, splitAddress, type AddressPart } from "../fields/address.tsx"
import { asList, asParts, asText } from "../fields/field-kind.ts"
import { kindOf } from "../fields/index.ts"
import { t } from "../i18n/editors/index.ts"
import type { FieldModel } from "../model/workspace-model.ts"
import { same } from "../store/records.ts"
import { countries, countryName, countryNamed, englishName } from "./countries.ts"
import type { EditorProps, FieldEditorKind } from "./editor.ts"
import { Picker } from "./picker.tsx"
import { useDraft } from "./use-draft.ts"

type Parts = Record<AddressPart, string>

const partsOf = (value: unknown): Parts =>
  Object.fromEntries(addressParts.map((part) => [part, asText(asParts(value)[part]) ?? ""])) as Parts

function AddressEditor(props: EditorProps) {
  const { field, value, typed } = props
  const id = useId()
  const shown = shownParts(field)
  const [first] = shown
  const draftOf = (parts: Parts) => {
    if (Object.values(parts).every((part) => part.trim() === "")) return kindOf(field).cleared!(field)
    // What did not change keeps its place on the map.
    return { value: same(parts, partsOf(value)) ? value : addressOf(parts) }
  }
  const start = () => (typed === undefined ? partsOf(value) : { ...partsOf(null), [first!]: typed })
  const [parts, change] = useDraft(props, start, draftOf)
  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData?.getData("text/plain") ?? ""
    if (!/\n|;.*;|,.*,/.test(text.trim())) return
    event.preventDefault()
    change({ ...partsOf(null), ...splitAddress(text) })
  }
  const words = t().address
  return (
    <div class="address-editor">
      {shown.map((part) => (
        <div key={part} class={`field ${part}`}>
          <label for={`${id}-${part}`}>{words[part]}</label>
          {part === "addressCountry" ? (
            <Country name={parts[part]} onName={(name) => change({ ...parts, [part]: name })} />
          ) : (
            <input
              id={`${id}-${part}`}
              class="boxed"
              data-stop
              autoComplete="off"
              spellcheck={false}
              autofocus={part === first}
              value={parts[part]}
              onInput={(event) => change({ ...parts, [part]: event.currentTarget.value })}
              onPaste={paste}
            />
          )}
        </div>
      ))}
    </div>
  )
}

export const addressEditor: FieldEditorKind = { Editor: AddressEditor, shape: "panel" }

/** Those that the field asks for, in the order of a letter. */
function shownParts({ settings }: FieldModel): readonly AddressPart[] {
  const wanted = asList(settings.subFields)
  const parts = addressParts.filter((part) => wanted.length === 0 || wanted.includes(part))
  return parts.length > 0 ? parts : addressParts
}

/** By its name in the person's language; records have it in English. One that no list knows stays as it is. */
function Country({ name, onName }: { name: string; onName(name: string): void }) {
  const [open, setOpen] = useState<string>()
  const choices = useMemo(() => countries().map(({ code, name: text }) => ({ id: code, text })), [])
  const code = countryNamed(name)
  const words = t().address
  return (
    <Picker
      label={words.addressCountry}
      shown={code ? countryName(code) : name || words.choose}
      choices={choices}
      chosen={code ?? null}
      open={open}
      onOpen={setOpen}
      onChoose={(chosen) => onName(englishName(chosen))}
      onClear={() => {
        setOpen(undefined)
        onName("")
      }}
    />
  )
}
