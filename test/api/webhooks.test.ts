/** Who is told of changes, the keys that programs use, and what anybody may know before signing in. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { actAs, createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let me: Member

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
})

afterAll(() => app.close())

const nobody = { userId: "", workspaceId: "", token: "" }

describe("webhooks on /metadata", () => {
  const createText = `mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { id targetUrl operations description secret applicationId createdAt deletedAt } }`

  test("are created with a secret unless it is given, changed, listed and deleted", async () => {
    const made = await me.metadata<{ createWebhook: { id: string; secret: string } }>(createText, {
      input: { targetUrl: "https://example.com/hook", operations: ["company.created", "*.deleted"] },
    })
    expect(made.data.createWebhook).toMatchObject({
      targetUrl: "https://example.com/hook",
      operations: ["company.created", "*.deleted"],
      description: null,
      secret: expect.stringMatching(/^[0-9a-f]{64}$/),
      deletedAt: null,
    })
    const { id } = made.data.createWebhook
    const updated = await me.metadata(
      `mutation ($id: UUID!) { updateWebhook(input: { id: $id, update: { operations: ["*.*"], description: "all" } }) { operations description targetUrl } }`,
      { id },
    )
    expect(updated.data).toEqual({
      updateWebhook: { operations: ["*.*"], description: "all", targetUrl: "https://example.com/hook" },
    })
    expect((await me.metadata(`{ webhooks { id } }`)).data).toEqual({ webhooks: [{ id }] })
    for (const shape of [`webhook(id: "${id}")`, `webhook(input: { id: "${id}" })`])
      expect((await me.metadata(`{ ${shape} { id } }`)).data).toEqual({ webhook: { id } })
    const gone = await me.metadata(`mutation ($id: UUID!) { deleteWebhook(id: $id) { id deletedAt } }`, { id })
    expect(gone.data).toEqual({ deleteWebhook: { id, deletedAt: expect.any(String) } })
    const again = await me.metadata(`mutation ($id: UUID!) { deleteWebhook(id: $id) { id } }`, { id })
    expect(again.errors?.[0]?.extensions).toMatchObject({ code: "NOT_FOUND", subCode: "WEBHOOK_NOT_FOUND" })
    expect((await me.metadata(`{ webhook(id: "${id}") { id } }`)).data).toEqual({ webhook: null })
  })

  test("work as Zapier asks for them: an empty secret is kept, the deletion has no selection", async () => {
    const { data } = await me.metadata<{ createWebhook: { id: string; secret: string } }>(
      `mutation { createWebhook(input: { targetUrl: "https://hooks.example/1", operations: ["person.created"], secret: "" }) { id secret } }`,
    )
    expect(data.createWebhook.secret).toBe("")
    const gone = await me.metadata(`mutation { deleteWebhook(input: { id: "${data.createWebhook.id}" }) }`)
    expect(gone).toEqual({ data: { deleteWebhook: true } })
    const aliased = await me.metadata(`mutation { bye: deleteWebhook(id: "${data.createWebhook.id}") }`)
    expect(aliased.errors?.[0]?.extensions.subCode).toBe("WEBHOOK_NOT_FOUND")
  })

  test.each(["ftp://example.com", "example.com", "javascript:alert(1)", ""])("%p is no target", async (targetUrl) => {
    const answer = await me.metadata(createText, { input: { targetUrl, operations: ["*.*"] } })
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", subCode: "INVALID_TARGET_URL" })
  })

  test("belong to a workspace", async () => {
    const { data } = await me.metadata<{ createWebhook: { id: string } }>(createText, {
      input: { targetUrl: "http://example.com", operations: [] },
    })
    const other = await app.signUp()
    const { id } = data.createWebhook
    expect((await other.metadata(`{ webhook(id: "${id}") { id } webhooks { id } }`)).data).toEqual({
      webhook: null,
      webhooks: [],
    })
    const gone = await other.metadata(`mutation { deleteWebhook(id: "${id}") { id } }`)
    expect(gone.errors?.[0]?.extensions.subCode).toBe("WEBHOOK_NOT_FOUND")
    expect((await actAs(app.request, nobody).metadata(`{ webhooks { id } }`)).errors).toHaveLength(1)
  })
})

describe.each(["/metadata", ""])("at /rest%s", (base) => {
  test("webhooks", async () => {
    const made = await me.rest("POST", `${base}/webhooks`, { targetUrl: "https://a.example", operations: ["*.*"] })
    expect(made).toMatchObject({ status: 201, body: { operations: ["*.*"], secret: expect.any(String) } })
    const { id } = made.body
    expect((await me.rest("GET", `${base}/webhooks`)).body).toContainEqual(made.body)
    expect((await me.rest("GET", `${base}/webhooks/${id}`)).body).toEqual(made.body)
    const updated = await me.rest("PATCH", `${base}/webhooks/${id}`, { description: "x" })
    expect(updated).toMatchObject({ status: 200, body: { id, description: "x" } })
    expect(await me.rest("DELETE", `${base}/webhooks/${id}`)).toEqual({ status: 200, body: true })
    expect(await me.rest("GET", `${base}/webhooks/${id}`)).toEqual({ status: 200, body: null })
    expect(await me.rest("DELETE", `${base}/webhooks/${id}`)).toMatchObject({
      status: 404,
      body: { code: "WEBHOOK_NOT_FOUND" },
    })
    const bad = await me.rest("POST", `${base}/webhooks`, { targetUrl: "nowhere", operations: [] })
    expect(bad).toMatchObject({ status: 400, body: { code: "INVALID_TARGET_URL" } })
    expect((await me.rest("POST", `${base}/webhooks`, { targetUrl: 3 })).status).toBe(400)
  })

  test("API keys", async () => {
    const { getRoles } = (await me.metadata<{ getRoles: { id: string; label: string }[] }>(`{ getRoles { id label } }`))
      .data
    const roleId = getRoles.find((role) => role.label === "Admin")!.id
    const made = await me.rest("POST", `${base}/apiKeys`, { name: "Robot", expiresAt: "2099-01-01", roleId })
    expect(made).toMatchObject({ status: 201, body: { name: "Robot", revokedAt: null, roleId } })
    const { id } = made.body
    expect((await me.rest("GET", `${base}/apiKeys`)).body).toContainEqual(made.body)
    expect((await me.rest("GET", `${base}/apiKeys/${id}`)).body).toEqual(made.body)
    expect((await me.rest("PATCH", `${base}/apiKeys/${id}`, { name: "R2" })).body).toMatchObject({ id, name: "R2" })
    const { data } = await me.metadata<{ generateApiKeyToken: { token: string } }>(
      `mutation ($id: UUID!) { generateApiKeyToken(apiKeyId: $id, expiresAt: "2099-01-01") { token } }`,
      { id },
    )
    const robot = actAs(app.request, { ...nobody, token: data.generateApiKeyToken.token })
    expect(await robot.rest("POST", `${base}/apiKeys`, { name: "x", expiresAt: "2099-01-01", roleId })).toMatchObject({
      body: { messages: ["This endpoint requires a session access token"] },
    })
    expect((await robot.rest("GET", `${base}/webhooks`)).status).toBe(200)
    expect((await me.rest("DELETE", `${base}/apiKeys/${id}`)).body.revokedAt).toEqual(expect.any(String))
    expect((await robot.rest("GET", `${base}/webhooks`)).status).not.toBe(200)
  })
})

describe("before signing in", () => {
  test("/client-config says what there is", async () => {
    const response = await app.request("/client-config")
    expect(response.status).toBe(200)
    const config = (await response.json()) as Record<string, unknown>
    expect(config).toMatchObject({
      authProviders: { google: false, magicLink: false, password: true, microsoft: false, sso: [] },
      billing: { isBillingEnabled: false },
      api: { mutationMaximumAffectedRecords: 10_000 },
      files: { maxSize: 100_000_000, refusedExtensions: [] },
      isEmailVerificationRequired: false,
      frontDomain: "localhost",
    })
    const keys =
      "appVersion billing aiModels authProviders signInPrefilled isMultiWorkspaceEnabled isEmailVerificationRequired defaultSubdomain frontDomain publicFunctionDomain support sentry captcha api onboarding isAttachmentPreviewEnabled analyticsEnabled canManageFeatureFlags publicFeatureFlags"
    expect(Object.keys(config)).toEqual(expect.arrayContaining(keys.split(" ")))
  })

  test("a workspace is known by its address", async () => {
    const { subdomain } = (
      await me.metadata<{ currentWorkspace: { subdomain: string } }>(`{ currentWorkspace { subdomain } }`)
    ).data.currentWorkspace
    const ask = (origin: string) =>
      actAs(app.request, nobody).metadata(
        `query ($origin: String) { getPublicWorkspaceDataByDomain(origin: $origin) { id displayName logo workspaceUrls { subdomainUrl customUrl } authProviders { password google magicLink microsoft sso { id } } authBypassProviders { password } } }`,
        { origin },
      )
    expect((await ask(`https://${subdomain}.example.com`)).data).toMatchObject({
      getPublicWorkspaceDataByDomain: { id: me.workspaceId, displayName: "Test", authProviders: { password: true } },
    })
    const unknown = await ask("https://nobody.example.com")
    expect(unknown.errors?.[0]?.extensions).toMatchObject({ code: "NOT_FOUND", subCode: "WORKSPACE_NOT_FOUND" })
  })
})
