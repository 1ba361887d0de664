import { chownSync, mkdirSync, renameSync, rmSync } from "node:fs"
import { join } from "node:path"
import type { Place } from "./place.ts"
import { program } from "./programs.ts"
import { run } from "./run.ts"

/**
 * Makes PostgreSQL's own folder and the database in it. In a temporary folder first: an interrupted `initdb` leaves a
 * folder that neither it nor PostgreSQL accepts.
 */
export async function initialise(place: Place, programs: string): Promise<void> {
  const data = `${place.data}.new`
  const passwordFile = join(place.folder, "password")
  rmSync(data, { recursive: true, force: true })
  mkdirSync(data, { mode: 0o700 })
  await Bun.write(passwordFile, place.password, { mode: 0o600 })
  if (place.owner) for (const path of [data, passwordFile]) chownSync(path, place.owner.uid, place.owner.gid)
  try {
    await run(place, program(programs, "initdb"), [
      `--pgdata=${data}`,
      "--username=kith",
      "--auth=scram-sha-256",
      `--pwfile=${passwordFile}`,
      // The same order of texts on every machine, whatever its locale.
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
    ])
  } finally {
    rmSync(passwordFile)
  }
  await run(place, program(programs, "postgres"), ["--single", "-D", data, "postgres"], "create database kith\n")
  renameSync(data, place.data)
}
