/**
 * Domains whose people join a workspace without an invitation, with its role for newcomers. A domain counts once somebody
 * who gets mail under it has let an admin have the link. Whoever joins has shown that their address is theirs: by a link that
 * was mailed to it, or by Google or Microsoft, but not by the word of a workspace's own provider.
 */
import { and, asc, eq, isNull, sql } from "drizzle-orm"
import { auditAs, recordAudit, type AuditEvent } from "../auth/audit.ts"
import { requirePermission, type Principal } from "../auth/principal.ts"
import { core } from "../db/core.ts"
import { approvedAccessDomain, userWorkspace, user, workspace } from "../db/core-tables.ts"
import { AppError, badInput } from "../errors.ts"
import { isUuid } from "../metadata/scalar.ts"
import type { Connection } from "../ports/driver.ts"
import { issueAppToken, useAppToken } from "./app-tokens.ts"
import { addressKey, normalizeEmail } from "./credentials.ts"
import { writeMail } from "./mails.ts"
import { publicMailProviders } from "./public-mail-providers.ts"
import type { Services } from "./services.ts"

export type ApprovedDomain = typeof approvedAccessDomain.$inferSelect

/** Domains of one workspace, validated or not. */
const mostDomains = 50

/** Oldest first. Throws FORBIDDEN. */
export async function listApprovedDomains({ db }: Services, principal: Principal): Promise<ApprovedDomain[]> {
  requirePermission(principal, "SECURITY")
  return domainsOf(db, principal.workspaceId)
}

function domainsOf(connection: Connection, workspaceId: string): Promise<ApprovedDomain[]> {
  return core(connection)
    .select()
    .from(approvedAccessDomain)
    .where(eq(approvedAccessDomain.workspaceId, workspaceId))
    .orderBy(asc(approvedAccessDomain.createdAt))
}

/**
 * Mails a link to the address, by which an admin validates the domain. Throws FORBIDDEN, BAD_USER_INPUT for an address of
 * another domain and for public mail providers, and CONFLICT for a domain that is there.
 */
export async function createApprovedDomain(
  services: Services,
  principal: Principal,
  input: { domain: string; email: string },
): Promise<ApprovedDomain> {
  requirePermission(principal, "SECURITY")
  const domain = readDomain(input.domain)
  const email = normalizeEmail(input.email)
  if (domainOf(email) !== domain) {
    throw badInput(`The address has to be one of ${domain}`, "APPROVED_ACCESS_DOMAIN_EMAIL_MISMATCH")
  }
  const { workspaceId } = principal
  return services.db.transaction(async (tx) => {
    const [host] = await core(tx).select().from(workspace).where(eq(workspace.id, workspaceId)).for("update")
    const known = await domainsOf(tx, workspaceId)
    if (known.some((each) => each.domain === domain)) throw alreadyThere(domain)
    if (known.length >= mostDomains) throw badInput(`A workspace has at most ${mostDomains} domains`, "INVALID_INPUT")
    const token = await issueAppToken(services, tx, { type: "DOMAIN_VALIDATION", workspaceId })
    const [row] = await core(tx)
      .insert(approvedAccessDomain)
      .values({ workspaceId, domain, appTokenId: token.id })
      .returning()
    const data = {
      workspace: host!.displayName || "a workspace",
      inviter: principal.actor.name.trim() || "A colleague",
      domain,
      approvedAccessDomainId: row!.id,
    }
    await record(tx, principal, "accessDomain.created", row!)
    await writeMail(tx, "validate-domain", { recipient: email, data, appTokenId: token.id })
    return row!
  })
}

/** Uses the token that was mailed. Throws FORBIDDEN, also for another domain's token. */
export function validateApprovedDomain(
  services: Services,
  principal: Principal,
  { approvedAccessDomainId, validationToken }: { approvedAccessDomainId: string; validationToken: string },
): Promise<ApprovedDomain> {
  requirePermission(principal, "SECURITY")
  return services.db.transaction(async (tx) => {
    const used = await useAppToken(services, tx, "DOMAIN_VALIDATION", validationToken)
    const [row] =
      used && isUuid(approvedAccessDomainId)
        ? await core(tx)
            .update(approvedAccessDomain)
            .set({ isValidated: true, updatedAt: sql`now()` })
            .where(and(ownDomain(principal, approvedAccessDomainId), eq(approvedAccessDomain.appTokenId, used.id)))
            .returning()
        : []
    if (row) {
      await record(tx, principal, "accessDomain.validated", row)
      return row
    }
    throw new AppError("FORBIDDEN", "Token is invalid", {
      subCode: "APPROVED_ACCESS_DOMAIN_VALIDATION_TOKEN_INVALID",
      userFriendlyMessage: "This link was used or has expired, or is for another workspace. Add the domain anew.",
    })
  })
}

/** Members stay. Throws FORBIDDEN and NOT_FOUND. */
export async function deleteApprovedDomain(services: Services, principal: Principal, id: string): Promise<void> {
  requirePermission(principal, "SECURITY")
  await services.db.transaction(async (tx) => {
    const [row] = isUuid(id)
      ? await core(tx).delete(approvedAccessDomain).where(ownDomain(principal, id)).returning()
      : []
    if (row) return record(tx, principal, "accessDomain.deleted", row)
    throw new AppError("NOT_FOUND", "Approved access domain not found", { subCode: "APPROVED_ACCESS_DOMAIN_NOT_FOUND" })
  })
}

function record(
  tx: Connection,
  principal: Principal,
  event: AuditEvent,
  { id, domain }: ApprovedDomain,
): Promise<void> {
  return recordAudit(tx, { ...auditAs(principal), event, target: { kind: "approvedAccessDomain", id, name: domain } })
}

const ownDomain = ({ workspaceId }: Principal, id: string) =>
  and(eq(approvedAccessDomain.id, id), eq(approvedAccessDomain.workspaceId, workspaceId))

/**
 * Workspaces that approve of the domain of an address, and which its owner has never been in: whoever left or was removed
 * needs an invitation. Oldest first. Only for whoever has shown that the address is theirs.
 */
export async function findApprovingWorkspaces({ db }: Services, email: string): Promise<string[]> {
  const rows = await core(db)
    .select({ id: workspace.id })
    .from(approvedAccessDomain)
    .innerJoin(workspace, and(eq(workspace.id, approvedAccessDomain.workspaceId), isNull(workspace.deletedAt)))
    .where(
      and(
        eq(approvedAccessDomain.domain, domainOf(addressKey(email))),
        eq(approvedAccessDomain.isValidated, true),
        sql`not exists (select from ${userWorkspace} join ${user} on ${user.id} = ${userWorkspace.userId}
          where ${userWorkspace.workspaceId} = ${workspace.id} and ${user.email} = ${addressKey(email)} and ${user.deletedAt} is null)`,
      ),
    )
    .orderBy(asc(workspace.createdAt))
  return rows.map(({ id }) => id)
}

const domainOf = (email: string) => email.slice(email.lastIndexOf("@") + 1)

/** Throws BAD_USER_INPUT. */
function readDomain(text: string): string {
  const domain = text.trim().toLowerCase().replace(/^@/, "")
  const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
  if (domain.length > 253 || !new RegExp(`^(?:${label}\\.)+${label}$`).test(domain)) {
    throw badInput("domain must be one such as example.com", "INVALID_INPUT", {
      userFriendlyMessage: "This is not the domain of an e-mail address.",
    })
  }
  if (publicMailProviders.has(domain)) {
    throw badInput(`Anybody can have an address of ${domain}`, "PUBLIC_EMAIL_PROVIDER", {
      userFriendlyMessage: `Anybody can have an address of ${domain}, so it cannot be approved.`,
    })
  }
  return domain
}

function alreadyThere(domain: string): AppError {
  return new AppError("CONFLICT", `The domain ${domain} is there already`, {
    subCode: "APPROVED_ACCESS_DOMAIN_ALREADY_REGISTERED",
    userFriendlyMessage: "This domain is there already. To have another mail sent, delete it and add it anew.",
  })
}
