/** The menu: what everybody sees, and what a person keeps for themselves. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { actAs, createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let me: Member
let own: string

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
  const [row] = await app.services.db.query<{ id: string }>(
    `select id from core."userWorkspace" where "userId" = '${me.userId}'`,
  )
  own = row!.id
})

afterAll(() => app.close())

interface Item {
  id: string
  type: string
  name: string | null
  position: number
  userWorkspaceId: string | null
  targetObjectMetadataId: string | null
  targetRecordIdentifier: { id: string; labelIdentifier: string } | null
}

const members = `id type name position userWorkspaceId targetObjectMetadataId targetRecordIdentifier { id labelIdentifier }`

async function ask<T>(query: string, variables?: Record<string, unknown>, who = me): Promise<T> {
  const answer = await who.metadata<T>(query, variables)
  expect(answer.errors).toBeUndefined()
  return answer.data
}

const menu = async (who = me) =>
  (await ask<{ navigationMenuItems: Item[] }>(`{ navigationMenuItems { ${members} } }`, {}, who)).navigationMenuItems

const tryCreate = (input: Record<string, unknown>, who = me) =>
  who.metadata<{ createNavigationMenuItem: Item }>(
    `mutation ($input: CreateNavigationMenuItemInput!) { createNavigationMenuItem(input: $input) { ${members} } }`,
    { input },
  )

async function create(input: Record<string, unknown>): Promise<Item> {
  const { data, errors } = await tryCreate(input)
  expect(errors).toBeUndefined()
  return data.createNavigationMenuItem
}

const remove = (id: string) => ask(`mutation ($id: UUID!) { deleteNavigationMenuItem(id: $id) { id } }`, { id })

async function objectId(nameSingular: string): Promise<string> {
  const schema = await app.services.schemas.get(me.workspaceId)
  return schema.bySingular.get(nameSingular)!.id
}

async function viewId(): Promise<string> {
  const { body } = await me.rest("POST", "/metadata/views", {
    name: "V",
    icon: "I",
    objectMetadataId: await objectId("company"),
  })
  return body.id
}

describe("what comes with objects", () => {
  test("each that people see has an item; a new one comes last and goes with its object", async () => {
    const schema = await app.services.schemas.get(me.workspaceId)
    const seen = schema.objects.filter((object) => !object.isSystem).map((object) => object.id)
    const before = await menu()
    expect(before.map((item) => item.targetObjectMetadataId).toSorted()).toEqual(seen.toSorted())
    expect(before.every((item) => item.type === "OBJECT" && item.userWorkspaceId === null)).toBe(true)
    const object = { nameSingular: "rocket", namePlural: "rockets", labelSingular: "Rocket", labelPlural: "Rockets" }
    const { body } = await me.rest("POST", "/metadata/objects", object)
    const after = await menu()
    expect(after.at(-1)).toMatchObject({ targetObjectMetadataId: body.id, position: before.length })
    expect(after).toHaveLength(before.length + 1)
    await me.rest("DELETE", `/metadata/objects/${body.id}`)
    expect(await menu()).toEqual(before)
  })

  test("an item of a view goes when the view is deleted", async () => {
    const id = await viewId()
    const item = await create({ type: "VIEW", viewId: id })
    expect((await menu()).map((each) => each.id)).toContain(item.id)
    await ask(`mutation ($id: String!) { deleteView(id: $id) }`, { id })
    expect((await menu()).map((each) => each.id)).not.toContain(item.id)
  })
})

describe("items of one's own", () => {
  test("a folder with a record and a link is made, changed, moved and deleted as a whole", async () => {
    const { body } = await me.rest("POST", "/people", { name: { firstName: "Ada", lastName: "Lovelace" } })
    const targetRecordId = body.data.createPerson.id
    const folder = await create({ type: "FOLDER", name: "Mine", userWorkspaceId: own })
    const { createManyNavigationMenuItems: inside } = await ask<{ createManyNavigationMenuItems: Item[] }>(
      `mutation ($inputs: [CreateNavigationMenuItemInput!]!) { createManyNavigationMenuItems(inputs: $inputs) { ${members} } }`,
      {
        inputs: [
          {
            type: "RECORD",
            targetObjectMetadataId: await objectId("person"),
            targetRecordId,
            userWorkspaceId: own,
            folderId: folder.id,
          },
          { type: "LINK", name: "Docs", link: "https://example.com", userWorkspaceId: own, position: 7 },
        ],
      },
    )
    expect(inside[0]!.targetRecordIdentifier).toEqual({ id: targetRecordId, labelIdentifier: "Ada Lovelace" })
    const { updateManyNavigationMenuItems } = await ask<{ updateManyNavigationMenuItems: object[] }>(
      `mutation ($inputs: [UpdateOneNavigationMenuItemInput!]!) { updateManyNavigationMenuItems(inputs: $inputs) { name folderId position } }`,
      {
        inputs: [
          { id: inside[1]!.id, update: { folderId: folder.id, name: "Manual" } },
          { id: folder.id, update: { position: 3 } },
        ],
      },
    )
    expect(updateManyNavigationMenuItems).toEqual([
      { name: "Manual", folderId: folder.id, position: 7 },
      { name: "Mine", folderId: null, position: 3 },
    ])
    await me.rest("DELETE", `/people/${targetRecordId}`)
    const { navigationMenuItem } = await ask<{ navigationMenuItem: Item }>(
      `query ($id: UUID!) { navigationMenuItem(id: $id) { ${members} } }`,
      { id: inside[0]!.id },
    )
    expect(navigationMenuItem.targetRecordIdentifier).toBeNull()
    await remove(folder.id)
    expect((await menu()).filter((item) => item.userWorkspaceId !== null)).toEqual([])
  })

  test("only that person sees them", async () => {
    const item = await create({ type: "LINK", link: "/settings", userWorkspaceId: own })
    const key = await apiKey()
    expect((await menu(key)).map((each) => each.id)).not.toContain(item.id)
    const { errors } = await key.metadata(`mutation ($id: UUID!) { deleteNavigationMenuItem(id: $id) { id } }`, {
      id: item.id,
    })
    expect(errors?.[0]?.extensions.subCode).toBe("NAVIGATION_MENU_ITEM_NOT_FOUND")
    const stranger = await app.signUp()
    expect((await menu(stranger)).map((each) => each.id)).not.toContain(item.id)
    await remove(item.id)
  })
})

async function apiKey(): Promise<Member> {
  const { getRoles } = await ask<{ getRoles: { id: string; label: string }[] }>(`{ getRoles { id label } }`)
  const roleId = getRoles.find((role) => role.label === "Admin")!.id
  const { createApiKey } = await ask<{ createApiKey: { id: string } }>(
    `mutation ($r: UUID!) { createApiKey(input: { name: "R", expiresAt: "2100-01-01", roleId: $r }) { id } }`,
    { r: roleId },
  )
  const { generateApiKeyToken } = await ask<{ generateApiKeyToken: { token: string } }>(
    `mutation ($id: UUID!) { generateApiKeyToken(apiKeyId: $id, expiresAt: "2100-01-01") { token } }`,
    { id: createApiKey.id },
  )
  return actAs(app.request, { ...me, token: generateApiKeyToken.token })
}

describe("what is refused", () => {
  test.each<[string, () => Record<string, unknown> | Promise<Record<string, unknown>>]>([
    ["a view that is not there", () => ({ type: "VIEW", viewId: crypto.randomUUID() })],
    ["a view without one", () => ({ type: "VIEW" })],
    ["an object that is not there", () => ({ type: "OBJECT", targetObjectMetadataId: crypto.randomUUID() })],
    ["a record without its object", () => ({ type: "RECORD", targetRecordId: crypto.randomUUID() })],
    ["a folder without a name", () => ({ type: "FOLDER" })],
    ["a link that is a script", () => ({ type: "LINK", link: "javascript:alert(1)" })],
    ["a page without a layout", () => ({ type: "PAGE_LAYOUT" })],
    ["somebody else's item", () => ({ type: "LINK", link: "/x", userWorkspaceId: crypto.randomUUID() })],
    ["a folder that is none", async () => ({ type: "LINK", link: "/x", folderId: (await menu())[0]!.id })],
    [
      "one's own item in the workspace's folder",
      async () => {
        const folder = await create({ type: "FOLDER", name: "Ours" })
        return { type: "LINK", link: "/x", folderId: folder.id, userWorkspaceId: own }
      },
    ],
    [
      "a folder in a folder",
      async () => ({ type: "FOLDER", name: "In", folderId: (await create({ type: "FOLDER", name: "Out" })).id }),
    ],
  ])("%s", async (_, input) => {
    const { errors } = await tryCreate(await input())
    expect(errors?.[0]?.extensions).toMatchObject({
      code: "BAD_USER_INPUT",
      subCode: "INVALID_NAVIGATION_MENU_ITEM_INPUT",
    })
  })

  test("the workspace's items take the right to set it up, one's own do not", async () => {
    const setRight = async (right: boolean) => {
      const { db } = app.services
      const where = `"workspaceId" = '${me.workspaceId}' and label = 'Admin'`
      await db.query(`update core.role set "canUpdateAllSettings" = ${right} where ${where}`)
      await db.query(`update core.workspace set "rightsRevision" = "rightsRevision" + 1 where id = '${me.workspaceId}'`)
    }
    const ours = await create({ type: "LINK", link: "/ours" })
    await setRight(false)
    const refused = [
      await tryCreate({ type: "LINK", link: "/x" }),
      await me.metadata(`mutation ($id: UUID!) { deleteNavigationMenuItem(id: $id) { id } }`, { id: ours.id }),
      await me.metadata(
        `mutation ($id: UUID!) { updateNavigationMenuItem(input: { id: $id, update: { name: "x" } }) { id } }`,
        { id: ours.id },
      ),
    ]
    const mine = await tryCreate({ type: "LINK", link: "/x", userWorkspaceId: own })
    await setRight(true)
    for (const { errors } of refused) {
      expect(errors?.[0]?.extensions).toMatchObject({
        code: "FORBIDDEN",
        subCode: "NAVIGATION_MENU_ITEM_PERMISSION_DENIED",
      })
    }
    expect(mine.errors).toBeUndefined()
  })
})
