import type { FieldModel, ObjectModel } from "../model/workspace-model.ts"
import { LiveRecord } from "../store/records.ts"
import { editOf } from "./edits.ts"
import { completed } from "./required.ts"

type Values = ReadonlyMap<FieldModel, unknown>

/** Of a record that is about to be created: its values with what its options ask for; null where it is not to be. */
export async function completedValues(object: ObjectModel, values: Values): Promise<Values | null> {
  const draft = new LiveRecord(object, "")
  for (const { name } of object.fields) draft.values[name] = null
  for (const [{ name }, value] of values) draft.values[name] = value
  const edits = await completed([...values].map(([field, value]) => editOf(draft, field, value)))
  return edits && new Map(edits.map(({ name, value }) => [object.byName.get(name)!, value]))
}
