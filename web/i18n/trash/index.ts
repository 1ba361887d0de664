import { catalogue } from "../messages.ts"
import { en, type TrashMessages } from "./en.ts"

export const t: () => TrashMessages = catalogue(en, { de: async () => (await import("./de.ts")).de })
