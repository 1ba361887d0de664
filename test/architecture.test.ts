/** Imports run one way. Left is known to everything on its right, never the reverse; nothing goes in circles. */
import { describe, expect, test } from "bun:test"
import { Glob } from "bun"
import { readFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"

interface Side {
  root: string
  /** folders and single files from left to right; those in one entry are equals */
  order: readonly (readonly string[])[]
  sources: Source[]
}

/** Of the server. */
const serverOrder = [
  ["errors.ts", "limits.ts", "recent.ts", "ip-address.ts", "config.ts", "log.ts", "ports"],
  ["db"],
  ["auth"],
  ["metadata"],
  ["records"],
  ["accounts"],
  ["files"],
  ["demo"],
  ["outgoing"],
  ["plugins"],
  ["workflows"],
  ["jobs"],
  ["api"],
  ["app.ts"],
  ["server.ts", "worker.ts"],
  ["main.ts", "supervisor"],
]

/** Of the web client. */
const webOrder = [
  ["kept.ts", "styles", "css.d.ts", "reload.ts"],
  ["i18n"],
  ["api"],
  ["model"],
  ["store"],
  ["ui"],
  ["fields"],
  ["editors"],
  ["views"],
  ["shell"],
  ["boot.ts", "pages"],
  ["inside.tsx"],
  ["routes.tsx"],
  ["main.tsx"],
]

/** Libraries that have one home. */
const homes: Record<string, RegExp> = {
  graphql: /^api\//,
  "@hono/graphql-server": /^api\//,
  hono: /^(api\/|app\.ts)/,
  bullmq: /^jobs\//,
  ioredis: /^(jobs|ports)\//,
  pg: /^jobs\//,
  postgres: /^ports\//,
  "@neondatabase/serverless": /^ports\//,
  "drizzle-orm": /^(db|auth|accounts|files|outgoing|api|jobs)\//,
  jose: /^auth\//,
  arctic: /^outgoing\//,
  "openid-client": /^outgoing\//,
  "@node-saml/node-saml": /^auth\/saml\//,
  "@xmldom/xmldom": /^auth\/saml\//,
  oslo: /^accounts\//,
  "@simplewebauthn/server": /^accounts\//,
  nodemailer: /^outgoing\//,
  "@faker-js/faker": /^demo\//,
  "libphonenumber-js": /^metadata\//,
}

/** Files that may use what only Bun has; everything else runs on web standards, so that it can move. */
const runtimeFiles = /^(ports|supervisor|server\.ts|worker\.ts|main\.ts)/

interface Source {
  file: string
  text: string
  /** run-time imports; types leave no trace */
  imports: string[]
}

function sideOf(folder: string, order: Side["order"]): Side {
  const root = join(import.meta.dirname, "..", folder)
  const sources = [...new Glob("**/*.{ts,tsx}").scanSync(root)].map((file) => {
    const text = readFileSync(join(root, file), "utf8")
    const transpiler = new Bun.Transpiler({ loader: file.endsWith("x") ? "tsx" : "ts" })
    return { file, text, imports: transpiler.scanImports(text).map((each) => each.path) }
  })
  return { root, order, sources }
}

const server = sideOf("src", serverOrder)
const web = sideOf("web", webOrder)
const { sources } = server

const placeIn = (order: Side["order"], file: string) => {
  const head = file.includes("/") ? file.slice(0, file.indexOf("/")) : file
  return order.findIndex((names) => names.includes(head))
}

const targetIn = ({ root }: Side, source: Source, path: string) =>
  relative(root, join(root, dirname(source.file), path))

describe.each([
  ["src", server],
  ["web", web],
])("in %s", (_, side) => {
  const place = (file: string) => placeIn(side.order, file)
  const backwardOf = (source: Source, paths: string[]) =>
    paths
      .map((path) => targetIn(side, source, path))
      .filter((path) => place(path) > place(source.file))
      .map((path) => `${source.file} → ${path}`)

  test("there is something to look at", () => {
    expect(side.sources.length).toBeGreaterThan(50)
  })

  test("every file has a place", () => {
    expect(side.sources.filter((source) => place(source.file) < 0).map((source) => source.file)).toEqual([])
  })

  test("no import runs backward", () => {
    const own = (source: Source) => source.imports.filter((path) => path.startsWith("."))
    expect(side.sources.flatMap((source) => backwardOf(source, own(source)))).toEqual([])
  })

  test("types do not run backward either", () => {
    const own = (source: Source) => [...source.text.matchAll(/from "(\.[^"]+)"/g)].map((match) => match[1]!)
    expect(side.sources.flatMap((source) => backwardOf(source, own(source)))).toEqual([])
  })

  test("no imports go in circles", () => {
    const graph = new Map(
      side.sources.map((source) => [
        source.file,
        source.imports.filter((path) => path.startsWith(".")).map((path) => targetIn(side, source, path)),
      ]),
    )
    expect(findCircle(graph)).toEqual([])
  })
})

/** A circle as the list of its files, or nothing. */
function findCircle(graph: Map<string, string[]>): string[] {
  const done = new Set<string>()
  const walk = (file: string, path: string[]): string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file]
    if (done.has(file)) return []
    for (const next of graph.get(file) ?? []) {
      const circle = walk(next, [...path, file])
      if (circle.length > 0) return circle
    }
    done.add(file)
    return []
  }
  for (const file of graph.keys()) {
    const circle = walk(file, [])
    if (circle.length > 0) return circle
  }
  return []
}

test("libraries stay at home", () => {
  const strays = sources.flatMap((source) =>
    source.imports
      .map((path) => Object.keys(homes).find((name) => path === name || path.startsWith(`${name}/`)))
      .filter((name) => name !== undefined && !homes[name]!.test(source.file))
      .map((name) => `${source.file} uses ${name}`),
  )
  expect(strays).toEqual([])
})

test("what only Bun has stays behind ports", () => {
  const strays = sources.filter(
    (source) =>
      !runtimeFiles.test(source.file) &&
      (/\bBun\./.test(source.text) || source.imports.some((path) => path.startsWith("bun"))),
  )
  expect(strays.map((source) => source.file)).toEqual([])
})

test("the check itself would notice", () => {
  expect(
    findCircle(
      new Map([
        ["a", ["b"]],
        ["b", ["c"]],
        ["c", ["b"]],
      ]),
    ),
  ).toEqual(["b", "c", "b"])
  expect(placeIn(serverOrder, "metadata/x.ts")).toBeLessThan(placeIn(serverOrder, "api/x.ts"))
})
