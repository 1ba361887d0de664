import { catalogue } from "../messages.ts"
import { en, type FieldMessages } from "./en.ts"

export const t: () => FieldMessages = catalogue(en, { de: async () => (await import("./de.ts")).de })
