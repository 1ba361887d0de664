/** Random rights over a random model: what is granted, how it is asked for, and what is left of the world. */
import fc from "fast-check"
import type { Member, TestApp } from "./app.ts"
import type { Model } from "./fuzz-model.ts"
import { matches, type Filter, type ModelObject, type ModelRelation, type Stored, type World } from "./oracle.ts"
import { createRole, memberWith, readModel, restrictField, restrictObject, setRules, type Colleague } from "./roles.ts"

export interface Rights {
  /** objects that are not seen at all */
  unread: readonly string[]
  /** fields and relations that are not seen, as `gadget.name` */
  hidden: readonly string[]
  /** those that are seen and not written */
  fixed: readonly string[]
  may: { create: boolean; update: boolean; delete: boolean; destroy: boolean }
  see: Readonly<Record<string, Rule | null>>
  edit: Readonly<Record<string, Rule | null>>
}

export interface Rule {
  operator: "AND" | "OR"
  conditions: readonly Condition[]
  groups: readonly Rule[]
}

interface Condition {
  /** as the metadata API takes it, with the field by its name */
  field: string
  subFieldName?: string
  operand: string
  value?: unknown
  /** of the member who asks, in place of a value */
  memberField?: string
  /** what it means, in the oracle's terms */
  filter: Filter
}

/** What the member of every run calls themselves, for rules that compare with it. */
export const ownTitle = "a"

// --- random rights --------------------------------------------------------------------------------------------------

export function rights(model: Model): fc.Arbitrary<Rights> {
  const objects = [model.main, model.other]
  const names = objects.flatMap((object) =>
    [...object.fields, ...object.relations].map(({ name }) => `${object.singular}.${name}`),
  )
  // Something of the neighbour is left to ask for.
  const some = names.filter((name) => name !== `${model.other.singular}.name`)
  const few = fc.oneof(
    { weight: 2, arbitrary: fc.constant<string[]>([]) },
    { weight: 3, arbitrary: fc.shuffledSubarray(some, { minLength: 2, maxLength: 14 }) },
  )
  const rules = fc.record(
    Object.fromEntries(objects.map((object) => [object.singular, fc.option(ruleOf(objects, object, 2), { freq: 2 })])),
  )
  return fc.record({
    unread: fc.oneof(
      { weight: 6, arbitrary: fc.constant<string[]>([]) },
      { weight: 1, arbitrary: fc.constant([model.other.singular]) },
    ),
    hidden: few,
    fixed: few,
    may: fc.record({ create: often, update: often, delete: often, destroy: often }),
    see: rules,
    edit: fc.oneof({ weight: 1, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: rules }),
  })
}

const often = fc.oneof({ weight: 6, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) })

function ruleOf(objects: readonly ModelObject[], object: ModelObject, depth: number): fc.Arbitrary<Rule> {
  const conditions = fc.array(conditionOf(objects, object), { minLength: 1, maxLength: 3 })
  const groups =
    depth === 0 ? fc.constant([]) : fc.array(ruleOf(objects, object, depth - 1), { maxLength: depth === 2 ? 2 : 1 })
  return fc.record({ operator: fc.constantFrom("AND" as const, "OR" as const), conditions, groups })
}

function conditionOf(objects: readonly ModelObject[], object: ModelObject): fc.Arbitrary<Condition> {
  const own = object.fields.flatMap((field) => conditionsOn(field.name, field.type, field.leaf?.options ?? []))
  const related = object.relations
    .filter(({ kind, name }) => kind === "one" && !name.startsWith("aim"))
    .flatMap((relation) => conditionsThrough(objects, relation))
  return fc.oneof(...own, ...related)
}

const empty = (name: string): Condition[] => [
  { field: name, operand: "IS_EMPTY", filter: { [name]: { is: "NULL" } } },
  { field: name, operand: "IS_NOT_EMPTY", filter: { not: { [name]: { is: "NULL" } } } },
]

function conditionsOn(name: string, type: string, options: readonly string[]): fc.Arbitrary<Condition>[] {
  switch (type) {
    case "TEXT":
      return [
        fc
          .constantFrom("a", "A", "ab", "É")
          .map((value) => ({ field: name, operand: "IS", value, filter: { [name]: { eq: value } } })),
        fc.constantFrom("a", "b", "null").map((value) => ({
          field: name,
          operand: "DOES_NOT_CONTAIN",
          value,
          filter: { not: { [name]: { ilike: `%${value}%` } } },
        })),
        fc.constant({ field: name, operand: "IS", memberField: "jobTitle", filter: { [name]: { eq: ownTitle } } }),
        fc.constant({
          field: name,
          operand: "IS_NOT",
          memberField: "jobTitle",
          filter: { not: { [name]: { eq: ownTitle } } },
        }),
        fc.constantFrom(...empty(name)),
      ]
    case "NUMBER":
      return [
        fc.constantFrom(0, 1, 10).map((value) => ({
          field: name,
          operand: "GREATER_THAN_OR_EQUAL",
          value: String(value),
          filter: { [name]: { gte: String(value) } },
        })),
        fc.constantFrom(...empty(name)),
      ]
    case "BOOLEAN":
      return [
        fc
          .boolean()
          .map((value) => ({ field: name, operand: "IS", value: String(value), filter: { [name]: { eq: value } } })),
      ]
    case "SELECT":
      return [
        fc
          .shuffledSubarray([...options], { minLength: 1 })
          .map((value) => ({ field: name, operand: "IS", value, filter: { [name]: { in: value } } })),
        fc
          .shuffledSubarray([...options], { minLength: 1 })
          .map((value) => ({ field: name, operand: "IS_NOT", value, filter: { not: { [name]: { in: value } } } })),
      ]
    default:
      return []
  }
}

function conditionsThrough(
  objects: readonly ModelObject[],
  { name, join, target }: ModelRelation,
): fc.Arbitrary<Condition>[] {
  const label = objects.find((object) => object.singular === target)!.fields[0]!.name
  return [
    fc.constantFrom(...empty(join)).map((condition) => ({ ...condition, field: name })),
    fc.constantFrom("a", "b").map((value) => ({
      field: name,
      subFieldName: label,
      operand: "CONTAINS",
      value,
      filter: { [name]: { [label]: { ilike: `%${value}%` } } },
    })),
    fc.constant({
      field: name,
      subFieldName: label,
      operand: "IS",
      memberField: "jobTitle",
      filter: { [name]: { [label]: { eq: ownTitle } } },
    }),
  ]
}

// --- what is left ---------------------------------------------------------------------------------------------------

export function filterOf({ operator, conditions, groups }: Rule): Filter {
  const all = [...conditions.map((condition) => condition.filter), ...groups.map(filterOf)]
  return operator === "OR" ? { or: all } : { and: all }
}

/** Whether a rule of the whole world lets a record through. */
export function passes(world: World, object: ModelObject, record: Stored, rule: Rule | null | undefined): boolean {
  return !rule || matches(world, object, record, filterOf(rule))
}

/** Each relation by the name that its other side has; neither shows what the other hides. */
const otherSides: Readonly<Record<string, string>> = {
  "gadget.holder": "widget.held",
  "gadget.parent": "gadget.children",
  "gadget.aimGadget": "gadget.pointers",
  "gadget.aimWidget": "widget.pointers",
}

export function isHidden({ hidden }: Rights, path: string): boolean {
  if (isNamed(hidden, path)) return true
  return Object.entries(otherSides).some(
    ([one, many]) => (path === one && isNamed(hidden, many)) || (path === many && isNamed(hidden, one)),
  )
}

/** A morph relation is one field, whatever it leads to. */
const morph = ["gadget.aimGadget", "gadget.aimWidget"]

export function isNamed(paths: readonly string[], path: string): boolean {
  return paths.includes(path) || (morph.includes(path) && morph.some((each) => paths.includes(each)))
}

export interface SeenObject extends ModelObject {
  /** names of the ids of related records, whether or not their object is seen */
  joins: readonly string[]
}

/** Objects as the role sees them. */
export function seenObjects(model: Model, rights: Rights): SeenObject[] {
  return [model.main, model.other]
    .filter((object) => !rights.unread.includes(object.singular))
    .map((object) => {
      const sees = ({ name }: { name: string }) => !isHidden(rights, `${object.singular}.${name}`)
      return {
        ...object,
        fields: object.fields.filter(sees),
        relations: object.relations.filter((each) => sees(each) && !rights.unread.includes(each.target)),
        // That there is a record at the other end is the record's own to tell.
        joins: object.relations.filter((each) => each.kind === "one" && sees(each)).map(({ join }) => join),
      }
    })
}

/** The world as the role sees it: everything that an answer may depend on. */
export function seenWorld(world: World, model: Model, rights: Rights): World {
  const records = Object.fromEntries(
    [model.main, model.other].map((object) => [
      object.singular,
      rights.unread.includes(object.singular)
        ? []
        : world.records[object.singular]!.filter((record) =>
            passes(world, object, record, rights.see[object.singular]),
          ),
    ]),
  )
  return { ...world, objects: seenObjects(model, rights), records }
}

// --- granting it ----------------------------------------------------------------------------------------------------

/** A member whose one role is made anew for each run. */
export interface Asker {
  member: Colleague
  setRole(rights: Rights): Promise<string>
}

export async function createAsker(app: TestApp, { me, main, other }: Model): Promise<Asker> {
  const names = await readModel(me)
  const member = await memberWith(app, me, await createRole(me))
  await write(
    me,
    `mutation { updateWorkspaceMember(id: "${member.memberId}", data: { jobTitle: "${ownTitle}" }) { id } }`,
  )
  const setRole = async ({ unread, hidden, fixed, may, see, edit }: Rights) => {
    const roleId = await createRole(me)
    for (const { singular } of [main, other]) {
      const objectId = names.objectId(singular)
      const isRead = !unread.includes(singular)
      await restrictObject(me, roleId, objectId, {
        canReadObjectRecords: isRead,
        canCreateObjectRecords: isRead && may.create,
        canUpdateObjectRecords: isRead && may.update,
        canSoftDeleteObjectRecords: isRead && may.delete,
        canDestroyObjectRecords: isRead && may.destroy,
      })
      for (const [scope, rules] of [["SEE", see] as const, ["EDIT", edit] as const]) {
        const rule = rules[singular]
        if (rule) await setRules(me, roleId, objectId, { ...ruleInput(names.fieldId, singular, rule), scope })
      }
    }
    const restrict = async (path: string, withheld: object) => {
      const [object, field] = path.split(".") as [string, string]
      const name = morph.includes(path) ? "aim" : field
      await restrictField(me, roleId, names.objectId(object), names.fieldId(object, name), withheld)
    }
    for (const path of hidden) await restrict(path, { canReadFieldValue: false })
    for (const path of fixed) await restrict(path, { canUpdateFieldValue: false })
    const assign = `mutation { updateWorkspaceMemberRole(workspaceMemberId: "${member.memberId}", roleId: "${roleId}") { id } }`
    const { errors } = await me.metadata(assign)
    if (errors) throw new Error(JSON.stringify(errors))
    return roleId
  }
  return { member, setRole }
}

async function write(me: Member, query: string): Promise<void> {
  const { errors } = await me.graphql(query)
  if (errors) throw new Error(JSON.stringify(errors))
}

function ruleInput(fieldId: (object: string, field: string) => string, object: string, rule: Rule) {
  const predicates: Record<string, unknown>[] = []
  const predicateGroups: Record<string, unknown>[] = []
  const add = ({ operator, conditions, groups }: Rule, parent: string | null) => {
    const id = crypto.randomUUID()
    predicateGroups.push({ id, logicalOperator: operator, parentRowLevelPermissionPredicateGroupId: parent })
    for (const { field, operand, value, subFieldName, memberField } of conditions) {
      predicates.push({
        fieldMetadataId: fieldId(object, field),
        operand,
        value,
        subFieldName,
        rowLevelPermissionPredicateGroupId: id,
        ...(memberField && { workspaceMemberFieldMetadataId: fieldId("workspaceMember", memberField) }),
      })
    }
    for (const group of groups) add(group, id)
  }
  add(rule, null)
  return { predicates, predicateGroups }
}
