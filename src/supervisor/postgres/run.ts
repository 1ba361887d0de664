import { spawn } from "node:child_process"
import { reason, StartError } from "../start-error.ts"
import type { Place } from "./place.ts"

/** Runs one of PostgreSQL's programs as the user that it belongs to; throws a {@link StartError} when it fails. */
export async function run(place: Place, file: string, args: string[], input = ""): Promise<void> {
  const child = spawn(file, args, { ...spawnOptions(place), stdio: ["pipe", "ignore", "pipe"], detached: true })
  child.stdin?.end(input)
  let errors = ""
  child.stderr?.on("data", (chunk) => (errors += String(chunk)))
  const { promise, resolve, reject } = Promise.withResolvers<number | null>()
  child.once("error", reject)
  child.once("close", resolve)
  const code = await promise.catch((error) => {
    throw new StartError(`${file} cannot be run: ${reason(error)}.`)
  })
  if (code !== 0) throw new StartError(`${file} failed: ${errors.trim().split("\n").at(-1)}.`)
}

/** Its environment is bare: what it does not know, no extension or log can give away. */
export function spawnOptions(place: Place) {
  const { PATH, SystemRoot, TEMP } = process.env
  return { ...place.owner, cwd: place.folder, env: { PATH, SystemRoot, TEMP, LC_ALL: "C" } }
}
