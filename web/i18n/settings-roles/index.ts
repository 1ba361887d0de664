import { catalogue } from "../messages.ts"
import { en } from "./en.ts"

/** What the pages about roles say. @example roleSentences().list.new */
export const roleSentences = catalogue(en, { de: async () => (await import("./de.ts")).de })
