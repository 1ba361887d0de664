/**
 * Row rules: which records a role sees and edits. They are stored in the terms of a view's filters, but where a view leaves
 * out what it cannot read, a rule lets nobody through: a field that is gone, an empty value, a group that leads nowhere.
 */
import type { Role, RowPredicate, RowPredicateGroup, RuleScope } from "../auth/role.ts"
import { allOf, ident, raw, sql, type Sql } from "../db/sql.ts"
import { AppError, badInput } from "../errors.ts"
import type { FieldSchema, Json, ObjectSchema, WorkspaceSchema } from "../metadata/schema.ts"
import { viewFilter, type Viewer } from "../metadata/view-filter.ts"
import { unlimited, type RowRule } from "./access.ts"
import { filterSql } from "./filter.ts"
import { linksOf } from "./links.ts"
import { memberFilter } from "./member-filter.ts"
import type { Filter } from "./query.ts"
import { rowsOf } from "./table.ts"
import { objectsInFilter } from "./touched.ts"
import type { Workspace } from "./workspace.ts"

export interface RowRules {
  seen: ReadonlyMap<ObjectSchema, RowRule>
  edited: ReadonlyMap<ObjectSchema, RowRule>
  /** objects whose records have a say in which records of this one are seen */
  deciding(object: ObjectSchema): readonly ObjectSchema[]
  /** a rule speaks of "me" */
  isPersonal: boolean
  /** a rule speaks of now */
  isMomentary: boolean
}

interface Reader {
  workspaceMemberId: string | null
  mayRead(object: ObjectSchema): boolean
}

export function readRules(schema: WorkspaceSchema, role: Role, reader: Reader): RowRules {
  const viewer: Viewer = { workspaceMemberId: reader.workspaceMemberId, now: new Date(), timeZone: "UTC", weekStart: 1 }
  const filters = (scope: RuleScope) =>
    new Map(
      schema.objects.flatMap((object) => {
        const filter = ruleFilter(schema, object, role, scope, viewer)
        return filter ? [[object, filter] as const] : []
      }),
    )
  const own = filters("SEE")
  const links = linkFields(schema, (target) => !reader.mayRead(target) || own.has(target))
  const seen = new Map<ObjectSchema, RowRule>()
  for (const object of new Set([...own.keys(), ...links.keys()])) {
    seen.set(object, rule(object, own.get(object) ?? null, links.get(object) ?? []))
  }
  const members = schema.bySingular.get("workspaceMember")
  const decidingOver = (object: ObjectSchema): ObjectSchema[] => {
    const filter = own.get(object)
    const targets = (links.get(object) ?? []).map((field) => field.relation!.target)
    const further = targets.flatMap((target) => [target, ...decidingOver(target)])
    return [...(filter ? objectsInFilter(object, filter, members) : []), ...further]
  }
  return {
    seen,
    edited: new Map([...filters("EDIT")].map(([object, filter]) => [object, rule(object, filter, [])])),
    deciding: (object) => decidingOver(object),
    isPersonal: role.rules.some(speaksOfMe),
    isMomentary: role.rules.some(({ operand }) => momentary.has(operand)),
  }
}

const speaksOfMe = ({ value, workspaceMemberFieldMetadataId }: RowPredicate) =>
  workspaceMemberFieldMetadataId !== null || JSON.stringify(value).includes("isCurrentWorkspaceMemberSelected")

const momentary = new Set(["IS_TODAY", "IS_IN_PAST", "IS_IN_FUTURE", "IS_RELATIVE"])

// --- filters --------------------------------------------------------------------------------------------------------

/** What no record meets. */
const nothing: Filter = { id: { is: "NULL" } }

/** Null where the role has no rule of this scope for the object. */
export function ruleFilter(
  schema: WorkspaceSchema,
  object: ObjectSchema,
  { rules, ruleGroups }: Pick<Role, "rules" | "ruleGroups">,
  scope: RuleScope,
  viewer: Viewer,
): Filter | null {
  const isOwn = (each: RowPredicate | RowPredicateGroup) => each.objectMetadataId === object.id && each.scope === scope
  const predicates = rules.filter(isOwn)
  const groups = ruleGroups.filter(isOwn)
  if (predicates.length === 0 && groups.length === 0) return null
  const reached = new Set<RowPredicate | RowPredicateGroup>()
  const within = (groupId: string | null): Filter[] => {
    const isIn = (id: string | null) => (groups.some((group) => group.id === id) ? id : null) === groupId
    const own = predicates.filter((each) => isIn(each.rowLevelPermissionPredicateGroupId))
    const inner = groups.filter((each) => isIn(each.parentRowLevelPermissionPredicateGroupId) && !reached.has(each))
    for (const each of [...own, ...inner]) reached.add(each)
    return [
      ...own.map((each) => predicateFilter(schema, object, each, viewer) ?? nothing),
      ...inner.map((group) => joined(group.logicalOperator, within(group.id))),
    ]
  }
  const filter = joined("AND", within(null))
  // Groups that lie in each other hang on nothing; what they say would be lost.
  return reached.size === predicates.length + groups.length ? filter : nothing
}

function joined(operator: "AND" | "OR", filters: readonly Filter[]): Filter {
  if (filters.length === 0) return nothing
  return operator === "OR" ? { or: filters } : { and: filters }
}

/** Null where there is nothing to compare. Throws BAD_USER_INPUT. */
function readPredicate(
  schema: WorkspaceSchema,
  object: ObjectSchema,
  predicate: RowPredicate,
  viewer: Viewer,
): Filter | null {
  // Whoever is nobody is not "not me" either.
  const isDenial = predicate.operand === "IS_NOT" || predicate.operand === "DOES_NOT_CONTAIN"
  if (viewer.workspaceMemberId === null && isDenial && speaksOfMe(predicate)) return null
  return predicate.workspaceMemberFieldMetadataId === null
    ? fixedFilter(object, predicate, viewer)
    : memberFilter(schema, object, predicate, viewer)
}

/** Null where it cannot be read. */
function predicateFilter(
  schema: WorkspaceSchema,
  object: ObjectSchema,
  predicate: RowPredicate,
  viewer: Viewer,
): Filter | null {
  try {
    return readPredicate(schema, object, predicate, viewer)
  } catch (error) {
    // What was valid when it was stored may not be any more, such as an operand of a field that has another type now.
    if (error instanceof AppError) return null
    throw error
  }
}

function fixedFilter(object: ObjectSchema, predicate: RowPredicate, viewer: Viewer): Filter | null {
  const { fieldMetadataId, operand, subFieldName } = predicate
  const field = object.fields.find((each) => each.id === fieldMetadataId)
  const related =
    field?.relation?.kind === "MANY_TO_ONE" && subFieldName ? relatedField(field, subFieldName) : undefined
  if (related === null) return null
  const condition = {
    fieldMetadataId,
    operand,
    value: predicate.value as Json,
    subFieldName: related ? null : subFieldName,
    viewFilterGroupId: null,
    relationTargetFieldMetadataId: related?.id ?? null,
  }
  const view = { anyFieldFilterValue: null, viewFilters: [condition], viewFilterGroups: [] }
  return viewFilter(object, view, viewer).filter
}

/** A field of the record that a relation leads to; null where it is not served. */
export function relatedField(field: FieldSchema, name: string): FieldSchema | null {
  const found = field.relation!.target.lookup.get(name)
  return found?.kind === "field" ? found.field : null
}

/** Throws BAD_USER_INPUT for what would let nobody through, and says which condition it is. */
export function checkRules(
  workspace: Workspace,
  object: ObjectSchema,
  rules: Pick<Role, "rules" | "ruleGroups">,
  scope: RuleScope,
): void {
  const { schema } = workspace
  const viewer: Viewer = { workspaceMemberId: someone, now: new Date(), timeZone: "UTC", weekStart: 1 }
  for (const predicate of rules.rules) {
    const filter = readPredicate(schema, object, predicate, viewer)
    if (!filter) throw badInput(`A row rule has nothing to compare: ${JSON.stringify(predicate)}`, "INVALID_ROW_RULE")
    // The engine knows best which values a field can be compared with.
    filterSql({ ...workspace, access: unlimited }, object, "x", filter)
  }
  const ids = new Set(rules.ruleGroups.map(({ id }) => id))
  const parents = [
    ...rules.rules.map((each) => each.rowLevelPermissionPredicateGroupId),
    ...rules.ruleGroups.map((each) => each.parentRowLevelPermissionPredicateGroupId),
  ]
  const stray = parents.find((id) => id !== null && !ids.has(id))
  if (stray) throw badInput(`There is no group of row rules with id ${stray}`, "INVALID_ROW_RULE")
  const empty = rules.ruleGroups.find(({ id }) => !parents.includes(id))
  if (empty) throw badInput(`The group of row rules ${empty.id} is empty`, "INVALID_ROW_RULE")
  if (ruleFilter(schema, object, rules, scope, viewer) === nothing) {
    throw badInput("Groups of row rules lie in one another", "INVALID_ROW_RULE")
  }
}

/** Nobody in particular. */
const someone = "00000000-0000-4000-8000-000000000000"

// --- rules ----------------------------------------------------------------------------------------------------------

function rule(object: ObjectSchema, filter: Filter | null, links: readonly FieldSchema[]): RowRule {
  return {
    sql(workspace, alias) {
      const own = filter ? [conditionSql(workspace, object, alias, filter)] : []
      return allOf([...own, ...links.map((field) => linkSql(workspace, field, alias))])
    },
  }
}

/** A rule looks at fields and records that it hides; one that its fields do not fit any more lets nobody through. */
function conditionSql(workspace: Workspace, object: ObjectSchema, alias: string, filter: Filter): Sql {
  try {
    return filterSql({ ...workspace, access: unlimited }, object, alias, filter)
  } catch (error) {
    if (error instanceof AppError) return raw("false")
    throw error
  }
}

/** A link shows that its record exists, so it is seen by those who see the record. */
function linkSql(workspace: Workspace, field: FieldSchema, alias: string): Sql {
  const column = ident(alias, field.column!)
  const { target } = field.relation!
  if (!workspace.access.may("read", target)) return sql`${column} is null`
  return sql`(${column} is null or exists (select from ${rowsOf(workspace, target)} l where l.id = ${column}))`
}

/** By object: what its links lead to of which not everything is seen. */
function linkFields(schema: WorkspaceSchema, isLimited: (object: ObjectSchema) => boolean) {
  return new Map(
    schema.objects.flatMap((object) => {
      const fields = linksOf(object).filter(({ relation }) => isLimited(relation!.target))
      return fields.length > 0 ? [[object, fields] as const] : []
    }),
  )
}
