/** Identity providers that a workspace's admins set up: OIDC and SAML 2.0. */
import { and, asc, eq, isNull, sql } from "drizzle-orm"
import { hasFingerprint, parseCertificates, parseProviderMetadata } from "../auth/saml/provider-metadata.ts"
import { auditAs, recordAudit, type AuditEvent } from "../auth/audit.ts"
import { requirePermission, type Principal } from "../auth/principal.ts"
import { core } from "../db/core.ts"
import { identityProvider, session } from "../db/core-tables.ts"
import { AppError, badInput } from "../errors.ts"
import { isUuid } from "../metadata/scalar.ts"
import { DatabaseError, type Connection } from "../ports/driver.ts"
import type { Services } from "./services.ts"
import { requireSomeWayIn } from "./ways-in.ts"

export type IdentityProvider = typeof identityProvider.$inferSelect

export interface OidcInput {
  name?: string | null
  issuer: string
  clientID: string
  clientSecret: string
}

export interface SamlInput {
  id?: string | null
  name?: string | null
  /** the provider's metadata as XML, in place of the three that follow */
  metadata?: string | null
  issuer?: string | null
  ssoURL?: string | null
  /** one or several in PEM */
  certificate?: string | null
  /** SHA-256 or SHA-1 of a certificate, to be sure that it is the right one */
  fingerprint?: string | null
}

export type IdentityProviderUpdate = Partial<Omit<OidcInput, "name">> &
  Omit<SamlInput, "id"> & { status?: string | null }

/** Oldest first. Throws FORBIDDEN. */
export async function listIdentityProviders(services: Services, principal: Principal): Promise<IdentityProvider[]> {
  requirePermission(principal, "SECURITY")
  return core(services.db)
    .select()
    .from(identityProvider)
    .where(eq(identityProvider.workspaceId, principal.workspaceId))
    .orderBy(asc(identityProvider.createdAt))
}

/** Those that a sign-in page shows to everybody. */
export function listActiveProviders(services: Services, workspaceId: string): Promise<IdentityProvider[]> {
  return core(services.db)
    .select()
    .from(identityProvider)
    .where(and(eq(identityProvider.workspaceId, workspaceId), eq(identityProvider.status, "Active")))
    .orderBy(asc(identityProvider.createdAt))
}

/** One to sign in with. Throws NOT_FOUND, also where it is switched off or its workspace is gone. */
export async function getActiveProvider(
  services: Services,
  id: string,
  type?: "OIDC" | "SAML",
): Promise<IdentityProvider> {
  const [row] = isUuid(id)
    ? await core(services.db)
        .select()
        .from(identityProvider)
        .where(and(eq(identityProvider.id, id), eq(identityProvider.status, "Active")))
    : []
  if (row && (type === undefined || row.type === type)) return row
  throw notFound()
}

/** Throws FORBIDDEN and BAD_USER_INPUT. Whether the issuer answers is for the caller to find out first. */
export async function createOidcProvider(
  services: Services,
  principal: Principal,
  input: OidcInput,
): Promise<IdentityProvider> {
  requirePermission(principal, "SECURITY")
  return insert(services, principal, {
    workspaceId: principal.workspaceId,
    type: "OIDC",
    name: nameOf(input.name, "OIDC"),
    issuer: httpUrl(input.issuer, "issuer"),
    clientId: required(input.clientID, "clientID"),
    clientSecret: await sealClientSecret(services, input.clientSecret),
  })
}

/** Throws FORBIDDEN and BAD_USER_INPUT. */
export async function createSamlProvider(
  services: Services,
  principal: Principal,
  input: SamlInput,
): Promise<IdentityProvider> {
  requirePermission(principal, "SECURITY")
  return insert(services, principal, {
    ...(input.id && { id: input.id }),
    workspaceId: principal.workspaceId,
    type: "SAML",
    name: nameOf(input.name, "SAML"),
    ...(await samlFields(input)),
  })
}

async function insert(
  services: Services,
  principal: Principal,
  row: typeof identityProvider.$inferInsert,
): Promise<IdentityProvider> {
  try {
    return await services.db.transaction(async (tx) => {
      const [created] = await core(tx).insert(identityProvider).values(row).returning()
      await record(tx, principal, "identityProvider.created", created!)
      return created!
    })
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined
    if (!(cause instanceof DatabaseError) || cause.code !== "23505") throw error
    throw badInput("This id is taken", "INVALID_INPUT", { cause: error })
  }
}

function record(connection: Connection, principal: Principal, event: AuditEvent, row: IdentityProvider): Promise<void> {
  const { id, name, type, status, issuer, ssoUrl } = row
  const details = { type, status, issuer, ssoUrl }
  return recordAudit(connection, {
    ...auditAs(principal),
    event,
    target: { kind: "identityProvider", id, name },
    details,
  })
}

/** Whoever came by a provider that is switched off is signed out. Throws FORBIDDEN, NOT_FOUND and BAD_USER_INPUT. */
export async function editIdentityProvider(
  services: Services,
  principal: Principal,
  id: string,
  update: IdentityProviderUpdate,
): Promise<IdentityProvider> {
  requirePermission(principal, "SECURITY")
  const known = await getOwn(services.db, principal, id)
  const fields = known.type === "OIDC" ? await oidcUpdate(services, update) : await samlUpdate(known, update)
  const { status } = update
  if (status != null && status !== "Active" && status !== "Inactive") {
    throw badInput("A status is Active or Inactive", "INVALID_INPUT")
  }
  return services.db.transaction(async (tx) => {
    const [row] = await core(tx)
      .update(identityProvider)
      .set({
        ...fields,
        ...(status && { status }),
        ...(update.name && { name: nameOf(update.name, known.name) }),
        updatedAt: sql`now()`,
      })
      .where(eq(identityProvider.id, known.id))
      .returning()
    await record(tx, principal, "identityProvider.changed", row!)
    if (row!.status !== "Active") await shutOut(services, tx, principal.workspaceId)
    return row!
  })
}

async function oidcUpdate(services: Services, { issuer, clientID, clientSecret }: IdentityProviderUpdate) {
  return {
    ...(issuer && { issuer: httpUrl(issuer, "issuer") }),
    ...(clientID && { clientId: clientID }),
    ...(clientSecret && { clientSecret: await sealClientSecret(services, clientSecret) }),
  }
}

async function samlUpdate(known: IdentityProvider, update: IdentityProviderUpdate) {
  const { metadata, issuer, ssoURL, certificate } = update
  if (!metadata && !issuer && !ssoURL && !certificate) return {}
  return samlFields({
    ...update,
    issuer: issuer || known.issuer,
    ssoURL: ssoURL || known.ssoUrl,
    certificate: certificate || known.certificates,
  })
}

/** Whoever came by it is signed out. Throws FORBIDDEN, NOT_FOUND, and BAD_USER_INPUT where it is the last way in. */
export async function deleteIdentityProvider(services: Services, principal: Principal, id: string): Promise<void> {
  requirePermission(principal, "SECURITY")
  const known = await getOwn(services.db, principal, id)
  await services.db.transaction(async (tx) => {
    await core(tx).delete(identityProvider).where(eq(identityProvider.id, known.id))
    await record(tx, principal, "identityProvider.deleted", known)
    await shutOut(services, tx, principal.workspaceId)
  })
}

/** Sessions do not say by which provider they began: all of that kind begin anew. */
async function shutOut(services: Services, tx: Connection, workspaceId: string): Promise<void> {
  await requireSomeWayIn(services, tx, workspaceId)
  await core(tx)
    .update(session)
    .set({ revokedAt: sql`now()`, updatedAt: sql`now()` })
    .where(and(eq(session.workspaceId, workspaceId), eq(session.authProvider, "sso"), isNull(session.revokedAt)))
}

async function getOwn(connection: Connection, { workspaceId }: Principal, id: string): Promise<IdentityProvider> {
  const [row] = isUuid(id)
    ? await core(connection)
        .select()
        .from(identityProvider)
        .where(and(eq(identityProvider.id, id), eq(identityProvider.workspaceId, workspaceId)))
    : []
  if (row) return row
  throw notFound()
}

async function samlFields(input: SamlInput) {
  const { issuer, ssoUrl, certificates } = input.metadata
    ? await parseProviderMetadata(input.metadata)
    : {
        issuer: required(input.issuer, "issuer"),
        ssoUrl: required(input.ssoURL, "ssoURL"),
        certificates: await parseCertificates(required(input.certificate, "certificate")),
      }
  if (input.fingerprint && !(await hasFingerprint(certificates, input.fingerprint))) {
    throw badInput("No certificate has this fingerprint", "INVALID_INPUT")
  }
  return { issuer, ssoUrl: httpUrl(ssoUrl, "ssoURL"), certificates: certificates.join("\n") }
}

/** The certificates of a row, one by one. */
export function certificatesOf({ certificates }: IdentityProvider): string[] {
  return (certificates ?? "").match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
}

const secretPurpose = "oidc client secret"

/** Where it is sealed, for whoever seals everything anew. */
export const sealedClientSecrets = {
  table: "identityProvider",
  column: "clientSecret",
  purpose: secretPurpose,
} as const

async function sealClientSecret(services: Services, text: string): Promise<string> {
  return services.secrets.seal(secretPurpose, required(text, "clientSecret"))
}

/** Throws where `APP_SECRET` is no longer the one under which it was sealed. */
export async function clientSecretOf(services: Services, { id, clientSecret }: IdentityProvider): Promise<string> {
  const opened = await services.secrets.open(secretPurpose, clientSecret ?? "")
  if (opened !== undefined) return opened
  throw new Error(`The client secret of the identity provider ${id} cannot be opened: APP_SECRET was changed`)
}

function nameOf(text: string | null | undefined, fallback: string): string {
  return text?.trim().slice(0, 100) || fallback
}

function required(text: string | null | undefined, name: string): string {
  const value = text?.trim() ?? ""
  if (value !== "" && value.length <= 100_000) return value
  throw badInput(`${name} is missing`, "INVALID_INPUT")
}

function httpUrl(text: string, name: string): string {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.hash && text.length <= 2000) return text.trim()
  throw badInput(`${name} must be an address such as https://idp.example.com`, "INVALID_INPUT")
}

function notFound(): AppError {
  return new AppError("NOT_FOUND", "Identity provider not found", {
    subCode: "IDENTITY_PROVIDER_NOT_FOUND",
    userFriendlyMessage: "This way to sign in is switched off or no longer there. Go to your workspace's sign-in page.",
  })
}
