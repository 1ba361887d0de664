import { catalogue } from "../messages.ts"
import { en, type MergeMessages } from "./en.ts"

export const t: () => MergeMessages = catalogue(en, { de: async () => (await import("./de.ts")).de })
