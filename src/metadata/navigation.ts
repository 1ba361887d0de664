/** What the menu leads to: the workspace's items, which all its members see, and those that a person keeps for themselves. */
import { can } from "../auth/principal.ts"
import type { navigationMenuItem } from "../db/core-tables.ts"
import { allOf, render, sql, type Sql } from "../db/sql.ts"
import { AppError, badInput } from "../errors.ts"
import type { Connection } from "../ports/driver.ts"
import { readNewRow, readRowUpdate, required, type Column, type Table, type Values } from "./columns.ts"
import { insertSql, readRows, removeRow, runStatement, updateRow, type CoreScope } from "./core-rows.ts"
import type { MetadataRows } from "./rows.ts"
import { isUuid } from "./scalar.ts"
import { findView } from "./views.ts"

export type NavigationItem = typeof navigationMenuItem.$inferSelect

export const navigationTypes = ["VIEW", "FOLDER", "LINK", "OBJECT", "RECORD", "PAGE_LAYOUT"] as const

const fixed = (kind: Column["kind"]): Column => ({ kind, isFixed: true })

const table: Table = {
  columns: {
    type: { ...required(navigationTypes), isFixed: true },
    userWorkspaceId: fixed("id"),
    name: { kind: "text" },
    icon: { kind: "text" },
    color: { kind: "text" },
    link: { kind: "text" },
    position: required("number", 0),
    folderId: { kind: "id" },
    targetObjectMetadataId: fixed("id"),
    targetRecordId: fixed("id"),
    viewId: fixed("id"),
    pageLayoutId: { kind: "id" },
  },
  invalid: (message) => badInput(message, "INVALID_NAVIGATION_MENU_ITEM_INPUT"),
}

/** What an item of each type cannot be without. */
const needed: Record<string, readonly string[]> = {
  VIEW: ["viewId"],
  FOLDER: ["name"],
  LINK: ["link"],
  OBJECT: ["targetObjectMetadataId"],
  RECORD: ["targetObjectMetadataId", "targetRecordId"],
  PAGE_LAYOUT: ["pageLayoutId"],
}

// --- reading --------------------------------------------------------------------------------------------------------

/** The workspace's and one's own, each in order. */
export function listNavigation(scope: CoreScope): Promise<NavigationItem[]> {
  return findItems(scope, [])
}

export async function findNavigationItem(scope: CoreScope, id: string): Promise<NavigationItem | null> {
  if (!isUuid(id)) return null
  const [found] = await findItems(scope, [sql`n.id = ${id}::uuid`])
  return found ?? null
}

function findItems({ connection, schema, principal }: CoreScope, conditions: Sql[]): Promise<NavigationItem[]> {
  const own = principal.userWorkspaceId
    ? sql`(n."userWorkspaceId" is null or n."userWorkspaceId" = ${principal.userWorkspaceId}::uuid)`
    : sql`n."userWorkspaceId" is null`
  const where = allOf([sql`n."workspaceId" = ${schema.workspaceId}::uuid`, own, ...conditions])
  return readRows(
    { connection },
    sql`select n.* from core."navigationMenuItem" n where ${where} order by n.position, n."createdAt", n.id`,
  )
}

async function getItem(scope: CoreScope, id: string): Promise<NavigationItem> {
  const found = await findNavigationItem(scope, id)
  if (found) return found
  throw new AppError("NOT_FOUND", "Navigation menu item not found", { subCode: "NAVIGATION_MENU_ITEM_NOT_FOUND" })
}

// --- writing --------------------------------------------------------------------------------------------------------

/** All or none. Returns them in the order of the inputs. */
export async function createNavigation(scope: CoreScope, inputs: readonly unknown[]): Promise<NavigationItem[]> {
  const made = inputs.map((input) => readNewRow(table, input))
  for (const values of made) {
    requireRight(scope, values.userWorkspaceId)
    await checkItem(scope, values)
  }
  if (made.length === 0) return []
  await runStatement(scope, insertSql(scope, "navigationMenuItem", made))
  return Promise.all(made.map((values) => getItem(scope, values.id as string)))
}

export async function updateNavigation(scope: CoreScope, id: string, input: unknown): Promise<NavigationItem> {
  const before = await getItem(scope, id)
  requireRight(scope, before.userWorkspaceId)
  const values = readRowUpdate(table, input)
  await checkItem(scope, { ...before, ...values })
  await updateRow(scope, "navigationMenuItem", id, values)
  return getItem(scope, id)
}

/** A folder goes with what is in it. */
export async function deleteNavigation(scope: CoreScope, id: string): Promise<NavigationItem> {
  const before = await getItem(scope, id)
  requireRight(scope, before.userWorkspaceId)
  await removeRow(scope, "navigationMenuItem", id, "destroy")
  return before
}

async function checkItem(scope: CoreScope, values: Values): Promise<void> {
  const missing = needed[values.type as string]!.filter((name) => values[name] == null || values[name] === "")
  if (missing.length > 0) throw table.invalid(`An item of type ${String(values.type)} needs ${missing.join(" and ")}`)
  const { targetObjectMetadataId, viewId, link } = values
  if (targetObjectMetadataId != null && !scope.schema.byId.has(targetObjectMetadataId as string))
    throw table.invalid("Object metadata not found")
  if (viewId != null && !(await findView(scope, viewId as string))) throw table.invalid("View not found")
  // A script in the place of an address would run in whoever clicks on it.
  if (link != null && !/^(https?:\/\/|mailto:|\/)/i.test(String(link)))
    throw table.invalid("link must be a web address or a path")
  if (values.folderId != null) await checkFolder(scope, values)
}

/** A folder holds items of its own owner, and no folder. */
async function checkFolder(scope: CoreScope, { id, type, folderId, userWorkspaceId }: Values): Promise<void> {
  const folder = await findNavigationItem(scope, folderId as string)
  if (folder?.type !== "FOLDER") throw table.invalid("folderId names no folder")
  if (folder.userWorkspaceId !== (userWorkspaceId ?? null))
    throw table.invalid("A folder and what is in it belong to the same person, or both to the workspace")
  if (type === "FOLDER" || folder.id === id) throw table.invalid("A folder cannot be in another one")
}

/** What everybody sees takes the right to set it up; one's own takes being that person. */
function requireRight({ principal }: CoreScope, owner: unknown): void {
  if (owner != null && owner === principal.userWorkspaceId) return
  if (owner != null) throw table.invalid("An item belongs to yourself or, without userWorkspaceId, to the workspace")
  if (can(principal, "LAYOUTS")) return
  const message = "You do not have permission to change the navigation of the workspace"
  throw new AppError("FORBIDDEN", message, {
    subCode: "NAVIGATION_MENU_ITEM_PERMISSION_DENIED",
    userFriendlyMessage: `${message}.`,
  })
}

// --- what comes and goes with a schema change -----------------------------------------------------------------------

/** New objects that people see come last in the workspace's menu. */
export async function saveNewNavigation(tx: Connection, before: MetadataRows, after: MetadataRows): Promise<void> {
  const known = new Set(before.objects.map((object) => object.id))
  const added = after.objects.filter((object) => !known.has(object.id) && !object.isSystem)
  if (added.length === 0) return
  const rows = added.map(({ id, icon }, n) => ({ id, icon, n: n + 1 }))
  const { text, params } = render(sql`
    insert into core."navigationMenuItem" ("workspaceId", type, icon, "targetObjectMetadataId", position)
    select ${after.workspaceId}::uuid, 'OBJECT', x.icon, x.id, x.n + coalesce((select max(n.position)
      from core."navigationMenuItem" n where n."workspaceId" = ${after.workspaceId}::uuid and n."userWorkspaceId" is null), -1)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(id uuid, icon varchar, n integer)`)
  await tx.query(text, params)
}
