/** Webhooks: addresses that want to hear of changes. Who may set them up, and what is kept of them. */
import { and, asc, eq, isNull, sql } from "drizzle-orm"
import type { PgUpdateSetSource } from "drizzle-orm/pg-core"
import { auditAs, recordAudit, type AuditEvent } from "../auth/audit.ts"
import { requirePermission, type Principal } from "../auth/principal.ts"
import { core } from "../db/core.ts"
import { webhook } from "../db/core-tables.ts"
import { AppError, badInput } from "../errors.ts"
import { isUuid } from "../metadata/scalar.ts"
import { DatabaseError, type Connection } from "../ports/driver.ts"
import type { Services } from "./services.ts"

export type Webhook = typeof webhook.$inferSelect

export interface WebhookInput {
  id?: string | null
  targetUrl: string
  operations: string[]
  description?: string | null
  /** made when left out; "" stays empty, and deliveries are then not signed */
  secret?: string | null
}

export async function listWebhooks(services: Services, principal: Principal): Promise<Webhook[]> {
  requirePermission(principal, "API_KEYS_AND_WEBHOOKS")
  return core(services.db)
    .select()
    .from(webhook)
    .where(and(eq(webhook.workspaceId, principal.workspaceId), isNull(webhook.deletedAt)))
    .orderBy(asc(webhook.createdAt), asc(webhook.id))
}

export async function findWebhook(services: Services, principal: Principal, id: string): Promise<Webhook | null> {
  requirePermission(principal, "API_KEYS_AND_WEBHOOKS")
  const [row] = isUuid(id) ? await core(services.db).select().from(webhook).where(living(principal, id)) : []
  return row ?? null
}

/** Throws FORBIDDEN, BAD_USER_INPUT / INVALID_TARGET_URL. */
export async function createWebhook(services: Services, principal: Principal, input: WebhookInput): Promise<Webhook> {
  requirePermission(principal, "API_KEYS_AND_WEBHOOKS")
  const values = {
    ...(input.id && { id: input.id }),
    targetUrl: readTarget(input.targetUrl),
    operations: readOperations(input.operations),
    description: input.description ?? null,
    secret: input.secret ?? newSecret(),
    workspaceId: principal.workspaceId,
  }
  try {
    return await services.db.transaction(async (tx) => {
      const [row] = await core(tx).insert(webhook).values(values).returning()
      await record(tx, principal, "webhook.created", row!)
      return row!
    })
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof DatabaseError ? error.cause : undefined
    if (cause?.code === "23505") throw badInput("This id is taken", "INVALID_INPUT", { cause })
    throw error
  }
}

export async function updateWebhook(
  services: Services,
  principal: Principal,
  id: string,
  update: Partial<Omit<WebhookInput, "id">>,
): Promise<Webhook> {
  requirePermission(principal, "API_KEYS_AND_WEBHOOKS")
  const { targetUrl, operations, description, secret } = update
  const values = {
    ...(targetUrl != null && { targetUrl: readTarget(targetUrl) }),
    ...(operations != null && { operations: readOperations(operations) }),
    ...(description !== undefined && { description }),
    ...(secret != null && { secret }),
  }
  return change(services, principal, id, "webhook.changed", { ...values, updatedAt: sql`now()` })
}

export async function deleteWebhook(services: Services, principal: Principal, id: string): Promise<Webhook> {
  requirePermission(principal, "API_KEYS_AND_WEBHOOKS")
  return change(services, principal, id, "webhook.deleted", { deletedAt: sql`now()`, updatedAt: sql`now()` })
}

async function change(
  { db }: Services,
  principal: Principal,
  id: string,
  event: AuditEvent,
  values: PgUpdateSetSource<typeof webhook>,
): Promise<Webhook> {
  if (!isUuid(id)) return missing()
  return db.transaction(async (tx) => {
    const [row] = await core(tx).update(webhook).set(values).where(living(principal, id)).returning()
    if (!row) return missing()
    await record(tx, principal, event, row)
    return row
  })
}

/** Addresses may carry secrets behind their path, so these are left out. */
async function record(tx: Connection, principal: Principal, event: AuditEvent, row: Webhook): Promise<void> {
  const { origin, pathname } = new URL(row.targetUrl)
  const target = { kind: "webhook", id: row.id, name: `${origin}${pathname}` }
  await recordAudit(tx, { ...auditAs(principal), event, target, details: { operations: row.operations } })
}

const living = (principal: Principal, id: string) =>
  and(eq(webhook.id, id), eq(webhook.workspaceId, principal.workspaceId), isNull(webhook.deletedAt))

function missing(): never {
  throw new AppError("NOT_FOUND", "Webhook not found", { subCode: "WEBHOOK_NOT_FOUND" })
}

/** Whether it may be called is settled when it is called, after its name is resolved. */
function readTarget(text: unknown): string {
  const target = typeof text === "string" ? text.trim() : ""
  const isWeb = URL.canParse(target) && ["http:", "https:"].includes(new URL(target).protocol)
  if (isWeb && target.length <= 2048) return target
  throw badInput("targetUrl must be an address that begins with http:// or https://", "INVALID_TARGET_URL")
}

/** `company.created`, `*.deleted`, `*.*`; whoever names nothing wants everything. */
function readOperations(value: unknown): string[] {
  const list = Array.isArray(value) ? value : []
  const bad = list.find((each) => typeof each !== "string" || !/^(\*|[a-zA-Z]\w*)\.(\*|[a-z]+)$/.test(each))
  if (bad !== undefined || !Array.isArray(value)) {
    throw badInput('operations are names such as "company.created", "*.deleted" or "*.*"', "INVALID_INPUT")
  }
  return list.length > 0 ? [...new Set(list)] : ["*.*"]
}

function newSecret(): string {
  return [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => byte.toString(16).padStart(2, "0")).join("")
}
