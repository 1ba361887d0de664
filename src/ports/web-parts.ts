/**
 * The bundler makes a chunk for each set of pages that share some code: dozens of a few hundred bytes for one screen. A
 * browser fetches six at a time, so what is small costs as much as what is large. Here such chunks become one file.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** Texts of chunks by their names, as the bundler writes them: imports first, exports last, all with `./` before the name. */
export type Parts = ReadonlyMap<string, string>

export interface Joined {
  texts: Parts
  /** what that chunk is called now, or the one that it went into */
  nameOf(name: string): string
}

/** @param groups names of chunks: each group becomes one file, or several where one would have to wait for itself */
export async function joinParts(parts: Parts, groups: readonly (readonly string[])[]): Promise<Joined> {
  const joined = withoutCircles(parts, groups).filter((group) => group.length > 1)
  const groupOf = new Map(joined.flatMap((group, i) => group.map((name) => [name, `group-${i}.js`] as const)))
  const texts = new Map([...parts].filter(([name]) => !groupOf.has(name)))
  const groupTexts = await Promise.all(joined.map((group) => joinedText(parts, group)))
  for (const [i, text] of groupTexts.entries()) texts.set(`group-${i}.js`, text)
  // Browsers keep a copy of each name for ever, and each may name a group; so all change with whatever the groups hold.
  const salt = hashOf(groupTexts.join("\n"))
  const idOf = (content: string) => hashOf(content + salt).slice(0, 8)
  const finals = new Map(
    [...texts].map(([name, text]) => [
      name,
      name.startsWith("group-")
        ? `part-${idOf(text)}.js`
        : name.replace(/-(\w+)\.js$/, (_, id: string) => `-${idOf(id)}.js`),
    ]),
  )
  const nameOf = (name: string) => finals.get(groupOf.get(name) ?? name) ?? name
  const rewritten = [...texts].map(([name, text]) => [finals.get(name)!, rewrite(text, parts, nameOf)] as const)
  return { texts: new Map(rewritten), nameOf }
}

// --- which go together ----------------------------------------------------------------------------------------------

/** Taken apart wherever files would wait for each other. */
function withoutCircles(parts: Parts, wanted: readonly (readonly string[])[]): string[][] {
  const needs = new Map([...parts].map(([name, text]) => [name, readImports(text).imports.map(({ from }) => from)]))
  const homes = new Map<string, string[]>()
  return wanted.flatMap((group) => {
    const own: string[][] = []
    for (const name of group) {
      const fits = (home: string[]) =>
        !shareNames(parts, [...home, name]) && !needsItself([...home, name], needs, homes)
      const home = own.find(fits) ?? []
      if (home.push(name) === 1) own.push(home)
      homes.set(name, home)
    }
    return own
  })
}

function shareNames(parts: Parts, group: readonly string[]): boolean {
  const names = group.flatMap((name) => exportsOf(parts.get(name)!))
  return new Set(names).size < names.length
}

/** Does something outside, which the group needs, need the group? What has a home comes with all that is there. */
function needsItself(
  group: readonly string[],
  needs: ReadonlyMap<string, readonly string[]>,
  homes: ReadonlyMap<string, readonly string[]>,
): boolean {
  const needed = (names: readonly string[]) => names.flatMap((name) => needs.get(name) ?? [])
  const outside = new Set(needed(group).filter((name) => !group.includes(name)))
  for (const name of outside) {
    for (const next of needed(homes.get(name) ?? [name])) {
      if (group.includes(next)) return true
      outside.add(next)
    }
  }
  return false
}

// --- texts ----------------------------------------------------------------------------------------------------------

async function joinedText(parts: Parts, group: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kith-parts-"))
  try {
    await Promise.all(group.map((name) => writeFile(join(folder, name), parts.get(name)!)))
    const exports = group.map((name) => `export{${exportsOf(parts.get(name)!).join(",")}}from"./${name}";`)
    const entry = join(folder, "group.js")
    await writeFile(entry, exports.join("\n"))
    const isOutside = (path: string) => path.startsWith("./") && !group.includes(path.slice(2))
    const { outputs } = await Bun.build({
      entrypoints: [entry],
      format: "esm",
      target: "browser",
      minify: true,
      plugins: [
        {
          name: "other parts",
          setup: (build) =>
            void build.onResolve({ filter: /^\.\// }, ({ path }) =>
              isOutside(path) ? { path, external: true } : undefined,
            ),
        },
      ],
    })
    return await outputs[0]!.text()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface Import {
  /** as they are written between the braces; empty where the chunk only has to be there */
  names: string
  from: string
}

const oneImport = /^import(?:\{([^}]*)\}from)?"\.\/([\w.-]+)";\s*/

function readImports(text: string): { imports: Import[]; body: string } {
  const imports: Import[] = []
  let body = text
  for (let found = oneImport.exec(body); found; found = oneImport.exec(body)) {
    imports.push({ names: found[1] ?? "", from: found[2]! })
    body = body.slice(found[0].length)
  }
  return { imports, body }
}

/** The names by which others know what a chunk has. */
function exportsOf(text: string): string[] {
  const names = /export\{([^}]*)\};?\s*$/.exec(text)?.[1] ?? ""
  return names.split(",").flatMap((each) => each.split(" as ").at(-1)!.trim() || [])
}

/** With other names for the chunks that it imports, each of them once. */
function rewrite(text: string, parts: Parts, nameOf: (name: string) => string): string {
  const { imports, body } = readImports(text)
  const byName = new Map<string, string[]>()
  for (const { names, from } of imports) {
    const known = byName.get(nameOf(from)) ?? []
    byName.set(nameOf(from), names === "" ? known : [...known, names])
  }
  const head = [...byName].map(([name, names]) =>
    names.length ? `import{${names.join(",")}}from"./${name}";` : `import"./${name}";`,
  )
  const rest = body.replace(/"\.\/([\w.-]+\.js)"/g, (whole, name: string) =>
    parts.has(name) ? `"./${nameOf(name)}"` : whole,
  )
  return head.join("") + rest
}

const hashOf = (text: string) => new Bun.CryptoHasher("sha256").update(text).digest("hex")
