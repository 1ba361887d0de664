import { catalogue } from "../messages.ts"
import { en, type BoardMessages } from "./en.ts"

export const t: () => BoardMessages = catalogue(en, { de: async () => (await import("./de.ts")).de })
