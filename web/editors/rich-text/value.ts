/** What the document stands for, as a cell holds it, or why it is no value. */
import type { Node } from "prosemirror-model"
import { kindOf } from "../../fields/index.ts"
import { t } from "../../i18n/rich-text/index.ts"
import { formatNumber } from "../../i18n/format.ts"
import type { FieldModel } from "../../model/workspace-model.ts"
import type { Draft } from "../editor.ts"
import { most } from "./pasting.ts"
import { blocksOfDocument, isEmpty } from "./to-blocks.ts"

export function draftOf(doc: Node, field: FieldModel): Draft {
  if (isEmpty(doc)) return kindOf(field).cleared!(field)
  if (doc.content.size > most) return tooLarge(doc.content.size)
  const blocknote = JSON.stringify(blocksOfDocument(doc))
  return blocknote.length > most ? tooLarge(blocknote.length) : { value: { blocknote } }
}

/** @param size in signs, which are about as many bytes */
export function tooLarge(size: number): { problem: string } {
  const kilobytes = (signs: number) => formatNumber(Math.ceil(signs / 1000))
  return { problem: t().tooLarge(kilobytes(size), kilobytes(most)) }
}
