/** Guessing: slowed down, refused, and never told whether there is such an account. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { slowDown, signInLimits } from "../../src/accounts/attempt-limits.ts"
import { createServices, type Services } from "../../src/accounts/services.ts"
import { createUser } from "../../src/accounts/sign-in.ts"
import { createApp } from "../../src/app.ts"
import { createTestApp, type TestApp } from "../support/app.ts"

const quarter = 15 * 60_000

let app: TestApp
let now = Math.floor(Date.now() / (4 * quarter)) * 4 * quarter
let pauses: number[] = []
let work: string[] = []
let ask: (query: string, address?: string) => Promise<Response>

beforeAll(async () => {
  app = await createTestApp()
  const services: Services = createServices(app.services.config, app.services.db, {
    now: () => now,
    pause: async (duration) => {
      pauses.push(duration)
    },
  })
  const { hash, verify } = services.passwords
  services.passwords = {
    hash: (password) => {
      work.push("hash")
      return hash(password)
    },
    verify: (password, against) => {
      work.push("verify")
      return verify(password, against)
    },
  }
  const served = createApp(services)
  const headers = { "content-type": "application/json" }
  ask = async (query, address = "192.0.2.1") =>
    served.request(
      "/metadata",
      { method: "POST", headers, body: JSON.stringify({ query }) },
      { remoteAddress: () => address },
    )
})

afterAll(() => app.close())

async function account(): Promise<string> {
  const email = `${crypto.randomUUID()}@example.com`
  await createUser(app.services, { email, password: "correct horse" })
  return email
}

/** Each test begins in a window of its own. */
function nextWindow(): void {
  now += 4 * quarter
  pauses = []
  work = []
}

const signIn = (email: string, password: string, address?: string) =>
  ask(
    `mutation { signIn(email: "${email}", password: "${password}") { tokens { refreshToken { expiresAt } } } }`,
    address,
  )

async function outcome(response: Response): Promise<string> {
  const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] }
  return errors?.[0]?.extensions.code ?? "in"
}

describe("an account", () => {
  test("is tried ten times in a quarter of an hour, ever more slowly, and then not at all", async () => {
    for (const email of [await account(), `${crypto.randomUUID()}@example.com`]) {
      nextWindow()
      const codes: string[] = []
      for (let i = 0; i < 12; i++) codes.push(await outcome(await signIn(email, "wrong horse", `192.0.2.${i}`)))
      expect(codes).toEqual([...Array(10).fill("FORBIDDEN"), "TOO_MANY_REQUESTS", "TOO_MANY_REQUESTS"])
      expect(pauses).toEqual([0, 0, 0, 250, 500, 1000, 2000, 4000, 4000, 4000])
      expect(work).toEqual(Array(10).fill("verify"))
    }
  })

  test("is refused with 429, and says when it may be tried again", async () => {
    const email = await account()
    nextWindow()
    for (let i = 0; i < 10; i++) await signIn(email, "wrong horse")
    now += 5 * 60_000
    const response = await signIn(email, "correct horse")
    expect(response.status).toBe(429)
    expect(response.headers.get("retry-after")).toBe("600")
    now += 10 * 60_000
    expect(await outcome(await signIn(email, "correct horse"))).toBe("in")
  })

  test("lets its owner in where they have been before, while strangers try elsewhere", async () => {
    const email = await account()
    nextWindow()
    expect(await outcome(await signIn(email, "correct horse", "198.51.100.7"))).toBe("in")
    for (let i = 0; i < 15; i++) await signIn(email, "wrong horse", `192.0.2.${i}`)
    expect(await outcome(await signIn(email, "correct horse", "192.0.2.200"))).toBe("TOO_MANY_REQUESTS")
    pauses = []
    expect(await outcome(await signIn(email, "correct horse", "198.51.100.7"))).toBe("in")
    // Another address of the same network is the same place.
    expect(await outcome(await signIn(email, "correct horse", "198.51.100.99"))).toBe("in")
    expect(pauses).toEqual([0, 0])
    // There, too, guessing ends.
    const codes: string[] = []
    for (let i = 0; i < 21; i++) codes.push(await outcome(await signIn(email, "wrong horse", "198.51.100.7")))
    expect(codes.indexOf("TOO_MANY_REQUESTS")).toBe(signInLimits.place.max)
  })

  test("may be signed in to as often as one likes", async () => {
    const email = await account()
    nextWindow()
    for (let i = 0; i < 25; i++) expect(await outcome(await signIn(email, "correct horse", "198.51.100.8"))).toBe("in")
    expect(new Set(pauses)).toEqual(new Set([0]))
  })

  test("knows a place again after its password was reset from there", async () => {
    const email = await account()
    nextWindow()
    for (let i = 0; i < 10; i++) await signIn(email, "wrong horse", "192.0.2.3")
    await ask(`mutation { emailPasswordResetLink(email: "${email}") { success } }`, "203.0.113.5")
    const mails = await (await app.request("/mailbox")).text()
    const token = /reset-password\/([0-9a-f]{64})"/.exec(
      mails.split("<article>").find((each) => each.includes(email))!,
    )![1]
    await ask(
      `mutation { updatePasswordViaResetToken(passwordResetToken: "${token}", newPassword: "battery staple") { success } }`,
      "203.0.113.5",
    )
    expect(await outcome(await signIn(email, "battery staple", "203.0.113.5"))).toBe("in")
  })
})

test("one address tries a hundred accounts at most", async () => {
  nextWindow()
  const codes: string[] = []
  for (let i = 0; i < 103; i++) codes.push(await outcome(await signIn(`${i}@example.com`, "wrong horse", "192.0.2.66")))
  expect(codes.filter((code) => code === "FORBIDDEN").length).toBe(100)
  expect(codes.slice(100)).toEqual(Array(3).fill("TOO_MANY_REQUESTS"))
}, 30_000)

test.each([
  [`{ checkUserExists(email: "@") { exists } }`, 100],
  [`mutation { emailPasswordResetLink(email: "@") { success } }`, 20],
  [`mutation { resendEmailVerificationToken(email: "@") { success } }`, 20],
])("one address asks for %s no more than %d times", async (query, max) => {
  nextWindow()
  const asked = Array.from({ length: max + 2 }, (_, i) => ask(query.replace("@", `${i}@example.com`), "192.0.2.67"))
  const statuses = (await Promise.all(asked)).map(({ status }) => status)
  expect(statuses.filter((status) => status === 200).length).toBe(max)
  expect(statuses.filter((status) => status === 429).length).toBe(2)
  expect((await ask(query.replace("@", "x@example.com"), "192.0.2.68")).status).toBe(200)
})

test.each([
  [1, 0],
  [3, 0],
  [4, 250],
  [5, 500],
  [8, 4000],
  [20, 4000],
])("try number %d waits %d ms", (attempt, expected) => {
  const limit = signInLimits.place
  expect(slowDown({ limit, remaining: limit.max - attempt })).toBe(expected)
})

describe("nothing tells an account from none", () => {
  const operations: [string, string[]][] = [
    [`mutation { signIn(email: "@", password: "wrong horse") { tokens { accessToken { token } } } }`, ["verify"]],
    [
      `mutation { getLoginTokenFromCredentials(email: "@", password: "wrong horse", origin: "http://localhost:3000") { loginToken { token } } }`,
      ["verify"],
    ],
    [`mutation { emailPasswordResetLink(email: "@") { success } }`, []],
    [`mutation { resendEmailVerificationToken(email: "@") { success } }`, []],
    [
      `mutation { verifyEmailAndGetWorkspaceAgnosticToken(emailVerificationToken: "x", email: "@") { tokens { accessToken { token } } } }`,
      [],
    ],
    [
      `mutation { signUpInWorkspace(email: "@", password: "wrong horse", workspaceId: "${crypto.randomUUID()}") { loginToken { token } } }`,
      ["verify"],
    ],
    [`mutation { signIn(email: "@", password: "") { tokens { accessToken { token } } } }`, ["verify"]],
  ]

  test.each(operations)("%s", async (query, expected) => {
    const seen: unknown[] = []
    for (const email of [await account(), `${crypto.randomUUID()}@example.com`]) {
      nextWindow()
      const response = await ask(query.replace("@", email))
      const { status } = response
      const headers = [...response.headers].filter(([name]) => name !== "date")
      seen.push({ status, headers, body: await response.text(), work, pauses })
    }
    expect(seen[0]).toEqual(seen[1])
    expect(work).toEqual(expected)
  })

  test("signing up does the same work for an address that is taken, and has to say so", async () => {
    const taken = await account()
    const signUp = (email: string) =>
      ask(`mutation { signUp(email: "${email}", password: "correct horse") { tokens { accessToken { token } } } }`)
    nextWindow()
    await signUp(taken)
    expect(work).toEqual(["hash"])
    nextWindow()
    await signUp(`${crypto.randomUUID()}@example.com`)
    expect(work).toEqual(["hash"])
  })
})
