/** Several people in one workspace, by the front door. */
import { actAs, type GraphqlAnswer, type Member, type TestApp } from "./app.ts"

interface Joined {
  signUpInWorkspace: { loginToken: { token: string } }
}

/** Joins, or only signs up, with the password of every test. */
export function join(
  app: TestApp,
  email: string,
  invite: { workspaceId?: string; workspaceInviteHash?: string; workspacePersonalInviteToken?: string },
  operation: "signUpInWorkspace" | "signUp" = "signUpInWorkspace",
  password = "correct horse",
): Promise<GraphqlAnswer<Joined>> {
  const nobody = actAs(app.request, { userId: "", workspaceId: "", token: "" })
  if (operation === "signUp") {
    return nobody.metadata(
      `mutation { signUp(email: "${email}", password: "${password}") { tokens { accessToken { token } } } }`,
    )
  }
  return nobody.metadata(
    `mutation ($workspaceId: UUID, $workspaceInviteHash: String, $workspacePersonalInviteToken: String) {
      signUpInWorkspace(email: "${email}", password: "${password}", workspaceId: $workspaceId, workspaceInviteHash: $workspaceInviteHash, workspacePersonalInviteToken: $workspacePersonalInviteToken) { loginToken { token } } }`,
    invite,
  )
}

/** Trades a login token for a session. */
export async function enter(app: TestApp, loginToken: string): Promise<Member> {
  const nobody = actAs(app.request, { userId: "", workspaceId: "", token: "" })
  const { data } = await nobody.metadata<{
    getAuthTokensFromLoginToken: { tokens: { accessToken: { token: string } } }
  }>(
    `mutation { getAuthTokensFromLoginToken(loginToken: "${loginToken}", origin: "http://localhost:3000") { tokens { accessToken { token } } } }`,
  )
  const { token } = data.getAuthTokensFromLoginToken.tokens.accessToken
  const { userId, workspaceId } = JSON.parse(atob(token.split(".")[1]!)) as { userId: string; workspaceId: string }
  return actAs(app.request, { userId, workspaceId, token })
}

/** A new person who comes by the link of the admin's workspace. */
export async function newMember(app: TestApp, admin: Member): Promise<Member & { email: string; memberId: string }> {
  const email = `${crypto.randomUUID()}@example.com`
  const { data } = await admin.metadata<{ currentWorkspace: { inviteHash: string } }>(
    "{ currentWorkspace { inviteHash } }",
  )
  const joined = await join(app, email, { workspaceInviteHash: data.currentWorkspace.inviteHash })
  const member = await enter(app, joined.data.signUpInWorkspace.loginToken.token)
  return { ...member, email, memberId: await memberIdOf(member) }
}

export async function memberIdOf(member: Member): Promise<string> {
  const { data } = await member.metadata<{ currentUser: { workspaceMember: { id: string } } }>(
    "{ currentUser { workspaceMember { id } } }",
  )
  return data.currentUser.workspaceMember.id
}

export async function getRoleId(member: Member, label: string): Promise<string> {
  const { data } = await member.metadata<{ getRoles: { id: string; label: string }[] }>("{ getRoles { id label } }")
  return data.getRoles.find((role) => role.label === label)!.id
}
