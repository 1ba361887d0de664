import { catalogue } from "../messages.ts"
import { en, type BulkMessages } from "./en.ts"

export const t: () => BulkMessages = catalogue(en, { de: async () => (await import("./de.ts")).de })
