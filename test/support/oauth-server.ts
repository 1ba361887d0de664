/**
 * A local server that speaks OpenID Connect at the addresses of Google, of Microsoft, or by discovery. It is as strict as
 * they are with its clients (PKCE, redirect address, secret, one use of a code), and lies only when a test tells it to.
 */
import { exportJWK, generateKeyPair, SignJWT, type JWTHeaderParameters } from "jose"

type Claims = Record<string, unknown>

export interface OauthServer {
  url: string
  /** who signs in next: claims besides those that a token always has */
  person: Claims
  /** changes the next ID tokens; gives the token whole where it is a string */
  lie: ((claims: Claims, header: JWTHeaderParameters) => Claims | string | Promise<string>) | undefined
  /** bodies of requests for tokens */
  asked: URLSearchParams[]
  /** signs with a key that the server does not publish */
  forge(claims: Claims): Promise<string>
  stop(): Promise<void>
}

export const oauthClient = { id: "kith-client", secret: "kith client secret" }

interface Code {
  challenge: string
  redirectUri: string
  nonce: string
}

/** @param issuerOf the `iss` of tokens; the server's own address when left out */
export async function startOauthServer(
  issuerOf: (url: string, person: Claims) => string = (url) => url,
): Promise<OauthServer> {
  const keys = await generateKeyPair("RS256", { extractable: true })
  const others = await generateKeyPair("RS256")
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: "one", alg: "RS256", use: "sig" }
  const codes = new Map<string, Code>()
  const header = { alg: "RS256", kid: "one", typ: "JWT" }

  const idToken = async (nonce: string): Promise<string> => {
    const now = Math.floor(Date.now() / 1000)
    const claims: Claims = {
      iss: issuerOf(server.url, server.person),
      aud: oauthClient.id,
      iat: now,
      exp: now + 300,
      nonce,
      ...server.person,
    }
    const said = server.lie ? await server.lie(claims, header) : claims
    return typeof said === "string" ? said : new SignJWT(said).setProtectedHeader(header).sign(keys.privateKey)
  }

  const authorize = (query: URLSearchParams): Response => {
    const get = (name: string) => query.get(name) ?? ""
    const isGood =
      get("client_id") === oauthClient.id &&
      get("response_type") === "code" &&
      get("code_challenge_method") === "S256" &&
      get("state").length > 20 &&
      get("nonce").length > 20 &&
      get("scope").split(" ").includes("openid")
    if (!isGood) return new Response("invalid_request", { status: 400 })
    const code = crypto.randomUUID()
    codes.set(code, { challenge: get("code_challenge"), redirectUri: get("redirect_uri"), nonce: get("nonce") })
    const back = new URL(get("redirect_uri"))
    back.searchParams.set("code", code)
    back.searchParams.set("state", get("state"))
    return new Response(null, { status: 302, headers: { location: back.href } })
  }

  const token = async (request: Request): Promise<Response> => {
    const body = new URLSearchParams(await request.text())
    server.asked.push(body)
    const known = codes.get(body.get("code") ?? "")
    codes.delete(body.get("code") ?? "")
    const verifier = new TextEncoder().encode(body.get("code_verifier") ?? "")
    const hash = Buffer.from(await crypto.subtle.digest("SHA-256", verifier)).toString("base64url")
    const isGood = known && known.challenge === hash && known.redirectUri === body.get("redirect_uri")
    if (!knowsSecret(request, body)) return Response.json({ error: "invalid_client" }, { status: 401 })
    if (!isGood) return Response.json({ error: "invalid_grant" }, { status: 400 })
    return Response.json({
      access_token: "opaque",
      token_type: "Bearer",
      expires_in: 300,
      id_token: await idToken(known.nonce),
    })
  }

  const http = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      const { pathname, searchParams } = new URL(request.url)
      if (/\/(authorize|auth)$/.test(pathname)) return authorize(searchParams)
      if (pathname.endsWith("/token") && request.method === "POST") return token(request)
      if (/\/(certs|keys)$/.test(pathname)) return Response.json({ keys: [jwk] })
      if (pathname === "/.well-known/openid-configuration") return Response.json(discovery(server.url))
      return new Response("Not found", { status: 404 })
    },
  })
  const server: OauthServer = {
    url: `http://127.0.0.1:${http.port}`,
    person: {},
    lie: undefined,
    asked: [],
    forge: (claims) => new SignJWT(claims).setProtectedHeader(header).sign(others.privateKey),
    stop: () => http.stop(true),
  }
  return server
}

/** As a header or in the form. */
function knowsSecret(request: Request, body: URLSearchParams): boolean {
  const basic = `Basic ${btoa(`${oauthClient.id}:${oauthClient.secret}`)}`
  const isInForm = body.get("client_id") === oauthClient.id && body.get("client_secret") === oauthClient.secret
  return request.headers.get("authorization") === basic || isInForm
}

const discovery = (url: string) => ({
  issuer: url,
  authorization_endpoint: `${url}/authorize`,
  token_endpoint: `${url}/token`,
  jwks_uri: `${url}/keys`,
  response_types_supported: ["code"],
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: ["RS256"],
  code_challenge_methods_supported: ["S256"],
})
