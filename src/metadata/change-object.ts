/** Creating, editing and deleting objects: pure steps from rows to rows, or everything that is wrong with them. */
import { AppError } from "../errors.ts"
import {
  addField,
  addFieldIndexes,
  addObject,
  addObjectIndexes,
  addRelations,
  objectNamed,
  removeIndexes,
  removeObjects,
  replaceRow,
  type RowsDraft,
} from "./build.ts"
import { junctionsOn } from "./junction.ts"
import { capitalize, nameFromLabel, nameProblem, tableName } from "./names.ts"
import { Problems } from "./problems.ts"
import type { FieldRow, ObjectRow } from "./rows.ts"

export interface ObjectInput {
  nameSingular: string
  namePlural: string
  labelSingular: string
  labelPlural: string
  description?: string | null
  icon?: string | null
  color?: string | null
  shortcut?: string | null
  isLabelSyncedWithName?: boolean | null
  /** true: no field `name`; the record's id names it */
  skipNameField?: boolean | null
}

export interface ObjectUpdate {
  nameSingular?: string
  namePlural?: string
  labelSingular?: string
  labelPlural?: string
  description?: string | null
  icon?: string | null
  color?: string | null
  shortcut?: string | null
  isActive?: boolean
  isSearchable?: boolean
  isLabelSyncedWithName?: boolean
  labelIdentifierFieldMetadataId?: string | null
  imageIdentifierFieldMetadataId?: string | null
}

/** What `_`, a join column `target{Object}Id` and the inverse names add to an object's name. */
const nameRoom = 10

// --- create ---------------------------------------------------------------------------------------------------------

/** Returns the id of the new object. */
export function createObject(draft: RowsDraft, input: ObjectInput): string {
  const problems = new Problems("objectMetadata", "create", { nameSingular: input.nameSingular })
  checkNames(draft, problems, input, null)
  problems.throwIfAny()
  const object = addObject(
    draft,
    {
      ...input,
      description: input.description ?? "",
      icon: input.icon ?? "IconBox",
      shortcut: input.shortcut ?? undefined,
      isSearchable: true,
    },
    { isCustom: true },
  )
  const label = input.skipNameField
    ? draft.fields.find((field) => field.objectMetadataId === object.id && field.name === "id")!
    : addField(draft, object, "name", { type: "TEXT", label: "Name", icon: "IconAbc" }, { isCustom: false })
  replaceRow(draft.objects, object.id, {
    description: input.description ?? null,
    color: input.color ?? null,
    isLabelSyncedWithName: input.isLabelSyncedWithName ?? false,
    labelIdentifierFieldMetadataId: label.id,
  })
  addActivityRelations(draft, object)
  addObjectIndexes(draft, object.nameSingular)
  return object.id
}

/** What can be attached to any record: each gets a way to point at the new object, and the object a list of them. */
const activities = [
  {
    object: "timelineActivity",
    inverseName: "timelineActivities",
    inverseLabel: "Timeline Activities",
    inverseIcon: "IconTimelineEvent",
  },
  { object: "attachment", inverseName: "attachments", inverseLabel: "Attachments", inverseIcon: "IconFileImport" },
  { object: "noteTarget", inverseName: "noteTargets", inverseLabel: "Notes", inverseIcon: "IconNotes" },
  { object: "taskTarget", inverseName: "taskTargets", inverseLabel: "Tasks", inverseIcon: "IconCheckbox" },
]

function addActivityRelations(draft: RowsDraft, object: ObjectRow): void {
  for (const activity of activities) {
    const source = objectNamed(draft, activity.object)
    const morphId = draft.fields.find((field) => field.objectMetadataId === source.id && field.morphId)?.morphId
    const target = {
      object: object.nameSingular,
      inverseName: activity.inverseName,
      inverseLabel: activity.inverseLabel,
      inverseIcon: activity.inverseIcon,
      column: `${object.nameSingular}Id`,
    }
    const relation = { onDelete: "CASCADE" as const, targets: [target] }
    const definition = {
      type: "MORPH_RELATION" as const,
      label: "Target",
      icon: "IconArrowUpRight",
      isUIEditable: false,
      relation,
    }
    const added = addRelations(draft, source, "target", definition, { isCustom: true, morphId: morphId ?? undefined })
    for (const field of added) addFieldIndexes(draft, source, field)
    for (const field of inverseFields(draft, added)) replaceRow(draft.fields, field.id, { isCustom: false })
  }
}

function inverseFields(draft: RowsDraft, fields: FieldRow[]): FieldRow[] {
  const ids = new Set(fields.map((field) => field.relationTargetFieldMetadataId))
  return draft.fields.filter((field) => ids.has(field.id))
}

function checkNames(
  draft: RowsDraft,
  problems: Problems,
  input: {
    nameSingular: string
    namePlural: string
    labelSingular: string
    labelPlural: string
    isLabelSyncedWithName?: boolean | null
  },
  self: ObjectRow | null,
): void {
  for (const name of [input.nameSingular, input.namePlural]) {
    const problem = nameProblem(name, nameRoom)
    if (problem) problems.add("INVALID_OBJECT_INPUT", problem.message, name)
  }
  for (const label of [input.labelSingular, input.labelPlural]) {
    if (label.trim() === "") problems.add("INVALID_OBJECT_INPUT", "Label must not be empty", label)
  }
  if (input.nameSingular === input.namePlural) {
    problems.add(
      "INVALID_OBJECT_INPUT",
      "The singular and plural names cannot be the same for an object",
      input.namePlural,
    )
  }
  const others = draft.objects.filter((object) => object.id !== self?.id)
  const taken = new Set(others.flatMap((object) => [object.nameSingular, object.namePlural]))
  if (taken.has(input.nameSingular) || taken.has(input.namePlural)) {
    problems.add("OBJECT_ALREADY_EXISTS", "Object already exists", input.nameSingular)
  }
  checkTargetName(draft, problems, input.nameSingular, self)
  if (!input.isLabelSyncedWithName) return
  if (
    nameFromLabel(input.labelSingular) !== input.nameSingular ||
    nameFromLabel(input.labelPlural) !== input.namePlural
  ) {
    problems.add("INVALID_OBJECT_INPUT", "Names are not synced with labels", input.nameSingular)
  }
}

/** Activities get a column `{object}Id`: it must be free there. */
function checkTargetName(draft: RowsDraft, problems: Problems, nameSingular: string, self: ObjectRow | null): void {
  for (const activity of activities) {
    const source = objectNamed(draft, activity.object)
    const clash = draft.fields.find(
      (field) =>
        field.objectMetadataId === source.id &&
        (field.columnName === `${nameSingular}Id` || field.name === `target${capitalize(nameSingular)}`) &&
        field.relationTargetObjectMetadataId !== self?.id,
    )
    if (clash)
      problems.add(
        "NOT_AVAILABLE",
        `Name "${nameSingular}" is not available: ${activity.object} uses it already`,
        nameSingular,
      )
  }
}

// --- update ---------------------------------------------------------------------------------------------------------

const standardMayChange = new Set([
  "labelSingular",
  "labelPlural",
  "description",
  "icon",
  "color",
  "shortcut",
  "isActive",
  "isSearchable",
  "isLabelSyncedWithName",
  "labelIdentifierFieldMetadataId",
  "imageIdentifierFieldMetadataId",
])

export function updateObject(draft: RowsDraft, id: string, update: ObjectUpdate): void {
  const object = getObject(draft, id)
  const problems = new Problems("objectMetadata", "update", { id, nameSingular: object.nameSingular })
  const change = Object.fromEntries(
    Object.entries(update).filter(([key, value]) => value !== undefined && value !== object[key as keyof ObjectRow]),
  ) as Partial<ObjectRow>
  if (!object.isCustom) refuseStandard(change)
  const next = { ...object, ...change }
  if (change.nameSingular || change.namePlural || change.isLabelSyncedWithName)
    checkNames(draft, problems, next, object)
  checkLabelField(draft, problems, object, change.labelIdentifierFieldMetadataId)
  problems.throwIfAny()
  replaceRow(draft.objects, id, { ...change, targetTableName: tableName(next.nameSingular, object.isCustom) })
  if (change.nameSingular) renameTargets(draft, object, change.nameSingular)
  if (change.isSearchable === true) addObjectIndexes(draft, next.nameSingular)
  if (change.isSearchable === false) dropSearchIndex(draft, object)
}

function refuseStandard(change: Partial<ObjectRow>): void {
  const forbidden = Object.keys(change).filter((key) => !standardMayChange.has(key))
  if (forbidden.length === 0) return
  throw new AppError("BAD_USER_INPUT", `Cannot edit standard object metadata properties: ${forbidden.join(", ")}`, {
    subCode: "INVALID_OBJECT_INPUT",
  })
}

function checkLabelField(
  draft: RowsDraft,
  problems: Problems,
  object: ObjectRow,
  fieldId: string | null | undefined,
): void {
  if (fieldId === undefined || fieldId === null) return
  const field = draft.fields.find((each) => each.id === fieldId && each.objectMetadataId === object.id)
  if (!field) {
    problems.add(
      "LABEL_IDENTIFIER_FIELD_METADATA_ID_NOT_FOUND",
      "labelIdentifierFieldMetadataId validation failed: related field metadata not found",
      fieldId,
    )
  } else if (!["TEXT", "FULL_NAME", "UUID"].includes(field.type)) {
    problems.add(
      "INVALID_OBJECT_INPUT",
      "Field cannot be used as label identifier due to its type: should be of type UUID, text or full name",
      fieldId,
    )
  }
}

/** Fields and columns that carry the object's name follow it: `targetRocket`, `rocketId`. */
function renameTargets(draft: RowsDraft, object: ObjectRow, nameSingular: string): void {
  const before = `target${capitalize(object.nameSingular)}`
  for (const field of draft.fields) {
    if (field.type !== "MORPH_RELATION" || field.relationTargetObjectMetadataId !== object.id || field.name !== before)
      continue
    const name = `target${capitalize(nameSingular)}`
    replaceRow(draft.fields, field.id, {
      name,
      columnName: `${nameSingular}Id`,
      settings: { ...field.settings, joinColumnName: `${name}Id` },
    })
  }
}

function dropSearchIndex(draft: RowsDraft, object: ObjectRow): void {
  const vector = draft.fields.find((field) => field.objectMetadataId === object.id && field.name === "searchVector")
  const ids = draft.indexFields
    .filter((part) => part.fieldMetadataId === vector?.id)
    .map((part) => part.indexMetadataId)
  removeIndexes(draft, new Set(ids))
}

// --- delete ---------------------------------------------------------------------------------------------------------

/** Drops the object with its table and every relation to it. */
export function deleteObject(draft: RowsDraft, id: string): void {
  const object = getObject(draft, id)
  if (!object.isCustom) {
    const problems = new Problems("objectMetadata", "delete", { id, nameSingular: object.nameSingular })
    problems.add(
      "INVALID_OBJECT_INPUT",
      "Standard objects cannot be deleted; deactivate the object to hide it",
      object.nameSingular,
    )
    problems.throwIfAny()
  }
  const junctions = junctionsOn(draft, (field) => field.relationTargetObjectMetadataId === id)
  removeObjects(draft, new Set([id, ...junctions]))
}

/** Throws NOT_FOUND. */
export function getObject(draft: RowsDraft, id: string): ObjectRow {
  const object = draft.objects.find((row) => row.id === id)
  if (object) return object
  throw new AppError("NOT_FOUND", "Object metadata not found", { subCode: "OBJECT_METADATA_NOT_FOUND" })
}
