import { catalogue } from "../messages.ts"
import { en, type CommandMessages } from "./en.ts"

export const t: () => CommandMessages = catalogue(en, { de: async () => (await import("./de.ts")).de })
