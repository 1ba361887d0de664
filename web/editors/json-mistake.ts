/** Where a text stops being JSON. Engines tell it each in their own way, or not at all. */
import { t } from "../i18n/editors/index.ts"

const text = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const word = /true|false|null/y

/** For people. @param json that is none */
export function mistakeIn(json: string): string {
  const place = placeOfMistake(json)
  const before = json.slice(0, place).split("\n")
  return t().json.mistake(json.slice(place, place + 1).trim(), before.length, before.at(-1)!.length + 1)
}

/** @returns the place at which no JSON could go on as it does; the length of the text where only its end is missing */
function placeOfMistake(json: string): number {
  let at = 0
  const eat = (sign: RegExp): boolean => {
    sign.lastIndex = at
    const found = sign.exec(json)
    at += found?.[0].length ?? 0
    return found !== null
  }
  const skip = () => eat(/\s*/y)
  const list = (end: RegExp, item: () => boolean): boolean => {
    skip()
    if (eat(end)) return true
    do {
      skip()
      if (!item()) return false
      skip()
    } while (eat(/,/y))
    return eat(end)
  }
  const member = () => eat(text) && skip() && eat(/:/y) && value()
  const value = (): boolean => {
    skip()
    if (eat(/\{/y)) return list(/\}/y, member)
    if (eat(/\[/y)) return list(/\]/y, value)
    return eat(text) || eat(number) || eat(word)
  }
  if (value()) skip()
  return at
}
