import { catalogue } from "../messages.ts"
import { en, type RecordActionMessages } from "./en.ts"

export const t: () => RecordActionMessages = catalogue(en, { de: async () => (await import("./de.ts")).de })
