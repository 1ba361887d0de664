/** Keys that sign tokens: a new one takes over without anybody being signed out, and so does a new APP_SECRET. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { SignJWT } from "jose"
import { resealSecrets } from "../../src/accounts/reseal.ts"
import { deriveKey } from "../../src/auth/derive-key.ts"
import { Secrets } from "../../src/auth/secrets.ts"
import { keyRefresh, rotateSigningKeys } from "../../src/auth/signing-keys.ts"
import { lifetimes } from "../../src/auth/tokens.ts"
import { appSecrets } from "../../src/config.ts"
import { actAs, createTestApp, type Member, type TestApp } from "../support/app.ts"
import { scan } from "../support/authenticator-app.ts"
import { getRoleId } from "../support/people.ts"
import { openSecondServer } from "../support/second-server.ts"
import { testSecret } from "../support/secret.ts"
import { emailOf, signIns, subCode } from "../support/sign-in.ts"

let app: TestApp
let ada: Member
let key: Member
let now = Date.now()
const closing: (() => Promise<void>)[] = []

const newSecret = "another secret for tests, long enough as well"

beforeAll(async () => {
  app = await createTestApp({ now: () => now })
  ada = await app.signUp()
  key = await apiKeyOf(ada)
})

afterAll(async () => {
  for (const close of closing) await close()
  await app.close()
})

async function apiKeyOf(admin: Member): Promise<Member> {
  const roleId = await getRoleId(admin, "Admin")
  const made = await admin.metadata<{ createApiKey: { id: string } }>(
    `mutation { createApiKey(input: { name: "Robot", expiresAt: "2099-01-01", roleId: "${roleId}" }) { id } }`,
  )
  const { data } = await admin.metadata<{ generateApiKeyToken: { token: string } }>(
    `mutation { generateApiKeyToken(apiKeyId: "${made.data.createApiKey.id}", expiresAt: "2099-01-01") { token } }`,
  )
  return { ...actAs(app.request, { ...admin, token: data.generateApiKeyToken.token }) }
}

/** A server that starts now, with nothing in memory. */
function fresh(settings: Parameters<typeof openSecondServer>[1] = {}) {
  const server = openSecondServer(app, settings)
  closing.push(server.close)
  return server
}

const header = (token: string) => JSON.parse(atob(token.split(".")[0]!)) as { alg: string; kid: string }

const worksAt = async (server: { request: TestApp["request"] }, who: Member) =>
  (await actAs(server.request, who).graphql("{ companies { totalCount } }")).errors === undefined

const signInAt = async (server: { request: TestApp["request"] }, who: Member) =>
  signIns(server.request).enter(await emailOf(who))

describe("rotation", () => {
  test("tokens name the key that signed them", () => {
    expect(header(ada.token)).toEqual({ alg: "ES256", typ: "JWT", kid: expect.any(String) } as never)
    expect(header(key.token).kid).toBe(header(ada.token).kid)
  })

  test("a new key signs from then on; what the former one signed still holds, and its private half is gone", async () => {
    await rotateSigningKeys(app.services.db, new Secrets([testSecret]))
    const server = fresh()
    const entered = await signInAt(server, ada)
    expect(header(entered.token).kid).not.toBe(header(ada.token).kid)
    expect(await Promise.all([ada, key, entered].map((who) => worksAt(server, who)))).toEqual([true, true, true])
    const rows = await app.services.db.query<{ retired: boolean; sealed: boolean }>(
      `select "retiredAt" is not null as retired, "privateKey" is not null as sealed from core."signingKey" order by "createdAt"`,
    )
    expect(rows).toEqual([
      { retired: true, sealed: false },
      { retired: false, sealed: true },
    ])
  })

  test("a server that has not heard of the new key verifies what it signed", async () => {
    const entered = await signInAt(fresh(), ada)
    await rotateSigningKeys(app.services.db, new Secrets([testSecret]))
    const later = await signInAt(fresh(), ada)
    expect(await Promise.all([entered, later].map((who) => worksAt(app, who)))).toEqual([true, true])
  })

  test("two servers that begin at the same moment sign with the same key", async () => {
    await app.services.db.query(`delete from core."signingKey"`)
    const kids = await Promise.all([fresh(), fresh(), fresh()].map((each) => each.services.signingKeys.signing()))
    expect(new Set(kids.map(({ id }) => id)).size).toBe(1)
    ada = await signInAt(fresh(), ada)
    key = await apiKeyOf(ada)
  })

  test("when everything a retired key signed has expired, it verifies API keys alone", async () => {
    const { id: former, key: signing } = await fresh().services.signingKeys.signing()
    await rotateSigningKeys(app.services.db, new Secrets([testSecret]))
    const server = fresh()
    expect(await worksAt(server, ada)).toBe(true)
    const forge = async (claims: Record<string, string>, hours: number) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: "ES256", typ: "JWT", kid: former })
        .setIssuedAt(new Date(now - 60_000))
        .setExpirationTime(new Date(now + hours * 3_600_000))
        .sign(signing)
    try {
      const stolen = await forge({ sub: ada.userId, type: "WORKSPACE_AGNOSTIC", userId: ada.userId }, 10_000)
      expect(await server.services.tokens.verify(stolen, ["WORKSPACE_AGNOSTIC"])).toMatchObject({ userId: ada.userId })
      now += lifetimes.WORKSPACE_AGNOSTIC + keyRefresh + 120_000
      const other = fresh()
      await expect(other.services.tokens.verify(stolen, ["WORKSPACE_AGNOSTIC"])).rejects.toThrow("Token invalid.")
      expect(await worksAt(other, key)).toBe(true)
    } finally {
      now = Date.now()
    }
  })

  test("with revoke nothing from before holds", async () => {
    await rotateSigningKeys(app.services.db, new Secrets([testSecret]), { revoke: true })
    const server = fresh()
    expect(await Promise.all([ada, key].map((who) => worksAt(server, who)))).toEqual([false, false])
    const [{ email }] = (await app.services.db.query<{ email: string }>(`select email from core."user"`)) as [
      { email: string },
    ]
    ada = await signIns(server.request).enter(email)
    expect(await worksAt(server, ada)).toBe(true)
  })
})

describe("tokens from before there were signing keys", () => {
  const formerly = async (secret: string, type: string, claims: Record<string, unknown>) =>
    new SignJWT({ ...claims, type })
      .setProtectedHeader({ alg: "HS256", typ: "JWT" })
      .setIssuedAt(new Date(now))
      .setExpirationTime(new Date(now + 3_600_000))
      .sign(await deriveKey(secret, `kith token ${type}`))

  test("still hold, also with a new APP_SECRET while the former one is given", async () => {
    const [row] = await app.services.db.query<{ id: string; workspaceId: string }>(
      `select id, "workspaceId" from core."apiKey" limit 1`,
    )
    const { id: jti, workspaceId } = row!
    const token = await formerly(testSecret, "API_KEY", { sub: workspaceId, workspaceId, jti })
    const robot = actAs(app.request, { userId: "", workspaceId, token })
    const changed = { appSecret: newSecret, formerAppSecret: testSecret }
    await rotateSigningKeys(app.services.db, new Secrets([newSecret]))
    expect(await worksAt(fresh(changed), robot)).toBe(true)
    expect(await worksAt(fresh({ appSecret: newSecret }), robot)).toBe(false)
    await rotateSigningKeys(app.services.db, new Secrets([testSecret]))
  })
})

describe("a new APP_SECRET", () => {
  test("opens what was sealed with the former one; once it is sealed anew the former one can go", async () => {
    const email = await emailOf(ada)
    const { data } = await ada.metadata<{ initiateOTPProvisioningForAuthenticatedUser: { uri: string } }>(
      "mutation { initiateOTPProvisioningForAuthenticatedUser { uri } }",
    )
    const phone = scan(data.initiateOTPProvisioningForAuthenticatedUser.uri)
    await ada.metadata(
      `mutation { verifyTwoFactorAuthenticationMethodForAuthenticatedUser(otp: "${await phone.code(now)}") { success } }`,
    )
    const enterAt = async (server: { request: TestApp["request"] }) => {
      now += 30_000
      const { loginToken, withCode } = signIns(server.request)
      return withCode(await loginToken(email), await phone.code(now))
    }
    const both = { appSecret: newSecret, formerAppSecret: testSecret }
    expect(subCode(await enterAt(fresh(both)))).toBeUndefined()
    expect(await worksAt(fresh(both), ada)).toBe(true)
    await expect(fresh({ appSecret: newSecret }).services.signingKeys.signing()).rejects.toThrow(
      "APP_SECRET does not open",
    )

    const secrets = new Secrets(appSecrets({ ...app.services.config, ...both }))
    expect(await resealSecrets(app.services.db, secrets)).toEqual({ resealed: 2, unreadable: 0 })
    const changed = fresh({ appSecret: newSecret })
    expect(subCode(await enterAt(changed))).toBeUndefined()
    expect(await worksAt(changed, ada)).toBe(true)
    expect(await resealSecrets(app.services.db, new Secrets([testSecret]))).toEqual({ resealed: 0, unreadable: 2 })
  })
})
