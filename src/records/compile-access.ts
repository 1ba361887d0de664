/** Roles → accesses: what was granted for all objects, for one, for fields and for rows, put together once. */
import { can, type Principal, type Role } from "../auth/principal.ts"
import type { ObjectRights } from "../auth/role.ts"
import { ident, sql } from "../db/sql.ts"
import type { FieldSchema, ObjectSchema, WorkspaceSchema } from "../metadata/schema.ts"
import { isSecret } from "../metadata/secret-fields.ts"
import { unlimited, type Access, type RecordAction, type RowRule } from "./access.ts"
import { readRules } from "./row-rules.ts"

/** The access of a principal. Pure but for what is kept; planned statements hang on it. */
export function accessOf(principal: Principal, schema: WorkspaceSchema): Access {
  if (principal.kind === "system") return unlimited
  let bySchema = kept.get(principal.role)
  if (!bySchema) kept.set(principal.role, (bySchema = new WeakMap()))
  let accesses = bySchema.get(schema)
  if (!accesses) bySchema.set(schema, (accesses = new Map()))
  const shared = accesses.get(everybody)
  if (shared) return shared
  const known = accesses.get(principal.workspaceMemberId)
  if (known) return known
  return compileAndKeep(principal, schema, accesses)
}

/**
 * Statements are planned per access, so that whoever has the same rights shares one. Rules that speak of "me" make
 * accesses of their own for each member; those that speak of today hold for one request.
 */
const kept = new WeakMap<Role, WeakMap<WorkspaceSchema, Map<string | null | typeof everybody, Access>>>()

const everybody = Symbol("everybody")

const maxPersonal = 500

function compileAndKeep(
  principal: Principal,
  schema: WorkspaceSchema,
  accesses: Map<string | null | typeof everybody, Access>,
): Access {
  const { access, isPersonal } = compileAccess(principal, schema)
  if (access.isMomentary) return access
  if (accesses.size >= maxPersonal) accesses.clear()
  accesses.set(isPersonal ? principal.workspaceMemberId : everybody, access)
  return access
}

interface Compiled {
  access: Access
  /** it is another one for each member */
  isPersonal: boolean
}

function compileAccess({ role, workspaceMemberId }: Principal, schema: WorkspaceSchema): Compiled {
  const objects = new Map(role.objects.map((each) => [each.objectMetadataId, each]))
  const withheld = (right: "canReadFieldValue" | "canUpdateFieldValue") =>
    wholeFields(
      schema,
      new Set(role.fields.filter((each) => each[right] === false).map((each) => each.fieldMetadataId)),
    )
  const [hidden, fixed] = [withheld("canReadFieldValue"), withheld("canUpdateFieldValue")]
  // A relation has two ends, and either tells the other.
  const sees = (field: FieldSchema) =>
    !hidden.has(field.id) &&
    !(field.relation && hidden.has(field.relation.targetField.id)) &&
    !isSecret(field.object, field)
  const may = (action: RecordAction, object: ObjectSchema) =>
    allows(role, objects.get(object.id), action) && !isKept(action, object)
  const hiding = new Set(schema.objects.filter((object) => !object.fields.every(sees)))
  for (const object of schema.objects) {
    if (object.nameSingular === "timelineActivity" && targetsOf(object).some((target) => hiding.has(target)))
      hiding.add(object)
  }
  const rules = readRules(schema, role, { workspaceMemberId, mayRead: (object) => may("read", object) })
  const access: Access = {
    may,
    sees,
    edits: (field) => sees(field) && !fixed.has(field.id) && !isPlatforms(field),
    hidesFields: (object) => hiding.has(object),
    seen: (object) => rules.seen.get(object) ?? null,
    edited: (object, principal) => both(rules.edited.get(object) ?? null, ownOnly(object, principal)),
    deciding: (object) => rules.deciding(object),
    isMomentary: rules.isMomentary,
  }
  return { access, isPersonal: rules.isPersonal }
}

/** A morph relation is one field to people, and as many as it has targets to the schema. */
function wholeFields(schema: WorkspaceSchema, ids: ReadonlySet<string>): ReadonlySet<string> {
  if (ids.size === 0) return ids
  const fields = schema.objects.flatMap((object) => object.fields)
  const morphs = new Set(fields.filter((field) => ids.has(field.id)).map((field) => field.morphId ?? ""))
  const together = fields.filter(({ morphId }) => morphId !== null && morphs.has(morphId))
  return new Set([...ids, ...together.map(({ id }) => id)])
}

/** Creating goes with updating and restoring with deleting unless the object says otherwise; nothing goes without reading. */
function allows(role: Role, own: ObjectRights | undefined, action: RecordAction): boolean {
  const read = own?.canReadObjectRecords ?? role.canReadAllObjectRecords
  if (!read) return false
  const update = own?.canUpdateObjectRecords ?? role.canUpdateAllObjectRecords
  const remove = own?.canSoftDeleteObjectRecords ?? role.canSoftDeleteAllObjectRecords
  switch (action) {
    case "read":
      return true
    case "create":
      return own?.canCreateObjectRecords ?? update
    case "update":
      return update
    case "delete":
      return remove
    case "restore":
      return own?.canRestoreObjectRecords ?? remove
    case "destroy":
      return own?.canDestroyObjectRecords ?? role.canDestroyAllObjectRecords
  }
}

// --- what no role can grant -----------------------------------------------------------------------------------------

/** Who somebody is, is settled by their membership. */
const isPlatforms = ({ object, name }: FieldSchema) =>
  object.nameSingular === "workspaceMember" && (name === "userId" || name === "userEmail")

/** Members come and go by invitation and removal. */
const isKept = (action: RecordAction, object: ObjectSchema) =>
  object.nameSingular === "workspaceMember" && action !== "read" && action !== "update"

/** One's own record; those of others take the right to manage members. */
function ownOnly(object: ObjectSchema, principal: Principal): RowRule | null {
  if (object.nameSingular !== "workspaceMember" || can(principal, "WORKSPACE_MEMBERS")) return null
  return { sql: (_, alias) => sql`${ident(alias, "id")} = ${principal.workspaceMemberId}::uuid` }
}

function both(a: RowRule | null, b: RowRule | null): RowRule | null {
  if (!a || !b) return a ?? b
  return { sql: (workspace, alias) => sql`(${a.sql(workspace, alias)} and ${b.sql(workspace, alias)})` }
}

const targetsOf = (object: ObjectSchema) => object.fields.flatMap((field) => field.relation?.target ?? [])
