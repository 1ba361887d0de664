import { useMemo, useRef, useState } from "preact/hooks"
import { lastCurrencies, rememberCurrency } from "../fields/currency.tsx"
import { asParts, asText } from "../fields/field-kind.ts"
import { kindOf } from "../fields/index.ts"
import { fromMicros, splitCurrency, toMicros } from "../fields/parse-money.ts"
import { isComputed, readDecimal } from "../fields/parse-number.ts"
import { t } from "../i18n/editors/index.ts"
import { t as fieldWords } from "../i18n/fields/index.ts"
import { preferences } from "../i18n/format.ts"
import type { FieldModel } from "../model/workspace-model.ts"
import type { Draft, EditorProps, FieldEditorKind } from "./editor.ts"
import { Picker } from "./picker.tsx"
import { useDraft } from "./use-draft.ts"

interface Money {
  code: string | null
  amount: string
}

function CurrencyEditor(props: EditorProps) {
  const { field, value, typed } = props
  const input = useRef<HTMLInputElement>(null)
  const [open, setOpen] = useState<string>()
  const start = (): Money => {
    const { amountMicros, currencyCode } = asParts(value)
    const code = asText(currencyCode) ?? lastCurrencies()[0] ?? null
    if (typed !== undefined) return withMark({ code, amount: "" }, typed)
    return { code, amount: amountMicros === null || amountMicros === undefined ? "" : fromMicros(amountMicros) }
  }
  const [money, change] = useDraft(props, start, (next) => draftOf(next, field))
  const choices = useMemo(() => currencies(money.code), [])
  const draft = draftOf(money, field)
  const onKeyDown = (event: KeyboardEvent) => {
    // A letter begins the name of a currency, but for those that stand for thousands.
    if (!/^\p{L}$/u.test(event.key) || /^[kmb]$/i.test(event.key) || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    setOpen(event.key)
  }
  const { money: words, equals } = t()
  return (
    <>
      <div class="pair money">
        <Picker
          label={words.currency}
          shown={money.code ?? words.choose}
          choices={choices}
          chosen={money.code}
          open={open}
          onOpen={setOpen}
          onChoose={(code) => {
            change({ ...money, code })
            input.current?.focus()
          }}
        />
        <input
          ref={input}
          class="boxed end"
          data-stop
          aria-label={words.amount}
          inputMode="decimal"
          autoComplete="off"
          spellcheck={false}
          autofocus
          value={money.amount}
          onFocus={(event) => typed === undefined && event.currentTarget.select()}
          onInput={(event) => change(withMark(money, event.currentTarget.value))}
          onKeyDown={onKeyDown}
        />
      </div>
      {isComputed(money.amount) && "value" in draft && (
        <output class="preview">{equals(kindOf(field).text(draft.value, field) ?? "")}</output>
      )}
    </>
  )
}

export const currencyEditor: FieldEditorKind = { Editor: CurrencyEditor, shape: "panel" }

/** An amount that comes with its currency sets both. */
function withMark(before: Money, text: string): Money {
  const { rest, code } = splitCurrency(text)
  return code && /\d|^$/.test(rest) ? { code, amount: rest } : { ...before, amount: text }
}

function draftOf({ code, amount }: Money, field: FieldModel): Draft {
  if (amount.trim() === "") return kindOf(field).cleared!(field)
  const read = readDecimal(amount)
  if (read === null) return { problem: fieldWords().amount }
  if (code === null) return { problem: fieldWords().currency }
  rememberCurrency(code)
  return { value: { amountMicros: toMicros(read), currencyCode: code } }
}

/** All that there are, the one that stands there and those that were used on this device first. */
function currencies(chosen: string | null) {
  const names = new Intl.DisplayNames(preferences.value.locale ?? navigator.language, { type: "currency" })
  const codes = new Set([...(chosen ? [chosen] : []), ...lastCurrencies(), ...Intl.supportedValuesOf("currency")])
  return [...codes].map((code) => ({ id: code, text: `${code} ${names.of(code) ?? ""}` }))
}
