/** Everything that changes favourites: their menus, keys, being drawn, and the names of folders. */
export { toggleFavourite } from "./change.ts"
export { AskName, NewFolder, type Asked } from "./folder-name.tsx"
export { FavouriteMenu } from "./favourite-menu.tsx"
export { markOf, movesOf } from "./moves.ts"
