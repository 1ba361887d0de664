import { catalogue } from "../messages.ts"
import { en, type RichTextMessages } from "./en.ts"

export const t: () => RichTextMessages = catalogue(en, { de: async () => (await import("./de.ts")).de })
