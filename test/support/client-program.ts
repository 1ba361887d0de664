/**
 * Programs of other people, who generate a client from what the server says about itself: each is checked by the compiler
 * together with what was generated for it, and can then be run.
 */
import { spawnSync } from "node:child_process"
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"

const root = resolve(import.meta.dirname, "../..")

/** Below `node_modules`, where its imports are found and nobody else looks. */
const place = join(root, "node_modules/.cache")

export interface ClientProgram {
  /** what the compiler has to say; "" when all is well */
  complaints: string
  load<T>(): Promise<T>
  remove(): void
}

/** @param generated contents by file name */
export function clientProgram(name: string, generated: Record<string, string>): ClientProgram {
  mkdirSync(place, { recursive: true })
  const folder = mkdtempSync(join(place, "client-"))
  for (const [file, text] of Object.entries(generated)) writeFileSync(join(folder, file), text)
  const program = join(folder, `${name}.ts`)
  copyFileSync(join(root, "test/clients/programs", `${name}.ts`), program)
  // The settings that most projects begin with; the generated files are checked like any other.
  const compilerOptions = {
    lib: ["ESNext", "DOM"],
    target: "ESNext",
    module: "Preserve",
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    types: [],
  }
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["."] }))
  const compiler = join(root, "node_modules/typescript/bin/tsc")
  const { stdout, stderr } = spawnSync(process.execPath, [compiler, "-p", folder], { encoding: "utf8" })
  return {
    complaints: `${stdout}${stderr}`,
    load: <T>() => import(program) as Promise<T>,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
