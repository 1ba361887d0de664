/** `bun run test`: every test, or those whose paths are given, against parts that it starts itself. */
import { continueIn } from "./bootstrap.ts"

await continueIn("test/support/run-all.ts", process.argv.slice(2))
