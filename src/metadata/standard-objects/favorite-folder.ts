import type { ObjectDefinition } from "../definition.ts"
import { text } from "./fields.ts"

export const favoriteFolder: ObjectDefinition = {
  nameSingular: "favoriteFolder",
  namePlural: "favoriteFolders",
  labelSingular: "Favorite Folder",
  labelPlural: "Favorite Folders",
  description: "A folder of favorites",
  icon: "IconFolder",
  isSystem: true,
  isUICreatable: false,
  labelField: "name",
  fields: {
    name: text("Name", { icon: "IconFolder" }),
  },
}
