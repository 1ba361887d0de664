import { catalogue } from "../messages.ts"
import { en, type FileMessages } from "./en.ts"

export const t: () => FileMessages = catalogue(en, { de: async () => (await import("./de.ts")).de })
