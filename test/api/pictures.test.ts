/** Pictures of members, people and workspaces: how they come in, and that every address of one is signed and expires. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test"
import { removeExpiredFiles } from "../../src/files/clean-up.ts"
import { actAs, createTestApp, type GraphqlAnswer, type Member, type TestApp } from "../support/app.ts"
import { memberIdOf, newMember } from "../support/people.ts"
import { emailOf } from "../support/sign-in.ts"

let app: TestApp
let ada: Member
let adaId: string
let bob: Member
let nobody: Member
let ahead = 0
const hours = 3_600_000

beforeAll(async () => {
  app = await createTestApp({ now: () => Date.now() + ahead })
  nobody = actAs(app.request, { userId: "", workspaceId: "", token: "" })
})

beforeEach(async () => {
  ahead = 0
  ada = await app.signUp()
  adaId = await memberIdOf(ada)
  bob = await newMember(app, ada)
})

afterAll(() => app.close())

const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])

interface Uploaded {
  id: string
  path: string
  url: string
}

type Operation = "uploadWorkspaceLogo" | "uploadWorkspaceMemberProfilePicture"

async function upload(who: Member, operation: Operation, bytes: BlobPart = png): Promise<GraphqlAnswer<Uploaded>> {
  const query = `mutation ($file: Upload!) { uploaded: ${operation}(file: $file) { id path url } }`
  const form = new FormData()
  form.set("operations", JSON.stringify({ query, variables: { file: null } }))
  form.set("map", JSON.stringify({ 0: ["variables.file"] }))
  form.set("0", new File([bytes], "me.png", { type: "image/png" }))
  const headers = { authorization: `Bearer ${who.token}` }
  const answer = await (await app.request("/metadata", { method: "POST", headers, body: form })).json()
  const { data, errors } = answer as GraphqlAnswer<{ uploaded: Uploaded } | null>
  return { data: data?.uploaded as Uploaded, ...(errors && { errors }) }
}

const setAvatar = (who: Member, workspaceMemberId: string, avatarUrl: string | null) =>
  who.metadata(
    `mutation ($input: UpdateWorkspaceMemberSettingsInput!) { updateWorkspaceMemberSettings(input: $input) }`,
    { input: { workspaceMemberId, update: { avatarUrl } } },
  )

const setLogo = (logo: string | null) =>
  ada.metadata("mutation ($logo: String) { updateWorkspace(data: { logo: $logo }) { logo } }", { logo })

/** By the address alone, as an image tag asks. */
const look = (url: string) => app.request(url.slice(app.services.config.publicUrl.length))
const status = async (url: string) => (await look(url)).status

const stored = async (text: string, params: string[]) => {
  const [row] = await app.services.db.query<{ value: string | null }>(text, params)
  return row!.value
}

const schemaName = async () => (await app.services.schemas.get(ada.workspaceId)).schemaName
const storedAvatar = async () =>
  stored(`select "avatarUrl" as value from "${await schemaName()}"."workspaceMember" where id = $1::uuid`, [adaId])

describe("the avatar of a member", () => {
  const find = `workspaceMember(filter: { id: { eq: "@" } }) { avatarUrl }`
  const ways: [string, (who: Member) => Promise<unknown>][] = [
    [
      "currentUser",
      async (who) =>
        (
          await who.metadata<{ currentUser: { workspaceMembers: { id: string; avatarUrl: string }[] } }>(
            "{ currentUser { workspaceMembers { id avatarUrl } } }",
          )
        ).data.currentUser.workspaceMembers.find(({ id }) => id === adaId)?.avatarUrl,
    ],
    [
      "GraphQL records",
      async (who) =>
        (await who.graphql<{ workspaceMember: { avatarUrl: string } }>(`{ ${find.replace("@", adaId)} }`)).data
          .workspaceMember.avatarUrl,
    ],
    [
      "GraphQL lists",
      async (who) =>
        (
          await who.graphql<{ workspaceMembers: { edges: { node: { avatarUrl: string } }[] } }>(
            `{ workspaceMembers(filter: { id: { eq: "${adaId}" } }) { edges { node { avatarUrl } } } }`,
          )
        ).data.workspaceMembers.edges[0]?.node.avatarUrl,
    ],
    [
      "relations",
      async (who) =>
        (
          await who.graphql<{ createTask: { assignee: { avatarUrl: string } } }>(
            `mutation { createTask(data: { title: "T", assigneeId: "${adaId}" }) { assignee { avatarUrl } } }`,
          )
        ).data.createTask.assignee.avatarUrl,
    ],
    ["REST", async (who) => (await who.rest("GET", `/workspaceMembers/${adaId}`)).body.data.workspaceMember.avatarUrl],
  ]

  test.each(ways)("is a signed address that works, for each who asks: %s", async (_, read) => {
    const { data } = await upload(ada, "uploadWorkspaceMemberProfilePicture")
    expect((await setAvatar(ada, adaId, data.url)).errors).toBeUndefined()
    const [mine, theirs] = [String(await read(ada)), String(await read(bob))]
    for (const url of [mine, theirs]) {
      expect(url).toStartWith(`${app.services.config.publicUrl}/file/${data.path}?token=`)
      expect([...new Uint8Array(await (await look(url)).arrayBuffer())]).toEqual([...png])
    }
    expect(mine).not.toBe(theirs)
    ahead = 25 * hours
    expect(await status(mine)).toBe(403)
  })

  test("is stored without a token, however it is named; what was read may be written back", async () => {
    const { data } = await upload(ada, "uploadWorkspaceMemberProfilePicture")
    for (const named of [
      data.path,
      data.url,
      data.url.toUpperCase().replace(/.*\/FILE/, "/file"),
      `/file/${data.path}`,
    ]) {
      await setAvatar(ada, adaId, null)
      await setAvatar(ada, adaId, named)
      expect([named, await storedAvatar()]).toEqual([named, data.path])
    }
    const [, read] = ways[1]!
    await setAvatar(ada, adaId, String(await read(ada)))
    expect(await storedAvatar()).toBe(data.path)
    const log = await app.services.db.query(
      `select 1 from "${await schemaName()}"."eventLog" l where l::text like '%token=%'`,
    )
    expect(log).toEqual([])
  })

  test("is removed, and may be an address elsewhere, which stays as it is", async () => {
    for (const [given, read] of [
      ["https://example.com/ada.png?size=40", "https://example.com/ada.png?size=40"],
      ["https://example.com/core-picture/x.png", "https://example.com/core-picture/x.png"],
      [null, ""],
    ] as const) {
      expect((await setAvatar(ada, adaId, given)).errors).toBeUndefined()
      for (const [, way] of ways) expect(await way(bob)).toBe(read)
    }
  })

  test("one's own is everybody's to set, somebody else's takes a right", async () => {
    const { data } = await upload(bob, "uploadWorkspaceMemberProfilePicture")
    expect((await setAvatar(bob, await memberIdOf(bob), data.url)).errors).toBeUndefined()
    expect((await setAvatar(bob, adaId, data.url)).errors?.[0]?.extensions.code).toBe("FORBIDDEN")
  })

  test("nobody shows a file of another workspace by it", async () => {
    const stranger = await app.signUp()
    const { data } = await upload(stranger, "uploadWorkspaceMemberProfilePicture")
    await setAvatar(ada, adaId, data.path)
    const [, read] = ways[0]!
    expect(await status(String(await read(ada)))).toBe(404)
    await setAvatar(ada, adaId, data.url)
    expect(await storedAvatar()).not.toContain("token")
  })
})

describe("people", () => {
  test("have one too, in records and in search, and what is no picture is refused", async () => {
    const { data } = await upload(ada, "uploadWorkspaceMemberProfilePicture")
    const made = await ada.graphql<{ createPerson: { id: string; avatarUrl: string } }>(
      `mutation ($url: String) { createPerson(data: { name: { firstName: "Grace", lastName: "Hopper" }, avatarUrl: $url }) { id avatarUrl } }`,
      { url: data.url },
    )
    expect(await status(made.data.createPerson.avatarUrl)).toBe(200)
    const found = await bob.graphql<{ search: { edges: { node: { imageUrl: string } }[] } }>(
      `{ search(searchInput: "Hopper", limit: 5) { edges { node { imageUrl } } } }`,
    )
    expect(await status(found.data.search.edges[0]!.node.imageUrl)).toBe(200)
    const { id } = made.data.createPerson
    await app.services.db.query(`update core.file set "mimeType" = 'text/plain' where id = $1::uuid`, [data.id])
    const refused = await ada.graphql(
      `mutation { updatePerson(id: "${id}", data: { avatarUrl: "${data.path}" }) { id } }`,
    )
    expect(refused.errors?.[0]?.extensions.subCode).toBe("FILE_IS_NO_PICTURE")
  })
})

describe("many people at once", () => {
  test("each get theirs, and each that is no picture is named", async () => {
    const [one, two, none] = await Promise.all(
      [0, 1, 2].map(async () => (await upload(ada, "uploadWorkspaceMemberProfilePicture")).data),
    )
    await app.services.db.query(`update core.file set "mimeType" = 'text/plain' where id = $1::uuid`, [none!.id])
    const elsewhere = "https://example.com/me.png"
    const { data, errors } = await ada.graphql<{ createPeople: { avatarUrl: string }[] }>(
      `mutation ($data: [PersonCreateInput!]!) { createPeople(data: $data, partial: true) { avatarUrl } }`,
      { data: [one!.url, elsewhere, none!.path, two!.path, ""].map((avatarUrl) => ({ avatarUrl })) },
    )
    expect(errors!.map(({ extensions }) => [extensions.recordIndex, extensions.subCode])).toEqual([
      [2, "FILE_IS_NO_PICTURE"],
    ])
    const pathOf = ({ avatarUrl }: { avatarUrl: string }) => avatarUrl.replace(/^.*\/file\//, "").split("?")[0]
    expect(data.createPeople.map(pathOf)).toEqual([one!.path, elsewhere, two!.path, ""])
  })
})

describe("the logo of a workspace", () => {
  const readAll = async () => {
    const email = await emailOf(ada)
    const current = await bob.metadata<{
      currentWorkspace: { logo: string }
      currentUser: { availableWorkspaces: { availableWorkspacesForSignIn: { logo: string }[] } }
    }>("{ currentWorkspace { logo } currentUser { availableWorkspaces { availableWorkspacesForSignIn { logo } } } }")
    const open = await nobody.metadata<{ getPublicWorkspaceDataById: { logo: string } }>(
      `{ getPublicWorkspaceDataById(id: "${ada.workspaceId}") { logo } }`,
    )
    const signedIn = await nobody.metadata<{
      signIn: { availableWorkspaces: { availableWorkspacesForSignIn: { logo: string }[] } }
    }>(
      `mutation { signIn(email: "${email}", password: "correct horse") { availableWorkspaces { availableWorkspacesForSignIn { logo } } } }`,
    )
    return [
      current.data.currentWorkspace.logo,
      current.data.currentUser.availableWorkspaces.availableWorkspacesForSignIn[0]!.logo,
      open.data.getPublicWorkspaceDataById.logo,
      signedIn.data.signIn.availableWorkspaces.availableWorkspacesForSignIn[0]!.logo,
    ]
  }

  test("is set by its upload, and shown to whoever comes to sign in, for a day", async () => {
    const { data } = await upload(ada, "uploadWorkspaceLogo")
    const logos = await readAll()
    for (const logo of logos) {
      expect(logo).toStartWith(`${app.services.config.publicUrl}/file/${data.path}?token=`)
      expect(await status(logo)).toBe(200)
    }
    expect(await stored("select logo as value from core.workspace where id = $1::uuid", [ada.workspaceId])).toBe(
      data.path,
    )
    ahead = 25 * hours
    for (const logo of logos) expect(await status(logo)).toBe(403)
  })

  test("its address opens nothing else, and nothing once it is no longer the logo", async () => {
    const avatar = await upload(ada, "uploadWorkspaceMemberProfilePicture")
    await upload(ada, "uploadWorkspaceLogo")
    const [logo] = await readAll()
    const token = new URL(logo!).searchParams.get("token")
    const other = `${app.services.config.publicUrl}/file/${avatar.data.path}?token=${token}`
    expect(await status(other)).toBe(403)
    expect((await app.request("/rest/companies", { headers: { authorization: `Bearer ${token}` } })).status).toBe(401)
    expect((await setLogo(logo!)).data).toEqual({ updateWorkspace: { logo: logo! } })
    expect((await setLogo(null)).data).toEqual({ updateWorkspace: { logo: null } })
    expect(await status(logo!)).toBe(404)
    await setLogo("https://example.com/logo.png")
    expect(new Set(await readAll())).toEqual(new Set(["https://example.com/logo.png"]))
  })

  test("takes the right to change the workspace", async () => {
    const refused = await upload(bob, "uploadWorkspaceLogo")
    expect(refused.errors?.[0]?.extensions.code).toBe("FORBIDDEN")
    expect((await readAll())[0]).toBeNull()
  })
})

describe("what is no picture", () => {
  const page = "<!doctype html><script>alert(1)</script>"
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`

  test.each([
    ["a page", page],
    ["a drawing that could run something", drawing],
    ["a document", "%PDF-1.7"],
  ])("%s is refused, whatever its name says, and not kept", async (_, bytes) => {
    const { errors } = await upload(ada, "uploadWorkspaceMemberProfilePicture", bytes)
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", subCode: "FILE_IS_NO_PICTURE" })
    await removeExpiredFiles(app.services)
    expect(
      await app.services.db.query(`select 1 from core.file where "workspaceId" = $1::uuid`, [ada.workspaceId]),
    ).toEqual([])
  })

  test("more than ten megabytes are too many", async () => {
    const bytes = new Uint8Array(10_000_001)
    bytes.set(png)
    const { errors } = await upload(ada, "uploadWorkspaceMemberProfilePicture", bytes)
    expect(errors?.[0]?.extensions.code).toBe("PAYLOAD_TOO_LARGE")
  })
})

test("a picture stays as long as somebody shows it, and goes when nobody does", async () => {
  const { data } = await upload(ada, "uploadWorkspaceMemberProfilePicture")
  await setAvatar(ada, adaId, data.url)
  const isThere = async () =>
    (await app.services.db.query("select 1 from core.file where id = $1::uuid", [data.id])).length > 0
  ahead = 25 * hours
  await removeExpiredFiles(app.services)
  expect(await isThere()).toBe(true)
  ahead = 0
  expect((await setAvatar(ada, adaId, null)).errors).toBeUndefined()
  ahead = 51 * hours
  await removeExpiredFiles(app.services)
  expect(await isThere()).toBe(false)
})
