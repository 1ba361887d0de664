/** What the admins of a workspace can set about it. */
import { eq, sql } from "drizzle-orm"
import { auditAs, recordAudit } from "../auth/audit.ts"
import { requirePermission, type Principal } from "../auth/principal.ts"
import { revokeImpersonations } from "../auth/sessions.ts"
import { core } from "../db/core.ts"
import { workspace } from "../db/core-tables.ts"
import { badInput } from "../errors.ts"
import { DatabaseError } from "../ports/driver.ts"
import { noPicture, storedPictures } from "../records/pictures.ts"
import { changesOf } from "./changes.ts"
import { raiseRights, requireUserRole } from "./roles.ts"
import type { Services } from "./services.ts"
import type { WorkspaceRow } from "./sign-in.ts"
import { requireSomeWayIn, wayInSettings, type WayInSetting } from "./ways-in.ts"

export type WorkspaceUpdate = Partial<
  Pick<
    WorkspaceRow,
    | "displayName"
    | "subdomain"
    | "customDomain"
    | "logo"
    | "inviteHash"
    | "isPublicInviteLinkEnabled"
    | "allowImpersonation"
    | "isTwoFactorAuthenticationEnforced"
    | "isTwoFactorAuthenticationEnforcedForSso"
    | "defaultRoleId"
    | WayInSetting
    | "auditLogRetentionDays"
  >
>

/** Days; the database holds to the least as well, and would overflow beyond the most. */
const leastRetention = 30
const mostRetention = 36_500

/** What the audit log says of a change. Whoever has an invite hash gets in, so that one is not told. */
const shown: (keyof WorkspaceUpdate)[] = [
  "displayName",
  "subdomain",
  "customDomain",
  "logo",
  "isPublicInviteLinkEnabled",
  "allowImpersonation",
  "defaultRoleId",
  "auditLogRetentionDays",
  ...wayInSettings,
]

/** Throws FORBIDDEN, and BAD_USER_INPUT for a subdomain or an invite hash that is malformed or taken or for shutting every way in, NOT_FOUND for a foreign role. */
export async function updateWorkspace(
  services: Services,
  principal: Principal,
  update: WorkspaceUpdate,
): Promise<WorkspaceRow> {
  requirePermission(principal, "WORKSPACE")
  const changesWaysIn = wayInSettings.some((name) => update[name] !== undefined)
  const { subdomain, auditLogRetentionDays: days } = update
  if (changesWaysIn || days !== undefined) requirePermission(principal, "SECURITY")
  if (days != null && (days < leastRetention || days > mostRetention)) {
    throw badInput(`The audit log is kept for ${leastRetention} days at least, or with null for ever`, "INVALID_INPUT")
  }
  if (subdomain != null && !/^[a-z0-9]([a-z0-9-]{1,61}[a-z0-9])$/.test(subdomain)) {
    throw badInput("A subdomain has 3 to 63 small letters, digits and hyphens", "INVALID_SUBDOMAIN")
  }
  if (update.inviteHash != null && !/^[\w-]{16,200}$/.test(update.inviteHash)) {
    throw badInput("An invite hash has at least 16 letters and digits", "INVALID_INPUT")
  }
  if (update.defaultRoleId) await requireUserRole(services.db, principal, update.defaultRoleId)
  const named = update.logo ? { ...update, logo: await storedLogo(services, principal, update.logo) } : update
  const given = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined))
  try {
    return await services.db.transaction(async (tx) => {
      const own = eq(workspace.id, principal.workspaceId)
      const [before] = await core(tx).select().from(workspace).where(own).for("no key update")
      const [row] = await core(tx)
        .update(workspace)
        .set({ ...given, updatedAt: sql`now()` })
        .where(own)
        .returning()
      if (changesWaysIn) await requireSomeWayIn(services, tx, principal.workspaceId)
      if (update.defaultRoleId) await raiseRights(tx, principal.workspaceId)
      await recordAudit(tx, {
        ...auditAs(principal),
        event: "workspace.settingsChanged",
        target: { kind: "workspace", id: row!.id, name: row!.displayName },
        details: { ...changesOf(before!, row!, shown), ...(update.inviteHash != null && { inviteHash: "changed" }) },
      })
      if (update.allowImpersonation === false) await revokeImpersonations(tx, principal.workspaceId)
      return row!
    })
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof DatabaseError ? error.cause : undefined
    if (cause?.code === "23505" && cause.constraint === "UQ_WORKSPACE_INVITE_HASH")
      throw badInput("Choose another invite hash", "INVALID_INPUT", { cause })
    if (cause?.code === "23505") throw badInput("This subdomain is taken", "SUBDOMAIN_ALREADY_TAKEN", { cause })
    throw error
  }
}

async function storedLogo({ db }: Services, { workspaceId }: Principal, given: string): Promise<string> {
  const stored = (await storedPictures(db, workspaceId, [given]))(given)
  if (stored === null) throw noPicture()
  return stored
}
