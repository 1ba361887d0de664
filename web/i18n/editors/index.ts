import { catalogue } from "../messages.ts"
import { en, type EditorMessages } from "./en.ts"

export const t: () => EditorMessages = catalogue(en, { de: async () => (await import("./de.ts")).de })
