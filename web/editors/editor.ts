/** What an editor of a field type is. One file per type, as in `web/fields`; they come in a chunk of their own. */
import type { ComponentType } from "preact"
import type { FieldModel } from "../model/workspace-model.ts"
import type { LiveRecord } from "../store/records.ts"

/** What the editor stands at: a value as the cell will hold it, or why there is none. */
export type Draft = { value: unknown } | { problem: string }

/** Where the focus goes when the editing has ended. */
export type Then = "stay" | "down" | "next" | "previous"

export interface EditorProps {
  /** whose field it is; undefined while the record is only being made */
  record?: LiveRecord | undefined
  field: FieldModel
  /** as the cell holds it */
  value: unknown
  /** what was typed before the editor was there, first of all the key that began it; it replaces what is there */
  typed?: string | undefined
  /** says with every change where it stands; whoever holds the editor decides when that is written */
  onDraft(draft: Draft): void
  /** ends the editing: something was chosen */
  onDone(draft: Draft, then: Then): void
}

/**
 * Tab goes round the elements with `data-stop`, in their order, and out at their ends; from other elements it goes on as in
 * any page, and out when there is no other.
 *
 * Enter, Tab, Escape and the pointer elsewhere are the holder's (`FieldEditor`). An editor that uses one of these keys itself
 * prevents its default.
 */
export interface FieldEditorKind {
  Editor: ComponentType<EditorProps>
  /** as the cell itself, or with room of its own */
  shape: "line" | "panel"
  /** does Enter belong to the editor, as in texts of several lines? */
  ownsEnter?: boolean
  /** does Escape only close it, because what was chosen is chosen? */
  keepsOnEscape?: boolean
  /** does it write by itself, where there is a record, each choice at once or whenever somebody rests? */
  writesItself?: boolean
  /** is there nothing to edit without a record? */
  needsRecord?: boolean
}
