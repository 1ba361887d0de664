import { catalogue } from "../messages.ts"
import { en } from "./en.ts"

/** What the pages for developers and auditors say. @example developerSentences().keys.new */
export const developerSentences = catalogue(en, { de: async () => (await import("./de.ts")).de })
