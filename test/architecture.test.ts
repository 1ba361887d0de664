/** Imports run one way. Left is known to everything on its right, never the reverse; nothing goes in circles. */
import { expect, test } from "bun:test"
import { Glob } from "bun"
import { readFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"

const root = join(import.meta.dirname, "..", "src")

/** Folders and single files of `src/` from left to right; those in one entry are equals. */
const order = [
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

const transpiler = new Bun.Transpiler({ loader: "ts" })
const sources: Source[] = [...new Glob("**/*.ts").scanSync(root)].map((file) => {
  const text = readFileSync(join(root, file), "utf8")
  return { file, text, imports: transpiler.scanImports(text).map((each) => each.path) }
})

const place = (file: string) => {
  const head = file.includes("/") ? file.slice(0, file.indexOf("/")) : file
  return order.findIndex((names) => names.includes(head))
}

const target = (source: Source, path: string) => relative(root, join(root, dirname(source.file), path))

test("there is something to look at", () => {
  expect(sources.length).toBeGreaterThan(50)
})

test("every file has a place", () => {
  expect(sources.filter((source) => place(source.file) < 0).map((source) => source.file)).toEqual([])
})

test("no import runs backward", () => {
  const backward = sources.flatMap((source) =>
    source.imports
      .filter((path) => path.startsWith("."))
      .filter((path) => place(target(source, path)) > place(source.file))
      .map((path) => `${source.file} → ${target(source, path)}`),
  )
  expect(backward).toEqual([])
})

test("types do not run backward either", () => {
  const backward = sources.flatMap((source) =>
    [...source.text.matchAll(/from "(\.[^"]+)"/g)]
      .map((match) => target(source, match[1]!))
      .filter((path) => place(path) > place(source.file))
      .map((path) => `${source.file} → ${path}`),
  )
  expect(backward).toEqual([])
})

test("no imports go in circles", () => {
  const graph = new Map(
    sources.map((source) => [
      source.file,
      source.imports.filter((path) => path.startsWith(".")).map((path) => target(source, path)),
    ]),
  )
  expect(findCircle(graph)).toEqual([])
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
  expect(place("metadata/x.ts")).toBeLessThan(place("api/x.ts"))
})
