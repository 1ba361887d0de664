/** Leaving a workspace: by one's own wish, or because an admin says so; and what was theirs goes to somebody else. */
import { eq, sql } from "drizzle-orm"
import { auditAs, recordAudit } from "../auth/audit.ts"
import { revokeSessions } from "../auth/sessions.ts"
import { core } from "../db/core.ts"
import { userWorkspace } from "../db/core-tables.ts"
import { badInput } from "../errors.ts"
import type { FieldSchema, WorkspaceSchema } from "../metadata/schema.ts"
import { readRecords } from "../records/read.ts"
import { selectNamed } from "../records/select-field.ts"
import { inTransaction } from "../records/transaction.ts"
import type { Workspace } from "../records/workspace.ts"
import { removeRecord, updateRecord, updateRecords } from "../records/write.ts"
import {
  asPlatform,
  changeMemberships,
  getMember,
  memberObject,
  memberTarget,
  requireSelfOr,
  type Member,
} from "./members.ts"
import { createMember, type Founder } from "./workspaces.ts"

/**
 * Takes a member out of the workspace: signed out at once, the record in the bin. With a successor everything that
 * names the member as its owner names the successor from then on, as far as the caller may update it.
 * Throws FORBIDDEN, also for the last admin, NOT_FOUND and BAD_USER_INPUT.
 */
export function removeMember(workspace: Workspace, id: string, successorId: string | null = null): Promise<Member> {
  if (successorId === id) throw badInput("A member cannot be their own successor", "INVALID_INPUT")
  return inTransaction(workspace, async (own) => {
    const member = await getMember(own, id)
    requireSelfOr(own, member, "WORKSPACE_MEMBERS")
    if (successorId !== null) await handOver(own, id, (await getMember(own, successorId)).id)
    await changeMemberships(own, () => endMembership(own, member))
    const details = { successorId }
    await recordAudit(own.connection, {
      ...auditAs(own.principal),
      event: "member.removed",
      target: memberTarget(member),
      details,
    })
    return member
  })
}

/** In the transaction of {@link changeMemberships}. */
export async function endMembership(
  own: Workspace,
  { id, userId, userWorkspaceId }: Pick<Member, "id" | "userId" | "userWorkspaceId">,
): Promise<void> {
  await core(own.connection)
    .update(userWorkspace)
    .set({ deletedAt: sql`now()`, updatedAt: sql`now()` })
    .where(eq(userWorkspace.id, userWorkspaceId))
  await revokeSessions(own.connection, userId, own.schema.workspaceId)
  await removeRecord(asPlatform(own), memberObject(own), "delete", id, { selection: null })
}

/**
 * Takes the end of a membership back: the same role, and the same record among the members, which whatever was theirs still
 * names. In the transaction of {@link changeMemberships}.
 */
export async function resumeMembership(own: Workspace, userWorkspaceId: string, person: Founder): Promise<void> {
  await core(own.connection)
    .update(userWorkspace)
    .set({ deletedAt: null, updatedAt: sql`now()` })
    .where(eq(userWorkspace.id, userWorkspaceId))
  const platform = asPlatform(own)
  const object = memberObject(own)
  const id = await findLeft(platform, person.id)
  if (id === undefined) return void (await createMember(own.connection, own.schema, person))
  await removeRecord(platform, object, "restore", id, { selection: null })
  await updateRecord(platform, object, id, { userEmail: person.email }, { selection: null })
}

/** The id of the record of whoever left last under this account. */
async function findLeft(platform: Workspace, userId: string): Promise<string | undefined> {
  const object = memberObject(platform)
  const list = {
    filter: { userId: { eq: userId }, deletedAt: { is: "NOT_NULL" } },
    orderBy: [{ deletedAt: "DescNullsLast" }],
    first: 1,
    shape: { kind: "array" as const, selection: selectNamed(object, ["id"]) },
  }
  const [text] = await readRecords(platform, [{ kind: "list", key: "left", object, list }])
  return (JSON.parse(text!) as { id: string }[])[0]?.id
}

/** Records in the bin as well, in case somebody takes them out. */
async function handOver(own: Workspace, from: string, to: string): Promise<void> {
  for (const { object, relation } of ownerFields(own.schema)) {
    const name = relation!.joinName
    const filter = { [name]: { eq: from }, or: [{ deletedAt: { is: "NULL" } }, { deletedAt: { is: "NOT_NULL" } }] }
    await updateRecords(own, object, filter, { [name]: to }, { selection: null })
  }
}

/** Fields such as `accountOwner` and `assignee`, of custom objects too; not those that the platform keeps for itself. */
function ownerFields({ objects }: WorkspaceSchema): FieldSchema[] {
  return objects
    .filter((object) => object.isActive && !object.isSystem)
    .flatMap((object) => object.fields)
    .filter(({ isActive, relation }) => isActive && relation?.kind === "MANY_TO_ONE")
    .filter(({ relation, morphId }) => morphId === null && relation!.target.nameSingular === "workspaceMember")
}
