/** Deleting accounts and workspaces: at once for people, without a trace in the end. */
import { afterAll, beforeAll, expect, test } from "bun:test"
import { existsSync, readdirSync } from "node:fs"
import { join as path } from "node:path"
import { removeExpiredFiles } from "../../src/files/clean-up.ts"
import { removeDeletedWorkspaces } from "../../src/files/removed-workspaces.ts"
import { workspaceSchemaName } from "../../src/metadata/names.ts"
import { actAs, createTestApp, type Member, type TestApp } from "../support/app.ts"
import { enter, join, newMember } from "../support/people.ts"
import { startWorker } from "../support/worker.ts"

let app: TestApp

beforeAll(async () => {
  app = await createTestApp()
})

afterAll(() => app.close())

const codeOf = (answer: { errors?: { extensions: Record<string, unknown> }[] }) => answer.errors?.[0]?.extensions

const deleteWorkspace = (who: Member) =>
  who.metadata<{ deleteCurrentWorkspace: { id: string; deletedAt: string } }>(
    "mutation { deleteCurrentWorkspace { id deletedAt } }",
  )

const deleteUser = (who: Member) => who.metadata("mutation { deleteUser { id email } }")

/** Every table of `core` that still has a row of the workspace, and its schema if it is there. */
async function traces(workspaceId: string): Promise<string[]> {
  const { db } = app.services
  const tables = await db.query<{ name: string }>(
    `select table_name as name from information_schema.columns where table_schema = 'core' and column_name = 'workspaceId'`,
  )
  const found: string[] = []
  for (const { name } of tables) {
    const rows = await db.query(`select from core."${name}" where "workspaceId" = '${workspaceId}' limit 1`)
    if (rows.length > 0) found.push(name)
  }
  const own = await db.query(`select from core.workspace where id = '${workspaceId}'`)
  const schema = await db.query(`select from pg_namespace where nspname = '${workspaceSchemaName(workspaceId)}'`)
  return [...found, ...(own.length > 0 ? ["workspace"] : []), ...(schema.length > 0 ? ["its schema"] : [])]
}

const folderOf = (workspaceId: string) => path(app.services.config.dataDir, "files", "workspaces", workspaceId)

const filesOf = (workspaceId: string) => (existsSync(folderOf(workspaceId)) ? readdirSync(folderOf(workspaceId)) : [])

async function upload(who: Member): Promise<void> {
  const form = new FormData()
  const query = "mutation ($file: Upload!) { uploadEmailAttachmentFile(file: $file) { id } }"
  form.set("operations", JSON.stringify({ query, variables: { file: null } }))
  form.set("map", JSON.stringify({ 0: ["variables.file"] }))
  form.set("0", new File(["hello"], "a.txt"))
  const headers = { authorization: `Bearer ${who.token}` }
  const answer = await (await app.request("/metadata", { method: "POST", headers, body: form })).json()
  expect(answer).toMatchObject({ data: { uploadEmailAttachmentFile: { id: expect.any(String) } } })
}

test("a workspace is shut at once and gone after the clean-up, its files with it, and no other", async () => {
  const [admin, bystander] = [await app.signUp(), await app.signUp()]
  const other = await newMember(app, admin)
  await upload(admin)
  await upload(bystander)
  expect(filesOf(admin.workspaceId).length).toBe(1)
  expect(codeOf(await deleteWorkspace(other))).toMatchObject({ code: "FORBIDDEN" })

  const { data } = await deleteWorkspace(admin)
  expect(data.deleteCurrentWorkspace).toEqual({ id: admin.workspaceId, deletedAt: expect.any(String) })
  const shut = [
    await admin.graphql("{ companies { totalCount } }"),
    await other.metadata("{ currentUser { id } }"),
    await deleteWorkspace(admin),
  ]
  expect(shut.map((answer) => codeOf(answer)?.code)).toEqual(shut.map(() => "UNAUTHENTICATED"))

  // Whatever else is cleaned up meanwhile does not stumble over it.
  await removeExpiredFiles(app.services)
  await removeDeletedWorkspaces(app.services)
  expect(await traces(admin.workspaceId)).toEqual([])
  expect(filesOf(admin.workspaceId)).toEqual([])
  expect(await traces(bystander.workspaceId)).not.toEqual([])
  expect(filesOf(bystander.workspaceId).length).toBe(1)
  expect((await bystander.graphql("{ companies { totalCount } }")).errors).toBeUndefined()
})

test("a removal that died in the middle is gone on with", async () => {
  const admin = await app.signUp()
  await upload(admin)
  await deleteWorkspace(admin)
  const { files } = app.services
  const broken = { ...app.services, files: { ...files, delete: () => Promise.reject(new Error("The disk is away")) } }
  await expect(removeDeletedWorkspaces(broken)).rejects.toThrow("The disk is away")
  expect(filesOf(admin.workspaceId).length).toBe(1)
  // The schema may be gone already as well.
  await app.services.db.query(`drop schema "${workspaceSchemaName(admin.workspaceId)}" cascade`)
  await Promise.all([removeDeletedWorkspaces(app.services), removeDeletedWorkspaces(app.services)])
  expect(await traces(admin.workspaceId)).toEqual([])
  expect(filesOf(admin.workspaceId)).toEqual([])
})

test("a key cannot delete what it was made in", async () => {
  const admin = await app.signUp()
  const { data } = await admin.metadata<{ getRoles: { id: string; label: string }[] }>("{ getRoles { id label } }")
  const roleId = data.getRoles.find(({ label }) => label === "Admin")!.id
  const made = await admin.metadata<{ createApiKey: { id: string } }>(
    `mutation { createApiKey(input: { name: "Robot", expiresAt: "2099-01-01", roleId: "${roleId}" }) { id } }`,
  )
  const token = await admin.metadata<{ generateApiKeyToken: { token: string } }>(
    `mutation { generateApiKeyToken(apiKeyId: "${made.data.createApiKey.id}", expiresAt: "2099-01-01") { token } }`,
  )
  const key = actAs(app.request, { ...admin, token: token.data.generateApiKeyToken.token })
  expect(codeOf(await deleteWorkspace(key))).toMatchObject({ code: "FORBIDDEN", subCode: "FORBIDDEN_EXCEPTION" })
  expect((await deleteUser(key)).errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED")

  // With the keys, roles and memberships that name one another it still goes.
  await deleteWorkspace(admin)
  await removeDeletedWorkspaces(app.services)
  expect(await traces(admin.workspaceId)).toEqual([])
  expect((await key.graphql("{ companies { totalCount } }")).errors?.[0]?.extensions.code).not.toBe(
    "INTERNAL_SERVER_ERROR",
  )
})

test("an account goes for ever, with the workspace that nobody else is in", async () => {
  const [admin, host] = [await app.signUp(), await app.signUp()]
  const guest = await newMember(app, host)
  expect((await deleteUser(guest)).errors).toBeUndefined()
  expect((await guest.metadata("{ currentUser { id } }")).errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED")
  expect(await app.services.db.query(`select from core."user" where id = '${guest.userId}'`)).toEqual([])
  const { data } = await host.graphql<{ workspaceMembers: { totalCount: number } }>(
    "{ workspaceMembers { totalCount } }",
  )
  expect(data.workspaceMembers.totalCount).toBe(1)
  // The address is free again.
  expect((await join(app, guest.email, {}, "signUp")).errors).toBeUndefined()

  expect((await deleteUser(admin)).errors).toBeUndefined()
  await removeDeletedWorkspaces(app.services)
  expect(await traces(admin.workspaceId)).toEqual([])
})

test("the last admin of a workspace with others in it stays, in all of them", async () => {
  const admin = await app.signUp()
  const other = await newMember(app, admin)
  const alone = await app.signUp()
  const { data } = await alone.metadata<{ currentWorkspace: { inviteHash: string } }>(
    "{ currentWorkspace { inviteHash } }",
  )
  const { data: me } = await admin.metadata<{ currentUser: { email: string } }>("{ currentUser { email } }")
  const joined = await join(app, me.currentUser.email, { workspaceInviteHash: data.currentWorkspace.inviteHash })
  const guest = await enter(app, joined.data.signUpInWorkspace.loginToken.token)
  expect(codeOf(await deleteUser(admin))).toMatchObject({ subCode: "CANNOT_UNASSIGN_LAST_ADMIN" })
  expect((await guest.metadata("{ currentUser { id } }")).errors).toBeUndefined()
  expect((await admin.metadata("{ currentUser { id } }")).errors).toBeUndefined()
  expect((await other.metadata("{ currentUser { id } }")).errors).toBeUndefined()
})

test("the worker does it by itself", async () => {
  const admin = await app.signUp()
  await upload(admin)
  const worker = await startWorker({ databaseUrl: app.url, dataDir: app.services.config.dataDir })
  await deleteWorkspace(admin)
  for (let i = 0; i < 200 && (await traces(admin.workspaceId)).length > 0; i++) await Bun.sleep(50)
  expect(await traces(admin.workspaceId)).toEqual([])
  expect(filesOf(admin.workspaceId)).toEqual([])
  expect(await worker.stop()).toBe(0)
}, 60_000)
