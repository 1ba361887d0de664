import { catalogue } from "../messages.ts"
import { en, type StartMessages } from "./en.ts"

export const t: () => StartMessages = catalogue(en, { de: async () => (await import("./de.ts")).de })
