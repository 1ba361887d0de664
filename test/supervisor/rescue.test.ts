/** `bun run rescue`: somebody who is locked out gets in by whoever runs the server. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { resolve } from "node:path"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"
import { enter } from "../support/people.ts"
import { testSecret } from "../support/secret.ts"

setDefaultTimeout(30_000)

const root = resolve(import.meta.dirname, "../..")

let app: TestApp
let owner: Member
let email: string

beforeAll(async () => {
  app = await createTestApp()
  owner = await app.signUp()
  const [row] = await app.services.db.query<{ email: string }>(`select email from core."user" where id = $1`, [
    owner.userId,
  ])
  email = row!.email
})

afterAll(() => app.close())

async function rescue(args: string[], env: Record<string, string> = {}) {
  const run = Bun.spawn([process.execPath, "bin/rescue.ts", ...args], {
    cwd: root,
    env: {
      ...process.env,
      DATABASE_URL: app.url,
      APP_SECRET: testSecret,
      PUBLIC_URL: "https://crm.example.com",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const [output, complaint] = await Promise.all([new Response(run.stdout).text(), new Response(run.stderr).text()])
  return { code: await run.exited, output, complaint }
}

test("a link lets the owner in, once, where every way is shut and nothing was confirmed", async () => {
  await app.services.db.query(
    `update core.workspace set "isPasswordAuthEnabled" = false, "isGoogleAuthEnabled" = false, "isMicrosoftAuthEnabled" = false`,
  )
  const { code, output } = await rescue([email.toUpperCase()])
  expect(code).toBe(0)
  const [, token] = /^https:\/\/crm\.example\.com\/verify\?loginToken=(\S+)$/m.exec(output)!
  const member = await enter(app, token!)
  expect(member).toMatchObject({ userId: owner.userId, workspaceId: owner.workspaceId })
  const { errors } = await member.metadata("mutation { updateWorkspace(data: { isPasswordAuthEnabled: true }) { id } }")
  expect(errors).toBeUndefined()
  const again = await member.metadata(
    `mutation { getAuthTokensFromLoginToken(loginToken: "${token}", origin: "") { tokens { accessToken { token } } } }`,
  )
  expect(again.errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED")
})

test("whoever has lost their second factor is asked for none once it is taken away", async () => {
  const secret = await app.services.secrets.seal("totp secret", "AAAAAAAAAAAAAAAA")
  await app.services.db.query(
    `insert into core."twoFactorAuthenticationMethod" ("userId", strategy, status, name, secret) values ($1, 'TOTP', 'VERIFIED', 'App', $2)`,
    [owner.userId, secret],
  )
  const tokenOf = (output: string) => /loginToken=(\S+)$/m.exec(output)![1]!
  const trade = (token: string) =>
    owner.metadata(
      `mutation { getAuthTokensFromLoginToken(loginToken: "${token}", origin: "") { tokens { accessToken { token } } } }`,
    )
  const asked = await trade(tokenOf((await rescue([email])).output))
  expect(asked.errors?.[0]?.extensions.subCode).toBe("TWO_FACTOR_AUTHENTICATION_VERIFICATION_REQUIRED")
  const { output } = await rescue([email, "--without-second-factor"])
  expect((await trade(tokenOf(output))).errors).toBeUndefined()
})

const refusals: [name: string, args: () => string[], reason: RegExp, env?: Record<string, string>][] = [
  ["nobody", () => [], /Say whose account it is/],
  ["an unknown address", () => ["nobody@example.com"], /There is no account/],
  ["an unknown workspace", () => [email, "--workspace", crypto.randomUUID()], /member of no such workspace/],
  ["an unknown option", () => [email, "--force"], /--help/],
  ["no secret", () => [email], /APP_SECRET/, { APP_SECRET: "", DATA_DIR: "/nowhere" }],
]
for (const [name, args, reason, env] of refusals) {
  test(name, async () => {
    const { code, output, complaint } = await rescue(args(), env)
    expect({ code, output }).toEqual({ code: 1, output: "" })
    expect(complaint).toMatch(reason)
  })
}

test("--help says what it does and needs", async () => {
  const { code, output } = await rescue(["--help"], { DATABASE_URL: "", APP_SECRET: "" })
  expect(code).toBe(0)
  expect(output).toContain("Usage: bun run rescue <email>")
})
