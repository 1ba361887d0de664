/** The registry: one file per field type. A type without one is not edited by people. */
import type { FieldTypeName } from "../../src/metadata/schema.ts"
import { hasLines } from "../fields/text.tsx"
import { canLink } from "../model/relation-ends.ts"
import type { FieldModel } from "../model/workspace-model.ts"
import { addressEditor } from "./address.tsx"
import { arrayEditor } from "./array.tsx"
import { currencyEditor } from "./currency.tsx"
import { dateTimeEditor } from "./date-time.tsx"
import { dateEditor } from "./date.tsx"
import type { FieldEditorKind } from "./editor.ts"
import { emailsEditor } from "./emails.tsx"
import { filesEditor } from "./files.tsx"
import { fullNameEditor } from "./full-name.tsx"
import { linksEditor } from "./links.tsx"
import { longTextEditor } from "./long-text.tsx"
import { multiSelectEditor } from "./multi-select.tsx"
import { numberEditor } from "./number.tsx"
import { phonesEditor } from "./phones.tsx"
import { ratingEditor } from "./rating.tsx"
import { rawJsonEditor } from "./raw-json.tsx"
import { morphRelationEditor, relationEditor } from "./relation.tsx"
import { richTextEditor } from "./rich-text.tsx"
import { selectEditor } from "./select.tsx"
import { textEditor } from "./text.tsx"
import { toManyEditor } from "./to-many.tsx"

const editors: Partial<Record<FieldTypeName, FieldEditorKind>> = {
  ADDRESS: addressEditor,
  ARRAY: arrayEditor,
  CURRENCY: currencyEditor,
  DATE: dateEditor,
  DATE_TIME: dateTimeEditor,
  EMAILS: emailsEditor,
  FILES: filesEditor,
  FULL_NAME: fullNameEditor,
  LINKS: linksEditor,
  MORPH_RELATION: morphRelationEditor,
  MULTI_SELECT: multiSelectEditor,
  NUMBER: numberEditor,
  NUMERIC: numberEditor,
  PHONES: phonesEditor,
  RATING: ratingEditor,
  RAW_JSON: rawJsonEditor,
  RELATION: relationEditor,
  RICH_TEXT: richTextEditor,
  SELECT: selectEditor,
  TEXT: textEditor,
}

export function editorOf(field: FieldModel): FieldEditorKind | undefined {
  if (field.type === "TEXT" && hasLines(field)) return longTextEditor
  if (field.relation?.kind === "ONE_TO_MANY") return canLink(field) ? toManyEditor : undefined
  return editors[field.type]
}

/** As {@link editorOf}, for a value that belongs to no record yet: what needs one has none. */
export function valueEditorOf(field: FieldModel): FieldEditorKind | undefined {
  const kind = editorOf(field)
  return kind?.needsRecord ? undefined : kind
}
