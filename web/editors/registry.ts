/** The registry: one file per field type. A type without one is not edited by people. */
import type { FieldTypeName } from "../../src/metadata/schema.ts"
import type { FieldModel } from "../model/workspace-model.ts"
import type { FieldEditorKind } from "./editor.ts"
import { numberEditor } from "./number.tsx"
import { selectEditor } from "./select.tsx"
import { textEditor } from "./text.tsx"

const editors: Partial<Record<FieldTypeName, FieldEditorKind>> = {
  NUMBER: numberEditor,
  NUMERIC: numberEditor,
  SELECT: selectEditor,
  TEXT: textEditor,
}

export const editorOf = ({ type }: Pick<FieldModel, "type">): FieldEditorKind | undefined => editors[type]
