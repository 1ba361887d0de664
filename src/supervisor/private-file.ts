import { closeSync, fsyncSync, openSync, renameSync, writeSync } from "node:fs"

/** Writes a file that only its owner may read; after a crash it is there in full or not at all. */
export function writePrivately(path: string, content: string): void {
  const temporary = `${path}.new`
  const file = openSync(temporary, "w", 0o600)
  try {
    writeSync(file, content)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(temporary, path)
}
