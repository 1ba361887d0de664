/** Roles by the front door: who may give what, what newcomers find, and how to ask why somebody may not do something. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { actAs, createTestApp, type GraphqlAnswer, type Member, type TestApp } from "../support/app.ts"
import {
  createRole,
  getRoleId,
  keyWith,
  memberWith,
  readModel,
  restrictField,
  restrictObject,
  setRules,
  type Colleague,
  type Model,
} from "../support/roles.ts"
import { openSecondServer } from "../support/second-server.ts"

let app: TestApp
let admin: Member
let model: Model
/** may manage roles and nothing else of the settings */
let clerk: Colleague
let clerkRole: string
/** may read the audit log, which the clerk may not */
let strong: string
let guard: Colleague
/** may do everything with records, and nothing else */
let other: Colleague
/** what is to be changed */
let plain: string

beforeAll(async () => {
  app = await createTestApp()
  admin = await app.signUp()
  model = await readModel(admin)
  clerkRole = await createRole(admin)
  await admin.metadata(flags(clerkRole, "ROLES", "API_KEYS_AND_WEBHOOKS"))
  clerk = await memberWith(app, admin, clerkRole)
  strong = await createRole(admin)
  await admin.metadata(flags(strong, "SECURITY"))
  guard = await memberWith(app, admin, strong)
  plain = await createRole(admin)
  other = await memberWith(app, admin, plain)
})

afterAll(() => app.close())

const subCodeOf = ({ errors }: GraphqlAnswer<unknown>) => errors?.[0]?.extensions.subCode

const flags = (roleId: string, ...keys: string[]) =>
  `mutation { upsertPermissionFlags(upsertPermissionFlagsInput: { roleId: "${roleId}", permissionFlagKeys: ${JSON.stringify(keys)} }) { flag } }`
const create = (rights: string) => `mutation { createOneRole(createRoleInput: { label: "New", ${rights} }) { id } }`
const update = (id: string, rights: string) =>
  `mutation { updateOneRole(updateRoleInput: { id: "${id}", update: { ${rights} } }) { id } }`
const give = (memberId: string, roleId: string) =>
  `mutation { updateWorkspaceMemberRole(workspaceMemberId: "${memberId}", roleId: "${roleId}") { id } }`
const onObject = (rights: string) =>
  `mutation { upsertObjectPermissions(upsertObjectPermissionsInput: { roleId: "${plain}", objectPermissions: [{ objectMetadataId: "${model.objectId("company")}", ${rights} }] }) { objectMetadataId } }`
const onField = (name: string, rights: string) =>
  `mutation { upsertFieldPermissions(upsertFieldPermissionsInput: { roleId: "${plain}", fieldPermissions: [{ objectMetadataId: "${model.objectId("company")}", fieldMetadataId: "${model.fieldId("company", name)}", ${rights} }] }) { id } }`

describe("nobody gives settings that they do not have", () => {
  const cases: [string, () => Promise<string> | string, string][] = [
    ["all settings, in a new role", () => create("canUpdateAllSettings: true"), "PERMISSION_DENIED"],
    ["all settings, in one that there is", () => update(plain, "canUpdateAllSettings: true"), "PERMISSION_DENIED"],
    ["one of them", () => flags(plain, "SECURITY"), "PERMISSION_DENIED"],
    ["anything to themselves", () => flags(clerkRole, "ROLES", "SECURITY"), "CANNOT_UPDATE_SELF_ROLE"],
    ["all tools, in a new role", () => create("canAccessAllTools: true"), "PERMISSION_DENIED"],
    ["a role with a right that they lack", () => give(other.memberId, strong), "PERMISSION_DENIED"],
    ["other rights to such a role", () => update(strong, 'label: "Weak"'), "PERMISSION_DENIED"],
    ["the role of somebody who may do more", () => give(guard.memberId, plain), "PERMISSION_DENIED"],
    [
      "a key with a right that they lack",
      () =>
        `mutation { createApiKey(input: { name: "x", expiresAt: "2099-01-01T00:00:00Z", roleId: "${strong}" }) { id } }`,
      "PERMISSION_DENIED",
    ],
    ["the admins' role", async () => give(other.memberId, await getRoleId(admin, "Admin")), "PERMISSION_DENIED"],
    ["less to the admins", async () => update(await getRoleId(admin, "Admin"), 'label: "x"'), "ROLE_NOT_EDITABLE"],
    ["a role of another workspace", async () => flags(await getRoleId(await app.signUp(), "Member")), "ROLE_NOT_FOUND"],
  ]
  test.each(cases)("%s", async (_, query, code) => {
    expect(subCodeOf(await clerk.metadata(await query()))).toBe(code)
  })

  test("what they have they give: roles over records, to others", async () => {
    const roleId = await createRole(clerk)
    expect((await clerk.metadata(give(other.memberId, roleId))).errors).toBeUndefined()
    expect((await admin.metadata(give(other.memberId, plain))).errors).toBeUndefined()
  })

  test("whoever may not manage roles makes none, and sees their names alone", async () => {
    expect(subCodeOf(await other.metadata(create("canReadAllObjectRecords: true")))).toBe("PERMISSION_DENIED")
    const { data } = await other.metadata<{ getRoles: { label: string; objectPermissions: unknown }[] }>(
      "{ getRoles { label objectPermissions { objectMetadataId } } }",
    )
    expect(data.getRoles.map(({ label }) => label)).toContain("Admin")
    expect(data.getRoles.every(({ objectPermissions }) => objectPermissions === null)).toBe(true)
  })
})

describe("what no role can be", () => {
  const cases: [string, () => Promise<string> | string, string][] = [
    [
      "one that changes what it does not see",
      () => onObject("canReadObjectRecords: false, canUpdateObjectRecords: true"),
      "CANNOT_GIVE_WRITING_PERMISSION_ON_NON_READABLE_OBJECT",
    ],
    [
      "one that grants a field by itself",
      () => onField("name", "canReadFieldValue: true"),
      "ONLY_FIELD_RESTRICTION_ALLOWED",
    ],
    [
      "one that hides what records are found by",
      () => onField("createdAt", "canReadFieldValue: false"),
      "FIELD_RESTRICTION_NOT_ALLOWED",
    ],
    [
      "deleted while newcomers get it",
      async () => `mutation { deleteOneRole(roleId: "${await getRoleId(admin, "Member")}") }`,
      "DEFAULT_ROLE_CANNOT_BE_DELETED",
    ],
    [
      "deleted while a key has it",
      async () => {
        const roleId = await createRole(admin, { canBeAssignedToApiKeys: true })
        await keyWith(app, admin, roleId)
        return `mutation { deleteOneRole(roleId: "${roleId}") }`
      },
      "ROLE_IN_USE",
    ],
  ]
  test.each(cases)("%s", async (_, query, code) => {
    expect(subCodeOf(await admin.metadata(await query()))).toBe(code)
  })
})

test("a guest sees all records and changes none", async () => {
  const guest = await memberWith(app, admin, await getRoleId(admin, "Guest"))
  expect((await guest.graphql("{ companies { totalCount } }")).errors).toBeUndefined()
  expect(subCodeOf(await guest.graphql(`mutation { createCompany(data: { name: "x" }) { id } }`))).toBe(
    "PERMISSION_DENIED",
  )
})

test("what a role loses is lost in the next request, on every server", async () => {
  const roleId = await createRole(admin)
  const member = await memberWith(app, admin, roleId)
  const server = openSecondServer(app)
  const there = actAs(server.request, member)
  try {
    expect((await there.graphql("{ companies { totalCount } }")).errors).toBeUndefined()
    const all = { canUpdateObjectRecords: false, canSoftDeleteObjectRecords: false, canDestroyObjectRecords: false }
    await restrictObject(admin, roleId, model.objectId("company"), { canReadObjectRecords: false, ...all })
    expect(subCodeOf(await there.graphql("{ companies { totalCount } }"))).toBe("PERMISSION_DENIED")
  } finally {
    await server.close()
  }
})

test("hiding one side of a relation hides both", async () => {
  const roleId = await createRole(admin)
  const member = await memberWith(app, admin, roleId)
  await restrictField(admin, roleId, model.objectId("person"), model.fieldId("person", "company"), {
    canReadFieldValue: false,
  })
  for (const query of [
    "{ people { edges { node { company { id } } } } }",
    "{ people { edges { node { companyId } } } }",
    "{ companies { edges { node { people { totalCount } } } } }",
  ]) {
    expect(subCodeOf(await member.graphql(query))).toBe("PERMISSION_DENIED")
  }
})

test("creating and restoring can be taken away by themselves", async () => {
  const roleId = await createRole(admin)
  const member = await memberWith(app, admin, roleId)
  const id = await createCompany("Left alone")
  await restrictObject(admin, roleId, model.objectId("company"), {
    canCreateObjectRecords: false,
    canRestoreObjectRecords: false,
  })
  const answers = [
    await member.graphql(`mutation { createCompany(data: { name: "x" }) { id } }`),
    await member.graphql(`mutation { updateCompany(id: "${id}", data: { employees: 1 }) { id } }`),
    await member.graphql(`mutation { deleteCompany(id: "${id}") { id } }`),
    await member.graphql(`mutation { restoreCompany(id: "${id}") { id } }`),
  ]
  expect(answers.map(subCodeOf)).toEqual(["PERMISSION_DENIED", undefined, undefined, "PERMISSION_DENIED"])
})

async function createCompany(name: string): Promise<string> {
  const { data } = await admin.graphql<{ createCompany: { id: string } }>(
    `mutation { createCompany(data: { name: "${name}" }) { id } }`,
  )
  return data.createCompany.id
}

describe("why somebody may not", () => {
  let limited: Colleague
  const ids: Record<string, string> = {}

  beforeAll(async () => {
    const roleId = await createRole(admin, { label: "Limited", canDestroyAllObjectRecords: false })
    limited = await memberWith(app, admin, roleId)
    for (const name of ["Seen", "Edited", "Unseen"]) ids[name] = await createCompany(name)
    const company = model.objectId("company")
    const named = (operand: string, value: string) => ({
      predicates: [{ fieldMetadataId: model.fieldId("company", "name"), operand, value }],
    })
    await setRules(admin, roleId, company, named("DOES_NOT_CONTAIN", "Unseen"))
    await setRules(admin, roleId, company, { ...named("CONTAINS", "Edited"), scope: "EDIT" })
    await restrictField(admin, roleId, company, model.fieldId("company", "employees"), { canReadFieldValue: false })
    await restrictField(admin, roleId, company, model.fieldId("company", "address"), { canUpdateFieldValue: false })
    await restrictObject(admin, roleId, model.objectId("note"), {
      canReadObjectRecords: false,
      canUpdateObjectRecords: false,
      canSoftDeleteObjectRecords: false,
    })
  })

  interface Explained {
    explainAccess: { isAllowed: boolean; reasons: string[] }
  }
  const explain = (who: Member, input: string) =>
    who.metadata<Explained>(`{ explainAccess(input: { ${input} }) { isAllowed reasons } }`)
  const ofCompany = (rest: string) => `objectNameSingular: "company", ${rest}`

  const cases: [string, () => string, string | true][] = [
    ["an object", () => `objectNameSingular: "note"`, 'The role "Limited" may not see Notes.'],
    ["an action", () => ofCompany("action: DESTROY"), 'The role "Limited" may not destroy Companies.'],
    ["a field", () => ofCompany(`fieldName: "employees"`), 'The role "Limited" may not see the field "Employees".'],
    [
      "writing a field",
      () => ofCompany(`action: UPDATE, fieldName: "address"`),
      'The role "Limited" may not edit the field "Address".',
    ],
    [
      "a record",
      () => ofCompany(`recordId: "${ids.Unseen}"`),
      'The row rules of the role "Limited" do not let this record be seen.',
    ],
    [
      "writing a record",
      () => ofCompany(`action: UPDATE, recordId: "${ids.Seen}"`),
      'The role "Limited" sees this record but may not change it.',
    ],
    ["nothing", () => ofCompany(`action: UPDATE, recordId: "${ids.Edited}"`), true],
  ]
  test.each(cases)("%s", async (_, input, expected) => {
    const { data } = await explain(admin, `workspaceMemberId: "${limited.memberId}", ${input()}`)
    if (expected === true) return expect(data.explainAccess.isAllowed).toBe(true)
    expect(data.explainAccess).toEqual({ isAllowed: false, reasons: [expected] })
  })

  test("of oneself anybody asks, and is told of a hidden record as of none", async () => {
    const reasonFor = async (id: string) =>
      (await explain(limited, ofCompany(`recordId: "${id}"`))).data.explainAccess.reasons[0]!.replace(id, "…")
    expect(await reasonFor(ids.Unseen!)).toBe(await reasonFor(crypto.randomUUID()))
  })

  test("of others only whoever may manage roles", async () => {
    const rights = (id: string) => `{ effectiveRights(workspaceMemberId: "${id}") { role { label } } }`
    expect((await clerk.metadata(rights(limited.memberId))).data).toEqual({
      effectiveRights: { role: { label: "Limited" } },
    })
    expect(subCodeOf(await limited.metadata(rights(clerk.memberId)))).toBe("PERMISSION_DENIED")
    expect(subCodeOf(await explain(limited, ofCompany(`workspaceMemberId: "${clerk.memberId}"`)))).toBe(
      "PERMISSION_DENIED",
    )
  })

  test("rights are listed with everything that has a say", async () => {
    const { data } = await limited.metadata<{
      effectiveRights: {
        permissionFlags: string[]
        objectPermissions: {
          objectMetadataId: string
          canDestroyObjectRecords: boolean
          restrictedFields: object
          rowLevelPermissionPredicates: { scope: string }[]
        }[]
      }
    }>(
      "{ effectiveRights { permissionFlags objectPermissions { objectMetadataId canDestroyObjectRecords restrictedFields rowLevelPermissionPredicates { scope } } } }",
    )
    const { permissionFlags, objectPermissions } = data.effectiveRights
    const company = objectPermissions.find(({ objectMetadataId }) => objectMetadataId === model.objectId("company"))!
    expect(permissionFlags).toEqual([])
    expect(company).toMatchObject({
      canDestroyObjectRecords: false,
      restrictedFields: {
        [model.fieldId("company", "employees")]: { canRead: false, canUpdate: false },
        [model.fieldId("company", "address")]: { canUpdate: false },
      },
    })
    expect(company.rowLevelPermissionPredicates.map(({ scope }) => scope).toSorted()).toEqual(["EDIT", "SEE"])
  })
})
