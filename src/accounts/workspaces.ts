/** Creating a workspace: its schema, its metadata, its tables, its first member. */
import { and, eq, isNull } from "drizzle-orm"
import { recordAudit } from "../auth/audit.ts"
import { systemPrincipal } from "../auth/principal.ts"
import { core } from "../db/core.ts"
import { dataSource, role, userWorkspace, workspace } from "../db/core-tables.ts"
import { addDefinitions, draftOf, type RowsDraft } from "../metadata/build.ts"
import { recordMigration } from "../metadata/change.ts"
import { compile } from "../metadata/compile.ts"
import { workspaceDdl } from "../metadata/ddl.ts"
import { workspaceSchemaName } from "../metadata/names.ts"
import { saveMetadata } from "../metadata/rows.ts"
import type { WorkspaceSchema } from "../metadata/schema.ts"
import { uuid } from "../metadata/scalar.ts"
import { standardObjects } from "../metadata/standard-objects/index.ts"
import { saveNewNavigation } from "../metadata/navigation.ts"
import { saveNewViews } from "../metadata/standard-views.ts"
import { planTables } from "../metadata/tables.ts"
import type { Connection } from "../ports/driver.ts"
import { readRecords } from "../records/read.ts"
import { createRecords } from "../records/write.ts"
import { openWorkspace } from "../records/workspace.ts"
import { withPlatform, type Services } from "./services.ts"

export interface Founder {
  id: string
  firstName: string
  lastName: string
  email: string
  locale: string
}

export interface Membership {
  workspaceId: string
  userWorkspaceId: string
  workspaceMemberId: string
}

/** Creates a workspace that is ready for its first record, with the founder as its admin; all of it or nothing. */
export async function createWorkspace(
  services: Services,
  founder: Founder,
  input: { displayName?: string | null; subdomain?: string | null },
): Promise<Membership> {
  const id = crypto.randomUUID()
  const { schema, membership } = await services.db.transaction(async (tx) => {
    await registerWorkspace(tx, id, input)
    const schema = await createSchema(tx, id)
    const membership = await addFounder(tx, schema, founder)
    const actor = { kind: "user" as const, id: founder.id }
    await recordAudit(tx, { event: "workspace.created", workspaceId: id, actor, client: services.client })
    return { schema, membership }
  })
  services.schemas.keep(schema)
  services.wake.changed(schema.schemaName)
  return membership
}

async function registerWorkspace(
  tx: Connection,
  id: string,
  input: { displayName?: string | null; subdomain?: string | null },
) {
  const displayName = input.displayName?.trim() || null
  const subdomain = input.subdomain?.trim().toLowerCase() || subdomainFrom(displayName, id)
  await core(tx).insert(workspace).values({ id, displayName, subdomain, activationStatus: "ONGOING_CREATION" })
}

function subdomainFrom(displayName: string | null, id: string): string {
  const name = (displayName ?? "")
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40)
  return `${name || "workspace"}-${id.slice(0, 8)}`
}

/** Schema, data source, object and field metadata, the record of the migration, tables: the seed's seven steps. */
export async function createSchema(tx: Connection, workspaceId: string): Promise<WorkspaceSchema> {
  const schemaName = workspaceSchemaName(workspaceId)
  const [source] = await core(tx)
    .insert(dataSource)
    .values({ workspaceId, schema: schemaName, type: "POSTGRES" })
    .returning({ id: dataSource.id })
  const nothing = {
    workspaceId,
    dataSourceId: source!.id,
    schemaName,
    version: 0,
    objects: [],
    fields: [],
    indexes: [],
    indexFields: [],
  }
  const draft: RowsDraft = { ...draftOf(nothing), version: 1 }
  addDefinitions(draft, standardObjects)
  const schema = compile(draft)
  await saveMetadata(tx, nothing, draft)
  await saveNewViews(tx, nothing, draft)
  await saveNewNavigation(tx, nothing, draft)
  const ddl = workspaceDdl(schemaName, planTables(schema))
  await recordMigration(tx, draft, "standard objects", ddl.operations, false)
  await tx.script(ddl.statements.join(";\n"))
  return schema
}

async function addFounder(tx: Connection, schema: WorkspaceSchema, founder: Founder): Promise<Membership> {
  const { workspaceId } = schema
  const { admin, member } = await createRoles(tx, workspaceId)
  await core(tx)
    .update(workspace)
    .set({ defaultRoleId: member, activationStatus: "ACTIVE" })
    .where(eq(workspace.id, workspaceId))
  const [joined] = await core(tx)
    .insert(userWorkspace)
    .values({ userId: founder.id, workspaceId, roleId: admin })
    .returning({ id: userWorkspace.id })
  const workspaceMemberId = await createMember(tx, schema, founder)
  return { workspaceId, userWorkspaceId: joined!.id, workspaceMemberId }
}

/** Gives the ids of the founder's role and of that for newcomers. */
async function createRoles(tx: Connection, workspaceId: string): Promise<{ admin: string; member: string }> {
  const records = {
    canReadAllObjectRecords: true,
    canUpdateAllObjectRecords: true,
    canSoftDeleteAllObjectRecords: true,
    canDestroyAllObjectRecords: true,
    canAccessAllTools: true,
  }
  const [admin, member] = await core(tx)
    .insert(role)
    .values([
      { workspaceId, label: "Admin", icon: "IconUserCog", isEditable: false, canUpdateAllSettings: true, ...records },
      { workspaceId, label: "Member", icon: "IconUser", canBeAssignedToApiKeys: false, ...records },
      { workspaceId, label: "Guest", icon: "IconUserQuestion", canReadAllObjectRecords: true },
    ])
    .returning({ id: role.id })
  return { admin: admin!.id, member: member!.id }
}

/** The record of a person among the members. */
export async function createMember(tx: Connection, schema: WorkspaceSchema, founder: Founder): Promise<string> {
  const opened = openWorkspace(tx, schema, systemPrincipal(schema.workspaceId))
  const member = {
    userId: founder.id,
    userEmail: founder.email,
    name: { firstName: founder.firstName, lastName: founder.lastName },
    locale: founder.locale,
  }
  const created = await createRecords(opened, schema.bySingular.get("workspaceMember")!, [member], { selection: null })
  return JSON.parse(created)[0].id
}

/** Where the user belongs in a workspace; undefined when nowhere, or when their member record is deleted. */
export async function findMembership(
  services: Services,
  userId: string,
  workspaceId: string,
): Promise<Membership | undefined> {
  const [joined] = await core(services.db)
    .select({ id: userWorkspace.id })
    .from(userWorkspace)
    .where(
      and(
        eq(userWorkspace.userId, userId),
        eq(userWorkspace.workspaceId, workspaceId),
        isNull(userWorkspace.deletedAt),
      ),
    )
  const workspaceMemberId = joined && (await findMember(services, userId, workspaceId))
  return workspaceMemberId ? { workspaceId, userWorkspaceId: joined.id, workspaceMemberId } : undefined
}

/** The id of the user's record among the members. */
function findMember(services: Services, userId: string, workspaceId: string): Promise<string | undefined> {
  return withPlatform(services, workspaceId, async (workspace) => {
    const object = workspace.schema.bySingular.get("workspaceMember")!
    const id = object.lookup.get("id")!.field
    const selection = [{ kind: "value" as const, key: "id", field: id, scalar: uuid }]
    const query = { kind: "one" as const, key: "member", object, filter: { userId: { eq: userId } }, selection }
    const [text] = await readRecords(workspace, [query])
    return text ? JSON.parse(text).id : undefined
  })
}
