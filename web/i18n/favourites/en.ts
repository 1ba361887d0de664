/** What is done with favourites and their folders. */
export const en = {
  options: (name: string) => `${name}: options`,
  up: "Move up",
  down: "Move down",
  moveTo: "Move to",
  outside: "Outside of folders",
  moved: (name: string) => `${name} moved`,
  newFolder: "New folder",
  newFolderFor: "New folder…",
  folderName: "Name of the folder",
  made: (name: string) => `New folder ${name}`,
  rename: "Rename folder",
  renamed: (name: string) => `Folder renamed to ${name}`,
  deleteFolder: "Delete folder",
  deleted: (name: string) => `Folder ${name} deleted; what was in it is still a favourite.`,
}

export type FavouritesMessages = typeof en
