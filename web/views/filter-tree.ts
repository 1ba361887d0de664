/** What records are filtered by, as a tree: conditions, and groups of which all or any have to hold. */
import type { FieldModel, ObjectModel, ViewFilter, ViewFilterGroup, ViewModel } from "../model/workspace-model.ts"

export interface Condition {
  /** its place in the tree, such as f0 or f2.1 */
  id: string
  /** undefined where it is gone, or hidden from this role: the condition is shown, and does not count */
  field: FieldModel | undefined
  fieldId: string
  operand: string
  /** as a view keeps it: text, a list, or an object */
  value: unknown
  /** of a composite, such as currencyCode; null for the usual one */
  part: string | null
}

export interface Group {
  id: string
  /** has any of its members to hold, rather than all? */
  isAny: boolean
  members: readonly Member[]
}

export type Member = Condition | Group

export const isGroup = (member: Member): member is Group => "members" in member

export const emptyTree: Group = { id: "", isAny: false, members: [] }

/** @returns every condition, at whatever depth */
export function conditionsIn({ members }: Group): Condition[] {
  return members.flatMap((member) => (isGroup(member) ? conditionsIn(member) : [member]))
}

/** The tree of a saved view. */
export function treeOf({ byId }: ObjectModel, view: Pick<ViewModel, "filters" | "filterGroups">): Group {
  const within = (id: string | null): Member[] => [
    ...view.filters
      .filter((each) => each.viewFilterGroupId === id)
      .map((each) => ({
        id: each.id,
        field: byId.get(each.fieldMetadataId),
        fieldId: each.fieldMetadataId,
        operand: each.operand,
        value: each.value,
        part: each.subFieldName || null,
      })),
    ...view.filterGroups
      .filter((each) => each.parentViewFilterGroupId === id)
      .map((each) => ({ id: each.id, isAny: each.logicalOperator === "OR", members: within(each.id) })),
  ]
  return numbered({ ...emptyTree, members: within(null) })
}

/** Ids follow from places, so that the same tree has the same ones, wherever it was read from. */
function numbered(tree: Group): Group {
  const inside = (members: readonly Member[], path: string): Member[] =>
    members.map((member, i) => {
      const id = `${path}${i}`
      return isGroup(member) ? { ...member, id, members: inside(member.members, `${id}.`) } : { ...member, id }
    })
  return { ...tree, members: inside(tree.members, "f") }
}

/** A group with one more member, and the id that it got. */
export function added(tree: Group, groupId: string, member: Member): { tree: Group; id: string } {
  const grown = (group: Group): Group => ({ ...group, members: [...group.members, member] })
  const next = numbered(groupId === "" ? grown(tree) : changed(tree, groupId, (group) => grown(group as Group)))
  const group = groupId === "" ? next : groupsIn(next).find(({ id }) => id === groupId)!
  return { tree: next, id: group.members.at(-1)!.id }
}

function groupsIn({ members }: Group): Group[] {
  return members.flatMap((member) => (isGroup(member) ? [member, ...groupsIn(member)] : []))
}

export interface FilterParts {
  viewFilters: Omit<ViewFilter, "id">[]
  viewFilterGroups: ViewFilterGroup[]
}

/** As the API takes it; conditions whose field is not there are left out, as the server does with saved ones. */
export function partsOf(tree: Group): FilterParts {
  const parts: FilterParts = { viewFilters: [], viewFilterGroups: [] }
  addMembers(parts, tree, null)
  return parts
}

function addMembers(parts: FilterParts, { members }: Group, groupId: string | null): void {
  for (const member of members) {
    if (isGroup(member)) {
      const logicalOperator = member.isAny ? "OR" : "AND"
      parts.viewFilterGroups.push({ id: member.id, parentViewFilterGroupId: groupId, logicalOperator })
      addMembers(parts, member, member.id)
    } else if (member.field) {
      const { fieldId: fieldMetadataId, operand, value, part: subFieldName } = member
      parts.viewFilters.push({ fieldMetadataId, operand, value, subFieldName, viewFilterGroupId: groupId })
    }
  }
}

/** The same tree with that member changed; undefined takes it out. */
export function changed(tree: Group, id: string, change: (member: Member) => Member | undefined): Group {
  const within = (group: Group): Group => ({
    ...group,
    members: group.members.flatMap((member) => {
      if (member.id === id) return change(member) ?? []
      return isGroup(member) ? [within(member)] : [member]
    }),
  })
  return numbered(within(tree))
}

// --- in an address --------------------------------------------------------------------------------------------------

/** `["stage","IS",["WON"]]` for a condition, `{"any":[…]}` or `{"all":[…]}` for a group. */
type Written = [field: string, operand: string, value: unknown, part?: string] | { any: Written[] } | { all: Written[] }

export function writeTree(tree: Group): string {
  return tree.members.length === 0 ? "" : JSON.stringify(tree.members.map(writeMember))
}

function writeMember(member: Member): Written {
  if (isGroup(member)) {
    const members = member.members.map(writeMember)
    return member.isAny ? { any: members } : { all: members }
  }
  const { field, fieldId, operand, value, part } = member
  return [field?.name ?? fieldId, operand, value, ...(part ? [part] : [])] as Written
}

/** Null for what is no tree: an address can be anything. */
export function readTree(object: ObjectModel, text: string): Group | null {
  try {
    const members: unknown = JSON.parse(text)
    return Array.isArray(members) ? numbered({ ...emptyTree, members: readMembers(object, members) }) : null
  } catch {
    // Somebody's typing.
    return null
  }
}

function readMembers(object: ObjectModel, members: readonly unknown[]): Member[] {
  return members.flatMap((member): Member[] => {
    if (Array.isArray(member)) return readCondition(object, member)
    const { any, all } = (member ?? {}) as { any?: unknown; all?: unknown }
    const list = any ?? all
    return Array.isArray(list) ? [{ id: "", isAny: any !== undefined, members: readMembers(object, list) }] : []
  })
}

function readCondition({ byName, byId }: ObjectModel, member: readonly unknown[]): Condition[] {
  const [name, operand, value, part] = member
  if (typeof name !== "string" || typeof operand !== "string") return []
  const field = byName.get(name) ?? byId.get(name)
  const fieldId = field?.id ?? name
  return [{ id: "", field, fieldId, operand, value, part: typeof part === "string" ? part : null }]
}
