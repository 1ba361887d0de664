/** What a role with field and row rules costs: the same questions by an admin who writes the rule into them by hand. */
import type { BenchContext } from "./cases.ts"
import { drive, HttpConnection, httpRequest } from "./load.ts"

/** A role may cost so much more. */
const maxCost = 1.1

interface Compared {
  name: string
  restricted: string
  byHand: string
  variables?: (n: number) => Record<string, unknown>
}

const seen = `id name domainName { primaryLinkUrl primaryLinkLabel } address { addressCity addressStreet1 addressCountry } employees idealCustomerProfile createdAt updatedAt position accountOwnerId`
const person = `id name { firstName lastName } emails { primaryEmail } jobTitle city createdAt`

function compared(memberId: string, companyIds: readonly string[]): Compared[] {
  const own = `accountOwnerId: { eq: "${memberId}" }`
  return [
    {
      name: "flat list of 60",
      restricted: `{ companies(first: 60) { edges { node { ${seen} } } } }`,
      byHand: `{ companies(first: 60, filter: { ${own} }) { edges { node { ${seen} } } } }`,
    },
    {
      name: "60 companies × 10 people, total",
      restricted: `{ companies(first: 60) { edges { node { ${seen} people(first: 10) { edges { node { ${person} } } } } } totalCount } }`,
      byHand: `{ companies(first: 60, filter: { ${own} }) { edges { node { ${seen} people(first: 10) { edges { node { ${person} } } } } } totalCount } }`,
    },
    {
      name: "two ilike, range, ordered, total",
      restricted: `{ companies(first: 60, filter: { or: [{ name: { ilike: "%77%" } }, { domainName: { primaryLinkUrl: { ilike: "%99%" } } }], employees: { gte: 100, lt: 4000 } }, orderBy: [{ name: AscNullsLast }]) { edges { node { id name employees } } totalCount } }`,
      byHand: `{ companies(first: 60, filter: { ${own}, or: [{ name: { ilike: "%77%" } }, { domainName: { primaryLinkUrl: { ilike: "%99%" } } }], employees: { gte: 100, lt: 4000 } }, orderBy: [{ name: AscNullsLast }]) { edges { node { id name employees } } totalCount } }`,
    },
    {
      name: "find one by id",
      restricted: `query ($id: UUID!) { company(filter: { id: { eq: $id } }) { ${seen} } }`,
      byHand: `query ($id: UUID!) { company(filter: { id: { eq: $id }, ${own} }) { ${seen} } }`,
      variables: (n) => ({ id: companyIds[n % companyIds.length]! }),
    },
    {
      name: "aggregates on a connection",
      restricted: `{ companies { totalCount sumEmployees avgEmployees maxCreatedAt countNotEmptyName } }`,
      byHand: `{ companies(filter: { ${own} }) { totalCount sumEmployees avgEmployees maxCreatedAt countNotEmptyName } }`,
    },
  ]
}

export interface RolesBench {
  context: BenchContext
  port: number
  /** runs SQL over the workspace's database */
  run(text: string): Promise<{ id: string }[]>
  /** milliseconds of server and database so far */
  cpu(): number
  connections: number
  seconds: number
}

/** Prints a line for each question: CPU time as a multiple of the one written by hand. */
export async function printRoles(bench: RolesBench): Promise<void> {
  const { token, memberId } = await createSeller(bench)
  const { schemaName } = bench.context
  const ids = await bench.run(
    `update "${schemaName}".company set "accountOwnerId" = '${memberId}' where hashtext(id::text) % 2 = 0 returning id`,
  )
  await bench.run(`analyze "${schemaName}".company`)
  console.log(
    "\na role with a row rule and a hidden field: CPU ms a request, as a multiple of the rule written by hand",
  )
  for (const each of compared(
    memberId,
    ids.slice(0, 5000).map(({ id }) => id),
  ))
    await printCompared(bench, each, token)
}

async function printCompared(bench: RolesBench, each: Compared, token: string): Promise<void> {
  const ask = (who: string, query: string) => (n: number) =>
    httpRequest("POST", "/graphql", who, { query, variables: each.variables?.(n) })
  const [restricted, byHand] = [ask(token, each.restricted), ask(bench.context.token, each.byHand)]
  const costs = { restricted: [] as number[], byHand: [] as number[] }
  // In turn, because the machine is not the same from one minute to the next.
  for (let round = 0; round < 3; round++) {
    costs.byHand.push(await costOf(bench, byHand))
    costs.restricted.push(await costOf(bench, restricted))
  }
  const [own, other] = [median(costs.restricted), median(costs.byHand)]
  const missed = own / other > maxCost ? " MISSED" : ""
  console.log(
    `  ${each.name.padEnd(34)} ${own.toFixed(3)} / ${other.toFixed(3)} = ${(own / other).toFixed(2)} (target ${maxCost})${missed}`,
  )
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!

async function costOf(
  { port, connections, seconds, cpu }: RolesBench,
  request: (n: number) => string,
): Promise<number> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => HttpConnection.open(port)))
  const send = async (connection: number, n: number) => {
    const body = await sockets[connection]!.send(request(n))
    if (body.includes('"errors"')) throw new Error(body.toString("utf8", 0, 500))
  }
  await drive(connections, Math.min(1, seconds / 3), send)
  const before = cpu()
  const load = await drive(connections, seconds, send)
  return (cpu() - before) / load.requests
}

// --- somebody with such a role --------------------------------------------------------------------------------------

interface Model {
  objects: {
    edges: { node: { id: string; nameSingular: string; fields: { edges: { node: { id: string; name: string } }[] } } }[]
  }
}

async function createSeller({ context, port }: RolesBench): Promise<{ token: string; memberId: string }> {
  const admin = <T>(query: string, variables?: unknown) => post<T>(port, context.token, query, variables)
  const { objects } = await admin<Model>(
    `{ objects(paging: { first: 1000 }) { edges { node { id nameSingular fields(paging: { first: 1000 }) { edges { node { id name } } } } } } }`,
  )
  const company = objects.edges.find(({ node }) => node.nameSingular === "company")!.node
  const fieldId = (name: string) => company.fields.edges.find(({ node }) => node.name === name)!.node.id
  const { createOneRole } = await admin<{ createOneRole: { id: string } }>(
    `mutation { createOneRole(createRoleInput: { label: "Seller", canReadAllObjectRecords: true }) { id } }`,
  )
  const roleId = createOneRole.id
  const rule = {
    roleId,
    objectMetadataId: company.id,
    predicateGroups: [],
    predicates: [
      {
        fieldMetadataId: fieldId("accountOwner"),
        operand: "IS",
        value: { isCurrentWorkspaceMemberSelected: true, selectedRecordIds: [] },
      },
    ],
  }
  await admin(
    `mutation ($input: UpsertRowLevelPermissionPredicatesInput!) { upsertRowLevelPermissionPredicates(input: $input) { predicates { id } } }`,
    { input: rule },
  )
  await admin(
    `mutation ($input: UpsertFieldPermissionsInput!) { upsertFieldPermissions(upsertFieldPermissionsInput: $input) { id } }`,
    {
      input: {
        roleId,
        fieldPermissions: [
          {
            objectMetadataId: company.id,
            fieldMetadataId: fieldId("annualRecurringRevenue"),
            canReadFieldValue: false,
          },
        ],
      },
    },
  )
  const { currentWorkspace } = await admin<{ currentWorkspace: { inviteHash: string } }>(
    "{ currentWorkspace { inviteHash } }",
  )
  const { signUpInWorkspace } = await post<{ signUpInWorkspace: { loginToken: { token: string } } }>(
    port,
    "",
    `mutation { signUpInWorkspace(email: "seller@example.com", password: "correct horse", workspaceInviteHash: "${currentWorkspace.inviteHash}") { loginToken { token } } }`,
  )
  const { getAuthTokensFromLoginToken } = await post<{
    getAuthTokensFromLoginToken: { tokens: { accessToken: { token: string } } }
  }>(
    port,
    "",
    `mutation { getAuthTokensFromLoginToken(loginToken: "${signUpInWorkspace.loginToken.token}", origin: "http://localhost:3000") { tokens { accessToken { token } } } }`,
  )
  const { token } = getAuthTokensFromLoginToken.tokens.accessToken
  const { currentUser } = await post<{ currentUser: { workspaceMember: { id: string } } }>(
    port,
    token,
    "{ currentUser { workspaceMember { id } } }",
  )
  const memberId = currentUser.workspaceMember.id
  await admin(`mutation { updateWorkspaceMemberRole(workspaceMemberId: "${memberId}", roleId: "${roleId}") { id } }`)
  return { token, memberId }
}

async function post<T>(port: number, token: string, query: string, variables?: unknown): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${port}/metadata`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = (await response.json()) as { data: T; errors?: unknown }
  if (errors) throw new Error(JSON.stringify(errors))
  return data
}
