/** `bun start` as a newcomer meets it, with real parts: an empty folder, a killed machine, the commands of the documents. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { actAs } from "../support/app.ts"

setDefaultTimeout(90_000)

const root = resolve(import.meta.dirname, "../..")
const folder = mkdtempSync(join(tmpdir(), "kith-start-"))
const env = {
  ...process.env,
  DATA_DIR: join(folder, "data"),
  PORT: "0",
  DATABASE_URL: "",
  REDIS_URL: "",
  LOG_LEVEL: "warn",
}

let kith: Bun.Subprocess<"ignore", "pipe", "inherit">
let url: string

async function start(): Promise<void> {
  kith = Bun.spawn([process.execPath, "bin/start.ts"], { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] })
  let shown = ""
  for await (const chunk of kith.stdout.pipeThrough(new TextDecoderStream())) {
    shown += chunk
    const ready = /Kith is ready at (\S+)/.exec(shown)
    if (!ready) continue
    url = ready[1]!
    return
  }
  throw new Error(`Kith did not start: ${shown}`)
}

beforeAll(start)

afterAll(async () => {
  kith.kill("SIGTERM")
  expect(await kith.exited).toBe(0)
  rmSync(folder, { recursive: true, force: true })
})

const request = (path: string, init?: RequestInit) => fetch(`${url}${path}`, init)

/** The `sh` blocks of a document as one script. */
function commandsOf(document: string): string {
  const text = readFileSync(join(root, document), "utf8")
  return [...text.matchAll(/^```sh\n(.*?)^```/gms)].map((match) => match[1]).join("\n")
}

async function shell(script: string): Promise<{ code: number; output: string }> {
  const bun = `bun() { ${JSON.stringify(process.execPath)} "$@"; }`
  const run = Bun.spawn(["bash", "-e", "-o", "pipefail", "-c", `${bun}\n${script}`], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  })
  const output = (await new Response(run.stdout).text()) + (await new Response(run.stderr).text())
  return { code: await run.exited, output }
}

test("the server answers", async () => {
  expect((await request("/healthz")).status).toBe(200)
  expect((await request("/readyz")).status).toBe(200)
})

test("the commands of docs/api.md do what they say", async () => {
  const script = commandsOf("docs/api.md").replace("http://localhost:3000", url)
  const { code, output } = await shell(script)
  expect({ code, output: code === 0 ? "" : output }).toEqual({ code: 0, output: "" })
  expect(output).not.toContain('"errors"')
  expect(output).toContain('"stages":3')
})

const others = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md") && name !== "api.md")

for (const document of others.filter((name) => commandsOf(`docs/${name}`) !== "")) {
  test(`the commands of docs/${document} run`, async () => {
    const script = commandsOf(`docs/${document}`)
    const { code, output } = await shell(script)
    expect({ code, output: code === 0 ? "" : output }).toEqual({ code: 0, output: "" })
  })
}

test("what was written survives kill -9 of everything, and its timeline follows", async () => {
  const member = await signIn()
  const { data } = await member.graphql<{ createCompany: { id: string } }>(
    `mutation { createCompany(data: { name: "Survivor" }) { id } }`,
  )
  killAll(kith.pid)
  await kith.exited
  await start()
  const again = await member.rest("GET", `/companies/${data.createCompany.id}`)
  expect(again.body.data.company.name).toBe("Survivor")
  const read = () =>
    member.graphql<{ timelineActivities: { totalCount: number } }>(
      `{ timelineActivities(filter: { name: { eq: "company.created" }, targetCompanyId: { eq: "${data.createCompany.id}" } }) { totalCount } }`,
    )
  for (let i = 0; i < 100 && (await read()).data.timelineActivities.totalCount === 0; i++) await Bun.sleep(50)
  expect((await read()).data.timelineActivities.totalCount).toBe(1)
})

/** With the password that the commands of docs/api.md leave behind. */
async function signIn() {
  const nobody = { userId: "", workspaceId: "", token: "" }
  const login = await actAs(request, nobody).metadata<{
    getLoginTokenFromCredentials: { loginToken: { token: string } }
  }>(
    `mutation { getLoginTokenFromCredentials(email: "ada@example.com", password: "correct battery", origin: "${url}") { loginToken { token } } }`,
  )
  const { token } = login.data.getLoginTokenFromCredentials.loginToken
  const traded = await actAs(request, nobody).metadata<{
    getAuthTokensFromLoginToken: { tokens: { accessToken: { token: string } } }
  }>(
    `mutation { getAuthTokensFromLoginToken(loginToken: "${token}", origin: "${url}") { tokens { accessToken { token } } } }`,
  )
  return actAs(request, { ...nobody, token: traded.data.getAuthTokensFromLoginToken.tokens.accessToken.token })
}

/** The supervisor and everything below it, all at once. */
function killAll(pid: number): void {
  const children = new Map<number, number[]>()
  for (const name of readdirSync("/proc").filter((each) => /^\d+$/.test(each))) {
    const parent = parentOf(Number(name))
    children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const below = (each: number): number[] => [each, ...(children.get(each) ?? []).flatMap(below)]
  for (const each of below(pid)) {
    try {
      process.kill(each, "SIGKILL")
    } catch {
      // It ended with its parent.
    }
  }
}

function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1])
  } catch {
    return 0
  }
}
