import { catalogue } from "../messages.ts"
import { en, type RequiredMessages } from "./en.ts"

export const t: () => RequiredMessages = catalogue(en, { de: async () => (await import("./de.ts")).de })
