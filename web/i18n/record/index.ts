import { catalogue } from "../messages.ts"
import { en, type RecordMessages } from "./en.ts"

export const t: () => RecordMessages = catalogue(en, { de: async () => (await import("./de.ts")).de })
