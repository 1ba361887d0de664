/**
 * What hangs on records without being anything by itself: their timeline, their files, and what is linked to records of any
 * kind, such as tasks and notes. The platform's objects are known by their shape, not by their names.
 */
import type { FieldModel, ObjectModel } from "./workspace-model.ts"

export interface Attached {
  /** of the record's object, to-many */
  field: FieldModel
  /** the object in between */
  object: ObjectModel
  /** its field that leads to the record, whatever the record is */
  back: FieldModel
}

export interface Linked extends Attached {
  /** the field of the object in between that leads on */
  far: FieldModel
}

export function timelineOf(object: ObjectModel): Attached | undefined {
  return attachedTo(object).find((each) => each.object.byName.has("happensAt") && typed(each.object, "RAW_JSON"))
}

/** With the field that holds the file. */
export function filesOf(object: ObjectModel): (Attached & { file: FieldModel }) | undefined {
  for (const each of attachedTo(object)) {
    const file = typed(each.object, "FILES")
    if (file) return { ...each, file }
  }
  return undefined
}

export function linkedTo(object: ObjectModel): Linked[] {
  return attachedTo(object).flatMap((each) => {
    const leads = each.object.fields.filter(({ relation }) => relation?.kind === "MANY_TO_ONE")
    const [far] = leads
    return far && leads.length === 1 && !far.relation!.target.isSystem ? [{ ...each, far }] : []
  })
}

function attachedTo(object: ObjectModel): Attached[] {
  return object.fields.flatMap((field) => {
    const target = field.relation?.kind === "ONE_TO_MANY" ? field.relation.target : undefined
    const back = target?.fields.find((each) => each.type === "MORPH_RELATION" && each.targets.includes(object))
    return target?.isSystem && back ? [{ field, object: target, back }] : []
  })
}

const typed = ({ fields }: ObjectModel, type: FieldModel["type"]) => fields.find((field) => field.type === type)
