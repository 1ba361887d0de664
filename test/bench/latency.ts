/** How long until a change of the data model, or a new workspace, can be used: over HTTP, one after the other. */
import { httpRequest, type HttpConnection } from "./load.ts"

export interface Latency {
  name: string
  /** milliseconds that the median may take */
  target: number
  /** milliseconds, sorted */
  samples: number[]
}

export async function measureLatencies(connection: HttpConnection, token: string, times: number): Promise<Latency[]> {
  const call = async <T>(path: string, query: string, variables?: unknown, as = token): Promise<T> => {
    const body = (await connection.send(httpRequest("POST", path, as, { query, variables }))).toString()
    const answer = JSON.parse(body) as { data: T; errors?: unknown }
    if (answer.errors) throw new Error(body.slice(0, 500))
    return answer.data
  }
  const objects: number[] = []
  const fields: number[] = []
  const workspaces: number[] = []
  for (let i = 0; i < times; i++) {
    let begin = performance.now()
    const name = `gadget${letters(i)}`
    const { createOneObject } = await call<{ createOneObject: { id: string } }>("/metadata", createObject, {
      object: { nameSingular: name, namePlural: `${name}x`, labelSingular: name, labelPlural: `${name}x` },
    })
    await call("/graphql", `{ ${name}x { totalCount edges { node { id name } } } }`)
    objects.push(performance.now() - begin)

    begin = performance.now()
    await call("/metadata", createField, {
      field: { type: "TEXT", name: "colour", label: "Colour", objectMetadataId: createOneObject.id },
    })
    await call("/graphql", `{ ${name}x { edges { node { colour } } } }`)
    fields.push(performance.now() - begin)

    begin = performance.now()
    await signUp(call, `bench${i}-${begin}@example.com`)
    workspaces.push(performance.now() - begin)
  }
  return [
    { name: "new object → first query", target: 50, samples: objects.toSorted((a, b) => a - b) },
    { name: "new field → first query", target: 20, samples: fields.toSorted((a, b) => a - b) },
    { name: "sign-up → first query", target: 300, samples: workspaces.toSorted((a, b) => a - b) },
  ]
}

const createObject = `mutation ($object: CreateObjectInput!) { createOneObject(input: { object: $object }) { id } }`
const createField = `mutation ($field: CreateFieldInput!) { createOneField(input: { field: $field }) { id } }`

/** Names in letters alone: 0 → a, 27 → bb. */
function letters(n: number): string {
  return n < 26 ? String.fromCharCode(97 + n) : letters(Math.floor(n / 26) - 1) + letters(n % 26)
}

type Call = <T>(path: string, query: string, variables?: unknown, as?: string) => Promise<T>
type Signed = { tokens: { accessToken: { token: string } } }

async function signUp(call: Call, email: string): Promise<void> {
  const account = await call<{ signUp: Signed }>(
    "/metadata",
    `mutation ($email: String!) { signUp(email: $email, password: "correct horse") { tokens { accessToken { token } } } }`,
    { email },
    "",
  )
  const founded = await call<{ signUpInNewWorkspace: { loginToken: { token: string } } }>(
    "/metadata",
    `mutation { signUpInNewWorkspace(input: { displayName: "Bench" }) { loginToken { token } } }`,
    {},
    account.signUp.tokens.accessToken.token,
  )
  const session = await call<{ getAuthTokensFromLoginToken: Signed }>(
    "/metadata",
    `mutation ($token: String!) { getAuthTokensFromLoginToken(loginToken: $token) { tokens { accessToken { token } } } }`,
    { token: founded.signUpInNewWorkspace.loginToken.token },
    "",
  )
  await call(
    "/graphql",
    `{ companies { totalCount } }`,
    {},
    session.getAuthTokensFromLoginToken.tokens.accessToken.token,
  )
}
