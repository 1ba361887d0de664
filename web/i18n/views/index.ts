import { catalogue } from "../messages.ts"
import { en, type ViewMessages } from "./en.ts"

export const t: () => ViewMessages = catalogue(en, { de: async () => (await import("./de.ts")).de })
