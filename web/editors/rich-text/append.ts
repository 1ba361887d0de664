import { blocksOf } from "../../fields/blocks.ts"
import { write } from "../../fields/write.ts"
import type { FieldModel } from "../../model/workspace-model.ts"
import { peekValue, type LiveRecord } from "../../store/records.ts"
import { paragraphsOf } from "./from-blocks.ts"

/** Adds plain text below what is there. */
export function append(record: LiveRecord, field: FieldModel, text: string): void {
  const before = blocksOf(peekValue(record, field.name)) ?? []
  write(record, field, { blocknote: JSON.stringify([...before, ...paragraphsOf(text)]) })
}
