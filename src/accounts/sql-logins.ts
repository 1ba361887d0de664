/**
 * Direct SQL: logins of PostgreSQL that an admin issues for the workspace. What they may touch is in `sql-grants.ts`; what
 * they write is in the event log under their own name.
 */
import { and, asc, eq, isNull, sql } from "drizzle-orm"
import { auditAs, recordAudit, type AuditEntry } from "../auth/audit.ts"
import { permissionDenied, requirePermission, type Principal, type Role } from "../auth/principal.ts"
import { scramVerifier } from "../auth/scram.ts"
import { core } from "../db/core.ts"
import { sqlLogin } from "../db/core-tables.ts"
import { quoteIdent as q, quoteLiteral, render, sql as fragment } from "../db/sql.ts"
import { AppError, badInput } from "../errors.ts"
import { compile } from "../metadata/compile.ts"
import { loadMetadata } from "../metadata/rows.ts"
import { isUuid } from "../metadata/scalar.ts"
import { lockSchema } from "../metadata/schema-lock.ts"
import { grantSchema, grantTables, type SqlAccess } from "../metadata/sql-grants.ts"
import { DatabaseError, type Connection } from "../ports/driver.ts"
import type { Services } from "./services.ts"

export type SqlLogin = typeof sqlLogin.$inferSelect

export interface SqlLoginInput {
  name: string
  access: SqlAccess
  /** ISO text; in 90 days when left out */
  expiresAt?: string | null
}

export interface IssuedLogin {
  login: SqlLogin
  /** shown once and kept nowhere */
  password: string
}

const day = 24 * 3_600_000
const defaultLifetime = 90 * day
const maxLifetime = 366 * day

/** Living logins of one workspace. */
const maxLogins = 20

const maxConnections = 5

/** What a session begins with. Its owner may set other timeouts; the worker holds to {@link longestTransaction}. */
const settings = {
  statement_timeout: "'5min'",
  idle_in_transaction_session_timeout: "'1min'",
}

/** Behind an open transaction nothing in the whole database is tidied up. */
const longestTransaction = "15 minutes"

/** Throws FORBIDDEN, BAD_USER_INPUT, and UNAVAILABLE / SQL_LOGINS_UNAVAILABLE where PostgreSQL does not let the server make roles. */
export async function createSqlLogin(
  services: Services,
  principal: Principal,
  input: SqlLoginInput,
): Promise<IssuedLogin> {
  requirePermission(principal, "SECURITY")
  if (principal.kind !== "user") {
    throw new AppError("FORBIDDEN", "This endpoint requires a session access token", { subCode: "FORBIDDEN_EXCEPTION" })
  }
  if (!seesEverything(principal.role, input.access)) throw permissionDenied()
  const values = readInput(input)
  const password = randomText(32)
  const verifier = await scramVerifier(password)
  const { workspaceId } = principal
  const login = await services.db.transaction(async (tx) => {
    // Held against schema changes, so that no table is made in between that neither would grant.
    await lockSchema(tx, workspaceId, principal.actor)
    await requireRoom(tx, workspaceId)
    const [row] = await core(tx)
      .insert(sqlLogin)
      .values({
        ...values,
        workspaceId,
        roleName: `kith_${randomText(16).toLowerCase()}`,
        createdBy: principal.actor.name,
      })
      .returning()
    await createRole(tx, row!, verifier)
    const { access, expiresAt, roleName } = row!
    const target = targetOf(row!)
    await recordAudit(tx, {
      ...auditAs(principal),
      event: "sqlLogin.created",
      target,
      details: { access, expiresAt, roleName },
    })
    return row!
  })
  return { login, password }
}

/** Nobody hands out, least of all to themselves, what they may not see or do. */
function seesEverything(role: Role, access: SqlAccess): boolean {
  const isRestricted = [role.objects, role.fields, role.rules].some((each) => each.length > 0)
  const mayChange =
    role.canUpdateAllObjectRecords && role.canSoftDeleteAllObjectRecords && role.canDestroyAllObjectRecords
  return !isRestricted && role.canReadAllObjectRecords && (access === "READ" || mayChange)
}

const targetOf = ({ id, name }: SqlLogin) => ({ kind: "sqlLogin", id, name })

function readInput({ name, access, expiresAt }: SqlLoginInput) {
  if (name.trim() === "" || name.length > 100)
    throw badInput("A login needs a name of 100 characters at most", "INVALID_INPUT")
  const end = expiresAt ? new Date(expiresAt).getTime() : Date.now() + defaultLifetime
  if (!(end > Date.now() && end <= Date.now() + maxLifetime)) {
    throw badInput("expiresAt must be an instant within the next year", "INVALID_INPUT")
  }
  return { name: name.trim(), access, expiresAt: new Date(end).toISOString() }
}

async function requireRoom(tx: Connection, workspaceId: string): Promise<void> {
  const living = await core(tx)
    .select({ id: sqlLogin.id })
    .from(sqlLogin)
    .where(and(eq(sqlLogin.workspaceId, workspaceId), isNull(sqlLogin.revokedAt), isNull(sqlLogin.endedAt)))
  if (living.length < maxLogins) return
  throw badInput(`A workspace has ${maxLogins} logins at most; revoke one first`, "SQL_LOGIN_LIMIT_REACHED")
}

async function createRole(tx: Connection, login: SqlLogin, verifier: string): Promise<void> {
  const { roleName, workspaceId, expiresAt } = login
  const access = login.access as SqlAccess
  const schema = compile(await loadMetadata(tx, workspaceId))
  const role = { roleName, access }
  const readOnly = access === "READ" ? { default_transaction_read_only: "on" } : {}
  // `public` has the operator that the documented sample queries need.
  const all = { ...settings, ...readOnly, search_path: `${q(schema.schemaName)}, public` }
  try {
    await tx.script(
      [
        `CREATE ROLE ${q(roleName)} LOGIN NOINHERIT CONNECTION LIMIT ${maxConnections} PASSWORD ${quoteLiteral(verifier)} VALID UNTIL ${quoteLiteral(expiresAt)}`,
        ...Object.entries(all).map(([name, value]) => `ALTER ROLE ${q(roleName)} SET ${name} = ${value}`),
        joinRole(roleName),
        hardening,
        grantSchema(schema, role),
        ...grantTables(schema, role),
      ].join(";\n"),
    )
  } catch (error) {
    throw error instanceof DatabaseError && error.code === "42501" ? unavailable(error) : error
  }
}

/** Whoever is not a superuser has to be a member to end a role's connections and to drop it. */
function joinRole(roleName: string): string {
  return `DO $join$ BEGIN
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
      GRANT ${q(roleName)} TO CURRENT_USER WITH INHERIT TRUE;
    END IF;
  END $join$`
}

/**
 * Two things that PostgreSQL lets everybody do: take locks by number, by which the server's own processes wait for one
 * another, and store objects that belong to no table. Only a superuser can take these away.
 */
const hardening = `DO $harden$ DECLARE f regprocedure; BEGIN
  IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    FOR f IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'pg_catalog'::regnamespace
      AND p.proname ~ '^(pg_(try_)?advisory_(xact_)?lock(_shared)?|lo_creat|lo_create|lo_from_bytea)$'
      AND (p.proacl IS NULL OR EXISTS (SELECT FROM aclexplode(p.proacl) a WHERE a.grantee = 0))
    LOOP
      EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
      EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO CURRENT_USER', f);
    END LOOP;
  END IF;
END $harden$`

function unavailable(cause: DatabaseError): AppError {
  return new AppError(
    "UNAVAILABLE",
    "The database user of this installation may not create roles; whoever runs PostgreSQL can allow it: ALTER ROLE <user of DATABASE_URL> CREATEROLE",
    {
      subCode: "SQL_LOGINS_UNAVAILABLE",
      userFriendlyMessage: "Your database does not let Kith create logins. Ask whoever runs it.",
      cause,
    },
  )
}

/** All that were ever issued, oldest first. Throws FORBIDDEN. */
export function listSqlLogins(services: Services, principal: Principal): Promise<SqlLogin[]> {
  requirePermission(principal, "SECURITY")
  return core(services.db)
    .select()
    .from(sqlLogin)
    .where(eq(sqlLogin.workspaceId, principal.workspaceId))
    .orderBy(asc(sqlLogin.createdAt), asc(sqlLogin.id))
}

/** Ends the login and its connections at once. Throws FORBIDDEN and NOT_FOUND. */
export async function revokeSqlLogin(services: Services, principal: Principal, id: string): Promise<SqlLogin> {
  requirePermission(principal, "SECURITY")
  const login = await services.db.transaction(async (tx) => {
    const [row] = isUuid(id)
      ? await shut(tx, and(eq(sqlLogin.id, id), eq(sqlLogin.workspaceId, principal.workspaceId)))
      : []
    if (!row) throw new AppError("NOT_FOUND", "SQL login not found", { subCode: "SQL_LOGIN_NOT_FOUND" })
    await recordAudit(tx, {
      ...auditAs(principal),
      event: "sqlLogin.ended",
      target: targetOf(row),
      details: { reason: "revoked" },
    })
    return row
  })
  await end(services, login)
  return login
}

/** Lets nobody in any more by the logins of a workspace. {@link endSqlLogins} does the rest after the transaction. */
export async function shutSqlLogins(tx: Connection, workspaceId: string): Promise<void> {
  await shut(tx, eq(sqlLogin.workspaceId, workspaceId))
}

async function shut(tx: Connection, which: ReturnType<typeof and>): Promise<SqlLogin[]> {
  const rows = await core(tx)
    .update(sqlLogin)
    .set({ revokedAt: sql`now()`, updatedAt: sql`now()` })
    .where(and(which, isNull(sqlLogin.revokedAt), isNull(sqlLogin.endedAt)))
    .returning()
  for (const { roleName } of rows) {
    if (await roleExists(tx, roleName)) await tx.script(`ALTER ROLE ${q(roleName)} NOLOGIN`)
  }
  return rows
}

/** Ends those that were revoked or have expired; those of one workspace, or all. Any number of processes may call it. */
export async function endSqlLogins(services: Services, workspaceId?: string): Promise<void> {
  const rows = await core(services.db)
    .select()
    .from(sqlLogin)
    .where(
      and(
        isNull(sqlLogin.endedAt),
        sql`(${sqlLogin.revokedAt} is not null or ${sqlLogin.expiresAt} <= now())`,
        workspaceId === undefined ? undefined : eq(sqlLogin.workspaceId, workspaceId),
      ),
    )
  for (const row of rows) {
    if (row.revokedAt === null) await expire(services, row)
    await end(services, row)
  }
}

function expire(services: Services, { id }: SqlLogin): Promise<void> {
  return services.db.transaction(async (tx) => {
    const [row] = await shut(tx, eq(sqlLogin.id, id))
    if (!row) return
    const entry: AuditEntry = {
      event: "sqlLogin.ended",
      workspaceId: row.workspaceId,
      actor: { kind: "system", name: "System" },
      target: targetOf(row),
      details: { reason: "expired" },
    }
    await recordAudit(tx, entry)
  })
}

/** Nobody can sign in as it any more; now its connections go, then whatever it has, then itself. */
async function end({ db }: Services, { id, roleName }: SqlLogin): Promise<void> {
  const ending = render(
    fragment`select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = ${roleName} and pid <> pg_backend_pid()`,
  )
  await db.query(ending.text, ending.params)
  await db.transaction(async (tx) => {
    await core(tx).execute(sql`select pg_advisory_xact_lock(hashtextextended(${`sql login:${id}`}, 0))`)
    if (await roleExists(tx, roleName)) await dropRole(tx, roleName)
    await core(tx)
      .update(sqlLogin)
      .set({ endedAt: sql`now()`, updatedAt: sql`now()` })
      .where(and(eq(sqlLogin.id, id), isNull(sqlLogin.endedAt)))
  })
}

/** A role that left something in another database stays behind, where it can neither sign in nor do anything here. */
async function dropRole(tx: Connection, roleName: string): Promise<void> {
  await tx.script(`DROP OWNED BY ${q(roleName)}`)
  await tx.script(`DO $drop$ BEGIN
    DROP ROLE ${q(roleName)};
  EXCEPTION WHEN dependent_objects_still_exist THEN
    RAISE WARNING '% has something in another database', ${quoteLiteral(roleName)};
  END $drop$`)
}

async function roleExists(tx: Connection, roleName: string): Promise<boolean> {
  const { text, params } = render(fragment`select from pg_roles where rolname = ${roleName}`)
  return (await tx.query(text, params)).length > 0
}

/** Ends connections whose transaction has been open for too long, whatever timeouts they have set themselves. */
export async function endLongTransactions({ db }: Services): Promise<void> {
  const { text, params } = render(fragment`
    select pg_terminate_backend(a.pid) from pg_stat_activity a join core."sqlLogin" l on l."roleName" = a.usename
    where a.datname = current_database() and a.xact_start < now() - ${longestTransaction}::interval`)
  await db.query(text, params)
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

function randomText(length: number): string {
  let text = ""
  while (text.length < length) {
    const [byte = 0] = crypto.getRandomValues(new Uint8Array(1))
    // Beyond the last whole round some letters would come more often.
    if (byte < 4 * letters.length) text += letters[byte % letters.length]
  }
  return text
}
