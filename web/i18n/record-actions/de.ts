import type { RecordActionMessages } from "./en.ts"

export const de: RecordActionMessages = {
  openPage: "Als Seite öffnen",
  openPanel: "Neben der Seite öffnen",
  copyLink: "Link kopieren",
  linkCopied: "Der Link ist kopiert.",
  delete: "Löschen",
  deleted: (name) => `${name} wurde gelöscht.`,
  restore: "Wiederherstellen",
  restored: (name) => `${name} wurde wiederhergestellt.`,
}
