/** `bun run long <name>`: a test that takes too long for every day, from `test/long/`. */
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { continueIn, root, say } from "./bootstrap.ts"

const names = readdirSync(join(root, "test/long"))
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -".ts".length))
const [name, ...args] = process.argv.slice(2)

if (name !== undefined && names.includes(name)) await continueIn(`test/long/${name}.ts`, args)
else {
  say(`Usage: bun run long <name> [--record] [options of the test]

  --record   write the result into docs/evidence.md

Tests: ${names.join(", ")}. test/long/README.md says what each does.`)
  if (name !== "--help" && name !== "-h") process.exit(1)
}
