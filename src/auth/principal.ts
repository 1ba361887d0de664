/** Who is asking. Every read and write carries one; there is no way around it. */
import type { Json } from "../db/json.ts"
import { AppError } from "../errors.ts"
import type { Client } from "./client.ts"
import { everything, grants, type Permission, type Role } from "./role.ts"

export { grants } from "./role.ts"
export type { Permission, Role } from "./role.ts"

/** The stamp that stays on a record, as in `createdBy`. */
export interface Actor {
  source: string
  workspaceMemberId: string | null
  name: string
  context: Json
}

/** The row whose existence keeps a token alive; checked by the guard inside each record statement. */
export type Credential =
  | { kind: "session"; id: string }
  | { kind: "apiKey"; id: string }
  | { kind: "application"; id: string }
  /** the platform itself, which nobody can revoke */
  | { kind: "system" }

export interface Principal {
  kind: "user" | "apiKey" | "application" | "system"
  workspaceId: string
  userId: string | null
  workspaceMemberId: string | null
  /** the membership, to which unlisted views belong; null for what is no person */
  userWorkspaceId: string | null
  credential: Credential
  /** the membership of whoever really acts, where an admin looks through this person's eyes */
  impersonatorUserWorkspaceId: string | null
  /** how the session began, as tokens name it; null for what is no session */
  authProvider: string | null
  actor: Actor
  role: Role
  /** `workspace.rightsRevision` at which `role` was read */
  rightsRevision: number
  /** where the request came from, for the audit log; absent for records, which have a log of their own */
  client?: Client | undefined
}

/** May the principal use this part of the settings, or this tool? Unknown means no. */
export function can({ role }: Principal, permission: Permission): boolean {
  return grants(role, permission)
}

/** Throws FORBIDDEN. */
export function requirePermission(principal: Principal, permission: Permission): void {
  if (!can(principal, permission)) throw permissionDenied()
}

/**
 * For what a person does in their own name: what outlives a session (keys, applications), and what belongs to nobody else
 * (second factors, consent). Throws FORBIDDEN for programs, and for whoever looks through somebody else's eyes.
 */
export function requirePerson(principal: Principal): asserts principal is Person {
  if (principal.kind !== "user" || principal.credential.kind !== "session") throw sessionRequired()
  if (principal.impersonatorUserWorkspaceId !== null) throw notWhileImpersonating()
}

export type Person = Principal & { userId: string; userWorkspaceId: string; credential: { kind: "session" } }

function sessionRequired(): AppError {
  return new AppError("FORBIDDEN", "This endpoint requires a session access token", { subCode: "FORBIDDEN_EXCEPTION" })
}

export function notWhileImpersonating(): AppError {
  return new AppError("FORBIDDEN", "This cannot be done while impersonating", {
    subCode: "FORBIDDEN_WHILE_IMPERSONATING",
    userFriendlyMessage: "Only the person themselves can do this.",
  })
}

/** What everybody is told who lacks a right, whatever it is. */
export function permissionDenied(): AppError {
  return new AppError("FORBIDDEN", "Entity performing the request does not have permission", {
    subCode: "PERMISSION_DENIED",
    userFriendlyMessage: "User does not have permission.",
  })
}

/** The platform acting on its own, in readers and set-up. */
export function systemPrincipal(workspaceId: string, actor: Partial<Actor> = {}): Principal {
  return {
    kind: "system",
    workspaceId,
    userId: null,
    workspaceMemberId: null,
    userWorkspaceId: null,
    credential: { kind: "system" },
    impersonatorUserWorkspaceId: null,
    authProvider: null,
    actor: { source: "SYSTEM", workspaceMemberId: null, name: "System", context: null, ...actor },
    role: everything,
    rightsRevision: -1,
  }
}
