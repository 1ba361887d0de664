/**
 * The web client as finished files. They are built from `web/` with Bun's bundler once for each state of the sources, kept
 * under DATA_DIR, and compressed beforehand, so that serving one is a look-up.
 */
import { existsSync } from "node:fs"
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { constants, brotliCompressSync, gzipSync } from "node:zlib"
import { joinParts } from "./web-parts.ts"

export interface WebFile {
  contentType: string
  /** strong; changes with the content */
  etag: string
  /** the same content, smallest first */
  encodings: readonly { encoding: "br" | "gzip" | null; bytes: Uint8Array<ArrayBuffer> }[]
}

export interface WebBundle {
  /** The one page there is, which asks at once for what its first screen is made of. */
  page(screen: FirstScreen): Promise<WebFile>
  /** by the name that the page or another file knows it by; undefined for none */
  asset(name: string): Promise<WebFile | undefined>
  /** changes whenever the sources do; undefined where they are not watched */
  version(): Promise<string | undefined>
}

/** What somebody comes to first: the way in, the records of an object, or anything else inside. */
export type FirstScreen = "entrance" | "records" | "inside"

interface Options {
  /** where builds are kept */
  folder: string
  /** look for changes of the sources, and have the page load itself again when there are any */
  watches: boolean
}

/** Nothing is read or built before it is first asked for. */
export function openWebBundle({ folder, watches }: Options): WebBundle {
  let built: { version: string; files: Promise<Map<string, WebFile>> } | undefined
  const files = async () => {
    if (built && !watches) return built.files
    const version = await sourcesVersion(watches)
    if (built?.version === version) return built.files
    const started = load(join(folder, version), watches)
    built = { version, files: started }
    // A failed build is tried again by whoever asks next.
    started.catch(() => (built = undefined))
    return started
  }
  return {
    page: async (screen) => (await files()).get(pageOf(screen))!,
    asset: async (name) => (name.endsWith(".html") ? undefined : (await files()).get(name)),
    version: async () => (watches ? sourcesVersion(watches) : undefined),
  }
}

const root = resolve(import.meta.dirname, "../..")
const sources = join(root, "web")
const pageOf = (screen: FirstScreen) => `${screen}.html`

/** The sources in which the parts of a first screen begin. Without being told, the browser would learn of one after another. */
const firstScreens: Record<FirstScreen, readonly string[]> = {
  entrance: ["web/main.tsx"],
  inside: ["web/main.tsx", "web/inside.tsx"],
  records: ["web/main.tsx", "web/inside.tsx", "web/pages/table/table-page.tsx"],
}

/** Also of what is bundled along with the sources, and of what bundles them. */
async function sourcesVersion(watches: boolean): Promise<string> {
  const hash = new Bun.CryptoHasher("sha256")
  hash.update(`${Bun.version} ${watches} ${layoutVersion}`)
  const names = (await readdir(sources, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const paths = names.map((entry) => join(entry.parentPath, entry.name)).toSorted()
  for (const path of [join(root, "bun.lock"), ...paths].filter((each) => existsSync(each))) {
    hash.update(path.slice(root.length))
    hash.update(await readFile(path))
  }
  return hash.digest("hex").slice(0, 16)
}

/** Raised when this file makes other files of the same sources. */
const layoutVersion = 4

async function load(folder: string, watches: boolean): Promise<Map<string, WebFile>> {
  if (!existsSync(folder)) await build(folder, watches)
  const names = (await readdir(folder)).filter((name) => !/\.(br|gz)$/.test(name))
  return new Map(await Promise.all(names.map(async (name) => [name, await readWebFile(folder, name)] as const)))
}

// --- building -------------------------------------------------------------------------------------------------------

/** Beside its place first: another server may be building the same. */
async function build(folder: string, watches: boolean): Promise<void> {
  const part = `${folder}.${crypto.randomUUID()}`
  await mkdir(part, { recursive: true })
  try {
    await writeFiles(part, watches)
    await removeFormer(folder)
    await rename(part, folder)
  } catch (error) {
    await rm(part, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
}

async function writeFiles(folder: string, watches: boolean): Promise<void> {
  const { outputs: worker } = await bundle({
    entrypoints: [join(sources, "pages/import/csv.worker.ts")],
    format: "iife",
  })
  const { outputs: main, metafile } = await bundle({
    entrypoints: [join(sources, "main.tsx")],
    format: "esm",
    splitting: true,
    metafile: true,
    define: { CSV_WORKER: JSON.stringify(`/assets/${nameOf(worker[0]!)}`) },
  })
  const { outputs: boot } = await bundle({ entrypoints: [join(sources, "boot.ts")], format: "iife" })
  const isScript = (each: Bun.BuildArtifact) => each.path.endsWith(".js")
  const scripts = main.filter(isScript).map(async (each) => [nameOf(each), await each.text()] as const)
  const { texts, nameOf: joinedName } = await joinParts(new Map(await Promise.all(scripts)), groupsOf(metafile!))
  const others = [...main.filter((each) => !isScript(each)), ...boot, ...worker]
  const files = await Promise.all(
    others.map(async (each) => [nameOf(each), new Uint8Array(await each.arrayBuffer())] as const),
  )
  const entry = (artifacts: Bun.BuildArtifact[]) => nameOf(artifacts.find((each) => each.kind === "entry-point")!)
  const style = nameOf(main.find((each) => each.path.endsWith(".css") && nameOf(each).startsWith("main-"))!)
  const template = await readFile(join(sources, "index.html"), "utf8")
  const page = template
    .replace("./styles/base.css", `/assets/${style}`)
    .replace("./boot.ts", `/assets/${entry(boot)}`)
    .replace("./main.tsx", `/assets/${joinedName(entry(main))}`)
    .replace("<html", watches ? "<html data-reloads" : "<html")
  const pages = (Object.keys(firstScreens) as FirstScreen[]).map((screen) => {
    const names = new Set(partsOf(metafile!, firstScreens[screen]).map(joinedName))
    const parts = Array.from(names, (name) => `<link rel="modulepreload" href="/assets/${name}" />`)
    const text = page.replace("</title>", `</title>\n    ${parts.join("\n    ")}`)
    return [pageOf(screen), new TextEncoder().encode(text)] as const
  })
  const encoded = [...texts].map(([name, text]) => [name, new TextEncoder().encode(text)] as const)
  const icon = await readFile(join(sources, "icon.svg"))
  const all = [...encoded, ...files, ...pages, ["icon.svg", icon] as const]
  await Promise.all(all.map(([name, bytes]) => writeCompressed(join(folder, name), bytes)))
}

/** Bytes up to which a chunk goes into one file with others, although not everybody who needs one of them needs all. */
const smallPart = 6000

/**
 * Chunks that are to be one file: what everybody gets, and what is small of the rest, together with what needs the same large
 * ones. Whoever needs one of them gets nothing large that they would not have got. What has a name of its own stays a file.
 */
function groupsOf(metafile: Bun.BuildMetafile): string[][] {
  const own = new Map(Object.entries(metafile.outputs).map(([path, output]) => [fileName(path), { path, ...output }]))
  const known = new Set<string>()
  const isLarge = (name: string) => own.get(name)!.bytes >= smallPart || own.get(name)!.entryPoint !== undefined
  const largeNeeds = (name: string) =>
    comingWith(metafile, [own.get(name)!.path])
      .filter(isLarge)
      .toSorted()
      .join(" ")
  return [firstScreens.entrance, firstScreens.inside, firstScreens.records].flatMap((entries, i) => {
    const parts = partsOf(metafile, entries).filter((name) => !known.has(name) && !own.get(name)!.entryPoint)
    for (const name of parts) known.add(name)
    if (i === 0) return [parts]
    return [
      ...Map.groupBy(
        parts.filter((name) => !isLarge(name)),
        largeNeeds,
      ).values(),
    ]
  })
}

/** Names of the chunks that come when these sources are asked for, with all that those import. */
function partsOf(metafile: Bun.BuildMetafile, entries: readonly string[]): string[] {
  const places = new Set(entries.map((entry) => join(root, entry)))
  const { outputs } = metafile
  return comingWith(
    metafile,
    Object.keys(outputs).filter((path) => places.has(resolve(outputs[path]!.entryPoint ?? ""))),
  )
}

function comingWith({ outputs }: Bun.BuildMetafile, paths: readonly string[]): string[] {
  const found = new Set(paths)
  for (const path of found) {
    for (const { path: next, kind } of outputs[path]!.imports)
      if (kind === "import-statement" && next in outputs) found.add(next)
  }
  return [...found].filter((path) => path.endsWith(".js")).map(fileName)
}

type BundleOptions = Pick<Bun.BuildConfig, "entrypoints" | "format" | "splitting" | "metafile" | "define">

function bundle({ define, ...options }: BundleOptions): Promise<Bun.BuildOutput> {
  return Bun.build({
    ...options,
    ...forBrowsers,
    define: { ...define, ...forBrowsers.define },
  })
}

/** How every part of the client is built. */
export const forBrowsers = {
  target: "browser",
  minify: true,
  naming: { entry: "[name]-[hash].[ext]", chunk: "part-[hash].[ext]", asset: "[name]-[hash].[ext]" },
  define: { "process.env.NODE_ENV": '"production"' },
} as const satisfies Partial<Bun.BuildConfig>

const fileName = (path: string) => path.replace(/^.*\//, "")
const nameOf = (artifact: Bun.BuildArtifact) => fileName(artifact.path)

async function writeCompressed(path: string, bytes: Uint8Array): Promise<void> {
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } })
  await writeFile(path, bytes)
  await writeFile(`${path}.br`, brotli)
  await writeFile(`${path}.gz`, gzipSync(bytes, { level: 9 }))
}

/** Builds of older sources; servers that run on have theirs in memory. */
async function removeFormer(folder: string): Promise<void> {
  const place = resolve(folder, "..")
  const former = (await readdir(place)).filter((name) => /^[0-9a-f]{16}$/.test(name) && join(place, name) !== folder)
  await Promise.all(former.map((name) => rm(join(place, name), { recursive: true, force: true })))
}

// --- reading --------------------------------------------------------------------------------------------------------

async function readWebFile(folder: string, name: string): Promise<WebFile> {
  const path = join(folder, name)
  const [plain, br, gzip] = await Promise.all([readFile(path), readFile(`${path}.br`), readFile(`${path}.gz`)])
  const hash = new Bun.CryptoHasher("sha256").update(plain).digest("hex").slice(0, 32)
  return {
    contentType: contentTypes[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream",
    etag: `"${hash}"`,
    encodings: [
      { encoding: "br", bytes: br },
      { encoding: "gzip", bytes: gzip },
      { encoding: null, bytes: plain },
    ],
  }
}

const contentTypes: Record<string, string> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
}
