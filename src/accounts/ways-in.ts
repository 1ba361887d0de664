/** By which ways people come into a workspace, and which of them its settings leave open. */
import { and, eq, isNull, sql } from "drizzle-orm"
import type { Config } from "../config.ts"
import { core } from "../db/core.ts"
import { externalIdentity, identityProvider, role, userWorkspace, workspace } from "../db/core-tables.ts"
import { AppError, badInput } from "../errors.ts"
import type { Connection } from "../ports/driver.ts"
import type { Services } from "./services.ts"

/**
 * As tokens name it: `sso` is a workspace's own identity provider, `rescue` a link that the operator made, `impersonation`
 * the session of somebody else, who came in by a way of their own.
 */
export type AuthProvider = "password" | "google" | "microsoft" | "sso" | "rescue" | "impersonation"

export type SwitchedProvider = "password" | "google" | "microsoft"

type WorkspaceRow = typeof workspace.$inferSelect

const switches = {
  password: { enabled: "isPasswordAuthEnabled", bypass: "isPasswordAuthBypassEnabled" },
  google: { enabled: "isGoogleAuthEnabled", bypass: "isGoogleAuthBypassEnabled" },
  microsoft: { enabled: "isMicrosoftAuthEnabled", bypass: "isMicrosoftAuthBypassEnabled" },
} as const

export type WayInSetting = (typeof switches)[SwitchedProvider]["enabled" | "bypass"]

export const wayInSettings: readonly WayInSetting[] = Object.values(switches).flatMap((each) => [
  each.enabled,
  each.bypass,
])

/** What a sign-in page offers everybody; null for bypass where nobody has a way of their own. */
export function waysInto(config: Config, row: WorkspaceRow) {
  const open = {
    google: config.google !== null && row.isGoogleAuthEnabled,
    microsoft: config.microsoft !== null && row.isMicrosoftAuthEnabled,
    password: row.isPasswordAuthEnabled,
  }
  const bypass = {
    google: config.google !== null && !open.google && row.isGoogleAuthBypassEnabled,
    microsoft: config.microsoft !== null && !open.microsoft && row.isMicrosoftAuthBypassEnabled,
    password: !open.password && row.isPasswordAuthBypassEnabled,
  }
  return { open, bypass: Object.values(bypass).some(Boolean) ? bypass : null }
}

/** Throws FORBIDDEN for newcomers, who have no bypass. */
export function requireOpenTo(row: WorkspaceRow, provider: SwitchedProvider): void {
  if (!row[switches[provider].enabled]) throw shut(provider)
}

/**
 * Asked for each login token and again whenever a session begins or goes on, so that shutting a way in, or deleting an
 * identity provider, ends what came of it. Throws FORBIDDEN.
 */
export async function requireWayIn(
  connection: Connection,
  { userId, workspaceId, authProvider }: { userId: string; workspaceId: string; authProvider: string },
): Promise<void> {
  if (authProvider === "rescue" || authProvider === "impersonation") return
  if (authProvider === "sso") {
    if (!(await hasActiveProvider(connection, userId, workspaceId))) throw shut("sso")
    return
  }
  const provider = authProvider as SwitchedProvider
  if (!Object.hasOwn(switches, provider)) throw shut(provider)
  const { enabled, bypass } = switches[provider]
  const [row] = await core(connection).select().from(workspace).where(eq(workspace.id, workspaceId))
  if (row?.[enabled]) return
  if (!row?.[bypass] || !(await mayBypass(connection, userId, workspaceId))) throw shut(provider)
}

/** Is the person known to an identity provider of the workspace that is switched on? */
async function hasActiveProvider(connection: Connection, userId: string, workspaceId: string): Promise<boolean> {
  const [row] = await core(connection)
    .select({ id: externalIdentity.id })
    .from(externalIdentity)
    .innerJoin(identityProvider, eq(identityProvider.id, externalIdentity.identityProviderId))
    .where(
      and(
        eq(externalIdentity.userId, userId),
        eq(identityProvider.workspaceId, workspaceId),
        eq(identityProvider.status, "Active"),
      ),
    )
    .limit(1)
  return row !== undefined
}

async function mayBypass(connection: Connection, userId: string, workspaceId: string): Promise<boolean> {
  const isGranted = sql<boolean>`exists (select from core."permissionFlag" p where p."roleId" = ${role.id} and p.flag = 'SSO_BYPASS')`
  const [row] = await core(connection)
    .select({ may: sql<boolean>`${role.canUpdateAllSettings} or ${isGranted}` })
    .from(userWorkspace)
    .innerJoin(workspace, eq(workspace.id, userWorkspace.workspaceId))
    .innerJoin(role, eq(role.id, sql`coalesce(${userWorkspace.roleId}, ${workspace.defaultRoleId})`))
    .where(
      and(
        eq(userWorkspace.userId, userId),
        eq(userWorkspace.workspaceId, workspaceId),
        isNull(userWorkspace.deletedAt),
      ),
    )
  return row?.may ?? false
}

/** Call after the change, in its transaction. Throws BAD_USER_INPUT where nobody could sign in any more. */
export async function requireSomeWayIn({ config }: Services, tx: Connection, workspaceId: string): Promise<void> {
  const [row] = await core(tx).select().from(workspace).where(eq(workspace.id, workspaceId)).for("update")
  if (row && Object.values(waysInto(config, row).open).some(Boolean)) return
  const [provider] = await core(tx)
    .select({ id: identityProvider.id })
    .from(identityProvider)
    .where(and(eq(identityProvider.workspaceId, workspaceId), eq(identityProvider.status, "Active")))
    .limit(1)
  if (provider) return
  throw badInput(
    "Nobody could sign in any more: leave a way in, or set up an identity provider first",
    "INVALID_INPUT",
    {
      userFriendlyMessage: "Nobody could sign in any more. Leave a way in, or set up an identity provider first.",
    },
  )
}

const words: Record<string, string> = { google: "Google", microsoft: "Microsoft", password: "a password" }

function shut(provider: string): AppError {
  const way = words[provider] ?? "this identity provider"
  return new AppError("FORBIDDEN", `This workspace does not let you sign in with ${way}`, {
    subCode: "FORBIDDEN_EXCEPTION",
    userFriendlyMessage: `This workspace does not let you sign in with ${way}. Choose another way on its sign-in page.`,
  })
}
