import { useMemo, useState } from "preact/hooks"
import { kindOf } from "../fields/index.ts"
import { looksLikePhone, phoneList, phonesOf, phoneText, type Phone } from "../fields/phones.tsx"
import { t } from "../i18n/editors/index.ts"
import { t as fieldWords } from "../i18n/fields/index.ts"
import { callingCodeOf, countries, countriesOf, countryName, ownCountry, splitCallingCode } from "./countries.ts"
import type { EditorProps, FieldEditorKind } from "./editor.ts"
import { ListEditor, type ListKind } from "./list-editor.tsx"
import { Picker } from "./picker.tsx"

function PhonesEditor(props: EditorProps) {
  const { field, value } = props
  const start = useMemo(() => phoneList(value), [])
  const [country, setCountry] = useState(() => (start[0] && countryOf(start[0])) ?? ownCountry() ?? null)
  const [open, setOpen] = useState<string>()
  const choices = useMemo(
    () => countries().map(({ code, name }) => ({ id: code, text: `${name} ${callingCodeOf(code)} ${code}` })),
    [],
  )
  const { phones } = t()
  const kind: ListKind<Phone> = {
    add: phones.add,
    inputMode: "tel",
    hasPrimary: true,
    ends: ",;",
    textOf: phoneText,
    split: (text) => text.split(/[,;\n]/).flatMap((each) => each.trim() || []),
    read: (text) => readIn(country, text),
    draftOf: (items) => (items.length === 0 ? kindOf(field).cleared!(field) : { value: phonesOf(items) }),
  }
  return (
    <ListEditor
      {...props}
      kind={kind}
      items={start}
      aside={country ?? ""}
      onLine={(item) => item && setCountry(countryOf(item) ?? country)}
      before={
        <Picker
          label={phones.country}
          shown={country ? `${country} ${callingCodeOf(country)}` : phones.country}
          choices={choices}
          chosen={country}
          open={open}
          onOpen={setOpen}
          onChoose={setCountry}
        />
      }
    />
  )
}

export const phonesEditor: FieldEditorKind = { Editor: PhonesEditor, shape: "panel" }

const countryOf = ({ countryCode, callingCode }: Phone): string | undefined =>
  countryCode || countriesOf(callingCode)[0]

/** A number that begins with its own country is taken as such; others are of the country that was chosen. */
function readIn(country: string | null, text: string): { item: Phone } | { problem: string } {
  const number = text.trim().replace(/^00/, "+")
  const whole = number.startsWith("+") ? splitCallingCode(number) : null
  if (!looksLikePhone(number) || (number.startsWith("+") && !whole)) {
    const isForeign = whole !== null || country === null
    return { problem: isForeign ? fieldWords().phone(number) : t().phones.doubtful(number, countryName(country)) }
  }
  if (whole) {
    const [countryCode = "", ...others] = countriesOf(whole.callingCode)
    const isCertain = others.length === 0
    return { item: { number: whole.rest, callingCode: whole.callingCode, countryCode: isCertain ? countryCode : "" } }
  }
  if (country === null) return { problem: fieldWords().callingCode }
  return { item: { number, callingCode: callingCodeOf(country)!, countryCode: country } }
}
