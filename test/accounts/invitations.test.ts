/** Invitations by mail and by link, at the front door. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test"
import { actAs, createTestApp, type Member, type TestApp } from "../support/app.ts"
import { mailed } from "../support/mailbox.ts"
import { enter, getRoleId, join } from "../support/people.ts"

let app: TestApp
let stranger: Member
let admin: Member
let elapsed = 0
let email: string

beforeAll(async () => {
  app = await createTestApp({ now: () => Date.now() + elapsed })
  stranger = actAs(app.request, { userId: "", workspaceId: "", token: "" })
  admin = await app.signUp()
})

beforeEach(() => {
  email = `${crypto.randomUUID()}@example.com`
})

afterAll(() => app.close())

interface Sent {
  success: boolean
  errors: string[]
  result: { id: string; email: string; roleId: string | null; expiresAt: string }[]
}

async function invite(emails: string[], roleId?: string): Promise<Sent> {
  const { data, errors } = await admin.metadata<{ sendInvitations: Sent }>(
    `mutation ($emails: [String!]!, $roleId: UUID) { sendInvitations(emails: $emails, roleId: $roleId) { success errors result { id email roleId expiresAt } } }`,
    { emails, roleId },
  )
  expect(errors).toBeUndefined()
  return data.sendInvitations
}

const link = async (to: string) => (await mailed(app, to, /inviteToken=([0-9a-f]{64})&email=/))!

const refusal = async (...args: Parameters<typeof join> extends [unknown, ...infer Rest] ? Rest : never) =>
  (await join(app, ...args)).errors?.[0]?.message

describe("by mail", () => {
  test("the link makes an account and a member with the role", async () => {
    const roleId = await getRoleId(admin, "Admin")
    const { success, result } = await invite([email.toUpperCase()], roleId)
    expect(success).toBe(true)
    expect(result).toMatchObject([{ email, roleId }])
    const { data } = await join(app, email, { workspacePersonalInviteToken: await link(email) })
    const me = await enter(app, data.signUpInWorkspace.loginToken.token)
    const seen = await me.metadata<{ currentUser: { isEmailVerified: boolean } }>(
      `{ currentUser { email isEmailVerified currentWorkspace { id } } findWorkspaceInvitations { id } }`,
    )
    expect(seen.data.currentUser).toMatchObject({
      email,
      isEmailVerified: true,
      currentWorkspace: { id: admin.workspaceId },
    })
    const { data: members } = await me.graphql<{ workspaceMembers: { totalCount: number } }>(
      `{ workspaceMembers(filter: { userEmail: { eq: "${email}" } }) { totalCount } }`,
    )
    expect(members.workspaceMembers.totalCount).toBe(1)
  })

  test("without a role newcomers get the workspace's own, which lets nobody change settings", async () => {
    await invite([email])
    const { data } = await join(app, email, { workspacePersonalInviteToken: await link(email) })
    const me = await enter(app, data.signUpInWorkspace.loginToken.token)
    const { errors } = await me.metadata(`mutation { sendInvitations(emails: ["x@example.com"]) { success } }`)
    expect(errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN", subCode: "PERMISSION_DENIED" })
    expect((await me.metadata("{ findWorkspaceInvitations { id } }")).errors?.[0]?.extensions.code).toBe("FORBIDDEN")
  })

  test("whoever has an account joins with it, and its password", async () => {
    const other = await join(app, email, {}, "signUp")
    expect(other.errors).toBeUndefined()
    await invite([email])
    const token = await link(email)
    expect(
      (await join(app, email, { workspacePersonalInviteToken: token }, "signUpInWorkspace", "wrong horse")).errors?.[0]
        ?.message,
    ).toBe("Wrong password")
    expect((await join(app, email, { workspacePersonalInviteToken: token })).errors).toBeUndefined()
  })

  test("a confirmed address sees its invitations when signing in and needs no link", async () => {
    await join(app, email, {}, "signUp")
    await invite([email])
    const look = async () => {
      const { data } = await stranger.metadata<{
        signIn: { availableWorkspaces: { availableWorkspacesForSignUp: unknown[] } }
      }>(
        `mutation { signIn(email: "${email}", password: "correct horse") { availableWorkspaces { availableWorkspacesForSignUp { id displayName personalInviteToken } } } }`,
      )
      return data.signIn.availableWorkspaces.availableWorkspacesForSignUp
    }
    expect(await look()).toEqual([])
    expect(await refusal(email, { workspaceId: admin.workspaceId })).toBe("Invalid invitation")
    await app.services.db.query(`update core."user" set "isEmailVerified" = true where email = '${email}'`)
    expect(await look()).toEqual([{ id: admin.workspaceId, displayName: "Test", personalInviteToken: null }])
    expect(await refusal(email, { workspaceId: admin.workspaceId })).toBeUndefined()
    expect(await look()).toEqual([])
  })

  test("it works once, for its address, and makes no account for anybody else", async () => {
    await invite([email])
    const token = await link(email)
    const thief = `${crypto.randomUUID()}@example.com`
    expect(await refusal(thief, { workspacePersonalInviteToken: token })).toBe("Invalid invitation")
    expect((await stranger.metadata(`{ checkUserExists(email: "${thief}") { exists } }`)).data).toEqual({
      checkUserExists: { exists: false },
    })
    expect(await refusal(email, { workspacePersonalInviteToken: token })).toBeUndefined()
    expect(await refusal(email, { workspacePersonalInviteToken: token })).toBe("Invalid invitation")
  })

  test("it ends after 30 days, when it is taken back, and when it is sent again", async () => {
    const [first] = (await invite([email])).result
    const old = await link(email)
    const again = await admin.metadata<{ resendWorkspaceInvitation: Sent }>(
      `mutation { resendWorkspaceInvitation(appTokenId: "${first!.id}") { success errors result { id email } } }`,
    )
    const [second] = again.data.resendWorkspaceInvitation.result
    const token = await link(email)
    expect(await refusal(email, { workspacePersonalInviteToken: old })).toBe("Invalid invitation")
    elapsed = 30 * 24 * 3_600_000 + 1000
    expect(await refusal(email, { workspacePersonalInviteToken: token })).toBe("Invalid invitation")
    elapsed = 0
    const { data } = await admin.metadata(`mutation { deleteWorkspaceInvitation(appTokenId: "${second!.id}") }`)
    expect(data).toEqual({ deleteWorkspaceInvitation: "success" })
    expect(await refusal(email, { workspacePersonalInviteToken: token })).toBe("Invalid invitation")
    const gone = await admin.metadata(`mutation { deleteWorkspaceInvitation(appTokenId: "${second!.id}") }`)
    expect(gone.errors?.[0]?.extensions.code).toBe("NOT_FOUND")
  })

  test("the list shows who is invited; another workspace sees and touches nothing of it", async () => {
    const [sent] = (await invite([email])).result
    const { data } = await admin.metadata<{ findWorkspaceInvitations: { email: string }[] }>(
      `{ findWorkspaceInvitations { id email } }`,
    )
    expect(data.findWorkspaceInvitations).toContainEqual({ id: sent!.id, email } as never)
    const foreign = await app.signUp()
    expect((await foreign.metadata(`{ findWorkspaceInvitations { id } }`)).data).toEqual({
      findWorkspaceInvitations: [],
    })
    for (const name of ["deleteWorkspaceInvitation", "resendWorkspaceInvitation"]) {
      const parts = name.startsWith("resend") ? "{ success }" : ""
      const { errors } = await foreign.metadata(`mutation { ${name}(appTokenId: "${sent!.id}") ${parts} }`)
      expect(errors?.[0]?.extensions.code).toBe("NOT_FOUND")
    }
    const roleId = await getRoleId(foreign, "Admin")
    const { errors } = await admin.metadata(
      `mutation { sendInvitations(emails: ["${email}"], roleId: "${roleId}") { success } }`,
    )
    expect(errors?.[0]?.extensions.subCode).toBe("ROLE_NOT_FOUND")
  })

  test("what is wrong with one address is said of that one", async () => {
    const { data } = await admin.metadata<{ currentUser: { email: string } }>("{ currentUser { email } }")
    const sent = await invite([email, "no address", data.currentUser.email])
    expect(sent.success).toBe(false)
    expect(sent.result.map((each) => each.email)).toEqual([email])
    expect(sent.errors).toEqual([
      "no address: email must be an email",
      `${data.currentUser.email}: is a member already`,
    ])
  })

  test("nobody is flooded", async () => {
    for (let i = 0; i < 10; i++) expect((await invite([email])).success).toBe(true)
    expect((await invite([email])).errors).toEqual([`${email}: too many invitations were sent this week`])
  })
})

describe("by link", () => {
  const hash = async () => {
    const { data } = await admin.metadata<{ currentWorkspace: { inviteHash: string } }>(
      "{ currentWorkspace { inviteHash } }",
    )
    return data.currentWorkspace.inviteHash
  }
  const isValid = async (inviteHash: string) =>
    (await stranger.metadata(`{ checkWorkspaceInviteHashIsValid(inviteHash: "${inviteHash}") { isValid } }`)).data

  test("shows the workspace to whoever has it, and little of it", async () => {
    for (const name of ["findWorkspaceFromInviteHash", "getWorkspaceFromInviteHash"]) {
      const { data } = await stranger.metadata(
        `{ ${name}(inviteHash: "${await hash()}") { id displayName databaseSchema defaultRole { id } } }`,
      )
      expect(data).toEqual({
        [name]: { id: admin.workspaceId, displayName: "Test", databaseSchema: null, defaultRole: null },
      })
    }
    const { errors } = await stranger.metadata(`{ findWorkspaceFromInviteHash(inviteHash: "nothing") { id } }`)
    expect(errors?.[0]?.extensions.subCode).toBe("WORKSPACE_NOT_FOUND")
  })

  test("lets anybody in until it is switched off or changed", async () => {
    const inviteHash = await hash()
    expect(await isValid(inviteHash)).toEqual({ checkWorkspaceInviteHashIsValid: { isValid: true } })
    expect(await refusal(email, { workspaceInviteHash: inviteHash, workspaceId: crypto.randomUUID() })).toBe(
      "Invalid invitation",
    )
    expect(await refusal(email, { workspaceInviteHash: inviteHash })).toBeUndefined()
    const late = `${crypto.randomUUID()}@example.com`
    await admin.metadata(`mutation { updateWorkspace(data: { isPublicInviteLinkEnabled: false }) { id } }`)
    expect(await isValid(inviteHash)).toEqual({ checkWorkspaceInviteHashIsValid: { isValid: false } })
    expect(await refusal(late, { workspaceInviteHash: inviteHash })).toBe("Invalid invitation")
    const next = crypto.randomUUID()
    await admin.metadata(
      `mutation { updateWorkspace(data: { isPublicInviteLinkEnabled: true, inviteHash: "${next}" }) { id } }`,
    )
    expect(await refusal(late, { workspaceInviteHash: inviteHash })).toBe("Invalid invitation")
    expect(await refusal(late, { workspaceInviteHash: next })).toBeUndefined()
    // A member who comes again just goes in.
    expect(await refusal(late, { workspaceInviteHash: next })).toBeUndefined()
  })

  const refused = ["short", "not a hash at all!"]
  test.each(refused)("cannot be made %s", async (inviteHash) => {
    const { errors } = await admin.metadata(
      `mutation { updateWorkspace(data: { inviteHash: "${inviteHash}" }) { id } }`,
    )
    expect(errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT")
  })

  test("cannot be that of another workspace, nor lead to the role of one", async () => {
    const foreign = await app.signUp()
    const taken = await foreign.metadata(`mutation { updateWorkspace(data: { inviteHash: "${await hash()}" }) { id } }`)
    expect(taken.errors?.[0]?.message).toBe("Choose another invite hash")
    const roleId = await getRoleId(admin, "Admin")
    const { errors } = await foreign.metadata(
      `mutation { updateWorkspace(data: { defaultRoleId: "${roleId}" }) { id } }`,
    )
    expect(errors?.[0]?.extensions.subCode).toBe("ROLE_NOT_FOUND")
  })
})
