/** Invitations by e-mail: sent, listed, sent again, taken back. Each is for one address and holds for 30 days. */
import { and, asc, count, eq, isNull, sql } from "drizzle-orm"
import { auditAs, recordAudit } from "../auth/audit.ts"
import { requirePermission, type Principal } from "../auth/principal.ts"
import { core } from "../db/core.ts"
import { appToken, user, userWorkspace, workspace } from "../db/core-tables.ts"
import { AppError } from "../errors.ts"
import { isUuid } from "../metadata/scalar.ts"
import type { Connection } from "../ports/driver.ts"
import { isLive, issueAppToken, type AppToken } from "./app-tokens.ts"
import { addressKey, normalizeEmail } from "./credentials.ts"
import { writeMail } from "./mails.ts"
import { requireUserRole } from "./roles.ts"
import type { Services } from "./services.ts"
import { getWorkspace, type WorkspaceRow } from "./sign-in.ts"

export interface Invitation {
  /** of its token's row */
  id: string
  email: string
  roleId: string | null
  expiresAt: string
}

export interface SentInvitations {
  success: boolean
  /** a sentence for each address that was not invited */
  errors: string[]
  result: Invitation[]
}

/** How many may be sent in a week. */
const weekly = { workspace: 500, address: 10 }

/** Addresses of one call. */
const maxAddresses = 100

/** Throws FORBIDDEN and NOT_FOUND for what is wrong with all of them; what is wrong with one is said in `errors`. */
export async function sendInvitations(
  services: Services,
  principal: Principal,
  emails: readonly string[],
  roleId: string | null,
): Promise<SentInvitations> {
  requirePermission(principal, "WORKSPACE_MEMBERS")
  if (roleId !== null) await requireUserRole(services.db, principal, roleId)
  const host = await getWorkspace(services, principal.workspaceId)
  const sent: SentInvitations = { success: true, errors: [], result: [] }
  for (const email of new Set(emails.slice(0, maxAddresses).map(addressKey))) {
    try {
      sent.result.push(await invite(services, principal, host, email, roleId))
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      sent.errors.push(`${email}: ${error.message}`)
    }
  }
  if (emails.length > maxAddresses) sent.errors.push(`Only ${maxAddresses} addresses can be invited at once`)
  return { ...sent, success: sent.errors.length === 0 }
}

/** One address has one invitation: the former one is taken back. */
function invite(
  services: Services,
  principal: Principal,
  host: WorkspaceRow,
  address: string,
  roleId: string | null,
): Promise<Invitation> {
  const email = normalizeEmail(address)
  return services.db.transaction(async (tx) => {
    await core(tx).execute(sql`select pg_advisory_xact_lock(hashtextextended(${`invite:${host.id}`}, 0))`)
    await requireNoMember(tx, host.id, email)
    await requireWithinLimits(tx, host.id, email)
    await revoke(tx, and(eq(appToken.workspaceId, host.id), isFor(email)))
    const context = { email, roleId }
    const token = await issueAppToken(services, tx, { type: "INVITATION", workspaceId: host.id, context })
    const data = {
      workspace: host.displayName || "a workspace",
      inviter: principal.actor.name.trim() || "A colleague",
      inviteHash: host.inviteHash,
    }
    await writeMail(tx, "invitation", { recipient: email, data, appTokenId: token.id })
    const target = { kind: "invitation", id: token.id, name: email }
    await recordAudit(tx, { ...auditAs(principal), event: "member.invited", target, details: { roleId } })
    return present(token)
  })
}

/** Those that still hold, oldest first. */
export async function listInvitations(services: Services, principal: Principal): Promise<Invitation[]> {
  requirePermission(principal, "WORKSPACE_MEMBERS")
  const rows = await core(services.db)
    .select()
    .from(appToken)
    .where(and(eq(appToken.workspaceId, principal.workspaceId), isLive(services, "INVITATION")))
    .orderBy(asc(appToken.createdAt))
  return rows.map(present)
}

/** A new link for another 30 days; the former one ends. Throws NOT_FOUND. */
export async function resendInvitation(services: Services, principal: Principal, id: string): Promise<SentInvitations> {
  requirePermission(principal, "WORKSPACE_MEMBERS")
  const { email, roleId } = present(await getInvitation(services, principal, id))
  return sendInvitations(services, principal, [email], roleId)
}

/** Throws NOT_FOUND. */
export async function deleteInvitation(services: Services, principal: Principal, id: string): Promise<void> {
  requirePermission(principal, "WORKSPACE_MEMBERS")
  const { id: known, email } = present(await getInvitation(services, principal, id))
  await services.db.transaction(async (tx) => {
    await revoke(tx, eq(appToken.id, known))
    const target = { kind: "invitation", id: known, name: email }
    await recordAudit(tx, { ...auditAs(principal), event: "member.uninvited", target })
  })
}

async function getInvitation(services: Services, { workspaceId }: Principal, id: string): Promise<AppToken> {
  const [row] = isUuid(id)
    ? await core(services.db)
        .select()
        .from(appToken)
        .where(
          and(
            eq(appToken.id, id),
            eq(appToken.workspaceId, workspaceId),
            eq(appToken.type, "INVITATION"),
            isNull(appToken.revokedAt),
          ),
        )
    : []
  if (row) return row
  throw new AppError("NOT_FOUND", "Invitation not found", { subCode: "INVITATION_NOT_FOUND" })
}

/** Invitations of an address that still hold. Only for whoever has shown that the address is theirs. */
export async function findInvitationsOf(services: Services, email: string): Promise<AppToken[]> {
  const rows = await core(services.db)
    .select({ appToken })
    .from(appToken)
    .innerJoin(workspace, and(eq(workspace.id, appToken.workspaceId), isNull(workspace.deletedAt)))
    .where(and(isFor(addressKey(email)), isLive(services, "INVITATION")))
    .orderBy(asc(appToken.createdAt))
  return rows.map((row) => row.appToken)
}

const isFor = (email: string) => sql`${appToken.context}->>'email' = ${email}`

async function revoke(connection: Connection, which: ReturnType<typeof and>): Promise<void> {
  await core(connection)
    .update(appToken)
    .set({ revokedAt: sql`now()`, updatedAt: sql`now()` })
    .where(and(which, eq(appToken.type, "INVITATION"), isNull(appToken.revokedAt)))
}

async function requireNoMember(tx: Connection, workspaceId: string, email: string): Promise<void> {
  const [row] = await core(tx)
    .select({ id: userWorkspace.id })
    .from(userWorkspace)
    .innerJoin(user, eq(user.id, userWorkspace.userId))
    .where(and(eq(userWorkspace.workspaceId, workspaceId), isNull(userWorkspace.deletedAt), eq(user.email, email)))
  if (row) throw new AppError("CONFLICT", "is a member already", { subCode: "USER_ALREADY_MEMBER" })
}

async function requireWithinLimits(tx: Connection, workspaceId: string, email: string): Promise<void> {
  const [row] = await core(tx)
    .select({ all: count(), same: sql<number>`(count(*) filter (where ${isFor(email)}))::int` })
    .from(appToken)
    .where(
      and(
        eq(appToken.workspaceId, workspaceId),
        eq(appToken.type, "INVITATION"),
        sql`${appToken.createdAt} > now() - interval '7 days'`,
      ),
    )
  if (row!.all < weekly.workspace && row!.same < weekly.address) return
  throw new AppError("FORBIDDEN", "too many invitations were sent this week", {
    subCode: "INVITATION_LIMIT_REACHED",
  })
}

function present({ id, context, expiresAt }: AppToken): Invitation {
  return { id, email: context?.email ?? "", roleId: context?.roleId ?? null, expiresAt }
}
