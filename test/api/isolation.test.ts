/**
 * Two workspaces, and every kind of token of one: no request reaches a byte of the other. Every operation that `/metadata`
 * describes is called with every kind of id that the other workspace has, so that a new operation is in here by itself.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import {
  buildClientSchema,
  getIntrospectionQuery,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from "graphql"
import { actAs, createTestApp, type Member, type TestApp } from "../support/app.ts"
import { getRoleId, memberIdOf } from "../support/people.ts"
import { keyWith } from "../support/roles.ts"

setDefaultTimeout(120_000)

/** Whatever the other workspace holds has this in it. */
const marker = "quetzal"

let app: TestApp
let schema: GraphQLSchema
let own: Member
let other: Member
/** by kind, of the other workspace */
let ids: Record<string, string>
/** by kind, of one's own */
let tokens: Record<string, Member>

beforeAll(async () => {
  app = await createTestApp()
  own = await app.signUp()
  other = await app.signUp()
  ids = await furnish(other)
  tokens = await tokensOf(own)
  const { data } = await own.metadata(getIntrospectionQuery())
  schema = buildClientSchema(data as never)
})

afterAll(() => app.close())

async function good<T>(answer: Promise<{ data: T; errors?: unknown }>): Promise<T> {
  const { data, errors } = await answer
  if (errors) throw new Error(JSON.stringify(errors))
  return data
}

type Made = Record<string, { id: string }>

/** One of each thing that has an id, with the marker where there is a name. */
async function furnish(who: Member): Promise<Record<string, string>> {
  await good(who.metadata(`mutation { updateWorkspace(data: { displayName: "${marker}" }) { id } }`))
  const { createCompany: company } = await good(
    who.graphql<Made>(
      `mutation { createCompany(data: { name: "${marker}", domainName: { primaryLinkUrl: "${marker}.example" } }) { id } }`,
    ),
  )
  const { objects } = await good(
    who.metadata<{
      objects: {
        edges: {
          node: { id: string; nameSingular: string; fields: { edges: { node: { id: string; name: string } }[] } }
        }[]
      }
    }>(
      `{ objects(paging: { first: 100 }) { edges { node { id nameSingular fields(paging: { first: 100 }) { edges { node { id name } } } } } } }`,
    ),
  )
  const object = objects.edges.find(({ node }) => node.nameSingular === "company")!.node
  const objectId = object.id
  const fieldId = object.fields.edges.find(({ node }) => node.name === "employees")!.node.id
  const roleId = await getRoleId(who, "Member")
  const made = await good(
    who.metadata<Made>(
      `mutation ($url: String!, $now: DateTime!) {
        createOneField(input: { field: { objectMetadataId: "${objectId}", type: FILES, name: "${marker}", label: "${marker}", settings: { maxNumberOfValues: 3 } } }) { id }
        createView(input: { name: "${marker}", objectMetadataId: "${objectId}", icon: "IconList" }) { id }
        createOneRole(createRoleInput: { label: "${marker}", canReadAllObjectRecords: true }) { id }
        createApiKey(input: { name: "${marker}", expiresAt: "2099-01-01T00:00:00Z", roleId: "${await getRoleId(who, "Admin")}" }) { id }
        createWebhook(input: { targetUrl: $url, operations: ["*.*"], description: "${marker}" }) { id }
        createNavigationMenuItem(input: { type: LINK, name: "${marker}", link: "/${marker}" }) { id }
        registerApplication(input: { name: "${marker}", roleId: "${await getRoleId(who, "Admin")}" }) { id }
      }`.replace(", $now: DateTime!", ""),
      { url: `https://${marker}.example/hook` },
    ),
  )
  const { sendInvitations } = await good(
    who.metadata<{ sendInvitations: { result: { id: string }[] } }>(
      `mutation { sendInvitations(emails: ["${marker}@example.com"]) { result { id } } }`,
    ),
  )
  const { createViewField, createViewFilter } = await good(
    who.metadata<Made>(
      `mutation { createViewField(input: { viewId: "${made.createView!.id}", fieldMetadataId: "${fieldId}", position: 9 }) { id }
        createViewFilter(input: { viewId: "${made.createView!.id}", fieldMetadataId: "${fieldId}", operand: IS, value: "1" }) { id } }`,
    ),
  )
  const form = new FormData()
  form.set(
    "operations",
    JSON.stringify({
      query: `mutation ($file: Upload!) { uploadFilesFieldFile(file: $file, fieldMetadataId: "${made.createOneField!.id}") { id } }`,
      variables: { file: null },
    }),
  )
  form.set("map", JSON.stringify({ 0: ["variables.file"] }))
  form.set("0", new File([marker], `${marker}.txt`, { type: "text/plain" }))
  const upload = await app.request("/metadata", {
    method: "POST",
    headers: { authorization: `Bearer ${who.token}`, "apollo-require-preflight": "1" },
    body: form,
  })
  const { data } = (await upload.json()) as { data: { uploadFilesFieldFile: { id: string } } }
  await good(
    who.graphql(
      `mutation { updateCompany(id: "${company!.id}", data: { ${marker}: [{ fileId: "${data.uploadFilesFieldFile.id}", label: "${marker}" }] }) { id } }`,
    ),
  )
  const [session] = await app.services.db.query<{ id: string }>(`select id from core.session where "userId" = $1`, [
    who.userId,
  ])
  return {
    record: company!.id,
    object: objectId,
    field: fieldId,
    view: made.createView!.id,
    viewField: createViewField!.id,
    viewFilter: createViewFilter!.id,
    role: made.createOneRole!.id,
    memberRole: roleId,
    apiKey: made.createApiKey!.id,
    webhook: made.createWebhook!.id,
    navigation: made.createNavigationMenuItem!.id,
    application: made.registerApplication!.id,
    invitation: sendInvitations.result[0]!.id,
    member: await memberIdOf(who),
    user: who.userId,
    workspace: who.workspaceId,
    session: session!.id,
    file: data.uploadFilesFieldFile.id,
  }
}

/** Whoever has a token of one's own workspace, whatever kind it is. */
async function tokensOf(who: Member): Promise<Record<string, Member>> {
  const admin = await getRoleId(who, "Admin")
  const { registerApplication } = await good(
    who.metadata<Made>(`mutation { registerApplication(input: { name: "Own", roleId: "${admin}" }) { id } }`),
  )
  const { generateApplicationToken } = await good(
    who.metadata<{ generateApplicationToken: Record<string, { token: string }> }>(
      `mutation { generateApplicationToken(applicationId: "${registerApplication!.id}") { applicationAccessToken { token } applicationRefreshToken { token } } }`,
    ),
  )
  const nobody = actAs(app.request, { userId: "", workspaceId: "", token: "" })
  const [{ email }] = (await app.services.db.query<{ email: string }>(`select email from core."user" where id = $1`, [
    who.userId,
  ])) as [{ email: string }]
  const { signIn } = await good(
    nobody.metadata<{
      signIn: {
        tokens: Record<string, { token: string }>
        availableWorkspaces: { availableWorkspacesForSignIn: { loginToken: string }[] }
      }
    }>(
      `mutation { signIn(email: "${email}", password: "correct horse") { tokens { accessToken { token } refreshToken { token } } availableWorkspaces { availableWorkspacesForSignIn { loginToken } } } }`,
    ),
  )
  const having = (token: string) => actAs(app.request, { userId: who.userId, workspaceId: who.workspaceId, token })
  return {
    access: who,
    "api key": await keyWith(app, who, admin),
    application: having(generateApplicationToken.applicationAccessToken!.token),
    "application refresh": having(generateApplicationToken.applicationRefreshToken!.token),
    agnostic: having(signIn.tokens.accessToken!.token),
    refresh: having(signIn.tokens.refreshToken!.token),
    login: having(signIn.availableWorkspaces.availableWorkspacesForSignIn[0]!.loginToken),
    nobody,
  }
}

// --- what the other workspace is ------------------------------------------------------------------------------------

/** Everything there is of the other workspace, as a text: the rows of the platform that name it, and its own tables. */
async function everything(): Promise<string> {
  const { db, schemas } = app.services
  const { schemaName } = await schemas.get(other.workspaceId)
  const tables = await db.query<{ name: string; column: string | null }>(
    `select format('%I.%I', t.table_schema, t.table_name) as name,
      (select c.column_name from information_schema.columns c where c.table_schema = t.table_schema
        and c.table_name = t.table_name and c.column_name = 'workspaceId') as column
    from information_schema.tables t where t.table_type = 'BASE TABLE' and t.table_schema in ('core', $1) order by 1`,
    [schemaName],
  )
  const texts: string[] = []
  for (const { name, column } of tables) {
    const where = column
      ? `where "workspaceId" = '${other.workspaceId}'`
      : name === "core.workspace"
        ? `where id = '${other.workspaceId}'`
        : name === 'core."user"'
          ? `where id = '${other.userId}'`
          : name.startsWith("core.")
            ? "where false"
            : ""
    const [row] = (await db.query<{ text: string }>(
      `select coalesce(string_agg(t::text, chr(10) order by t::text), '') as text from ${name} t ${where}`,
    )) as [{ text: string }]
    texts.push(`${name}: ${row.text}`)
  }
  return texts.join("\n")
}

/** Nothing of the other workspace is in an answer: neither what it holds nor that it holds it. */
function requireNothing(what: string, text: string): void {
  const asked = Object.values(ids)
  const rest = asked.reduce((left, id) => left.replaceAll(id, ""), text)
  if (rest.includes(marker)) throw new Error(`${what}: ${text.slice(0, 500)}`)
}

// --- every operation ------------------------------------------------------------------------------------------------

/** A value for an argument: the id wherever one can stand, and else the least that is accepted. */
function valueOf(type: GraphQLInputType, name: string, id: string, depth = 0): unknown {
  if (isNonNullType(type)) return valueOf(type.ofType, name, id, depth)
  if (isListType(type)) return [valueOf(type.ofType, name, id, depth)]
  if (isEnumType(type)) return type.getValues()[0]!.name
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) => isNonNullType(field.type) || isId(field.name) || depth < 1,
    )
    return depth > 3
      ? null
      : Object.fromEntries(fields.map((field) => [field.name, valueOf(field.type, field.name, id, depth + 1)]))
  }
  if (!isScalarType(type)) return null
  switch (type.name) {
    case "UUID":
    case "ID":
      return id
    case "Int":
    case "Float":
      return 1
    case "Boolean":
      return true
    case "DateTime":
      return "2099-01-01T00:00:00.000Z"
    case "JSON":
      return {}
    default:
      return isId(name) ? id : name.toLowerCase().includes("email") ? "somebody@example.com" : "text"
  }
}

const isId = (name: string) => /id(s|ToDelete)?$/i.test(name)

const mentionsId = (field: GraphQLField<unknown, unknown>): boolean =>
  field.args.some(({ name, type }) => JSON.stringify(valueOf(type, name, "~")).includes("~"))

/** A selection that shows whatever there is two levels deep. */
function selectionOf(field: GraphQLField<unknown, unknown>): string {
  return selectionIn(field.type, 1)
}

function selectionIn(type: unknown, depth: number): string {
  const named = schema.getType(String(type).replaceAll(/[[\]!]/g, ""))
  if (!isObjectType(named)) return ""
  const members = Object.values(named.getFields()).flatMap((each) => {
    if (each.args.some(({ type: given }) => isNonNullType(given))) return []
    const isLeaf = !isObjectType(schema.getType(String(each.type).replaceAll(/[[\]!]/g, "")))
    if (isLeaf) return [each.name]
    const inner = depth > 0 ? selectionIn(each.type, depth - 1) : ""
    return inner === "" ? [] : [`${each.name} ${inner}`]
  })
  return members.length > 0 ? `{ ${members.join(" ")} }` : ""
}

function operations(): { kind: string; field: GraphQLField<unknown, unknown> }[] {
  const of = (kind: string, fields: Record<string, GraphQLField<unknown, unknown>>) =>
    Object.values(fields).map((field) => ({ kind, field }))
  return [
    ...of("query", schema.getQueryType()!.getFields()),
    ...of("mutation", schema.getMutationType()!.getFields()),
  ].filter(({ field }) => mentionsId(field) && !isPublic.has(field.name))
}

/** What everybody may know of a workspace whose id or link they have: its name and its ways in. */
const isPublic = new Set([
  "getPublicWorkspaceDataById",
  "findWorkspaceFromInviteHash",
  "getWorkspaceFromInviteHash",
  "getAuthorizationUrlForSSO",
])

async function call(who: Member, kind: string, field: GraphQLField<unknown, unknown>, id: string): Promise<string> {
  const variables = Object.fromEntries(field.args.map(({ name, type }) => [name, valueOf(type, name, id)]))
  const declared = field.args.map(({ name, type }) => `$${name}: ${String(type)}`)
  const given = field.args.map(({ name }) => `${name}: $${name}`)
  const query = `${kind} (${declared.join(", ")}) { ${field.name}(${given.join(", ")}) ${selectionOf(field)} }`
  return JSON.stringify(await who.metadata(query, variables))
}

test("no operation on /metadata does anything to what the other workspace has, or tells of it", async () => {
  const before = await everything()
  expect(before).toContain(marker)
  const all = operations()
  expect(all.length).toBeGreaterThan(70)
  let calls = 0
  for (const { kind, field } of all) {
    for (const id of Object.values(ids)) {
      requireNothing(field.name, await call(own, kind, field, id))
      calls++
    }
    for (const who of Object.values(tokens).slice(1)) {
      requireNothing(field.name, await call(who, kind, field, ids.record!))
      calls++
    }
  }
  expect(calls).toBeGreaterThan(1500)
  expect(await everything()).toBe(before)
})

// --- records and files ----------------------------------------------------------------------------------------------

describe("records and files", () => {
  const graphql: [name: string, query: () => string][] = [
    ["one", () => `{ company(filter: { id: { eq: "${ids.record}" } }) { id name } }`],
    ["many", () => `{ companies(filter: { id: { in: ["${ids.record}"] } }) { totalCount edges { node { name } } } }`],
    [
      "all",
      () =>
        `{ companies(first: 1000) { edges { node { name } } } people(first: 1000) { edges { node { id name { firstName } } } } }`,
    ],
    [
      "search",
      () =>
        `{ search(searchInput: "${marker}", limit: 10) { edges { node { recordId label } } } }`.replace(marker, marker),
    ],
    ["groups", () => `{ companiesGroupBy(groupBy: [{ name: true }]) { groupByDimensionValues } }`],
    ["duplicates", () => `{ companyDuplicates(ids: ["${ids.record}"]) { totalCount } }`],
    ["update", () => `mutation { updateCompany(id: "${ids.record}", data: { name: "x" }) { id name } }`],
    [
      "update many",
      () => `mutation { updateCompanies(filter: { id: { eq: "${ids.record}" } }, data: { name: "x" }) { id name } }`,
    ],
    ["upsert", () => `mutation { createCompany(data: { id: "${ids.record}", name: "x" }, upsert: true) { id name } }`],
    ["delete", () => `mutation { deleteCompany(id: "${ids.record}") { id name } }`],
    ["destroy", () => `mutation { destroyCompany(id: "${ids.record}") { id name } }`],
    ["restore", () => `mutation { restoreCompany(id: "${ids.record}") { id name } }`],
    [
      "merge",
      () =>
        `mutation { mergeCompanies(ids: ["${ids.record}", "${crypto.randomUUID()}"], conflictPriorityIndex: 0) { id name } }`,
    ],
    ["point at", () => `mutation { createPerson(data: { companyId: "${ids.record}" }) { id company { name } } }`],
    ["owner", () => `mutation { createCompany(data: { accountOwnerId: "${ids.member}" }) { id accountOwner { id } } }`],
    [
      "take a file",
      () =>
        `mutation { createAttachment(data: { name: "x", file: [{ fileId: "${ids.file}", label: "x" }] }) { id file { url label } } }`,
    ],
  ]
  test.each(graphql)("%s over GraphQL", async (_, query) => {
    const before = await everything()
    for (const [kind, who] of Object.entries(tokens)) {
      const answer = JSON.stringify(await who.graphql(query()))
      requireNothing(kind, answer.replaceAll(`"searchInput":"${marker}"`, ""))
    }
    expect(await everything()).toBe(before)
  })

  const rest: [method: string, path: () => string, body: unknown][] = [
    ["GET", () => `/companies/${ids.record}`, undefined],
    ["GET", () => `/companies?filter=id[eq]:${ids.record}`, undefined],
    ["PATCH", () => `/companies/${ids.record}`, { name: "x" }],
    ["PUT", () => `/companies/${ids.record}`, { name: "x" }],
    ["DELETE", () => `/companies/${ids.record}`, undefined],
    ["GET", () => `/metadata/objects/${ids.object}`, undefined],
    ["PATCH", () => `/metadata/objects/${ids.object}`, { labelSingular: "x" }],
    ["DELETE", () => `/metadata/objects/${ids.object}`, undefined],
    ["GET", () => `/metadata/fields/${ids.field}`, undefined],
    ["DELETE", () => `/metadata/fields/${ids.field}`, undefined],
    ["GET", () => `/metadata/views/${ids.view}`, undefined],
    ["DELETE", () => `/metadata/views/${ids.view}`, undefined],
    ["GET", () => `/metadata/webhooks/${ids.webhook}`, undefined],
    ["DELETE", () => `/metadata/webhooks/${ids.webhook}`, undefined],
    ["GET", () => `/metadata/apiKeys/${ids.apiKey}`, undefined],
    ["GET", () => "/audit-logs", undefined],
  ]
  test.each(rest)("%s over REST", async (method, path, body) => {
    const before = await everything()
    for (const [kind, who] of Object.entries(tokens))
      requireNothing(kind, JSON.stringify((await who.rest(method, path(), body)).body))
    expect(await everything()).toBe(before)
  })

  test("a file is not had by its id, with whatever token of another workspace", async () => {
    const folders = ["files-field", "attachment", "file"]
    for (const [kind, who] of Object.entries(tokens)) {
      for (const folder of folders) {
        for (const path of [
          `/file/${folder}/${ids.file}`,
          `/file/${folder}/${ids.file}?token=${who.token}`,
          `/files/${folder}/${who.token}/${ids.file}.txt`,
        ]) {
          const answer = await app.request(path, { headers: { authorization: `Bearer ${who.token}` } })
          expect({ kind, path, status: answer.status >= 400 }).toEqual({ kind, path, status: true })
          requireNothing(kind, await answer.text())
        }
      }
    }
  })
})
