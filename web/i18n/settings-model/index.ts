import { catalogue } from "../messages.ts"
import { en } from "./en.ts"

/** What the pages about objects and fields say. @example modelSentences().objects.new */
export const modelSentences = catalogue(en, { de: async () => (await import("./de.ts")).de })
