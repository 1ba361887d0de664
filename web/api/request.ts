/** Plain requests of whoever is signed in, for what is no question in GraphQL: with their token, renewed once where it has expired. */
import { renew, session } from "./session.ts"

/** @throws TypeError when the server cannot be reached, as `fetch` does */
export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const token = session.value?.access
  const response = await fetch(path, withToken(init, token))
  if (response.status !== 401 || token === undefined) return response
  const renewed = await renew(token)
  return renewed ? fetch(path, withToken(init, renewed.access)) : response
}

function withToken(init: RequestInit, token: string | undefined): RequestInit {
  const headers = new Headers(init.headers)
  if (token !== undefined) headers.set("authorization", `Bearer ${token}`)
  return { ...init, headers }
}
