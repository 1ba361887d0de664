import { catalogue } from "../messages.ts"
import { en, type AgainMessages } from "./en.ts"

export const t: () => AgainMessages = catalogue(en, { de: async () => (await import("./de.ts")).de })
