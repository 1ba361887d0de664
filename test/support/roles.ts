/** Roles by the front door, and people and keys that have them. */
import { actAs, type Member, type TestApp } from "./app.ts"
import { getRoleId, newMember } from "./people.ts"

export type Colleague = Awaited<ReturnType<typeof newMember>>

export interface RuleInput {
  predicates: Record<string, unknown>[]
  predicateGroups?: Record<string, unknown>[]
  scope?: "SEE" | "EDIT"
}

/** The workspace's model as an admin sees it: ids by name. */
export async function readModel(admin: Member) {
  const { data } = await admin.metadata<{ objects: { edges: { node: ModelObject }[] } }>(
    `{ objects(paging: { first: 1000 }) { edges { node { id nameSingular fields(paging: { first: 1000 }) { edges { node { id name } } } } } } }`,
  )
  const objects = new Map(data.objects.edges.map(({ node }) => [node.nameSingular, node]))
  const objectId = (name: string) => objects.get(name)!.id
  const fieldId = (object: string, field: string) =>
    objects.get(object)!.fields.edges.find(({ node }) => node.name === field)!.node.id
  return { objectId, fieldId }
}

interface ModelObject {
  id: string
  nameSingular: string
  fields: { edges: { node: { id: string; name: string } }[] }
}

export type Model = Awaited<ReturnType<typeof readModel>>

async function must<T>(answer: Promise<{ data: T; errors?: unknown }>): Promise<T> {
  const { data, errors } = await answer
  if (errors) throw new Error(JSON.stringify(errors))
  return data
}

/** A role that may do everything with records and nothing else, unless `rights` says otherwise. */
export async function createRole(admin: Member, rights: Record<string, unknown> = {}): Promise<string> {
  const createRoleInput = {
    label: `Role ${crypto.randomUUID()}`,
    canReadAllObjectRecords: true,
    canUpdateAllObjectRecords: true,
    canSoftDeleteAllObjectRecords: true,
    canDestroyAllObjectRecords: true,
    ...rights,
  }
  const data = await must(
    admin.metadata<{ createOneRole: { id: string } }>(
      "mutation ($createRoleInput: CreateRoleInput!) { createOneRole(createRoleInput: $createRoleInput) { id } }",
      { createRoleInput },
    ),
  )
  return data.createOneRole.id
}

export function restrictObject(
  admin: Member,
  roleId: string,
  objectMetadataId: string,
  rights: Record<string, unknown>,
) {
  return must(
    admin.metadata(
      "mutation ($input: UpsertObjectPermissionsInput!) { upsertObjectPermissions(upsertObjectPermissionsInput: $input) { objectMetadataId } }",
      { input: { roleId, objectPermissions: [{ objectMetadataId, ...rights }] } },
    ),
  )
}

export function restrictField(
  admin: Member,
  roleId: string,
  objectMetadataId: string,
  fieldMetadataId: string,
  rights: { canReadFieldValue?: false | null; canUpdateFieldValue?: false | null },
) {
  return must(
    admin.metadata(
      "mutation ($input: UpsertFieldPermissionsInput!) { upsertFieldPermissions(upsertFieldPermissionsInput: $input) { id } }",
      { input: { roleId, fieldPermissions: [{ objectMetadataId, fieldMetadataId, ...rights }] } },
    ),
  )
}

export function setRules(admin: Member, roleId: string, objectMetadataId: string, rules: RuleInput) {
  return must(
    admin.metadata(
      "mutation ($input: UpsertRowLevelPermissionPredicatesInput!) { upsertRowLevelPermissionPredicates(input: $input) { predicates { id } } }",
      { input: { roleId, objectMetadataId, predicateGroups: [], ...rules } },
    ),
  )
}

/** A new member of the workspace with a role. */
export async function memberWith(app: TestApp, admin: Member, roleId: string): Promise<Colleague> {
  const member = await newMember(app, admin)
  await must(
    admin.metadata(
      `mutation { updateWorkspaceMemberRole(workspaceMemberId: "${member.memberId}", roleId: "${roleId}") { id } }`,
    ),
  )
  return member
}

/** A new key with a role, as somebody to act as. */
export async function keyWith(app: TestApp, admin: Member, roleId: string): Promise<Member> {
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString()
  const { createApiKey } = await must(
    admin.metadata<{ createApiKey: { id: string } }>(
      `mutation { createApiKey(input: { name: "Test", expiresAt: "${expiresAt}", roleId: "${roleId}" }) { id } }`,
    ),
  )
  const { generateApiKeyToken } = await must(
    admin.metadata<{ generateApiKeyToken: { token: string } }>(
      `mutation { generateApiKeyToken(apiKeyId: "${createApiKey.id}", expiresAt: "${expiresAt}") { token } }`,
    ),
  )
  return actAs(app.request, { userId: "", workspaceId: admin.workspaceId, token: generateApiKeyToken.token })
}

export { getRoleId }
