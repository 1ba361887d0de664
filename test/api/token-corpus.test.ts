/**
 * Tokens that must not get in, of every kind and at every door: forged, confused, stale, misplaced. Each forgery is made from
 * a token that does get in, which is shown first.
 */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { exportSPKI, importJWK, SignJWT, UnsecuredJWT } from "jose"
import { deriveKey } from "../../src/auth/derive-key.ts"
import { Secrets } from "../../src/auth/secrets.ts"
import { lifetimes, type TokenType } from "../../src/auth/tokens.ts"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"
import { getRoleId } from "../support/people.ts"
import { openSecondServer } from "../support/second-server.ts"
import { testSecret } from "../support/secret.ts"
import { claimsOf, emailOf, signIns } from "../support/sign-in.ts"

type Claims = Record<string, unknown>
type Outcome = "in" | "refused" | string

let app: TestApp
let me: Member
let other: Member
let signing: CryptoKey
let kid: string
let publicJwk: Record<string, string>
const good = {} as Record<TokenType, string>
let fileId: string

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
  other = await app.signUp()
  await takeKey()
  Object.assign(good, await tokensOf(me))
  fileId = await upload(me)
})

afterAll(() => app.close())

/** The private key, as a thief who also has APP_SECRET would: to make forgeries with one fault alone. */
async function takeKey() {
  const [row] = await app.services.db.query<{ id: string; privateKey: string; publicKey: string }>(
    `select id, "privateKey", "publicKey"::text from core."signingKey" where "retiredAt" is null`,
  )
  kid = row!.id
  publicJwk = JSON.parse(row!.publicKey)
  const jwk = JSON.parse(await new Secrets([testSecret]).mustOpen("signing key", row!.privateKey))
  signing = (await importJWK({ ...jwk }, "ES256")) as CryptoKey
}

async function tokensOf(who: Member): Promise<Record<TokenType, string>> {
  const email = await emailOf(who)
  const { nobody, enter, loginToken } = signIns(app.request)
  const session = await enter(email)
  const signedIn = await nobody.metadata<{ signIn: { tokens: { accessToken: { token: string } } } }>(
    `mutation { signIn(email: "${email}", password: "correct horse") { tokens { accessToken { token } } } }`,
  )
  const roleId = await getRoleId(who, "Admin")
  const made = await who.metadata<{ createApiKey: { id: string }; registerApplication: { id: string } }>(
    `mutation { createApiKey(input: { name: "Robot", expiresAt: "2099-01-01", roleId: "${roleId}" }) { id }
      registerApplication(input: { name: "Robot", roleId: "${roleId}" }) { id } }`,
  )
  const { data } = await who.metadata<{
    generateApiKeyToken: { token: string }
    generateApplicationToken: Record<"applicationAccessToken" | "applicationRefreshToken", { token: string }>
  }>(
    `mutation { generateApiKeyToken(apiKeyId: "${made.data.createApiKey.id}", expiresAt: "2099-01-01") { token }
      generateApplicationToken(applicationId: "${made.data.registerApplication.id}") { applicationAccessToken { token } applicationRefreshToken { token } } }`,
  )
  const principal = await app.services.principals.get(await app.services.tokens.verify(session.token, ["ACCESS"]))
  const fileUrl = await app.services.fileUrls.url(principal, "files-field", crypto.randomUUID())
  const logoUrl = await app.services.fileUrls.logoUrl(session.workspaceId, `core-picture/${crypto.randomUUID()}.png`)
  const { uploadUrl } = await app.services.fileUrls.uploadUrl(principal, crypto.randomUUID())
  return {
    ACCESS: session.token,
    REFRESH: session.tokens.refreshToken.token,
    WORKSPACE_AGNOSTIC: signedIn.data.signIn.tokens.accessToken.token,
    LOGIN: await loginToken(email),
    API_KEY: data.generateApiKeyToken.token,
    APPLICATION_ACCESS: data.generateApplicationToken.applicationAccessToken.token,
    APPLICATION_REFRESH: data.generateApplicationToken.applicationRefreshToken.token,
    FILE: new URL(fileUrl).searchParams.get("token")!,
    LOGO: new URL(logoUrl).searchParams.get("token")!,
    FILE_UPLOAD: new URL(uploadUrl).searchParams.get("token")!,
  }
}

/** A picture, which every member of the workspace may see. */
async function upload(who: Member): Promise<string> {
  const id = crypto.randomUUID()
  await app.services.files.put(`workspaces/${who.workspaceId}/${id}`, new Blob(["x"]).stream() as never)
  await app.services.db.query(
    `insert into core.file (id, "workspaceId", folder, name, extension, size, status, "attachedAt")
     values ($1::uuid, $2::uuid, 'core-picture', 'x.png', '.png', 1, 'STORED', now())`,
    [id, who.workspaceId],
  )
  return id
}

// --- doors ----------------------------------------------------------------------------------------------------------

interface Door {
  /** tokens that open it */
  takes: TokenType[]
  knock(token: string): Promise<Outcome>
}

const post = async (path: string, query: string, token?: string, variables?: Claims) => {
  const headers = {
    "content-type": "application/json",
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  }
  const response = await app.request(path, { method: "POST", headers, body: JSON.stringify({ query, variables }) })
  return (await response.json()) as { errors?: { message: string; extensions: { code: string } }[] }
}

const graphqlOutcome = ({ errors }: Awaited<ReturnType<typeof post>>): Outcome => {
  if (!errors) return "in"
  const { code } = errors[0]!.extensions
  return code === "UNAUTHENTICATED" || code === "FORBIDDEN" ? "refused" : `${code}: ${errors[0]!.message}`
}

const httpOutcome = (response: Response): Outcome => {
  if (response.ok) return "in"
  return [401, 403].includes(response.status) ? "refused" : `status ${response.status}`
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

const inWorkspace: TokenType[] = ["ACCESS", "API_KEY", "APPLICATION_ACCESS"]

/** A token as an argument of an operation that anybody may call. */
const argument = (operation: string, name: string, fields: string) => async (token: string) =>
  graphqlOutcome(
    await post("/metadata", `mutation ($token: String!) { ${operation}(${name}: $token) { ${fields} } }`, undefined, {
      token,
    }),
  )

const doors: Record<string, Door> = {
  "GraphQL records": {
    takes: inWorkspace,
    knock: async (token) => graphqlOutcome(await post("/graphql", "{ companies { totalCount } }", token)),
  },
  "GraphQL metadata": {
    takes: inWorkspace,
    knock: async (token) => graphqlOutcome(await post("/metadata", "{ objects { edges { node { id } } } }", token)),
  },
  "the current user": {
    takes: ["ACCESS"],
    knock: async (token) => graphqlOutcome(await post("/metadata", "{ currentUser { id } }", token)),
  },
  sessions: {
    takes: ["ACCESS"],
    knock: async (token) => graphqlOutcome(await post("/metadata", "{ currentUserSessions { id } }", token)),
  },
  "REST records": {
    takes: inWorkspace,
    knock: async (token) => httpOutcome(await app.request("/rest/companies", { headers: bearer(token) })),
  },
  "REST metadata": {
    takes: inWorkspace,
    knock: async (token) => httpOutcome(await app.request("/rest/metadata/objects", { headers: bearer(token) })),
  },
  "files by address": {
    takes: ["FILE"],
    knock: async (token) =>
      httpOutcome(await app.request(`/file/core-picture/${fileId}?token=${encodeURIComponent(token)}`)),
  },
  "the workspace's directory": {
    takes: [],
    knock: async (token) =>
      httpOutcome(await app.request(`/scim/v2/${me.workspaceId}/Users`, { headers: bearer(token) })),
  },
  renewing: { takes: ["REFRESH"], knock: argument("renewToken", "appToken", "tokens { accessToken { token } }") },
  "renewing an application": {
    takes: ["APPLICATION_REFRESH"],
    knock: argument("renewApplicationToken", "applicationRefreshToken", "applicationAccessToken { token }"),
  },
  "setting up a second factor while signing in": {
    takes: ["LOGIN"],
    knock: argument("initiateOTPProvisioning", "loginToken", "uri"),
  },
}

const types = Object.keys({ ...lifetimes, API_KEY: 0 }) as TokenType[]

describe("every kind of token opens its own doors and no others", () => {
  test.each(Object.keys(doors))("%s", async (name) => {
    const { takes, knock } = doors[name]!
    const outcomes = await Promise.all(types.map(async (type) => [type, await knock(good[type])] as const))
    expect(Object.fromEntries(outcomes)).toEqual(
      Object.fromEntries(types.map((type) => [type, takes.includes(type) ? "in" : "refused"])),
    )
  })

  test("a token in the query string is none, but for files", async () => {
    const answers = await Promise.all([
      app.request(`/rest/companies?token=${good.ACCESS}`),
      app.request(`/rest/companies?access_token=${good.ACCESS}`),
      app.request(`/rest/companies?authorization=Bearer%20${good.ACCESS}`),
    ])
    expect(answers.map(httpOutcome)).toEqual(["refused", "refused", "refused"])
  })
})

// --- forgeries ------------------------------------------------------------------------------------------------------

const encode = (value: unknown) =>
  btoa(typeof value === "string" ? value : JSON.stringify(value))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "")

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds

/** Signed by the real key, with the real header unless told otherwise. */
const sign = (claims: Claims, header: Claims = {}, key: CryptoKey | Uint8Array = signing) =>
  new SignJWT(claims).setProtectedHeader({ alg: "ES256", typ: "JWT", kid, ...header } as never).sign(key)

/** Header and body as they are written, under a signature of the real key. */
async function signText(header: string, body: string): Promise<string> {
  const input = `${encode(header)}.${encode(body)}`
  const signature = await crypto.subtle.sign(
    { name: "ECDSA", hash: "SHA-256" },
    signing,
    new TextEncoder().encode(input),
  )
  return `${input}.${encode(String.fromCharCode(...new Uint8Array(signature)))}`
}

const without = (claims: Claims, name: string) =>
  Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name))

const pem = async () => exportSPKI((await importJWK(publicJwk, "ES256")) as CryptoKey)
const text = (value: string) => new TextEncoder().encode(value)

const forgeries: Record<string, (claims: Claims, type: TokenType) => Promise<string> | string> = {
  "alg none": (claims) => new UnsecuredJWT(claims).encode(),
  "alg None, with a kid": (claims) => `${encode({ alg: "None", kid })}.${encode(claims)}.`,
  "alg none, under a real signature": (claims) =>
    signText(JSON.stringify({ alg: "none", kid }), JSON.stringify(claims)),
  "no alg": (claims) => signText(JSON.stringify({ kid }), JSON.stringify(claims)),
  "no signature": (_, type) => good[type].replace(/\.[^.]*$/, "."),
  "two parts": (_, type) => good[type].split(".").slice(0, 2).join("."),
  "five parts": (_, type) => `${good[type]}.x.y`,
  "HS256 with the public key as JWK": (claims) => sign(claims, { alg: "HS256" }, text(JSON.stringify(publicJwk))),
  "HS256 with the public key as PEM": async (claims) => sign(claims, { alg: "HS256" }, text(await pem())),
  "HS256 with the public key as PEM, no kid": async (claims) =>
    sign(claims, { alg: "HS256", kid: undefined }, text(await pem())),
  "HS256 with its id": (claims) => sign(claims, { alg: "HS256" }, text(kid)),
  "HS256 with nothing but a kid of ours": async (claims, type) =>
    sign(claims, { alg: "HS256" }, await deriveKey(testSecret, `kith token ${type}`)),
  "HS256 of before, with the key of another kind": async (claims, type) =>
    sign(
      claims,
      { alg: "HS256", kid: undefined },
      await deriveKey(testSecret, `kith token ${type === "FILE" ? "ACCESS" : "FILE"}`),
    ),
  "HS256 with another secret": async (claims, type) =>
    sign(claims, { alg: "HS256", kid: undefined }, await deriveKey("x".repeat(40), `kith token ${type}`)),
  HS384: (claims) => sign(claims, { alg: "HS384" }, text("x".repeat(64))),
  "ES256 with a key of one's own": async (claims) => sign(claims, {}, await ownKey()),
  "ES256 with a key of one's own in the header": async (claims) =>
    sign(claims, { jwk: publicJwk, jku: "https://evil.example/keys", x5u: "https://evil.example/x" }, await ownKey()),
  "an unknown critical header": (claims) =>
    signText(JSON.stringify({ alg: "ES256", kid, crit: ["x"], x: 1 }), JSON.stringify(claims)),
  "no kid": (claims) => sign(claims, { kid: undefined }),
  "an unknown kid": (claims) => sign(claims, { kid: crypto.randomUUID() }),
  "a kid with a path": (claims) => sign(claims, { kid: `../../${kid}` }),
  "a kid with SQL": (claims) => sign(claims, { kid: `${kid}' or '1'='1` }),
  "a kid with a null": (claims) => sign(claims, { kid: `${kid}\u0000` }),
  "a kid in capitals": (claims) => sign(claims, { kid: kid.toUpperCase() }),
  "a kid that is a list": (claims) => signText(JSON.stringify({ alg: "ES256", kid: [kid] }), JSON.stringify(claims)),
  "a kid that is __proto__": (claims) => sign(claims, { kid: "__proto__" }),
  "another body": (claims, type) => {
    const [header, , signature] = good[type].split(".")
    return `${header}.${encode({ ...claims, workspaceId: other.workspaceId })}.${signature}`
  },
  "one bit of the signature": (_, type) => {
    const token = good[type]
    const at = token.length - 20
    return token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1)
  },
  "an empty signature of zeros": (_, type) =>
    good[type].replace(/\.[^.]*$/, `.${encode(String.fromCharCode(...new Uint8Array(64)))}`),
  expired: (claims) => sign({ ...claims, iat: inSeconds(-100), exp: inSeconds(-1) }),
  "no exp": (claims) => sign(without(claims, "exp")),
  "an exp that is text": (claims) => sign({ ...claims, exp: String(inSeconds(1000)) }),
  "no iat": (claims) => sign(without(claims, "iat")),
  "an iat in the future": (claims) => sign({ ...claims, iat: inSeconds(3600), exp: inSeconds(7200) }),
  "an nbf in the future": (claims) => sign({ ...claims, nbf: inSeconds(3600) }),
  "no sub": (claims) => sign(without(claims, "sub")),
  "no type": (claims) => sign(without(claims, "type")),
  "a type of another place": (claims) => sign({ ...claims, type: claims.type === "FILE" ? "ACCESS" : "FILE" }),
  "a type that is a list": (claims) => sign({ ...claims, type: [claims.type] }),
  "a type twice, the wrong one last": (claims) =>
    signText(
      JSON.stringify({ alg: "ES256", kid }),
      `{"type":"${String(claims.type)}",${JSON.stringify({ ...claims, type: "MAIL" }).slice(1)}`,
    ),
  "an exp twice, the past one last": (claims) =>
    signText(
      JSON.stringify({ alg: "ES256", kid }),
      `${JSON.stringify({ ...claims, exp: inSeconds(1000) }).slice(0, -1)},"exp":1}`,
    ),
  huge: (claims) => sign({ ...claims, padding: "x".repeat(100_000) }),
  "no JSON": () => `${encode("{")}.${encode("{")}.x`,
  nothing: () => "..",
}

async function ownKey(): Promise<CryptoKey> {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"])
  return pair.privateKey
}

/** What each kind says of a workspace that it is not of, or of nobody; all else is as it should be. */
const strangers: Record<string, (claims: Claims) => Claims> = {
  "another workspace": (claims) => ({ ...claims, workspaceId: other.workspaceId }),
  "a workspace that is not there": (claims) => ({ ...claims, workspaceId: crypto.randomUUID() }),
  "a session, key or application that is not there": (claims) => ({
    ...claims,
    ...("sid" in claims && { sid: crypto.randomUUID() }),
    ...("jti" in claims && !("sid" in claims) && { jti: crypto.randomUUID() }),
    ...("applicationId" in claims && { applicationId: crypto.randomUUID() }),
  }),
  "another person": (claims) => ({ ...claims, sub: other.userId, userId: other.userId }),
}

/**
 * Where a claim decides nothing: keys have no person, a refresh token's workspace is that of its session. Behind a login token
 * there is no row that could contradict it.
 */
const indifferent = new Set([
  "API_KEY, another person",
  "APPLICATION_ACCESS, another person",
  "APPLICATION_REFRESH, another person",
  "REFRESH, another workspace",
  "REFRESH, a workspace that is not there",
  ...Object.keys(strangers).map((stranger) => `LOGIN, ${stranger}`),
])

const pairs = Object.entries(doors).flatMap(([name, { takes }]) => takes.map((type) => [name, type] as const))

describe("forgeries", () => {
  test("an exact copy, signed anew, gets in: it is the faults that keep the others out", async () => {
    const outcomes = await Promise.all(
      pairs.map(async ([name, type]) => doors[name]!.knock(await sign({ ...claimsOf(good[type]), iat: inSeconds(0) }))),
    )
    expect(outcomes).toEqual(pairs.map(() => "in"))
  })

  test.each(Object.keys(forgeries))("%s", async (forgery) => {
    const outcomes = await Promise.all(
      pairs.map(async ([name, type]) => {
        const token = await forgeries[forgery]!(claimsOf(good[type]), type)
        return `${name}, ${type}: ${await doors[name]!.knock(token)}`
      }),
    )
    expect(outcomes).toEqual(pairs.map(([name, type]) => `${name}, ${type}: refused`))
  })

  test.each(Object.keys(strangers))("a true signature, and %s", async (stranger) => {
    const asked = pairs.filter(([, type]) => !indifferent.has(`${type}, ${stranger}`))
    const outcomes = await Promise.all(
      asked.map(async ([name, type]) => {
        const token = await sign(strangers[stranger]!(claimsOf(good[type])))
        return `${name}, ${type}: ${await doors[name]!.knock(token)}`
      }),
    )
    expect(outcomes).toEqual(asked.map(([name, type]) => `${name}, ${type}: refused`))
  })
})

test("a token of another installation is nothing here", async () => {
  const elsewhere = await createTestApp({ env: { APP_SECRET: "a secret of another installation altogether" } })
  try {
    const stranger = await elsewhere.signUp()
    const outcomes = await Promise.all(Object.values(doors).map(({ knock }) => knock(stranger.token)))
    expect(outcomes).toEqual(outcomes.map(() => "refused"))
  } finally {
    await elsewhere.close()
  }
})

describe("revoked", () => {
  test("session, key and application are refused at once, at every door, also by a server that has them in memory", async () => {
    const tokens = await tokensOf(me)
    const server = openSecondServer(app)
    const ask = async (token: string) => {
      const response = await server.request("/rest/companies", { headers: bearer(token) })
      return httpOutcome(response)
    }
    try {
      expect(await Promise.all(inWorkspace.map((type) => ask(tokens[type])))).toEqual(["in", "in", "in"])
      const { sid } = claimsOf(tokens.ACCESS)
      const { jti } = claimsOf(tokens.API_KEY)
      const { applicationId } = claimsOf(tokens.APPLICATION_ACCESS)
      await me.metadata(`mutation { endSession(id: "${String(sid)}") { success }
        revokeApiKey(input: { id: "${String(jti)}" }) { id } revokeApplication(id: "${String(applicationId)}") { id } }`)
      expect(await Promise.all(inWorkspace.map((type) => ask(tokens[type])))).toEqual(["refused", "refused", "refused"])
      const revoked = pairs.filter(([, type]) => type !== "LOGIN")
      const outcomes = await Promise.all(revoked.map(([name, type]) => doors[name]!.knock(tokens[type])))
      expect(outcomes).toEqual(revoked.map(() => "refused"))
    } finally {
      await server.close()
    }
  })
})
