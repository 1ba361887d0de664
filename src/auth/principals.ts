/** Verified tokens → principals with their role. Kept in memory; the guard of each statement says when one is out of date. */
import { render, sql, type Sql } from "../db/sql.ts"
import { AppError } from "../errors.ts"
import type { Connection } from "../ports/driver.ts"
import { Recent } from "../recent.ts"
import type { Actor, Principal, Role } from "./principal.ts"
import { isNoMorePowerful } from "./role.ts"
import { roleColumn } from "./role-rows.ts"
import { invalidToken, type Verified } from "./tokens.ts"

/** What a token says of who is asking: a session in a workspace, a key, or an application. */
export type Identity = SessionIdentity | KeyIdentity | ApplicationIdentity
type SessionIdentity = Pick<Verified<"ACCESS">, "type" | "userId" | "workspaceId" | "workspaceMemberId" | "sid">
type KeyIdentity = Pick<Verified<"API_KEY">, "type" | "workspaceId" | "jti">
type ApplicationIdentity = Pick<Verified<"APPLICATION_ACCESS">, "type" | "workspaceId" | "applicationId">

const maxKept = 5000

/** Names change without anybody's rights changing, so a principal is read anew after this many milliseconds. */
const maxAge = 60_000

const maxRoles = 5000

interface RightsRow {
  /** JSON text */
  role: string
  roleId: string
  /** `workspace.rightsRevision` */
  rights: number
}

interface Kept {
  principal: Principal
  at: number
}

export class Principals {
  private readonly kept = new Map<string, Kept>()
  private readonly roles = new Recent<string, { role: Role; rights: number }>(maxRoles)

  constructor(private readonly connection: Connection) {}

  /** Throws UNAUTHENTICATED or FORBIDDEN when the credential is gone. */
  async get(identity: Identity): Promise<Principal> {
    const known = this.kept.get(keyOf(identity))
    return known && Date.now() - known.at < maxAge ? known.principal : this.reload(identity)
  }

  async reload(identity: Identity): Promise<Principal> {
    const key = keyOf(identity)
    this.kept.delete(key)
    const principal = await this.load(identity)
    for (const oldest of this.kept.keys()) {
      if (this.kept.size < maxKept) break
      this.kept.delete(oldest)
    }
    this.kept.set(key, { principal, at: Date.now() })
    return principal
  }

  private load(identity: Identity): Promise<Principal> {
    switch (identity.type) {
      case "API_KEY":
        return this.loadKey(identity)
      case "APPLICATION_ACCESS":
        return this.loadApplication(identity)
      case "ACCESS":
        return this.loadUser(identity)
    }
  }

  private async loadKey(identity: KeyIdentity): Promise<Principal> {
    const row = await this.find<{ name: string; revoked: boolean; expired: boolean }>(sql`
      select k.name, k."revokedAt" is not null as revoked, k."expiresAt" <= now() as expired, ${rightsColumns}
      from core."apiKey" k join core.workspace w on w.id = k."workspaceId" join core.role r on r.id = k."roleId"
      where k.id = ${identity.jti}::uuid and w.id = ${identity.workspaceId}::uuid and w."deletedAt" is null`)
    if (!row) throw invalidToken()
    if (row.revoked) throw new AppError("FORBIDDEN", "This API Key is revoked", { subCode: "FORBIDDEN_EXCEPTION" })
    if (row.expired) throw new AppError("UNAUTHENTICATED", "Token has expired.", { subCode: "UNAUTHENTICATED" })
    return {
      kind: "apiKey",
      workspaceId: identity.workspaceId,
      userId: null,
      workspaceMemberId: null,
      userWorkspaceId: null,
      credential: { kind: "apiKey", id: identity.jti },
      impersonatorUserWorkspaceId: null,
      authProvider: null,
      actor: { source: "API", workspaceMemberId: null, name: row.name, context: {} },
      role: this.roleOf(row),
      rightsRevision: row.rights,
    }
  }

  private async loadApplication({ applicationId, workspaceId }: ApplicationIdentity): Promise<Principal> {
    const row = await this.find<{ name: string }>(sql`
      select a.name, ${rightsColumns}
      from core.application a join core.workspace w on w.id = a."workspaceId" join core.role r on r.id = a."roleId"
      where a.id = ${applicationId}::uuid and a."revokedAt" is null
        and w.id = ${workspaceId}::uuid and w."deletedAt" is null`)
    if (!row) throw invalidToken()
    return {
      kind: "application",
      workspaceId,
      userId: null,
      workspaceMemberId: null,
      userWorkspaceId: null,
      credential: { kind: "application", id: applicationId },
      authProvider: null,
      impersonatorUserWorkspaceId: null,
      actor: { source: "APPLICATION", workspaceMemberId: null, name: row.name, context: {} },
      role: this.roleOf(row),
      rightsRevision: row.rights,
    }
  }

  private async loadUser(identity: SessionIdentity): Promise<Principal> {
    const row = await this.find<UserRow>(sql`
      select trim(u."firstName" || ' ' || u."lastName") as name, m.id as membership, s."authProvider" as provider, ${rightsColumns},
        s."impersonatorUserWorkspaceId" as impersonator, ${impersonatorColumn}
      from core.session s join core."user" u on u.id = s."userId"
      join core."userWorkspace" m on m."userId" = u.id and m."deletedAt" is null
      join core.workspace w on w.id = m."workspaceId" and w."deletedAt" is null
      join core.role r on r.id = coalesce(m."roleId", w."defaultRoleId")
      where s.id = ${identity.sid}::uuid and s."revokedAt" is null and s."expiresAt" > now()
        and u.id = ${identity.userId}::uuid and not u.disabled and u."deletedAt" is null
        and w.id = ${identity.workspaceId}::uuid`)
    if (!row) throw invalidToken()
    const { workspaceId, userId, workspaceMemberId, sid } = identity
    const own = { source: "MANUAL", workspaceMemberId, name: row.name, context: {} }
    const role = this.roleOf(row)
    return {
      kind: "user",
      workspaceId,
      userId,
      workspaceMemberId,
      userWorkspaceId: row.membership,
      credential: { kind: "session", id: sid },
      authProvider: row.provider,
      impersonatorUserWorkspaceId: row.impersonator,
      actor: row.impersonator === null ? own : impersonatingActor(row, role, own),
      role,
      rightsRevision: row.rights,
    }
  }

  /** Principals of one role share it, because what is planned for it is kept with it. */
  private roleOf({ role, roleId, rights }: RightsRow): Role {
    const known = this.roles.get(roleId)
    if (known?.rights === rights) return known.role
    const read = JSON.parse(role) as Role
    this.roles.set(roleId, { role: read, rights })
    return read
  }

  private async find<T>(statement: Sql): Promise<(T & RightsRow) | undefined> {
    const { text, params } = render(statement)
    const [row] = await this.connection.query<T & RightsRow>(text, params)
    return row
  }
}

interface UserRow {
  name: string
  membership: string
  /** how the session began */
  provider: string
  /** the membership of whoever looks through this person's eyes */
  impersonator: string | null
  /** JSON text; null where they may no longer */
  impersonatorDetails: string | null
}

interface ImpersonatorDetails {
  name: string
  workspaceMemberId: string
  role: Role
}

/** The stamp says who really acted, and beside it as whom. Throws UNAUTHENTICATED for whoever no longer may. */
function impersonatingActor({ impersonatorDetails }: UserRow, role: Role, own: Actor): Actor {
  const impersonator: ImpersonatorDetails | null = JSON.parse(impersonatorDetails ?? "null")
  if (!impersonator || !isNoMorePowerful(role, impersonator.role)) throw invalidToken()
  return {
    source: "MANUAL",
    workspaceMemberId: impersonator.workspaceMemberId,
    name: impersonator.name,
    context: { impersonated: { workspaceMemberId: own.workspaceMemberId, name: own.name } },
  }
}

/** Null as soon as workspace or person have taken back that the impersonator may, or the impersonator is no member. */
const impersonatorColumn = sql`case when s."impersonatorUserWorkspaceId" is not null then (
  select json_build_object('name', trim(iu."firstName" || ' ' || iu."lastName"),
    'workspaceMemberId', s."impersonatorWorkspaceMemberId", 'role', ${roleColumn("r")}::json)
  from core."userWorkspace" i join core."user" iu on iu.id = i."userId" and not iu.disabled and iu."deletedAt" is null
  join core.role r on r.id = coalesce(i."roleId", w."defaultRoleId")
  where i.id = s."impersonatorUserWorkspaceId" and i."workspaceId" = w.id and i."deletedAt" is null
    and w."allowImpersonation" and m."impersonationAllowedUntil" > now()
) end::text as "impersonatorDetails"`

const rightsColumns = sql`${roleColumn("r")} as role, r.id as "roleId", w."rightsRevision" as rights`

/** Whatever a token says that was looked up with it: one that says anything else is looked up by itself. */
function keyOf(identity: Identity): string {
  const { workspaceId } = identity
  switch (identity.type) {
    case "API_KEY":
      return `${identity.jti}:${workspaceId}`
    case "APPLICATION_ACCESS":
      return `${identity.applicationId}:${workspaceId}`
    case "ACCESS":
      return `${identity.sid}:${workspaceId}:${identity.userId}`
  }
}
