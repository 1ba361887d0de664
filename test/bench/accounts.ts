/** People and workspaces for measurements, made as a sign-up makes them. */
import type { Services } from "../../src/accounts/services.ts"
import { createUser, foundWorkspace, loginToken, tradeLoginToken } from "../../src/accounts/sign-in.ts"

export interface BenchMember {
  workspaceId: string
  schemaName: string
  token: string
}

/** A new person with a new workspace. */
export async function signUpForBench(services: Services, email: string): Promise<BenchMember> {
  const user = await createUser(services, { email, password: "correct horse" })
  const { id } = await foundWorkspace(services, user.id, { displayName: "Bench" })
  const { schemaName } = await services.schemas.get(id)
  const pair = await tradeLoginToken(services, (await loginToken(services, user, id)).token)
  return { workspaceId: id, schemaName, token: pair.accessOrWorkspaceAgnosticToken.token }
}
