import { catalogue } from "../messages.ts"
import { en } from "./en.ts"

/** What the settings say. @example sentences().frame.back */
export const sentences = catalogue(en, { de: async () => (await import("./de.ts")).de })
