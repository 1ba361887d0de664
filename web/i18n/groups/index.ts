import { catalogue } from "../messages.ts"
import { en, type GroupMessages } from "./en.ts"

export const t: () => GroupMessages = catalogue(en, { de: async () => (await import("./de.ts")).de })
