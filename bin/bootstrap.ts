/**
 * What must happen before any package may be imported: node_modules is brought in line with bun.lock, and the Bun that
 * bun.lock names takes over. Only built-in modules here, because it runs under whichever Bun the machine or npx brings.
 */
import { spawn, spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { copyFile, rename } from "node:fs/promises"
import { join, resolve } from "node:path"

export const root = resolve(import.meta.dirname, "..")

const modules = join(root, "node_modules")
const stub = join(modules, "bun", "bin", "bun.exe")
const stampFile = join(modules, ".kith-lock")

/** Goes on in `script` (a path from the root) under the pinned Bun, with all packages in place. */
export async function continueIn(script: string, args: string[]): Promise<void> {
  await installPackages()
  const bun = pinnedBun()
  if (bun === process.execPath) return void (await import(join(root, script)))
  replaceProcess(bun, [join(root, script), ...args])
}

/** Runs `bun install` when node_modules is missing or was installed from another bun.lock, or with other patches. */
export async function installPackages(): Promise<void> {
  const wanted = lockStamp()
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === wanted) return
  say("Installing packages…")
  const failures: string[] = []
  for (const bun of installers()) {
    const failure = install(bun)
    if (failure === undefined) {
      await mendStub()
      writeFileSync(stampFile, wanted)
      return
    }
    failures.push(failure)
  }
  process.stderr.write(failures.join("\n"))
  fail("The packages could not be installed; see above for why, then start again.")
}

/** An older Bun may not be able to read bun.lock; one that is there already or that npm brings then can. */
function installers(): string[][] {
  const pinned = findPinnedBun()
  return pinned ? [[pinned]] : [[process.execPath], ["npx", "--yes", `bun@${pinnedVersion()}`]]
}

/** Gives what was written when it failed. */
function install([program = "", ...args]: string[]): string | undefined {
  const options = { cwd: root, encoding: "utf8", shell: process.platform === "win32" } as const
  const { status, stdout, stderr, error } = spawnSync(program, [...args, "install", "--frozen-lockfile"], options)
  return status === 0 ? undefined : `${stdout ?? ""}${stderr ?? ""}${error?.message ?? ""}`
}

/** Part of the stamp is the platform, because a mounted folder may be shared by a container and its host. */
function lockStamp(): string {
  const patches = readdirSync(join(root, "patches")).toSorted()
  const lock = createHash("sha256").update(readFileSync(join(root, "bun.lock")))
  for (const patch of patches) lock.update(readFileSync(join(root, "patches", patch)))
  return `${lock.digest("hex")} ${process.platform} ${process.arch}\n`
}

/**
 * Where its install script was not allowed to run, the package `bun` holds a text file in place of the program, and the
 * next `npx bun start` would trip over it.
 */
async function mendStub(): Promise<void> {
  if (!existsSync(stub) || statSync(stub).size > 1_000_000) return
  const temporary = `${stub}.new`
  await copyFile(pinnedBun(), temporary)
  await rename(temporary, stub)
}

function pinnedBun(): string {
  const where = `${process.platform} ${process.arch}`
  return findPinnedBun() ?? fail(`Bun ${pinnedVersion()} is not there for ${where}; install it and start again.`)
}

/** The program of the version in bun.lock; the running one when it is that version. */
function findPinnedBun(): string | undefined {
  const version = pinnedVersion()
  if (process.versions.bun === version) return process.execPath
  return programs().find((program) => existsSync(program) && versionOf(program) === version)
}

/** Where its install script may run, the package `bun` moves the program of the platform's package into itself. */
function programs(): string[] {
  const system = process.platform === "win32" ? "windows" : process.platform
  const processor = process.arch === "arm64" ? "aarch64" : process.arch
  const name = process.platform === "win32" ? "bun.exe" : "bun"
  const variants = ["", "-baseline", "-musl", "-musl-baseline"]
  const platform = variants.map((variant) =>
    join(modules, "@oven", `bun-${system}-${processor}${variant}`, "bin", name),
  )
  return [stub, ...platform]
}

function versionOf(program: string): string | undefined {
  return spawnSync(program, ["--version"], { encoding: "utf8" }).stdout?.trim()
}

function pinnedVersion(): string {
  const version = /^ {4}"bun": \["bun@([^"]+)"/m.exec(readFileSync(join(root, "bun.lock"), "utf8"))?.[1]
  return version ?? fail("bun.lock does not name a version of Bun; restore it from the repository.")
}

/** A Bun of its own for the wrapper would cost memory for as long as Kith runs: become the other program where possible. */
function replaceProcess(program: string, args: string[]): void {
  if (process.platform !== "win32" && typeof process.execve === "function") {
    process.execve(program, [program, ...args], process.env as Record<string, string>)
  }
  const child = spawn(program, args, { stdio: "inherit" })
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => child.kill(signal))
  child.on("error", (error) => fail(`${program} could not be started: ${error.message}`))
  child.on("exit", (code) => process.exit(code ?? 1))
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}
