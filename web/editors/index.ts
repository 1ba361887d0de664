/** Everything that edits a field: one chunk. */
export type { Then } from "./editor.ts"
export { FieldEditor } from "./field-editor.tsx"
export { editorOf, valueEditorOf } from "./registry.ts"
