/** Where relations lead, once the whole model is there. Undefined where the role may not see it. */
import type { FieldModel } from "./workspace-model.ts"

/** The field at the other side. */
export function inverseOf({ relation }: FieldModel): FieldModel | undefined {
  return relation?.target.byId.get(relation.inverseId)
}

/** Of a list of links (many-to-many): the field of a link that leads on to the record at the far end. */
export function farEndOf({ relation, settings }: FieldModel): FieldModel | undefined {
  return relation?.target.byId.get(String(settings.junctionTargetFieldId ?? ""))
}

/** Whose records a relation offers to link. */
export function farObjectOf(field: FieldModel) {
  return farEndOf(field)?.relation?.target ?? field.relation!.target
}

/** May a to-many relation be changed from here? What is written is the other side, or a link. */
export function canLink(field: FieldModel): boolean {
  const end = farEndOf(field)
  return end ? field.canEdit && end.object.can.create : inverseOf(field)?.canEdit === true
}
