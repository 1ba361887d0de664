import { catalogue } from "../messages.ts"
import { en, type FavouritesMessages } from "./en.ts"

export const t: () => FavouritesMessages = catalogue(en, { de: async () => (await import("./de.ts")).de })
