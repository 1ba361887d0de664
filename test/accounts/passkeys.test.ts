/** Passkeys as second factor, with an authenticator that tells the truth, and one that lies. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"
import { newPasskey, type Lies, type Passkey } from "../support/passkey.ts"
import { openSecondServer, type SecondServer } from "../support/second-server.ts"
import { asMember, code, emailOf, signIns, subCode, type Entered } from "../support/sign-in.ts"

const origin = "http://localhost:3000"

let now = Date.now()
let app: TestApp
let other: SecondServer
let ada: Member
let email: string
let passkey: Passkey

beforeAll(async () => {
  app = await createTestApp({ now: () => now })
  other = openSecondServer(app)
})

beforeEach(async () => {
  now = Date.now()
  ada = await app.signUp()
  email = await emailOf(ada)
  passkey = await newPasskey(origin)
})

afterAll(async () => {
  await other.close()
  await app.close()
})

type CreationOptions = Parameters<Passkey["create"]>[0]
type RequestOptions = Parameters<Passkey["get"]>[0]

const here = () => signIns(app.request)

const creation = (who: Member, at?: string) =>
  who.metadata<{ initiatePasskeyRegistration: { options: CreationOptions } }>(
    "mutation ($origin: String) { initiatePasskeyRegistration(origin: $origin) { options } }",
    { origin: at },
  )

const register = (who: Member, credential: unknown, { name = "Laptop", at }: { name?: string; at?: string } = {}) =>
  who.metadata<{
    verifyPasskeyRegistration: { method: { twoFactorAuthenticationMethodId: string }; recoveryCodes: string[] | null }
  }>(
    `mutation ($credential: JSON!, $name: String!, $origin: String) { verifyPasskeyRegistration(credential: $credential, name: $name, origin: $origin) {
      method { twoFactorAuthenticationMethodId name strategy status } recoveryCodes } }`,
    { credential, name, origin: at },
  )

async function add(who: Member, key = passkey) {
  const { options } = (await creation(who)).data.initiatePasskeyRegistration
  return register(who, await key.create(options))
}

const request = (loginToken: string, at?: string) =>
  here().nobody.metadata<{ initiatePasskeyVerification: { options: RequestOptions } }>(
    "mutation ($loginToken: String!, $origin: String) { initiatePasskeyVerification(loginToken: $loginToken, origin: $origin) { options } }",
    { loginToken, origin: at },
  )

const enter = (loginToken: string, credential: unknown, server: { request: TestApp["request"] } = app) =>
  signIns(server.request).nobody.metadata<{ getAuthTokensFromPasskey: Entered }>(
    `mutation ($loginToken: String!, $credential: JSON!) { getAuthTokensFromPasskey(loginToken: $loginToken, credential: $credential, origin: "${origin}") {
      tokens { accessToken { token } refreshToken { token } } } }`,
    { loginToken, credential },
  )

async function ask(): Promise<{ login: string; options: RequestOptions }> {
  const login = await here().loginToken(email)
  return { login, options: (await request(login)).data.initiatePasskeyVerification.options }
}

test("is set up, named, asked for, and opens the door", async () => {
  const { options } = (await creation(ada)).data.initiatePasskeyRegistration
  expect(options).toMatchObject({ rp: { id: "localhost", name: "Kith" }, user: { name: email }, attestation: "none" })
  const { data } = await register(ada, await passkey.create(options))
  expect(data.verifyPasskeyRegistration).toMatchObject({
    method: { name: "Laptop", strategy: "PASSKEY", status: "VERIFIED" },
    recoveryCodes: expect.arrayContaining([expect.any(String)]),
  })
  const { twoFactorAuthenticationMethodId: id } = data.verifyPasskeyRegistration.method
  const renamed = await ada.metadata(
    `mutation { renameTwoFactorAuthenticationMethod(twoFactorAuthenticationMethodId: "${id}", name: "Key ring") { name } }`,
  )
  expect(renamed.data).toEqual({ renameTwoFactorAuthenticationMethod: { name: "Key ring" } })

  const { login, options: asked } = await ask()
  expect(asked).toMatchObject({ rpId: "localhost", allowCredentials: [{ id: passkey.id }] })
  expect(subCode(await here().trade(login))).toBe("TWO_FACTOR_AUTHENTICATION_VERIFICATION_REQUIRED")
  const { tokens } = (await enter(login, await passkey.get(asked))).data.getAuthTokensFromPasskey
  const session = asMember(app.request, tokens)
  expect((await session.graphql("{ companies { totalCount } }")).errors).toBeUndefined()
  const { data: shown } = await session.metadata<{
    currentUserSessions: { isCurrent: boolean; secondFactor: string }[]
  }>("{ currentUserSessions { isCurrent secondFactor } }")
  expect(shown.currentUserSessions.find(({ isCurrent }) => isCurrent)?.secondFactor).toBe("PASSKEY")
  expect(code(await enter(login, await passkey.get(asked)))).toBe("UNAUTHENTICATED")
})

test("a recovery code opens the door without it", async () => {
  const { recoveryCodes } = (await add(ada)).data.verifyPasskeyRegistration
  expect(subCode(await here().withCode(await here().loginToken(email), recoveryCodes![0]!))).toBeUndefined()
})

test("one of two can be deleted; the other goes on", async () => {
  const second = await newPasskey(origin)
  const { twoFactorAuthenticationMethodId: id } = (await add(ada)).data.verifyPasskeyRegistration.method
  expect((await add(ada, second)).data.verifyPasskeyRegistration.recoveryCodes).toBeNull()
  await ada.metadata(
    `mutation { deleteTwoFactorAuthenticationMethod(twoFactorAuthenticationMethodId: "${id}") { success } }`,
  )
  const { login, options } = await ask()
  expect(options.allowCredentials).toMatchObject([{ id: second.id }])
  expect(subCode(await enter(login, await passkey.get(options)))).toBe("INVALID_PASSKEY")
  expect(subCode(await enter(login, await second.get((await ask()).options)))).toBeUndefined()
})

test("a wrong signature leaves the login token as it is", async () => {
  await add(ada)
  const { login, options } = await ask()
  expect(subCode(await enter(login, await passkey.get(options, { usesOtherKey: true })))).toBe("INVALID_PASSKEY")
  const again = (await request(login)).data.initiatePasskeyVerification.options
  expect(subCode(await enter(login, await passkey.get(again)))).toBeUndefined()
})

describe("whoever lies is refused", () => {
  const lies: [name: string, lies: Lies][] = [
    ["another origin", { origin: "https://localhost.evil.example" }],
    ["the same host, another port", { origin: "http://localhost:3001" }],
    ["another domain", { rpId: "evil.example" }],
    ["a challenge of their own", { challenge: "AAAAAAAAAAAAAAAAAAAAAA" }],
    ["nobody touched it", { isUntouched: true }],
  ]
  test.each([...lies, ["the wrong ceremony", { type: "webauthn.get" }] as [string, Lies]])(
    "on registration: %s",
    async (_, lie) => {
      const { options } = (await creation(ada)).data.initiatePasskeyRegistration
      expect(subCode(await register(ada, await passkey.create(options, lie)))).toBe("INVALID_PASSKEY")
      expect((await here().trade(await here().loginToken(email))).errors).toBeUndefined()
    },
  )

  test.each([
    ...lies,
    ["the wrong ceremony", { type: "webauthn.create" }] as [string, Lies],
    ["another key", { usesOtherKey: true }] as [string, Lies],
  ])("on signing in: %s", async (_, lie) => {
    await add(ada)
    const { login, options } = await ask()
    expect(subCode(await enter(login, await passkey.get(options, lie)))).toBe("INVALID_PASSKEY")
  })

  const rubbish = [1, "text", [], {}, { id: 1 }, { id: "x", rawId: "y", type: "public-key" }]
  test("rubbish", async () => {
    await add(ada)
    const { login } = await ask()
    const answers = await Promise.all([
      ...rubbish.map((credential) => register(ada, credential)),
      ...rubbish.map((credential) => enter(login, credential)),
      ...rubbish.map((more) => enter(login, { id: passkey.id, rawId: passkey.id, type: "public-key", response: more })),
    ])
    expect(new Set(answers.map(subCode))).toEqual(new Set(["INVALID_PASSKEY"]))
  })
})

describe("a challenge", () => {
  test("is good once, on whatever server", async () => {
    await add(ada)
    const { login, options } = await ask()
    const signed = await passkey.get(options)
    const second = await here().loginToken(email)
    const answers = await Promise.all([enter(login, signed), enter(second, signed, other)])
    expect(answers.map(subCode).toSorted() as unknown[]).toEqual(["INVALID_PASSKEY", undefined])
  })

  test("is good for five minutes", async () => {
    await add(ada)
    const { login, options } = await ask()
    now += 5 * 60_000 + 1
    expect(subCode(await enter(login, await passkey.get(options)))).toBe("INVALID_PASSKEY")
  })

  test("is good for whom and for what it was made", async () => {
    await add(ada)
    const eve = await app.signUp()
    const hers = (await creation(eve)).data.initiatePasskeyRegistration.options
    expect(subCode(await register(ada, await (await newPasskey(origin)).create(hers)))).toBe("INVALID_PASSKEY")
    const { options: own } = (await creation(ada)).data.initiatePasskeyRegistration
    const { login } = await ask()
    const crossed = { challenge: own.challenge, rpId: "localhost" }
    expect(subCode(await enter(login, await passkey.get(crossed)))).toBe("INVALID_PASSKEY")
  })
})

describe("the counter", () => {
  const cases: [name: string, counters: number[], expected: (string | undefined)[]][] = [
    ["rises", [5, 6, 100], [undefined, undefined, undefined]],
    ["stands still", [5, 5], [undefined, "INVALID_PASSKEY"]],
    ["falls", [5, 4, 6], [undefined, "INVALID_PASSKEY", undefined]],
    ["is not kept", [0, 0], [undefined, undefined]],
  ]
  test.each(cases)("that %s", async (_, counters, expected) => {
    const { options } = (await creation(ada)).data.initiatePasskeyRegistration
    await register(ada, await passkey.create(options, { counter: 0 }))
    const outcomes: unknown[] = []
    for (const counter of counters) {
      const { login, options: asked } = await ask()
      outcomes.push(subCode(await enter(login, await passkey.get(asked, { counter }))))
    }
    expect(outcomes).toEqual(expected)
  })
})

test("nobody takes the passkey of somebody else", async () => {
  await add(ada)
  const eve = await app.signUp()
  const { options } = (await creation(eve)).data.initiatePasskeyRegistration
  expect(subCode(await register(eve, await passkey.create(options)))).toBe("INVALID_PASSKEY")
  const login = await here().loginToken(await emailOf(eve))
  expect(subCode(await request(login))).toBe("PASSKEY_NOT_FOUND")
})

test("works under the addresses of this Kith and no other", async () => {
  const { data } = await ada.metadata<{ currentWorkspace: { subdomain: string } }>("{ currentWorkspace { subdomain } }")
  await ada.metadata(`mutation { updateWorkspace(data: { customDomain: "crm.acme.example" }) { id } }`)
  const cases: [string, string | undefined][] = [
    [origin, "localhost"],
    [`http://${data.currentWorkspace.subdomain}.localhost:3000`, "localhost"],
    ["https://crm.acme.example", "crm.acme.example"],
    ["http://crm.acme.example", undefined],
    ["http://localhost:3001", undefined],
    ["https://evil.example", undefined],
    ["http://other.localhost:3000", undefined],
    ["null", undefined],
  ]
  const answers = await Promise.all(cases.map(([at]) => creation(ada, at)))
  const ids: (string | undefined)[] = answers.map((answer) => answer.data?.initiatePasskeyRegistration.options.rp.id)
  expect<(string | undefined)[]>(ids).toEqual(cases.map(([, expected]) => expected))
})
