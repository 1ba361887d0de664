/** `bun run ui-status`: writes docs/ui-status.md anew. */
import { join, resolve } from "node:path"
import { uiStatus } from "../test/support/ui-status.ts"

const root = resolve(import.meta.dirname, "..")

await Bun.write(join(root, "docs/ui-status.md"), uiStatus(root))
