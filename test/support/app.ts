/** The app over a database of its own, with what a test needs to act as a person or a key. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createServices, type Services } from "../../src/accounts/services.ts"
import { createUser, foundWorkspace, loginToken, tradeLoginToken } from "../../src/accounts/sign-in.ts"
import { createApp } from "../../src/app.ts"
import { readConfig } from "../../src/config.ts"
import { openPostgres } from "../../src/ports/postgres-js.ts"
import { createTestDatabase } from "./database.ts"
import { testSecret } from "./secret.ts"

export interface TestApp {
  url: string
  services: Services
  request(path: string, init?: RequestInit): Promise<Response>
  /** the same, from an address */
  requestFrom(address: string, path: string, init?: RequestInit): Promise<Response>
  /** a new person with a new workspace */
  signUp(): Promise<Member>
  close(): Promise<void>
}

export interface Member {
  userId: string
  workspaceId: string
  token: string
  graphql<T = Record<string, unknown>>(query: string, variables?: Record<string, unknown>): Promise<GraphqlAnswer<T>>
  metadata<T = Record<string, unknown>>(query: string, variables?: Record<string, unknown>): Promise<GraphqlAnswer<T>>
  rest(method: string, path: string, body?: unknown): Promise<RestAnswer>
}

export interface GraphqlAnswer<T> {
  data: T
  errors?: { message: string; path?: unknown[]; extensions: Record<string, unknown> }[]
}

export interface RestAnswer {
  status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into whatever came back
  body: any
}

interface TestOptions {
  /** the clock by which tokens and files expire */
  now?: () => number
  /** settings beside those of every test */
  env?: Record<string, string>
}

/** @example const app = await createTestApp(); afterAll(() => app.close()) */
export async function createTestApp({ now, env = {} }: TestOptions = {}): Promise<TestApp> {
  const database = await createTestDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), "kith-test-"))
  const db = openPostgres({ url: database.url, poolSize: 5, applicationName: "kith test", statementTimeout: 30_000 })
  const config = readConfig({ APP_SECRET: testSecret, DATABASE_URL: database.url, DATA_DIR: dataDir, ...env })
  const services = createServices(config, db, { now })
  const app = createApp(services)
  const request = async (path: string, init?: RequestInit) => app.request(path, init)
  return {
    url: database.url,
    services,
    request,
    requestFrom: async (address, path, init) => app.request(path, init, { address }),
    signUp: () => signUp(services, request),
    async close() {
      await services.wake.flush()
      await db.close()
      await database.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function signUp(services: Services, request: TestApp["request"]): Promise<Member> {
  const email = `${crypto.randomUUID()}@example.com`
  const user = await createUser(services, { email, password: "correct horse" })
  const { id: workspaceId } = await foundWorkspace(services, user.id, { displayName: "Test" })
  const login = await loginToken(services, user, workspaceId)
  const { accessOrWorkspaceAgnosticToken } = await tradeLoginToken(services, login.token)
  return actAs(request, { userId: user.id, workspaceId, token: accessOrWorkspaceAgnosticToken.token })
}

/** The three APIs with a token. */
export function actAs(request: TestApp["request"], who: Pick<Member, "userId" | "workspaceId" | "token">): Member {
  const headers = { authorization: `Bearer ${who.token}`, "content-type": "application/json" }
  const post = async <T>(path: string, query: string, variables?: Record<string, unknown>) => {
    const response = await request(path, { method: "POST", headers, body: JSON.stringify({ query, variables }) })
    return (await response.json()) as GraphqlAnswer<T>
  }
  return {
    ...who,
    graphql: (query, variables) => post("/graphql", query, variables),
    metadata: (query, variables) => post("/metadata", query, variables),
    async rest(method, path, body) {
      const response = await request(`/rest${path}`, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
      })
      const text = await response.text()
      return { status: response.status, body: text === "" ? null : JSON.parse(text) }
    },
  }
}
