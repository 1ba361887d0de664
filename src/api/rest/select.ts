/** What a record shows at a depth, as a selection of the record engine. Made once per object of a compiled schema. */
import { badInput } from "../../errors.ts"
import { fileParts } from "../../metadata/field-types/files.ts"
import type { FieldSchema, ObjectSchema } from "../../metadata/schema.ts"
import type { Access } from "../../records/access.ts"
import { unknownField } from "../../records/filter.ts"
import type { SelectedField, Selection } from "../../records/query.ts"
import { selectWhole } from "../../records/select-field.ts"
import type { Depth } from "./parameters.ts"

/** What the role may not read is left out. @param names fields to answer with; null for all */
export function selectRecord(access: Access, object: ObjectSchema, depth: Depth, names: string[] | null): Selection {
  const seen = seenOf(access, selectionAt(object, depth))
  return names ? choose(object, selectionAt(object, depth), names).filter((member) => hasKey(seen, member.key)) : seen
}

const hasKey = (selection: Selection, wanted: string) => selection.some(({ key }) => key === wanted)

const seen = new WeakMap<Access, WeakMap<Selection, Selection>>()

/** The same for the same access, so that it is planned once; and the very selection where nothing is left out. */
function seenOf(access: Access, all: Selection): Selection {
  let bySelection = seen.get(access)
  if (!bySelection) seen.set(access, (bySelection = new WeakMap()))
  const known = bySelection.get(all)
  if (known) return known
  const members = all.flatMap((member) => seenMember(access, member))
  const isWhole = members.length === all.length && members.every((member, i) => member === all[i])
  const made = isWhole ? all : members
  bySelection.set(all, made)
  return made
}

function seenMember(access: Access, member: SelectedField): SelectedField[] {
  if (member.kind === "constant") return [member]
  if (!access.sees(member.field)) return []
  if (member.kind !== "one" && member.kind !== "many") return [member]
  if (!access.may("read", member.field.relation!.target)) return []
  if (member.kind === "one") {
    const selection = seenOf(access, member.selection)
    return [selection === member.selection ? member : { ...member, selection }]
  }
  const { shape } = member.list
  if (shape.kind !== "array") return [member]
  const selection = seenOf(access, shape.selection)
  return [
    selection === shape.selection ? member : { ...member, list: { ...member.list, shape: { ...shape, selection } } },
  ]
}

const cache: Record<Depth, WeakMap<ObjectSchema, Selection>> = { 0: new WeakMap(), 1: new WeakMap() }

function selectionAt(object: ObjectSchema, depth: Depth): Selection {
  const known = cache[depth].get(object)
  if (known) return known
  const made = shownFields(object).flatMap((field) => selectField(field, depth))
  cache[depth].set(object, made)
  return made
}

const first = ["id", "createdAt", "updatedAt", "deletedAt"]
const last = ["position", "createdBy", "updatedBy", "searchVector"]

/** In the order that clients know: what every record has around the object's own values, relations at the end. */
function shownFields(object: ObjectSchema): FieldSchema[] {
  const shown = object.fields.filter((field) => object.lookup.get(field.name)?.field === field)
  const named = (names: string[]) => names.flatMap((name) => shown.filter((field) => field.name === name))
  const own = shown.filter((field) => !field.relation && !first.includes(field.name) && !last.includes(field.name))
  const one = shown.filter((field) => field.relation?.kind === "MANY_TO_ONE")
  const many = shown.filter((field) => field.relation?.kind === "ONE_TO_MANY")
  return [...named(first), ...own, ...named(last), ...one, ...many]
}

function selectField(field: FieldSchema, depth: Depth): SelectedField[] {
  const key = field.name
  if (field.relation) return selectRelation(field, depth)
  if (field.type === "FILES") return [{ kind: "files", key, field, parts: allFileParts }]
  return [selectWhole(key, field)]
}

const allFileParts = fileParts.map((part) => ({ kind: "part" as const, key: part, part }))

/** Related records show their own values and join columns, and no further relations. */
function selectRelation(field: FieldSchema, depth: Depth): SelectedField[] {
  const { kind, target, joinName } = field.relation!
  const key = field.name
  const join: SelectedField[] = kind === "MANY_TO_ONE" ? [{ kind: "join", key: joinName, field }] : []
  if (depth === 0) return join
  const selection = selectionAt(target, 0)
  if (kind === "MANY_TO_ONE") return [...join, { kind: "one", key, field, selection }]
  return [{ kind: "many", key, field, list: { shape: { kind: "array", selection } } }]
}

/** Throws BAD_USER_INPUT for a name that the object does not have. */
function choose(object: ObjectSchema, all: Selection, names: string[]): Selection {
  const keys = new Set(["id", ...names.map((name) => keyOf(object, all, name))])
  return all.filter((member) => keys.has(member.key))
}

/** Composites come whole; a relation that is not shown at this depth stands for its join column. */
function keyOf(object: ObjectSchema, all: Selection, name: string): string {
  const root = name.split(".")[0]!
  if (all.some((member) => member.key === root)) return root
  const found = object.lookup.get(root)
  if (!found) throw unknownField(object, root)
  const { field } = found
  if (field.relation?.kind === "ONE_TO_MANY") {
    throw badInput(`Field "${name}" lists related records; it is shown at depth=1`)
  }
  return found.kind === "join" || !all.some((member) => member.key === field.name)
    ? field.relation!.joinName
    : field.name
}
