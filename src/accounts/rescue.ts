/** Getting a locked-out person back in, for the operator alone: no route leads here. */
import { recordAuditOf } from "../auth/audit.ts"
import { AppError } from "../errors.ts"
import type { Services } from "./services.ts"
import { findWorkspaces, loginToken } from "./sign-in.ts"
import { removeSecondFactors } from "./two-factor-methods.ts"
import { selectPerson } from "./person-by-address.ts"

export interface RescueLink {
  workspaceId: string
  workspace: string
  /** lets whoever has it in, once */
  url: string
  expiresAt: string
}

/**
 * A sign-in link for each workspace of the person, or the one that is named, whatever its settings say. Throws NOT_FOUND, and
 * FORBIDDEN for a disabled account.
 */
export async function rescueLinks(services: Services, email: string, workspaceId?: string): Promise<RescueLink[]> {
  const person = await getPerson(services, email)
  if (person.disabled) throw new AppError("FORBIDDEN", `The account ${email} is disabled.`)
  const all = await findWorkspaces(services, person.id)
  const wanted = all.filter(({ id }) => workspaceId === undefined || id === workspaceId)
  if (wanted.length === 0) throw new AppError("NOT_FOUND", `${email} is a member of no such workspace.`)
  return Promise.all(
    wanted.map(async ({ id, displayName }) => {
      const { token, expiresAt } = await loginToken(services, person, id, { authProvider: "rescue" })
      const url = `${services.config.publicUrl}/verify?loginToken=${token}`
      return { workspaceId: id, workspace: displayName ?? id, url, expiresAt }
    }),
  )
}

/** For somebody who has lost them all. Throws NOT_FOUND. */
export async function removeSecondFactorsOf(services: Services, email: string): Promise<void> {
  const { id } = await getPerson(services, email)
  await services.db.transaction(async (tx) => {
    await removeSecondFactors(tx, id)
    const details = { reason: "rescue by the operator" }
    const target = { kind: "user", id }
    await recordAuditOf(tx, id, { event: "secondFactor.removed", actor: { kind: "system" }, target, details })
  })
}

async function getPerson({ db }: Services, email: string) {
  const [person] = await selectPerson(db, email)
  if (person) return person
  throw new AppError("NOT_FOUND", `There is no account with the address ${email}.`)
}
