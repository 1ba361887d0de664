/**
 * Many-to-many relations. Each is an object of its own whose records are the links: two many-to-one fields, at most one
 * living link between the same two records, and on both sides a list of links that knows where they lead on to.
 */
import { addIndex, addObject, addObjectIndexes, addRelations, replaceRow, type RowsDraft } from "./build.ts"
import type { FieldInput, RelationInput } from "./field-input.ts"
import { junctionTargetOf } from "./junction-target.ts"
import { capitalize, nameFromLabel, nameProblem } from "./names.ts"
import { Problems } from "./problems.ts"
import type { FieldRow, ObjectRow } from "./rows.ts"

/** Creates both lists and the object between them. Returns the id of the list that was asked for. */
export function createJunction(
  draft: RowsDraft,
  object: ObjectRow,
  input: FieldInput,
  relation: RelationInput,
): string {
  const target = draft.objects.find((row) => row.id === relation.targetObjectMetadataId)!
  const junction = addLinkObject(draft, object, target, relation)
  const near = addEnd(draft, junction, object, { name: input.name, label: input.label, icon: input.icon })
  const far = addEnd(draft, junction, target, {
    name: relation.targetFieldName || nameFromLabel(relation.targetFieldLabel),
    label: relation.targetFieldLabel,
    icon: relation.targetFieldIcon,
  })
  leadOn(draft, near, far)
  leadOn(draft, far, near)
  addObjectIndexes(draft, junction.nameSingular)
  addIndex(draft, junction, [near, far], { isUnique: true })
  return near.relationTargetFieldMetadataId!
}

/** What objects are called that hold links may have `target` and `Id` around it. */
const nameRoom = 10

function addLinkObject(draft: RowsDraft, object: ObjectRow, target: ObjectRow, relation: RelationInput): ObjectRow {
  const { nameSingular, namePlural } = linkNames(draft, object, target, relation)
  checkLinkNames(draft, nameSingular, namePlural)
  const row = addObject(
    draft,
    {
      nameSingular,
      namePlural,
      labelSingular: `${object.labelSingular} ${target.labelSingular}`,
      labelPlural: `${object.labelSingular} ${target.labelPlural}`,
      description: `Links between ${object.labelPlural} and ${target.labelPlural}`,
      icon: "IconLink",
      isSystem: true,
    },
    { isCustom: true },
  )
  const id = draft.fields.find((field) => field.objectMetadataId === row.id && field.name === "id")!
  return replaceRow(draft.objects, row.id, { labelIdentifierFieldMetadataId: id.id })
}

/** The names asked for, or else the first of those made of both objects' names that are free. */
function linkNames(draft: RowsDraft, object: ObjectRow, target: ObjectRow, relation: RelationInput) {
  const { junctionNameSingular, junctionNamePlural } = relation
  const singular = `${object.nameSingular}${capitalize(target.nameSingular)}`.slice(0, 40)
  const names = ["", "Link", ...Array.from({ length: 100 }, (_, i) => `Link${i + 2}`)].map((end) =>
    end === ""
      ? { nameSingular: singular, namePlural: `${object.nameSingular}${capitalize(target.namePlural)}`.slice(0, 50) }
      : { nameSingular: `${singular}${end}`, namePlural: `${singular}${end}s` },
  )
  const free = names.find(
    (each) => !linkNameProblem(draft, each.nameSingular) && !linkNameProblem(draft, each.namePlural),
  )
  return {
    nameSingular: junctionNameSingular ?? free?.nameSingular ?? singular,
    namePlural:
      junctionNamePlural ?? (junctionNameSingular ? `${junctionNameSingular}s` : (free?.namePlural ?? singular)),
  }
}

function linkNameProblem(draft: RowsDraft, name: string): { code: string; message: string } | null {
  const problem = nameProblem(name, nameRoom)
  if (problem) return { code: "INVALID_OBJECT_INPUT", message: problem.message }
  const isTaken = draft.objects.some((row) => row.nameSingular === name || row.namePlural === name)
  return isTaken ? { code: "OBJECT_ALREADY_EXISTS", message: "Object already exists" } : null
}

function checkLinkNames(draft: RowsDraft, nameSingular: string, namePlural: string): void {
  const problems = new Problems("objectMetadata", "create", { nameSingular })
  for (const name of [nameSingular, namePlural]) {
    const problem = linkNameProblem(draft, name)
    if (problem) problems.add(problem.code, problem.message, name)
  }
  if (nameSingular === namePlural) {
    const message = "The singular and plural names cannot be the same for an object"
    problems.add("INVALID_OBJECT_INPUT", message, namePlural)
  }
  problems.throwIfAny()
}

/** The field of a link that names one of the two records, and the list of links on that record's object. */
function addEnd(
  draft: RowsDraft,
  junction: ObjectRow,
  object: ObjectRow,
  list: { name: string; label: string; icon?: string | null },
): FieldRow {
  const target = {
    object: object.nameSingular,
    inverseName: list.name,
    inverseLabel: list.label,
    inverseIcon: list.icon ?? undefined,
  }
  const relation = { onDelete: "CASCADE" as const, targets: [target] }
  const definition = {
    type: "RELATION" as const,
    label: object.labelSingular,
    icon: object.icon ?? undefined,
    relation,
  }
  return addRelations(draft, junction, endName(draft, junction, object), definition, { isCustom: true })[0]!
}

/** Called after the object. A link between two companies has a `company` and a `linkedCompany`. */
function endName(draft: RowsDraft, junction: ObjectRow, object: ObjectRow): string {
  const own = draft.fields.filter((field) => field.objectMetadataId === junction.id).map((field) => field.name)
  return own.includes(object.nameSingular) ? `linked${capitalize(object.nameSingular)}` : object.nameSingular
}

function leadOn(draft: RowsDraft, end: FieldRow, far: FieldRow): void {
  const list = draft.fields.find((field) => field.id === end.relationTargetFieldMetadataId)!
  replaceRow(draft.fields, list.id, { settings: { ...list.settings, junctionTargetFieldId: far.id } })
}

/**
 * Ids of the objects that hold the links of the relations which lose one of these fields: without it the links lead
 * nowhere. Objects that people made to hold links are theirs and stay.
 */
export function junctionsOn(draft: RowsDraft, isLost: (field: FieldRow) => boolean): Set<string> {
  const own = new Set(draft.objects.filter((row) => row.isCustom && row.isSystem).map((row) => row.id))
  const lists = draft.fields.filter(
    (field) => junctionTargetOf(field) !== null && own.has(field.relationTargetObjectMetadataId ?? ""),
  )
  const ends = new Map(draft.fields.map((field) => [field.id, field]))
  const lost = lists.filter((list) => {
    const end = ends.get(list.relationTargetFieldMetadataId ?? "")
    return isLost(list) || (end && isLost(end))
  })
  return new Set(lost.map((list) => list.relationTargetObjectMetadataId!))
}
