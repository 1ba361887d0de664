/** What signs make of the text as one types them: "# " a heading, "- " a list, `**b**` bold. */
import {
  InputRule,
  inputRules,
  textblockTypeInputRule as block,
  wrappingInputRule as wrap,
} from "prosemirror-inputrules"
import type { MarkType } from "prosemirror-model"
import { wrapRangeInList } from "prosemirror-schema-list"
import type { Plugin } from "prosemirror-state"
import { putDivider } from "./commands.ts"
import { schema } from "./schema.ts"

const { nodes, marks } = schema

export function typing(): Plugin {
  return inputRules({
    rules: [
      block(/^(#{1,3})\s$/, nodes.heading, ([, signs = ""]) => ({ level: signs.length })),
      block(/^```$/, nodes.code),
      wrap(/^>\s$/, nodes.quote),
      wrap(/^[-*+]\s$/, nodes.list, { kind: "bullet" }, (_, { attrs }) => attrs.kind === "bullet"),
      wrap(
        /^(\d{1,8})[.)]\s$/,
        nodes.list,
        ([, number]) => ({ kind: "number", start: Number(number) }),
        ([, number], { attrs, childCount }) => attrs.kind === "number" && attrs.start + childCount === Number(number),
      ),
      ticks(),
      divider(),
      mark(/\*\*([^*\s](?:[^*]*[^*\s])?)\*\*$/, marks.bold),
      mark(/(?<!\*)\*([^*\s](?:[^*]*[^*\s])?)\*$/, marks.italic),
      mark(/(?<![\p{L}\p{N}_])_([^_\s](?:[^_]*[^_\s])?)_$/u, marks.italic),
      mark(/~~([^~\s](?:[^~]*[^~\s])?)~~$/, marks.strike),
      mark(/(?<!`)`([^`]+)`$/, marks.inline_code),
    ],
  })
}

/** At the beginning of an item, its list can be ticked from then on. */
function ticks(): InputRule {
  return new InputRule(/^\[([ xX]?)\]\s$/, (state, [, sign = ""], start, end) => {
    const tr = state.tr.delete(start, end)
    const $start = tr.doc.resolve(start)
    if ($start.node(-1).type !== nodes.item) {
      const range = $start.blockRange()
      if (!range || !wrapRangeInList(tr, range, nodes.list, { kind: "check" })) return null
    }
    const $at = tr.doc.resolve(tr.mapping.map(start))
    tr.setNodeMarkup($at.before(-2), null, { ...$at.node(-2).attrs, kind: "check" })
    return tr.setNodeMarkup($at.before(-1), null, { ...$at.node(-1).attrs, isDone: sign.trim() !== "" })
  })
}

const divider = () => new InputRule(/^---$/, (state, _, start, end) => putDivider(state.tr.delete(start, end)))

/** The signs go, what stands between them has the mark. */
function mark(pattern: RegExp, type: MarkType): InputRule {
  return new InputRule(pattern, (state, match, start, end) => {
    const text = match[1] ?? ""
    const from = start + match[0].indexOf(text)
    const tr = state.tr
    if (from + text.length < end) tr.delete(from + text.length, end)
    if (from > start) tr.delete(start, from)
    return tr.addMark(start, start + text.length, type.create()).removeStoredMark(type)
  })
}
