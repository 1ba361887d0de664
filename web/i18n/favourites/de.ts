import type { FavouritesMessages } from "./en.ts"

export const de: FavouritesMessages = {
  options: (name: string) => `${name}: Optionen`,
  up: "Nach oben",
  down: "Nach unten",
  moveTo: "Verschieben nach",
  outside: "Außerhalb der Ordner",
  moved: (name: string) => `${name} verschoben`,
  newFolder: "Neuer Ordner",
  newFolderFor: "Neuer Ordner…",
  folderName: "Name des Ordners",
  made: (name: string) => `Neuer Ordner ${name}`,
  rename: "Ordner umbenennen",
  renamed: (name: string) => `Ordner umbenannt in ${name}`,
  deleteFolder: "Ordner löschen",
  deleted: (name: string) => `Ordner ${name} gelöscht; was darin war, ist weiter ein Favorit.`,
}
