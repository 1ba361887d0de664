/** Roles as the database has them → {@link Role}, as one JSON column, so that a principal is one statement. */
import { ident, join, literal, sql, type Sql } from "../db/sql.ts"
import type { FieldRights, ObjectRights, Role, RowPredicate, RowPredicateGroup } from "./role.ts"

const roleFields: (keyof Role)[] = [
  "id",
  "label",
  "canUpdateAllSettings",
  "canAccessAllTools",
  "canReadAllObjectRecords",
  "canUpdateAllObjectRecords",
  "canSoftDeleteAllObjectRecords",
  "canDestroyAllObjectRecords",
]

const objectFields: (keyof ObjectRights)[] = [
  "objectMetadataId",
  "canReadObjectRecords",
  "canCreateObjectRecords",
  "canUpdateObjectRecords",
  "canSoftDeleteObjectRecords",
  "canRestoreObjectRecords",
  "canDestroyObjectRecords",
]

const fieldFields: (keyof FieldRights)[] = ["fieldMetadataId", "canReadFieldValue", "canUpdateFieldValue"]

const ruleFields: (keyof RowPredicate)[] = [
  "id",
  "objectMetadataId",
  "fieldMetadataId",
  "operand",
  "value",
  "subFieldName",
  "workspaceMemberFieldMetadataId",
  "workspaceMemberSubFieldName",
  "rowLevelPermissionPredicateGroupId",
  "positionInRowLevelPermissionPredicateGroup",
  "scope",
]

const groupFields: (keyof RowPredicateGroup)[] = [
  "id",
  "objectMetadataId",
  "parentRowLevelPermissionPredicateGroupId",
  "logicalOperator",
  "positionInRowLevelPermissionPredicateGroup",
  "scope",
]

/** JSON text of the role under `alias`, a row of `core.role`. */
export function roleColumn(alias: string): Sql {
  const own = roleFields.map((name) => sql`${literal(name)}, ${ident(alias, name)}`)
  const members = [
    ...own,
    sql`'permissions', (select coalesce(json_agg(p.flag), '[]') from core."permissionFlag" p where p."roleId" = ${ident(alias, "id")})`,
    sql`'objects', ${parts(alias, "objectPermission", objectFields)}`,
    sql`'fields', ${parts(alias, "fieldPermission", fieldFields)}`,
    sql`'rules', ${parts(alias, "rowLevelPermissionPredicate", ruleFields)}`,
    sql`'ruleGroups', ${parts(alias, "rowLevelPermissionPredicateGroup", groupFields)}`,
  ]
  return sql`json_build_object(${join(members)})::text`
}

/** By id, so that the same rights give the same text. */
function parts(alias: string, table: string, fields: readonly string[]): Sql {
  const members = fields.map((name) => sql`${literal(name)}, ${ident("p", name)}`)
  return sql`(select coalesce(json_agg(json_build_object(${join(members)}) order by p.id), '[]')
    from core.${ident(table)} p where p."roleId" = ${ident(alias, "id")})`
}
