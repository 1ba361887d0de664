/** Files at the front door: every way in, who gets them out, what a browser may do with them, and how they end. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { render, sql } from "../../src/db/sql.ts"
import { readConfig } from "../../src/config.ts"
import { removeExpiredFiles } from "../../src/files/clean-up.ts"
import { createWorkspaceReading } from "../../src/jobs/read-workspace.ts"
import { examine } from "../../src/metadata/doctor.ts"
import { actAs, createTestApp, type Member, type TestApp } from "../support/app.ts"
import { startWorker } from "../support/worker.ts"
import { startS3 } from "../support/s3-server.ts"
import { streamFrom } from "../support/bytes.ts"

let app: TestApp
let me: Member
let stranger: Member
/** id of `attachment.file`, and of two FILES fields of a custom object */
let attachmentFile: string
let papers: string
let scans: string

/** what the clock says beyond the real one, in milliseconds */
let ahead = 0
const hours = 3_600_000

beforeAll(async () => {
  app = await createTestApp({ now: () => Date.now() + ahead, env: { MAX_FILE_SIZE: "1" } })
  me = await app.signUp()
  stranger = await app.signUp()
  attachmentFile = await fieldId("attachment", "file")
  const made = await me.metadata<{ createOneObject: { id: string } }>(
    `mutation { createOneObject(input: { object: { nameSingular: "folder", namePlural: "folders", labelSingular: "Folder", labelPlural: "Folders" } }) { id } }`,
  )
  papers = await addField(made.data.createOneObject.id, "papers", 3)
  scans = await addField(made.data.createOneObject.id, "scans", 3)
})

afterAll(() => app.close())

async function addField(objectMetadataId: string, name: string, maxNumberOfValues: number): Promise<string> {
  const { data } = await me.metadata<{ createOneField: { id: string } }>(
    `mutation ($field: CreateFieldInput!) { createOneField(input: { field: $field }) { id } }`,
    { field: { objectMetadataId, type: "FILES", name, label: name, settings: { maxNumberOfValues } } },
  )
  return data.createOneField.id
}

async function fieldId(object: string, field: string): Promise<string> {
  const schema = await app.services.schemas.get(me.workspaceId)
  return schema.bySingular.get(object)!.lookup.get(field)!.field.id
}

interface Uploaded {
  id: string
  path: string
  size: number
  createdAt: string
  url: string
}

const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])

// --- ways in --------------------------------------------------------------------------------------------------------

async function multipart<T>(
  who: Member,
  query: string,
  variables: Record<string, unknown>,
  file: File,
  path = "/metadata",
): Promise<{ data: T; errors?: { message: string; extensions: Record<string, unknown> }[] }> {
  const form = new FormData()
  form.set("operations", JSON.stringify({ query, variables: { ...variables, file: null } }))
  form.set("map", JSON.stringify({ 0: ["variables.file"] }))
  form.set("0", file)
  const response = await app.request(path, {
    method: "POST",
    headers: { authorization: `Bearer ${who.token}` },
    body: form,
  })
  return response.json()
}

const uploadDocument = `mutation ($file: Upload!, $field: String!) {
  uploadFilesFieldFile(file: $file, fieldMetadataId: $field) { id path size createdAt url } }`

async function upload(
  bytes: BlobPart = "hello world",
  { name = "hello.txt", type = "text/plain", field = papers, who = me } = {},
): Promise<Uploaded> {
  const file = new File([bytes], name, { type })
  const { data } = await multipart<{ uploadFilesFieldFile: Uploaded }>(who, uploadDocument, { field }, file)
  return data.uploadFilesFieldFile
}

async function announce(size: number, who = me): Promise<{ fileId: string; uploadUrl: string }> {
  const { data } = await who.metadata<{ createFileUpload: { fileId: string; uploadUrl: string } }>(
    `mutation ($size: Float!, $field: String) {
      createFileUpload(filename: "big.txt", size: $size, fileFolder: FilesField, fieldMetadataId: $field)
      { fileId uploadUrl contentType expiresAt } }`,
    { size, field: papers },
  )
  return data.createFileUpload
}

const local = (url: string) => url.slice(app.services.config.publicUrl.length)

const fetchFile = (url: string, headers: Record<string, string> = {}, method = "GET") =>
  app.request(local(url), { method, headers })

const put = (url: string, body: BodyInit) => app.request(local(url), { method: "PUT", body })

async function folderWith(...files: { id: string; label?: string }[]): Promise<{ id: string; papers: unknown }> {
  const { data, errors } = await me.graphql<{ createFolder: { id: string; papers: unknown } }>(
    `mutation ($data: FolderCreateInput!) { createFolder(data: $data) { id papers { label fileId extension url } } }`,
    { data: { name: "F", papers: files.map(({ id, label = "Label" }) => ({ fileId: id, label })) } },
  )
  if (errors) throw new Error(errors[0]!.message)
  return data.createFolder
}

async function query<R = Record<string, unknown>>(text: ReturnType<typeof sql>): Promise<R[]> {
  const statement = render(text)
  return app.services.db.query<R>(statement.text, statement.params)
}

const pathOnDisk = (id: string, who = me) =>
  join(app.services.config.dataDir, "files", "workspaces", who.workspaceId, id)

describe("ways in", () => {
  const multipartWays: [name: string, document: string, variables: () => Record<string, unknown>, path?: string][] = [
    ["uploadFilesFieldFile", uploadDocument, () => ({ field: papers })],
    ["uploadFilesFieldFile on /graphql", uploadDocument, () => ({ field: papers }), "/graphql"],
    [
      "uploadFilesFieldFileByUniversalIdentifier",
      `mutation ($file: Upload!, $field: String!) { uploadFilesFieldFileByUniversalIdentifier(file: $file, fieldMetadataUniversalIdentifier: $field) { id path size createdAt url } }`,
      () => ({ field: papers }),
    ],
    [
      "uploadWorkspaceLogo",
      `mutation ($file: Upload!) { uploadWorkspaceLogo(file: $file) { id path size createdAt url } }`,
      () => ({}),
    ],
    [
      "uploadWorkspaceMemberProfilePicture",
      `mutation ($file: Upload!) { uploadWorkspaceMemberProfilePicture(file: $file) { id path size createdAt url } }`,
      () => ({}),
    ],
  ]
  for (const [name, document, variables, path] of multipartWays) {
    test(name, async () => {
      const file = new File([png], "My Photo.PNG", { type: "text/html" })
      const answer = await multipart<Record<string, Uploaded>>(me, document, variables(), file, path)
      expect(answer.errors).toBeUndefined()
      const [made] = Object.values(answer.data)
      expect(made).toMatchObject({ size: png.length, path: expect.stringMatching(/^[a-z-]+\/.*\.png$/) })
      const response = await fetchFile(made!.url)
      expect(response.status).toBe(200)
      expect(response.headers.get("content-type")).toBe("image/png")
      expect(new Uint8Array(await response.arrayBuffer())).toEqual(png)
    })
  }

  for (const field of ["uploadFile", "uploadImage"]) {
    test(`${field}, as older clients send it`, async () => {
      const document = (selection: string) =>
        `mutation ($file: Upload!) { ${field}(file: $file, fileFolder: Attachment) ${selection} }`
      const file = new File(["x"], "x.txt")
      const { data } = await multipart<Record<string, { path: string; token: string }>>(
        me,
        document("{ path token }"),
        {},
        file,
        "/graphql",
      )
      expect(data[field]!.path).toMatch(/^attachment\/[0-9a-f-]{36}\.txt$/)
      const old = await app.request(`/files/${data[field]!.path}?token=${data[field]!.token}`)
      expect(await old.text()).toBe("x")
      const older = await app.request(`/files/attachment/${data[field]!.token}/${data[field]!.path.split("/")[1]}`)
      expect(await older.text()).toBe("x")
      const bare = await multipart<Record<string, unknown>>(me, document(""), {}, file)
      expect([bare.data[field]].flat()[0]).toMatch(/^attachment\//)
    })
  }

  test("direct upload, without a header that says who", async () => {
    const { fileId, uploadUrl } = await announce(11)
    const complete = () =>
      me.metadata<{ completeFileUpload: Uploaded }>(
        `mutation { completeFileUpload(fileId: "${fileId}") { id path size createdAt url } }`,
      )
    expect((await complete()).errors![0]!.message).toContain("not there yet")
    const sent = await put(uploadUrl, "hello world")
    expect([sent.status, await sent.text()]).toEqual([204, ""])
    const { data } = await complete()
    expect(data.completeFileUpload).toMatchObject({ id: fileId, size: 11 })
    expect(await (await fetchFile(data.completeFileUpload.url)).text()).toBe("hello world")
    expect((await put(uploadUrl, "hello there")).status).toBe(409)
  })

  test("REST, as a form and as the bytes themselves", async () => {
    const form = new FormData()
    form.set("file", new File(["in a form"], "form.txt"))
    form.set("fieldMetadataId", papers)
    const headers = { authorization: `Bearer ${me.token}` }
    const asForm = await app.request("/rest/files", { method: "POST", headers, body: form })
    expect(asForm.status).toBe(201)
    expect(await (await fetchFile(((await asForm.json()) as Uploaded).url)).text()).toBe("in a form")
    const raw = await app.request(`/rest/files?filename=raw.txt&fieldMetadataId=${papers}`, {
      method: "POST",
      headers,
      body: "as it is",
    })
    expect(raw.status).toBe(201)
    const made = (await raw.json()) as Uploaded
    expect(made).toMatchObject({ size: 8, path: `files-field/${papers}/${made.id}.txt` })
    expect(await (await fetchFile(made.url)).text()).toBe("as it is")
    expect((await folderWith(made)).papers).toMatchObject([{ extension: ".txt" }])
  })

  const refused: [name: string, act: () => Promise<{ status: number } | { errors?: { message: string }[] }>][] = [
    ["a form without a token", () => app.request("/metadata", { method: "POST", body: new FormData() })],
    ["an unknown field", () => multipart(me, uploadDocument, { field: crypto.randomUUID() }, new File(["x"], "x"))],
    [
      "a field of another type",
      async () => multipart(me, uploadDocument, { field: await fieldId("company", "name") }, new File(["x"], "x")),
    ],
    [
      "a field of another workspace",
      () => multipart(stranger, uploadDocument, { field: papers }, new File(["x"], "x")),
    ],
    ["no file", () => me.metadata(uploadDocument, { field: papers, file: "upload:0" })],
    [
      "REST bytes without a name",
      () => app.request("/rest/files", { method: "POST", headers: { authorization: `Bearer ${me.token}` }, body: "x" }),
    ],
    [
      "a file whose sender stops on the way",
      () =>
        app.request("/rest/files?filename=x", {
          method: "POST",
          headers: { authorization: `Bearer ${me.token}` },
          body: new ReadableStream({
            pull(controller) {
              controller.enqueue(new TextEncoder().encode("the beginning"))
              controller.error(new DOMException("The connection was closed.", "AbortError"))
            },
          }),
        }),
    ],
    ["a nameless stranger", () => app.request("/rest/files?filename=x", { method: "POST", body: "x" })],
    ["a direct upload without a token", async () => put((await announce(1)).uploadUrl.replace(/\?.*/, ""), "x")],
    [
      "a direct upload of another file",
      async () => put((await announce(1)).uploadUrl.replace(/[0-9a-f-]{36}/, crypto.randomUUID()), "x"),
    ],
    [
      "too much in a form",
      () => multipart(me, uploadDocument, { field: papers }, new File(["x".repeat(1_000_001)], "x")),
    ],
    [
      "too much in a body",
      () =>
        app.request("/rest/files?filename=x", {
          method: "POST",
          headers: { authorization: `Bearer ${me.token}` },
          body: streamFrom(Array.from({ length: 20 }, () => new Uint8Array(60_000))),
        }),
    ],
    [
      "too much announced",
      () => me.metadata(`mutation { createFileUpload(filename: "x", size: 1000001, fileFolder: File) { fileId } }`),
    ],
    ["more than was announced", async () => put((await announce(3)).uploadUrl, "four")],
    ["no file's id", () => me.metadata(`mutation { completeFileUpload(fileId: "x") { id } }`)],
    ["less than was announced", async () => put((await announce(3)).uploadUrl, "2")],
  ]
  for (const [name, act] of refused) {
    test(`refused: ${name}`, async () => {
      const before = await query(sql`select id from core.file where status = 'STORED'`)
      const answer = await act()
      if ("status" in answer && answer instanceof Response) {
        const isRefused = answer.status >= 400 || (await answer.text()).includes('"errors"')
        expect(isRefused).toBe(true)
        expect(answer.status).toBeLessThan(500)
      } else {
        const { errors } = answer as { errors?: { extensions: { code: string } }[] }
        expect(errors?.[0]?.extensions.code).not.toBe("INTERNAL_SERVER_ERROR")
        expect(errors).toBeDefined()
      }
      expect(await query(sql`select id from core.file where status = 'STORED'`)).toEqual(before)
    })
  }

  test("what was refused for its size may be sent again, and left nothing", async () => {
    const { fileId, uploadUrl } = await announce(3)
    expect((await put(uploadUrl, "four")).status).toBe(413)
    expect((await put(uploadUrl, "2")).status).toBe(400)
    expect(existsSync(pathOnDisk(fileId))).toBe(false)
    expect((await put(uploadUrl, "yes")).status).toBe(204)
    expect(existsSync(pathOnDisk(fileId))).toBe(true)
  })

  test("a role without tools uploads nothing", async () => {
    await withRole({ canAccessAllTools: false }, async (limited) => {
      const answer = await multipart(limited, uploadDocument, { field: papers }, new File(["x"], "x"))
      expect(answer.errors![0]!.extensions.subCode).toBe("PERMISSION_DENIED")
    })
  })
})

// --- in records -----------------------------------------------------------------------------------------------------

describe("in records", () => {
  test("a FILES field shows label, id, extension and an address that works", async () => {
    const file = await upload("hello world", { name: "Hello.TXT" })
    const made = await folderWith({ id: file.id, label: "Greeting" })
    const shown = [
      {
        label: "Greeting",
        fileId: file.id,
        extension: ".txt",
        url: expect.stringContaining(`/file/files-field/${file.id}?token=`),
      },
    ]
    expect(made.papers).toEqual(shown)
    const read = await me.graphql<{ folder: { papers: { link: string }[]; scans: null } }>(
      `{ folder(filter: { id: { eq: "${made.id}" } }) { papers { link: url __typename } scans { url } } }`,
    )
    expect(read.data.folder.scans).toBeNull()
    expect(read.data.folder.papers).toEqual([{ link: expect.any(String), __typename: "FileObject" } as never])
    expect(await (await fetchFile(read.data.folder.papers[0]!.link)).text()).toBe("hello world")
    const { body } = await me.rest("GET", `/folders/${made.id}`)
    expect(body.data.folder.papers).toEqual(shown)
    expect(body.data.folder.scans).toBeNull()
    const list = await me.rest("GET", `/folders?filter=id[eq]:${made.id}`)
    expect(list.body.data.folders[0].papers).toEqual(shown)
    expect(await (await fetchFile(list.body.data.folders[0].papers[0].url)).text()).toBe("hello world")
  })

  test("what is stored holds no address, nor does the log; what was read may be written back", async () => {
    const file = await upload()
    const made = await folderWith(file)
    const { errors } = await me.graphql(
      `mutation ($id: UUID!, $data: FolderUpdateInput!) { updateFolder(id: $id, data: $data) { papers { url } } }`,
      { id: made.id, data: { papers: made.papers } },
    )
    expect(errors).toBeUndefined()
    const { schemaName } = await app.services.schemas.get(me.workspaceId)
    const [row] = await app.services.db.query<{ papers: string }>(
      `select papers::text from "${schemaName}"."_folder" where id = '${made.id}'`,
    )
    expect(JSON.parse(row!.papers)).toEqual([{ fileId: file.id, label: "Label", extension: ".txt" }])
    const [log] = await app.services.db.query<{ text: string }>(
      `select string_agg(coalesce(before::text, '') || coalesce(after::text, ''), '') as text from "${schemaName}"."eventLog" where "recordId" = '${made.id}'`,
    )
    expect(log!.text).toContain(file.id)
    expect(log!.text).not.toContain("token=")
  })

  test("an attachment holds a file, by field and by the path of older clients", async () => {
    const file = await upload("x", { field: attachmentFile })
    const created = await me.graphql<{ createAttachment: { id: string; file: { url: string }[] } }>(
      `mutation { createAttachment(data: { name: "A", file: [{ fileId: "${file.id}", label: "A" }] }) { id file { url } } }`,
    )
    expect(await (await fetchFile(created.data.createAttachment.file[0]!.url)).text()).toBe("x")
    const legacy = await multipart<{ uploadFile: { path: string } }>(
      me,
      `mutation ($file: Upload!) { uploadFile(file: $file, fileFolder: Attachment) { path token } }`,
      {},
      new File(["legacy"], "old.pdf"),
    )
    const { path } = legacy.data.uploadFile
    const company = await me.rest("POST", "/companies", { name: "C" })
    const companyId = company.body.data.createCompany.id
    const old = await me.rest("POST", "/attachments", { name: "Old", fullPath: path, type: "TextDocument", companyId })
    const attachment = old.body.data.createAttachment
    expect(await (await fetchFile(attachment.file[0].url)).text()).toBe("legacy")
    expect(attachment).toMatchObject({
      fullPath: path,
      fileCategory: "OTHER",
      file: [{ label: "Old", extension: ".pdf", url: expect.any(String) }],
    })
    const elsewhere = `attachment/${crypto.randomUUID()}.pdf`
    const foreign = await me.rest("POST", "/attachments", { name: "F", fullPath: elsewhere, companyId })
    expect(foreign.body.data.createAttachment).toMatchObject({ fullPath: elsewhere, file: null })
  })

  test("nested, grouped, among duplicates, merged, upserted and in a batch, the address is there", async () => {
    const ids = await Promise.all([1, 2, 3].map(() => upload("x", { field: attachmentFile })))
    const company = await me.rest("POST", "/companies", { name: "Nest", domainName: { primaryLinkUrl: "nest.test" } })
    const companyId = company.body.data.createCompany.id
    const data = ids.map(({ id }) => ({ name: "N", targetCompanyId: companyId, file: [{ fileId: id, label: "n" }] }))
    const works = async (found: unknown) => {
      const url = /"url"\s*:\s*"([^"]+)"/.exec(JSON.stringify(found))?.[1]
      expect((await fetchFile(url!)).status).toBe(200)
    }
    await works(
      await me.graphql(
        `mutation ($data: [AttachmentCreateInput!]!) { createAttachments(data: $data) { file { url } } }`,
        { data },
      ),
    )
    await works(
      await me.graphql(
        `mutation ($data: [AttachmentCreateInput!]!) { createAttachments(data: $data, upsert: true) { file { url } } }`,
        { data },
      ),
    )
    await works(
      await me.graphql(
        `mutation ($data: [AttachmentCreateInput!]!) { createAttachments(data: $data, partial: true) { file { url } } }`,
        { data },
      ),
    )
    await works(
      await me.graphql(
        `{ companies(filter: { id: { eq: "${companyId}" } }) { totalCount edges { node { attachments { pageInfo { hasNextPage } edges { node { file { url } } } } } } } }`,
      ),
    )
    await works(
      await me.graphql(
        `{ attachmentsGroupBy(groupBy: [{ name: true }]) { groupByDimensionValues edges { node { file { url } } } } }`,
      ),
    )
    await works((await me.rest("GET", `/companies/${companyId}?depth=1`)).body)
    const face = await upload(png, { field: await fieldId("person", "avatarFile") })
    const person = { name: { firstName: "Ada", lastName: "L" }, avatarFile: [{ fileId: face.id, label: "f" }] }
    const one = await me.rest("POST", "/people", person)
    const two = await me.rest("POST", "/people", { name: person.name })
    const pair = [one, two].map((each) => each.body.data.createPerson.id as string)
    await works((await me.rest("POST", "/people/duplicates", { ids: [pair[1]] })).body)
    const merge = { ids: pair.toReversed(), conflictPriorityIndex: 0 }
    await works((await me.rest("PATCH", "/people/merge", { ...merge, dryRun: true })).body)
    await works((await me.rest("PATCH", "/people/merge", merge)).body)
  })

  const unattachable: [name: string, file: () => Promise<string>][] = [
    ["an unknown id", async () => crypto.randomUUID()],
    ["a file of another field", async () => (await upload("x", { field: scans })).id],
    [
      "a file of another workspace",
      async () => {
        const field = (await app.services.schemas.get(stranger.workspaceId)).bySingular
          .get("attachment")!
          .lookup.get("file")!.field.id
        return (await upload("x", { who: stranger, field })).id
      },
    ],
    ["an upload whose bytes never came", async () => (await announce(5)).fileId],
    ["somebody else's upload that no record holds yet", async () => (await upload("x", { who: await newKey() })).id],
  ]
  for (const [name, file] of unattachable) {
    test(`refused: ${name}`, async () => {
      const id = await file()
      const data = { name: "F", papers: [{ fileId: id, label: "x" }] }
      const { errors } = await me.graphql(`mutation ($data: FolderCreateInput!) { createFolder(data: $data) { id } }`, {
        data,
      })
      expect(errors![0]).toMatchObject({
        message: `File not found: ${id}`,
        extensions: { code: "BAD_USER_INPUT", field: "papers" },
      })
      const partial = await me.rest("POST", "/batch/folders?partial=true", [data, { name: "good" }])
      expect(partial.body.errors).toMatchObject([{ index: 0, message: `File not found: ${id}` }])
      const upsert = await me.rest("POST", "/batch/folders?upsert=true&partial=true", [data, { name: "good" }])
      expect(upsert.body.errors).toMatchObject([{ index: 0, message: `File not found: ${id}` }])
    })
  }

  test("answers are kept with their addresses: another person gets another one, and each hour a new one", async () => {
    const made = await folderWith(await upload())
    const asked = `{ folders(filter: { id: { eq: "${made.id}" } }) { edges { node { papers { url } } } } }`
    const urlFor = async (who: Member) => {
      const { data } = await who.graphql<{ folders: { edges: { node: { papers: { url: string }[] } }[] } }>(asked)
      return data.folders.edges[0]!.node.papers[0]!.url
    }
    const first = await urlFor(me)
    expect(await urlFor(me)).toBe(first)
    const key = await newKey()
    expect(await urlFor(key)).not.toBe(first)
    expect(await urlFor(me)).toBe(first)
    await later(1, async () => expect(await urlFor(key)).not.toBe(first))
  })
})

test("records are found by a file that they hold, through an index that doctor knows", async () => {
  const file = await upload()
  const made = await folderWith(file, await upload())
  const find = (ids: string[]) =>
    me.graphql<{ folders: { edges: unknown[] } }>(
      `query ($ids: [String!]) { folders(filter: { papers: { contains: $ids } }) { edges { node { id } } } }`,
      { ids },
    )
  expect((await find([file.id])).data.folders.edges).toEqual([{ node: { id: made.id } }])
  expect((await find([file.id, crypto.randomUUID()])).data.folders.edges).toEqual([])
  expect((await find(["x"])).errors![0]!.extensions.code).toBe("BAD_USER_INPUT")
  const { schemaName } = await app.services.schemas.get(me.workspaceId)
  const indexes = await query<{ definition: string }>(
    sql`select indexdef as definition from pg_indexes where schemaname = ${schemaName} and indexdef like '%jsonb_path_ops%'`,
  )
  expect(
    indexes.map(({ definition }) => /ON [^.]+\.(\w+) USING gin \("?(\w+)/.exec(definition)!.slice(1)).toSorted(),
  ).toEqual([
    ["_folder", "papers"],
    ["_folder", "scans"],
    ["attachment", "file"],
    ["person", "avatarFile"],
  ])
  expect((await examine(app.services.db, me.workspaceId)).map((finding) => finding.problem)).toEqual([])
})

// --- who gets one ---------------------------------------------------------------------------------------------------

/** An API key of my workspace with the admin's role, or with another one. */
async function newKey(roleId?: string): Promise<Member & { keyId: string }> {
  const roles = await me.metadata<{ getRoles: { id: string; label: string }[] }>(`{ getRoles { id label } }`)
  const role = roleId ?? roles.data.getRoles.find((each) => each.label === "Admin")!.id
  const created = await me.metadata<{ createApiKey: { id: string } }>(
    `mutation { createApiKey(input: { name: "K", expiresAt: "2099-01-01", roleId: "${role}" }) { id } }`,
  )
  const keyId = created.data.createApiKey.id
  const { data } = await me.metadata<{ generateApiKeyToken: { token: string } }>(
    `mutation { generateApiKeyToken(apiKeyId: "${keyId}", expiresAt: "2099-01-01") { token } }`,
  )
  return { ...actAs(app.request, { ...me, token: data.generateApiKeyToken.token }), keyId }
}

/** A key whose role has all rights but those given here. */
async function withRole(
  rights: Record<string, boolean>,
  work: (who: Member, set: (rights: Record<string, boolean>) => Promise<void>) => Promise<void>,
) {
  const [made] = await query<{
    id: string
  }>(sql`insert into core.role ("workspaceId", label, "canReadAllObjectRecords", "canUpdateAllObjectRecords", "canAccessAllTools")
    values (${me.workspaceId}::uuid, ${crypto.randomUUID()}, true, true, true) returning id`)
  const set = async (given: Record<string, boolean>) => {
    for (const [name, value] of Object.entries(given)) {
      await app.services.db.query(`update core.role set "${name}" = ${value} where id = '${made!.id}'`)
    }
    await query(
      sql`update core.workspace set "rightsRevision" = "rightsRevision" + 1 where id = ${me.workspaceId}::uuid`,
    )
  }
  const key = await newKey(made!.id)
  await set(rights)
  await work(key, set)
}

async function later(count: number, work: () => Promise<void>): Promise<void> {
  ahead += count * hours
  try {
    await work()
  } finally {
    ahead -= count * hours
  }
}

const urlOf = (papersOf: unknown) => (papersOf as { url: string }[])[0]!.url

async function folderUrl(who: Member, id: string): Promise<string> {
  const { data } = await who.graphql<{ folder: { papers: unknown } }>(
    `{ folder(filter: { id: { eq: "${id}" } }) { papers { url } } }`,
  )
  return urlOf(data.folder.papers)
}

const forbidden = { message: "Forbidden resource", error: "Forbidden", statusCode: 403 }

describe("who gets one", () => {
  let folder: { id: string; papers: unknown }
  let url: string
  beforeAll(async () => {
    folder = await folderWith(await upload("secret"))
    url = urlOf(folder.papers)
  })

  const refused: [name: string, url: () => Promise<string> | string][] = [
    ["no token", () => url.replace(/\?.*/, "")],
    ["an empty token", () => url.replace(/=.*/, "=")],
    ["a token that was changed", () => url.replace(/.{5}$/, "AAAAA")],
    ["an access token", () => url.replace(/=.*/, `=${me.token}`)],
    ["an upload token", async () => url.replace(/=.*/, (await announce(1)).uploadUrl.replace(/.*=/, "="))],
  ]
  for (const [name, at] of refused) {
    test(`refused: ${name}`, async () => {
      const response = await fetchFile(await at())
      expect([response.status, await response.json()]).toEqual([403, forbidden])
    })
  }

  test("an address holds for a day and no longer", async () => {
    await later(22.9, async () => expect((await fetchFile(url)).status).toBe(200))
    await later(24.1, async () => {
      const response = await fetchFile(url)
      expect([response.status, await response.json()]).toEqual([403, forbidden])
    })
  })

  test("another workspace's token reaches nothing", async () => {
    const field = (await app.services.schemas.get(stranger.workspaceId)).bySingular
      .get("attachment")!
      .lookup.get("file")!.field.id
    const theirs = await upload("theirs", { who: stranger, field })
    const token = theirs.url.replace(/.*token=/, "")
    expect((await fetchFile(url.replace(/token=.*/, `token=${token}`))).status).toBe(404)
    expect((await fetchFile(theirs.url)).status).toBe(200)
    expect((await fetchFile(theirs.url.replace(/token=.*/, url.replace(/.*token=/, "token=")))).status).toBe(404)
  })

  test("a revoked key's address is dead at once, and so is its upload", async () => {
    const key = await newKey()
    const own = await folderUrl(key, folder.id)
    const { uploadUrl } = await announce(1, key)
    expect((await fetchFile(own)).status).toBe(200)
    await me.metadata(`mutation { revokeApiKey(input: { id: "${key.keyId}" }) { id } }`)
    expect((await fetchFile(own)).status).toBe(403)
    expect((await put(uploadUrl, "x")).status).toBe(403)
  })

  test("a session that was signed out has no files", async () => {
    const passing = await app.signUp()
    const field = (await app.services.schemas.get(passing.workspaceId)).bySingular
      .get("attachment")!
      .lookup.get("file")!.field.id
    const file = await upload("x", { who: passing, field })
    expect((await fetchFile(file.url)).status).toBe(200)
    await query(sql`update core.session set "revokedAt" = now() where "userId" = ${passing.userId}::uuid`)
    expect((await fetchFile(file.url)).status).toBe(403)
  })

  test("who may not read the object's records gets none of their files", async () => {
    await withRole({}, async (limited, set) => {
      const own = await folderUrl(limited, folder.id)
      expect((await fetchFile(own)).status).toBe(200)
      await set({ canReadAllObjectRecords: false })
      const response = await fetchFile(own)
      expect([response.status, await response.json()]).toEqual([403, forbidden])
    })
  })

  test("before a record holds it, a file is its uploader's alone", async () => {
    const file = await upload("mine")
    const key = await newKey()
    const token = (await folderUrl(key, folder.id)).replace(/.*token=/, "")
    const theirs = file.url.replace(/token=.*/, `token=${token}`)
    expect((await fetchFile(file.url)).status).toBe(200)
    expect((await fetchFile(theirs)).status).toBe(403)
    await folderWith(file)
    expect((await fetchFile(theirs)).status).toBe(200)
  })

  test("a file follows its record into the bin and not beyond", async () => {
    const made = await folderWith(await upload())
    await me.rest("DELETE", `/folders/${made.id}?soft_delete=true`)
    expect((await fetchFile(urlOf(made.papers))).status).toBe(200)
    await me.rest("DELETE", `/folders/${made.id}`)
    expect((await fetchFile(urlOf(made.papers))).status).toBe(403)
  })

  test("an unknown file is not found", async () => {
    const unknown = url.replace(/[0-9a-f-]{36}/, crypto.randomUUID())
    expect((await fetchFile(unknown)).status).toBe(404)
    expect((await fetchFile(url.replace(/[0-9a-f-]{36}/, "..%2f..%2fsecret"))).status).toBe(404)
  })
})

// --- how it is served -----------------------------------------------------------------------------------------------

describe("how it is served", () => {
  const bytes = (...codes: number[]) => new Uint8Array(codes)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`
  const kinds: [
    name: string,
    content: BlobPart,
    claimed: string,
    type: string,
    disposition: "inline" | "attachment",
  ][] = [
    ["a.png", png, "text/html", "image/png", "inline"],
    ["a.jpg", bytes(0xff, 0xd8, 0xff, 0xe0), "text/html", "image/jpeg", "inline"],
    ["a.pdf", "%PDF-1.7\n", "text/html", "application/pdf", "inline"],
    ["a.mp4", bytes(0, 0, 0, 24, 0x66, 0x74, 0x79, 0x70, 0x69, 0x73, 0x6f, 0x6d), "", "video/mp4", "inline"],
    ["a.mp3", "ID3\u0004", "", "audio/mpeg", "inline"],
    ["notes.txt", "Grüße\n", "text/html", "text/plain; charset=utf-8", "inline"],
    ["empty.txt", "", "text/html", "text/plain; charset=utf-8", "inline"],
    ["a.html", "<!doctype html><script>alert(1)</script>", "text/html", "application/octet-stream", "attachment"],
    ["a.png", "<html><script>alert(1)</script>", "image/png", "application/octet-stream", "attachment"],
    ["a.txt", "\ufeff \n<svg onload=alert(1)>", "text/plain", "application/octet-stream", "attachment"],
    ["a.html", "alert(1)", "text/plain", "application/octet-stream", "attachment"],
    ["a.svg", svg, "image/svg+xml", "application/octet-stream", "attachment"],
    ["a.xml", "<?xml version='1.0'?><a/>", "text/xml", "application/octet-stream", "attachment"],
    ["a.js", "alert(1)", "text/javascript", "application/octet-stream", "attachment"],
    ["a.zip", "PK\u0003\u0004", "application/zip", "application/octet-stream", "attachment"],
    ["a.bin", bytes(0, 1, 2, 255), "image/png", "application/octet-stream", "attachment"],
  ]
  for (const [name, content, claimed, type, disposition] of kinds) {
    test(`${name} of ${JSON.stringify(content).slice(0, 40)} as ${type}`, async () => {
      const response = await fetchFile((await upload(content, { name, type: claimed })).url)
      expect(response.headers.get("content-type")).toBe(type)
      expect(response.headers.get("content-disposition")).toStartWith(`${disposition}; filename="${name}"`)
      expect(response.headers.get("x-content-type-options")).toBe("nosniff")
      const policy = name.endsWith(".pdf") ? "script-src 'none'" : "sandbox; default-src 'none'"
      expect(response.headers.get("content-security-policy")).toBe(`${policy}; frame-ancestors 'self'`)
      expect(response.headers.get("cache-control")).toStartWith("private")
    })
  }

  const names: [given: string, header: string][] = [
    ["Übersicht 50%.txt", `inline; filename="_bersicht 50_.txt"; filename*=UTF-8''%C3%9Cbersicht%2050%25.txt`],
    [`a"b;c\\d.txt`, `inline; filename="d.txt"; filename*=UTF-8''d.txt`],
    ["../../etc/passwd", `inline; filename="passwd"; filename*=UTF-8''passwd`],
    ["a\r\nSet-Cookie: x.txt", `inline; filename="aSet-Cookie: x.txt"; filename*=UTF-8''aSet-Cookie%3A%20x.txt`],
  ]
  for (const [given, header] of names) {
    test(`the name ${JSON.stringify(given)}`, async () => {
      const response = await app.request(`/rest/files?filename=${encodeURIComponent(given)}`, {
        method: "POST",
        headers: { authorization: `Bearer ${me.token}` },
        body: "x",
      })
      const { url } = (await response.json()) as Uploaded
      expect((await fetchFile(url)).headers.get("content-disposition")).toBe(header)
    })
  }

  const ranges: [asked: string, status: number, text: string, range: string | null][] = [
    ["bytes=0-4", 206, "hello", "bytes 0-4/11"],
    ["bytes=6-", 206, "world", "bytes 6-10/11"],
    ["bytes=-5", 206, "world", "bytes 6-10/11"],
    ["bytes=-99", 206, "hello world", "bytes 0-10/11"],
    ["bytes=4-99", 206, "o world", "bytes 4-10/11"],
    ["bytes=10-10", 206, "d", "bytes 10-10/11"],
    ["bytes=11-", 416, "", "bytes */11"],
    ["bytes=-0", 416, "", "bytes */11"],
    ["bytes=5-4", 200, "hello world", null],
    ["bytes=0-1,3-4", 200, "hello world", null],
    ["bytes=-", 200, "hello world", null],
    ["lines=0-1", 200, "hello world", null],
  ]
  for (const [asked, status, text, range] of ranges) {
    test(`Range: ${asked}`, async () => {
      const { url } = await upload()
      const response = await fetchFile(url, { range: asked })
      expect([response.status, response.headers.get("content-range")]).toEqual([status, range])
      expect(response.headers.get("accept-ranges")).toBe("bytes")
      expect(await response.text()).toBe(text)
    })
  }

  test("If-Range, If-None-Match and HEAD", async () => {
    const { url } = await upload()
    const head = await fetchFile(url, {}, "HEAD")
    expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([200, "11", ""])
    const etag = head.headers.get("etag")!
    expect((await fetchFile(url, { range: "bytes=0-1", "if-range": etag })).status).toBe(206)
    expect((await fetchFile(url, { range: "bytes=0-1", "if-range": '"other"' })).status).toBe(200)
    const same = await fetchFile(url, { "if-none-match": etag })
    expect([same.status, await same.text()]).toEqual([304, ""])
    expect((await fetchFile(url, { "if-none-match": '"other"' })).status).toBe(200)
  })
})

// --- how it ends ----------------------------------------------------------------------------------------------------

describe("how it ends", () => {
  const isThere = async (id: string) => {
    const rows = await query(sql`select id from core.file where id = ${id}::uuid`)
    expect(rows.length === 1).toBe(existsSync(pathOnDisk(id)))
    return rows.length === 1
  }
  const readLog = () => createWorkspaceReading(app.services)({ workspaceId: me.workspaceId })

  test("uploads that nobody attaches go after a day, held ones stay", async () => {
    const [loose, held, binned] = [await upload(), await upload(), await upload()]
    await folderWith(held)
    const inBin = await folderWith(binned)
    await me.rest("DELETE", `/folders/${inBin.id}?soft_delete=true`)
    const pending = await announce(5)
    await later(23, async () => void (await removeExpiredFiles(app.services)))
    expect(await isThere(loose.id)).toBe(true)
    await later(25, async () => void (await removeExpiredFiles(app.services)))
    expect(await isThere(loose.id)).toBe(false)
    expect(await isThere(held.id)).toBe(true)
    expect(await isThere(binned.id)).toBe(true)
    expect(await query(sql`select from core.file where id = ${pending.fileId}::uuid`)).toEqual([])
  })

  const releases: [name: string, release: (id: string) => Promise<unknown>][] = [
    ["destroyed", (id) => me.rest("DELETE", `/folders/${id}`)],
    ["changed", (id) => me.rest("PATCH", `/folders/${id}`, { papers: [] })],
    [
      "deleted in plain SQL",
      async (id) => {
        const { schemaName } = await app.services.schemas.get(me.workspaceId)
        await app.services.db.query(`delete from "${schemaName}"."_folder" where id = '${id}'`)
      },
    ],
  ]
  for (const [name, release] of releases) {
    test(`a file goes a day after its record was ${name}`, async () => {
      const file = await upload()
      const made = await folderWith(file)
      await later(25, async () => void (await removeExpiredFiles(app.services)))
      await later(500, async () => void (await removeExpiredFiles(app.services)))
      expect(await isThere(file.id)).toBe(true)
      await release(made.id)
      await readLog()
      await later(23, async () => void (await removeExpiredFiles(app.services)))
      expect(await isThere(file.id)).toBe(true)
      await later(25, async () => void (await removeExpiredFiles(app.services)))
      expect(await isThere(file.id)).toBe(false)
    })
  }

  test("a file that another record took meanwhile, or held all along, stays", async () => {
    const [taken, shared] = [await upload(), await upload()]
    const first = await folderWith(taken, shared)
    await folderWith(shared)
    await me.rest("PATCH", `/folders/${first.id}`, { papers: [] })
    const second = await folderWith(taken)
    await readLog()
    await later(25, async () => void (await removeExpiredFiles(app.services)))
    expect([await isThere(taken.id), await isThere(shared.id)]).toEqual([true, true])
    expect((await fetchFile(urlOf(second.papers))).status).toBe(200)
  })

  test("the files of a deleted field go at once", async () => {
    const schema = await app.services.schemas.get(me.workspaceId)
    const field = await addField(schema.bySingular.get("folder")!.id, "drafts", 1)
    const file = await upload("x", { field })
    await me.rest("POST", "/folders", { name: "D", drafts: [{ fileId: file.id, label: "d" }] })
    await me.metadata(`mutation { updateOneField(input: { id: "${field}", update: { isActive: false } }) { id } }`)
    await later(25, async () => void (await removeExpiredFiles(app.services)))
    expect(await isThere(file.id)).toBe(true)
    await me.metadata(`mutation { deleteOneField(input: { id: "${field}" }) { id } }`)
    await removeExpiredFiles(app.services)
    expect(await isThere(file.id)).toBe(false)
  })

  const failing: [name: string, write: (id: string) => Promise<unknown>][] = [
    ["an update of a record that is not there", (id) => me.rest("PATCH", `/folders/${crypto.randomUUID()}`, paper(id))],
    [
      "a record whose id is taken",
      async (id) => {
        const known = await folderWith()
        return me.rest("POST", "/batch/folders?partial=true", [{ id: known.id, ...paper(id) }])
      },
    ],
  ]
  const paper = (id: string) => ({ papers: [{ fileId: id, label: "x" }] })
  for (const [name, write] of failing) {
    test(`${name} does not keep its file`, async () => {
      const file = await upload()
      await write(file.id)
      expect(await isThere(file.id)).toBe(true)
      await later(25, async () => void (await removeExpiredFiles(app.services)))
      expect(await isThere(file.id)).toBe(false)
    })
  }

  test("what a server left that died over an upload goes too", async () => {
    const { fileId } = await announce(5)
    const left = join(app.services.config.dataDir, "files", "incoming", `${fileId}.x`)
    await Bun.write(left, "hal")
    await query(sql`update core.file set status = 'RECEIVING' where id = ${fileId}::uuid`)
    await later(25, async () => void (await removeExpiredFiles(app.services)))
    expect(existsSync(left)).toBe(false)
    expect(await query(sql`select from core.file where id = ${fileId}::uuid`)).toEqual([])
  })

  test("the worker sees to it", async () => {
    const [due, destroyed] = [await upload(), await upload()]
    const made = await folderWith(destroyed)
    await query(sql`update core.file set "expiresAt" = now() where id = ${due.id}::uuid`)
    const worker = await startWorker({ databaseUrl: app.url, dataDir: app.services.config.dataDir })
    try {
      for (let i = 0; i < 500 && existsSync(pathOnDisk(due.id)); i++) await Bun.sleep(10)
      expect(existsSync(pathOnDisk(due.id))).toBe(false)
      await query(sql`update core.file set "expiresAt" = null where id = ${destroyed.id}::uuid`)
      await me.rest("DELETE", `/folders/${made.id}`)
      const isReleased = async () =>
        (await query(sql`select from core.file where id = ${destroyed.id}::uuid and "expiresAt" is not null`)).length >
        0
      for (let i = 0; i < 500 && !(await isReleased()); i++) await Bun.sleep(10)
      expect(await isReleased()).toBe(true)
    } finally {
      await worker.stop()
    }
  })

  test("a picture stays as long as somebody shows it", async () => {
    const document = `mutation ($file: Upload!) { uploadWorkspaceLogo(file: $file) { id path url } }`
    const { data } = await multipart<{ uploadWorkspaceLogo: Uploaded }>(me, document, {}, new File([png], "l.png"))
    const { id, path } = data.uploadWorkspaceLogo
    await me.metadata(`mutation { updateWorkspace(data: { logo: "${path}" }) { id } }`)
    await later(25, async () => void (await removeExpiredFiles(app.services)))
    expect(await isThere(id)).toBe(true)
    await me.metadata(`mutation { updateWorkspace(data: { logo: null }) { id } }`)
    await later(50, async () => void (await removeExpiredFiles(app.services)))
    expect(await isThere(id)).toBe(false)
  })
})

test("a bucket serves as well as the disk", async () => {
  const s3 = startS3()
  const other = await createTestApp({
    env: {
      STORAGE_S3_BUCKET: s3.settings.bucket,
      STORAGE_S3_ENDPOINT: s3.settings.endpoint,
      STORAGE_S3_REGION: s3.settings.region,
      STORAGE_S3_ACCESS_KEY_ID: s3.settings.accessKeyId,
      STORAGE_S3_SECRET_ACCESS_KEY: s3.settings.secretAccessKey,
    },
  })
  try {
    const member = await other.signUp()
    const headers = { authorization: `Bearer ${member.token}` }
    const sent = await other.request("/rest/files?filename=a.txt", { method: "POST", headers, body: "in the bucket" })
    const { id, url } = (await sent.json()) as Uploaded
    expect([...s3.objects.keys()]).toEqual([`workspaces/${member.workspaceId}/${id}`])
    const asked = url.slice(other.services.config.publicUrl.length)
    const part = await other.request(asked, { headers: { range: "bytes=7-" } })
    expect([part.status, await part.text()]).toEqual([206, "bucket"])
    s3.objects.clear()
    expect((await other.request(asked)).status).toBe(404)
    expect(s3.refused).toEqual([])
  } finally {
    await other.close()
    await s3.stop()
  }
})

test("types that the server is set to refuse are refused however they come, and clients are told beforehand", async () => {
  const other = await createTestApp({ env: { REFUSED_FILE_TYPES: "exe, *.BAT .tar.gz", MAX_FILE_SIZE: "2" } })
  try {
    const config = (await (await other.request("/client-config")).json()) as { files: unknown }
    expect(config.files).toEqual({ maxSize: 2_000_000, refusedExtensions: [".exe", ".bat", ".tar.gz"] })
    const member = await other.signUp()
    const raw = async (name: string) => {
      const response = await other.request(`/rest/files?filename=${encodeURIComponent(name)}`, {
        method: "POST",
        body: "MZ",
        headers: { authorization: `Bearer ${member.token}`, "content-type": "application/octet-stream" },
      })
      return [response.status, ((await response.json()) as { messages?: string[] }).messages?.[0] ?? null]
    }
    for (const name of ["setup.exe", "SETUP.EXE", "setup.exe. ", "a.bat", "a.tar.gz"]) {
      const [status, message] = await raw(name)
      expect([name, status]).toEqual([name, 400])
      expect(message).toMatch(/^Files of type \.\S+ are not taken here/)
    }
    for (const name of ["exe", "setup.exe.txt", "a.gz", "flexexe"])
      expect([name, ...(await raw(name))]).toEqual([name, 201, null])
    const { errors } = await member.metadata(
      `mutation { createFileUpload(filename: "late.exe", size: 2, fileFolder: FilesField) { fileId } }`,
    )
    expect(errors?.[0]?.extensions).toMatchObject({
      subCode: "FILE_TYPE_REFUSED",
      userFriendlyMessage: "Files of type .exe are not taken here.",
    })
  } finally {
    await other.close()
  }
})

const settings: [env: Record<string, string>, message: string][] = [
  [{ STORAGE_S3_REGION: "x" }, "STORAGE_S3_REGION is set without STORAGE_S3_BUCKET"],
  [{ STORAGE_S3_BUCKET: "b" }, "STORAGE_S3_ACCESS_KEY_ID is missing"],
  [{ STORAGE_S3_BUCKET: "b", STORAGE_S3_ACCESS_KEY_ID: "k" }, "STORAGE_S3_SECRET_ACCESS_KEY is missing"],
  [{ STORAGE_S3_BUCKET: "b", STORAGE_S3_ENDPOINT: "s3.local" }, "STORAGE_S3_ENDPOINT is not a URL"],
  [{ MAX_FILE_SIZE: "0" }, "MAX_FILE_SIZE"],
  [{ REFUSED_FILE_TYPES: "exe, ../x" }, 'REFUSED_FILE_TYPES has "../x"'],
]
for (const [env, message] of settings) {
  test(`wrong setting: ${message}`, () => expect(() => readConfig(env)).toThrow(message))
}
