/** Row rules that compare a field with one of the member who asks: "owner is me", "team is my team". */
import type { RowPredicate } from "../auth/role.ts"
import { ident, sql, type Sql } from "../db/sql.ts"
import { badInput } from "../errors.ts"
import { subfieldValue } from "../metadata/field-type.ts"
import { fieldTypes } from "../metadata/field-types/index.ts"
import { uuid, type Scalar } from "../metadata/scalar.ts"
import type { FieldSchema, ObjectSchema, WorkspaceSchema } from "../metadata/schema.ts"
import { Test } from "./filter.ts"
import type { Filter } from "./query.ts"

/** Whoever is no member has nothing to compare with. */
interface Asker {
  workspaceMemberId: string | null
}

/** Null where there is nothing to compare. Throws BAD_USER_INPUT for what cannot be compared. */
export function memberFilter(
  schema: WorkspaceSchema,
  object: ObjectSchema,
  predicate: RowPredicate,
  { workspaceMemberId }: Asker,
): Filter | null {
  const member = schema.bySingular.get("workspaceMember")
  const field = servedField(object, predicate.fieldMetadataId)
  const own = member && servedField(member, predicate.workspaceMemberFieldMetadataId)
  if (!member || !field || !own) return null
  const left = placeOf(field, predicate.subFieldName)
  const right = valueIn(own, predicate.workspaceMemberSubFieldName)
  const compare = comparison(predicate.operand, left.scalar, right.scalar)
  if (workspaceMemberId === null) return null
  const table = ident(schema.schemaName, member.table)
  const value = sql`(select ${right.value} from ${table} me where me.id = ${workspaceMemberId}::uuid)`
  return left.at(new Test((column) => compare(column, value)))
}

function servedField(object: ObjectSchema, id: string | null): FieldSchema | undefined {
  return object.fields.find((field) => field.id === id && object.lookup.get(field.name)?.field === field)
}

interface Place {
  scalar: Scalar
  at(test: Test): Filter
}

/** Where a filter has to stand to reach the field, or its part, or the field of the record that it leads to. */
function placeOf(field: FieldSchema, subfield: string | null): Place {
  const { composite, subfields, scalar } = fieldTypes[field.type]
  if (field.relation?.kind === "MANY_TO_ONE" && subfield) {
    const found = field.relation.target.lookup.get(subfield)
    if (!found || found.field.relation?.kind === "ONE_TO_MANY") throw incomparable(field, subfield)
    const inner = placeOf(found.field, null)
    return { scalar: inner.scalar, at: (test) => ({ [field.name]: inner.at(test) }) }
  }
  if (field.relation?.kind === "MANY_TO_ONE")
    return { scalar: uuid, at: (test) => ({ [field.relation!.joinName]: test }) }
  const part = composite !== null && subfield ? subfields[subfield] : undefined
  if (part) return { scalar: part, at: (test) => ({ [field.name]: { [subfield!]: test } }) }
  const single = scalar(field)
  if (!single || field.relation) throw incomparable(field, subfield)
  return { scalar: single, at: (test) => ({ [field.name]: test }) }
}

/** The member's own value under the alias `me`. */
function valueIn(field: FieldSchema, subfield: string | null): { scalar: Scalar; value: Sql } {
  const column = field.column === null ? null : ident("me", field.column)
  const { composite, subfields, scalar } = fieldTypes[field.type]
  if (!column) throw incomparable(field, subfield)
  if (field.relation) return { scalar: uuid, value: column }
  const part = composite !== null && subfield ? subfields[subfield] : undefined
  if (part) return { scalar: part, value: subfieldValue(column, subfield!, part) }
  const single = scalar(field)
  if (!single) throw incomparable(field, subfield)
  return { scalar: single, value: column }
}

/** A member without a value is like nobody: neither the same nor different. */
function comparison(operand: string, left: Scalar, right: Scalar): (column: Sql, value: Sql) => Sql {
  const isSame = typeOf(left) === typeOf(right)
  const holds = typeOf(left) === "text[]" && typeOf(right) === "text"
  const isList = typeOf(left) === "text[]" && isSame
  const within = (column: Sql, value: Sql) => (holds ? sql`${value} = any(${column})` : sql`${column} && ${value}`)
  switch (operand) {
    case "IS":
      if (isSame) return (column, value) => sql`${column} = ${value}`
      break
    case "IS_NOT":
      if (isSame) return (column, value) => sql`(${value} is not null and ${column} is distinct from ${value})`
      break
    case "CONTAINS":
      if (holds || isList) return within
      break
    case "DOES_NOT_CONTAIN":
      if (holds || isList)
        return (column, value) => sql`(${value} is not null and not coalesce(${within(column, value)}, false))`
      break
    case "GREATER_THAN_OR_EQUAL":
    case "IS_AFTER":
      if (isSame) return (column, value) => sql`${column} >= ${value}`
      break
    case "LESS_THAN_OR_EQUAL":
    case "IS_BEFORE":
      if (isSame) return (column, value) => sql`${column} <= ${value}`
      break
  }
  throw badInput(`A row rule cannot compare a field and a member's field of these types by ${operand}`, "INVALID_INPUT")
}

const typeOf = ({ sqlType }: Scalar) => (sqlType === "varchar" ? "text" : sqlType)

function incomparable(field: FieldSchema, subfield: string | null) {
  const name = subfield ? `${field.name}.${subfield}` : field.name
  return badInput(`Field "${name}" of type ${field.type} cannot be compared with a member's field`, "INVALID_INPUT")
}
