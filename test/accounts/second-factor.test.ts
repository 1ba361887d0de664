/** Authenticator apps and recovery codes: setting up, signing in, guessing, losing. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test"
import { removeSecondFactors } from "../../src/accounts/two-factor-methods.ts"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"
import { scan, type AuthenticatorApp } from "../support/authenticator-app.ts"
import { newMember } from "../support/people.ts"
import { openSecondServer, type SecondServer } from "../support/second-server.ts"
import { asMember, code, emailOf, signIns, subCode } from "../support/sign-in.ts"

let now = Date.now()
let app: TestApp
let other: SecondServer
let ada: Member
let email: string

beforeAll(async () => {
  app = await createTestApp({ now: () => now })
  other = openSecondServer(app)
})

beforeEach(async () => {
  now = Date.now()
  ada = await app.signUp()
  email = await emailOf(ada)
})

afterAll(async () => {
  await other.close()
  await app.close()
})

const here = () => signIns(app.request)
const there = () => signIns(other.request)

/** The next time step, whose code nobody has seen. */
const wait = (steps = 1) => (now += steps * 30_000)

const initiate = (who: Member, proof = "") =>
  who.metadata<{ initiateOTPProvisioningForAuthenticatedUser: { uri: string } }>(
    `mutation { initiateOTPProvisioningForAuthenticatedUser${proof} { uri } }`,
  )

const verify = (who: Member, otp: string) =>
  who.metadata<{
    verifyTwoFactorAuthenticationMethodForAuthenticatedUser: { success: boolean; recoveryCodes: string[] }
  }>(`mutation { verifyTwoFactorAuthenticationMethodForAuthenticatedUser(otp: "${otp}") { success recoveryCodes } }`)

interface Summary {
  twoFactorAuthenticationMethodId: string
  status: string
  strategy: string
}

const own = async (who: Member) => {
  const { data } = await who.metadata<{
    currentUser: {
      currentUserWorkspace: { twoFactorAuthenticationMethodSummary: Summary[]; recoveryCodesLeft: number }
    }
  }>(
    "{ currentUser { currentUserWorkspace { recoveryCodesLeft twoFactorAuthenticationMethodSummary { twoFactorAuthenticationMethodId status strategy name } } } }",
  )
  return data.currentUser.currentUserWorkspace
}

async function setUp(who: Member): Promise<{ phone: AuthenticatorApp; recoveryCodes: string[] }> {
  const phone = scan((await initiate(who)).data.initiateOTPProvisioningForAuthenticatedUser.uri)
  const { data } = await verify(who, await phone.code(now))
  wait()
  return { phone, recoveryCodes: data.verifyTwoFactorAuthenticationMethodForAuthenticatedUser.recoveryCodes }
}

const setEnforced = (who: Member, isEnforced: boolean) =>
  who.metadata(
    `mutation { updateWorkspace(data: { isTwoFactorAuthenticationEnforced: ${isEnforced} }) { isTwoFactorAuthenticationEnforced } }`,
  )

const age = (minutes: number) =>
  app.services.db.query(`update core.session set "createdAt" = now() - $1 * interval '1 minute'`, [minutes])

describe("an authenticator app", () => {
  test("counts once a code of it was right, and signs in from then on", async () => {
    const { uri } = (await initiate(ada)).data.initiateOTPProvisioningForAuthenticatedUser
    expect(uri).toMatch(/^otpauth:\/\/totp\/Kith%20-%20localhost:/)
    expect(Object.fromEntries(new URL(uri).searchParams)).toMatchObject({
      issuer: "Kith - localhost",
      period: "30",
      digits: "6",
      algorithm: "SHA1",
    })
    expect((await own(ada)).twoFactorAuthenticationMethodSummary).toMatchObject([
      { strategy: "TOTP", status: "PENDING" },
    ])
    expect((await here().trade(await here().loginToken(email))).errors).toBeUndefined()

    const phone = scan(uri)
    const { data } = await verify(ada, await phone.code(now))
    expect(data.verifyTwoFactorAuthenticationMethodForAuthenticatedUser.success).toBe(true)
    expect(data.verifyTwoFactorAuthenticationMethodForAuthenticatedUser.recoveryCodes).toHaveLength(10)
    expect((await own(ada)).twoFactorAuthenticationMethodSummary).toMatchObject([{ status: "VERIFIED" }])

    const login = await here().loginToken(email)
    const refused = await here().trade(login)
    expect([code(refused), subCode(refused)]).toEqual(["FORBIDDEN", "TWO_FACTOR_AUTHENTICATION_VERIFICATION_REQUIRED"])
    wait()
    const { tokens } = (await here().withCode(login, await phone.code(now))).data.getAuthTokensFromOTP
    expect((await asMember(app.request, tokens).graphql("{ companies { totalCount } }")).errors).toBeUndefined()
  })

  test("its secret is sealed, and opens for nothing else", async () => {
    const { uri } = (await initiate(ada)).data.initiateOTPProvisioningForAuthenticatedUser
    const [row] = await app.services.db.query<{ secret: string }>(
      `select secret from core."twoFactorAuthenticationMethod" where "userId" = $1`,
      [ada.userId],
    )
    expect(row!.secret).toMatch(/^1\.[\w-]{16}\.[\w-]{40,}$/)
    expect(row!.secret).not.toContain(new URL(uri).searchParams.get("secret")!)
  })

  test("codes of one step before and after are right, those further off are wrong", async () => {
    const { phone } = await setUp(ada)
    wait(10)
    const outcomes: unknown[] = []
    for (const offset of [-2, 2, -1, 0, 1]) {
      const answer = await here().withCode(await here().loginToken(email), await phone.code(now + offset * 30_000))
      outcomes.push([offset, subCode(answer) ?? "in"])
    }
    expect(outcomes).toEqual([
      [-2, "INVALID_OTP"],
      [2, "INVALID_OTP"],
      [-1, "in"],
      [0, "in"],
      [1, "in"],
    ])
  })

  test("a code is good once, on whatever server, and so is every older one", async () => {
    const { phone } = await setUp(ada)
    wait(3)
    const [before, shown] = [await phone.code(now - 30_000), await phone.code(now)]
    expect(subCode(await here().withCode(await here().loginToken(email), shown))).toBeUndefined()
    expect(subCode(await there().withCode(await there().loginToken(email), shown))).toBe("INVALID_OTP")
    expect(subCode(await there().withCode(await there().loginToken(email), before))).toBe("INVALID_OTP")
  })

  test("of ten who come with one code at the same moment one gets in", async () => {
    const { phone } = await setUp(ada)
    const shown = await phone.code(now)
    await app.services.db.query(`update core."user" set "secondFactorFailures" = -100 where id = $1`, [ada.userId])
    const logins = await Promise.all(Array.from({ length: 10 }, () => here().loginToken(email)))
    const answers = await Promise.all(logins.map((login, i) => (i % 2 === 0 ? here() : there()).withCode(login, shown)))
    expect(answers.filter((answer) => answer.errors === undefined).length).toBe(1)
  })

  test("a wrong code leaves the login token as it is, a right one uses it up", async () => {
    const { phone } = await setUp(ada)
    const login = await here().loginToken(email)
    expect(subCode(await here().withCode(login, "000000"))).toBe("INVALID_OTP")
    expect(subCode(await here().withCode(login, await phone.code(now)))).toBeUndefined()
    wait()
    expect(code(await here().withCode(login, await phone.code(now)))).toBe("UNAUTHENTICATED")
  })

  test("nobody's code opens somebody else's door", async () => {
    const eve = await app.signUp()
    const { phone } = await setUp(eve)
    await setUp(ada)
    expect(subCode(await here().withCode(await here().loginToken(email), await phone.code(now)))).toBe("INVALID_OTP")
  })

  test("with a password alone none is set up beside the one that there is", async () => {
    await setUp(ada)
    const { nobody, loginToken } = here()
    const answer = await nobody.metadata(
      `mutation { initiateOTPProvisioning(loginToken: "${await loginToken(email)}", origin: "http://localhost:3000") { uri } }`,
    )
    expect(subCode(answer)).toBe("TWO_FACTOR_AUTHENTICATION_VERIFICATION_REQUIRED")
    expect(subCode(await initiate(ada))).toBe("TWO_FACTOR_AUTHENTICATION_METHOD_ALREADY_PROVISIONED")
  })

  test("one that was begun and forgotten gives way to the next", async () => {
    const first = scan((await initiate(ada)).data.initiateOTPProvisioningForAuthenticatedUser.uri)
    const second = scan((await initiate(ada)).data.initiateOTPProvisioningForAuthenticatedUser.uri)
    expect(subCode(await verify(ada, await first.code(now)))).toBe("INVALID_OTP")
    expect(subCode(await verify(ada, await second.code(now)))).toBeUndefined()
  })

  test("a session without a workspace neither changes second factors nor deletes the account", async () => {
    await setUp(ada)
    const { data } = await here().nobody.metadata<{ signIn: { tokens: { accessToken: { token: string } } } }>(
      `mutation { signIn(email: "${email}", password: "correct horse") { tokens { accessToken { token } } } }`,
    )
    const { token } = data.signIn.tokens.accessToken
    const post = async (query: string) => {
      const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" }
      const response = await app.request("/metadata", { method: "POST", headers, body: JSON.stringify({ query }) })
      return response.json()
    }
    expect(code(await post("mutation { initiateOTPProvisioningForAuthenticatedUser { uri } }"))).toBe("UNAUTHENTICATED")
    expect(code(await post("mutation { generateRecoveryCodes { recoveryCodes } }"))).toBe("UNAUTHENTICATED")
    expect(subCode(await post("mutation { deleteUser { id } }"))).toBe(
      "TWO_FACTOR_AUTHENTICATION_VERIFICATION_REQUIRED",
    )
  })
})

describe("guessing", () => {
  test("after five wrong codes in a row nothing is looked at for a minute, on any server, then for two", async () => {
    const { phone } = await setUp(ada)
    const login = await here().loginToken(email)
    const answers: unknown[] = []
    for (let i = 0; i < 6; i++) answers.push(subCode(await (i % 2 === 0 ? here() : there()).withCode(login, "000000")))
    expect(answers).toEqual([...Array<string>(5).fill("INVALID_OTP"), "TOO_MANY_ATTEMPTS"])
    const refused = await there().withCode(login, await phone.code(now))
    expect(subCode(refused)).toBe("TOO_MANY_ATTEMPTS")
    expect(refused.errors![0]!.extensions.retryAfter).toBe(60)
    now += 61_000
    expect(subCode(await here().withCode(login, "000000"))).toBe("INVALID_OTP")
    now += 61_000
    expect(subCode(await here().withCode(login, await phone.code(now)))).toBe("TOO_MANY_ATTEMPTS")
    now += 60_000
    expect(subCode(await here().withCode(login, await phone.code(now)))).toBeUndefined()
    expect(subCode(await here().withCode(await here().loginToken(email), "000000"))).toBe("INVALID_OTP")
  })

  test("many guesses at the same moment are no more than many in a row", async () => {
    await setUp(ada)
    const login = await here().loginToken(email)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? here() : there()).withCode(login, String(100000 + i))),
    )
    expect(answers.filter((answer) => subCode(answer) === "INVALID_OTP").length).toBe(5)
  })

  test("nobody is locked out by somebody who has no password", async () => {
    const { phone } = await setUp(ada)
    for (let i = 0; i < 6; i++) await here().withCode("not.a.token", "000000")
    expect(subCode(await here().withCode(await here().loginToken(email), await phone.code(now)))).toBeUndefined()
  })
})

describe("recovery codes", () => {
  test("ten, each good once in place of a code, however it is typed", async () => {
    const { recoveryCodes } = await setUp(ada)
    expect(new Set(recoveryCodes).size).toBe(10)
    expect(recoveryCodes[0]).toMatch(/^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$/)
    const typed = recoveryCodes[0]!.toLowerCase().replaceAll("-", " ")
    expect(subCode(await here().withCode(await here().loginToken(email), typed))).toBeUndefined()
    expect(subCode(await there().withCode(await there().loginToken(email), recoveryCodes[0]!))).toBe("INVALID_OTP")
    expect((await own(ada)).recoveryCodesLeft).toBe(9)
  })

  test("are kept as hashes", async () => {
    const { recoveryCodes } = await setUp(ada)
    const rows = await app.services.db.query<{ hash: string }>(
      `select hash from core."recoveryCode" where "userId" = $1`,
      [ada.userId],
    )
    expect(rows.length).toBe(10)
    expect(rows.filter(({ hash }) => !/^[0-9a-f]{64}$/.test(hash) || recoveryCodes.includes(hash))).toEqual([])
  })

  test("new ones end the old ones, and take a second factor", async () => {
    const none = await ada.metadata("mutation { generateRecoveryCodes { recoveryCodes } }")
    expect(subCode(none)).toBe("TWO_FACTOR_AUTHENTICATION_METHOD_NOT_FOUND")
    const { recoveryCodes } = await setUp(ada)
    const { data } = await ada.metadata<{ generateRecoveryCodes: { recoveryCodes: string[] } }>(
      "mutation { generateRecoveryCodes { recoveryCodes } }",
    )
    const [fresh] = data.generateRecoveryCodes.recoveryCodes
    expect(subCode(await here().withCode(await here().loginToken(email), recoveryCodes[0]!))).toBe("INVALID_OTP")
    expect(subCode(await here().withCode(await here().loginToken(email), fresh!))).toBeUndefined()
  })
})

describe("changing one's second factors", () => {
  const remove = async (who: Member, proof = "") => {
    const [{ twoFactorAuthenticationMethodId: id } = { twoFactorAuthenticationMethodId: crypto.randomUUID() }] = (
      await own(who)
    ).twoFactorAuthenticationMethodSummary
    return who.metadata<{ deleteTwoFactorAuthenticationMethod: { success: boolean } }>(
      `mutation { deleteTwoFactorAuthenticationMethod(twoFactorAuthenticationMethodId: "${id}"${proof}) { success } }`,
    )
  }

  test("half an hour after signing in it takes the password or a code", async () => {
    const { phone } = await setUp(ada)
    await age(31)
    const refused = [
      [await remove(ada), "PROOF_REQUIRED"],
      [await remove(ada, ', password: "wrong"'), "FORBIDDEN_EXCEPTION"],
      [await remove(ada, ', otp: "000000"'), "INVALID_OTP"],
      [await ada.metadata("mutation { generateRecoveryCodes { recoveryCodes } }"), "PROOF_REQUIRED"],
      [await ada.metadata("mutation { initiatePasskeyRegistration { options } }"), "PROOF_REQUIRED"],
    ] as const
    expect(refused.map(([answer]) => subCode(answer))).toEqual(refused.map(([, expected]) => expected))
    expect((await remove(ada, `, otp: "${await phone.code(now)}"`)).data).toEqual({
      deleteTwoFactorAuthenticationMethod: { success: true },
    })
    expect(subCode(await initiate(ada))).toBe("PROOF_REQUIRED")
    expect((await initiate(ada, '(password: "correct horse")')).errors).toBeUndefined()
  })

  test("without the last one nothing is asked any more, and recovery codes are worth nothing", async () => {
    const { recoveryCodes } = await setUp(ada)
    await remove(ada)
    expect(await own(ada)).toEqual({ recoveryCodesLeft: 0, twoFactorAuthenticationMethodSummary: [] })
    expect(subCode(await here().withCode(await here().loginToken(email), recoveryCodes[0]!))).toBe("INVALID_OTP")
    expect(subCode(await here().trade(await here().loginToken(email)))).toBeUndefined()
  })

  test("nobody deletes or renames what is somebody else's", async () => {
    await setUp(ada)
    const [{ twoFactorAuthenticationMethodId: id }] = (await own(ada)).twoFactorAuthenticationMethodSummary as [Summary]
    const eve = await app.signUp()
    const answers = [
      await eve.metadata(
        `mutation { deleteTwoFactorAuthenticationMethod(twoFactorAuthenticationMethodId: "${id}") { success } }`,
      ),
      await eve.metadata(
        `mutation { renameTwoFactorAuthenticationMethod(twoFactorAuthenticationMethodId: "${id}", name: "x") { name } }`,
      ),
    ]
    expect(answers.map(code)).toEqual(["NOT_FOUND", "NOT_FOUND"])
    expect((await own(ada)).twoFactorAuthenticationMethodSummary).toHaveLength(1)
  })

  test("whoever has lost everything gets back in once an operator has removed it", async () => {
    await setUp(ada)
    await removeSecondFactors(app.services.db, ada.userId)
    expect(subCode(await there().trade(await there().loginToken(email)))).toBeUndefined()
    expect(await own(ada)).toEqual({ recoveryCodesLeft: 0, twoFactorAuthenticationMethodSummary: [] })
  })
})

describe("enforcement", () => {
  test("whoever has none sets one up while signing in", async () => {
    const bob = await newMember(app, ada)
    await setEnforced(ada, true)
    const login = await here().loginToken(bob.email)
    const refused = await here().trade(login)
    expect([code(refused), subCode(refused)]).toEqual(["FORBIDDEN", "TWO_FACTOR_AUTHENTICATION_PROVISION_REQUIRED"])
    const { data } = await here().nobody.metadata<{ initiateOTPProvisioning: { uri: string } }>(
      `mutation { initiateOTPProvisioning(loginToken: "${login}", origin: "http://localhost:3000") { uri } }`,
    )
    const phone = scan(data.initiateOTPProvisioning.uri)
    expect(subCode(await here().withCode(login, "000000"))).toBe("INVALID_OTP")
    const entered = await here().withCode(login, await phone.code(now))
    expect(entered.data.getAuthTokensFromOTP.recoveryCodes).toHaveLength(10)
    wait()
    const again = await here().withCode(await here().loginToken(bob.email), await phone.code(now))
    expect(again.data.getAuthTokensFromOTP.recoveryCodes).toBeNull()
  })

  test("sessions from before hold until they are renewed; then they end", async () => {
    const bob = await newMember(app, ada)
    const session = await here().enter(bob.email)
    await setEnforced(ada, true)
    expect((await session.graphql("{ companies { totalCount } }")).errors).toBeUndefined()
    const refused = await here().renew(session.tokens.refreshToken.token)
    expect([code(refused), subCode(refused)]).toEqual([
      "UNAUTHENTICATED",
      "TWO_FACTOR_AUTHENTICATION_PROVISION_REQUIRED",
    ])
    expect(code(await session.graphql("{ companies { totalCount } }"))).toBe("UNAUTHENTICATED")
  })

  test("a session in which one was set up goes on; another of the same person is asked", async () => {
    const [first, second] = [await here().enter(email), await here().enter(email)]
    await setUp(first)
    expect(subCode(await here().renew(first.tokens.refreshToken.token))).toBeUndefined()
    expect(subCode(await here().renew(second.tokens.refreshToken.token))).toBe(
      "TWO_FACTOR_AUTHENTICATION_VERIFICATION_REQUIRED",
    )
  })

  test("takes the right to change the workspace", async () => {
    const bob = await newMember(app, ada)
    expect(subCode(await setEnforced(bob, true))).toBe("PERMISSION_DENIED")
  })

  const providers: [authProvider: string, isEnforcedForSso: boolean, expected: string | undefined][] = [
    ["password", false, "PROVISION"],
    ["google", false, "PROVISION"],
    ["microsoft", false, "PROVISION"],
    ["sso", false, undefined],
    ["sso", true, "PROVISION"],
  ]
  test.each(providers)("%s, with single sign-on %p: %p", async (authProvider, isEnforcedForSso, expected) => {
    await ada.metadata(
      `mutation { updateWorkspace(data: { isTwoFactorAuthenticationEnforced: true, isTwoFactorAuthenticationEnforcedForSso: ${isEnforcedForSso} }) { id } }`,
    )
    await app.services.db.query(
      `with made as (insert into core."identityProvider" ("workspaceId", name, type, issuer) values ($1, 'Own', 'OIDC', 'https://idp.example.com') returning id)
      insert into core."externalIdentity" ("userId", "identityProviderId", issuer, subject) select $2, id, 'https://idp.example.com', 'ada' from made`,
      [ada.workspaceId, ada.userId],
    )
    const claims = {
      sub: email,
      userId: ada.userId,
      workspaceId: ada.workspaceId,
      jti: crypto.randomUUID(),
      authProvider,
      revision: 0,
    }
    const login = await app.services.tokens.sign("LOGIN", claims, new Date(now + 60_000))
    const code = subCode(await here().trade(login.token))
    expect(code).toBe(expected && `TWO_FACTOR_AUTHENTICATION_${expected}_REQUIRED`)
  })
})
