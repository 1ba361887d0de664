/** A workspace's directory, as it comes to `/scim/v2`. */
import type { Member, TestApp } from "./app.ts"

export interface ScimAnswer {
  status: number
  headers: Headers
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into whatever came back
  body: any
}

export interface Directory {
  tokenId: string
  token: string
  base: string
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ScimAnswer>
  /** creates a user with this address, and gives their id */
  user(email: string, more?: Record<string, unknown>): Promise<string>
  patch(path: string, ...operations: object[]): Promise<ScimAnswer>
}

interface Created {
  createScimToken: { id: string; token: string; baseUrl: string }
}

export const userSchema = "urn:ietf:params:scim:schemas:core:2.0:User"
export const groupSchema = "urn:ietf:params:scim:schemas:core:2.0:Group"
export const patchSchema = "urn:ietf:params:scim:api:messages:2.0:PatchOp"

export async function openDirectory(app: TestApp, admin: Member, request = app.request): Promise<Directory> {
  const { data, errors } = await admin.metadata<Created>(
    `mutation { createScimToken(input: { name: "Our directory" }) { id token baseUrl } }`,
  )
  if (errors) throw new Error(errors[0]!.message)
  const { id, token, baseUrl } = data.createScimToken
  return directoryWith(request, { tokenId: id, token, base: new URL(baseUrl).pathname })
}

export function directoryWith(
  request: TestApp["request"],
  known: Pick<Directory, "tokenId" | "token" | "base">,
): Directory {
  const call: Directory["call"] = async (method, path, body, more = {}) => {
    const response = await request(`${known.base}${path}`, {
      method,
      headers: { authorization: `Bearer ${known.token}`, "content-type": "application/scim+json", ...more },
      body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) }
  }
  return {
    ...known,
    call,
    async user(email, more = {}) {
      const { status, body } = await call("POST", "/Users", { schemas: [userSchema], userName: email, ...more })
      if (status !== 201) throw new Error(JSON.stringify(body))
      return body.id
    },
    patch: (path, ...operations) => call("PATCH", path, { schemas: [patchSchema], Operations: operations }),
  }
}
