import type { TrashMessages } from "./en.ts"

export const de: TrashMessages = {
  title: (objects: string) => `${objects} im Papierkorb`,
  back: (objects: string) => `Zurück zu ${objects}`,
  banner: "Gelöschte Datensätze bleiben hier, bis jemand sie endgültig löscht.",
  deletedAt: "Gelöscht",
  deletedBy: "Gelöscht von",
  restore: "Wiederherstellen",
  destroy: "Endgültig löschen",
  restoring: "Wird wiederhergestellt",
  restored: (count: string, n: number) =>
    n === 1 ? "1 Datensatz ist wiederhergestellt." : `${count} Datensätze sind wiederhergestellt.`,
  restoredOne: (record: string) => `${record} ist wiederhergestellt.`,
  restoreMany: (count: string, n: number) =>
    n === 1 ? "1 Datensatz wiederherstellen" : `${count} Datensätze wiederherstellen`,
  destroyTitle: (count: string, n: number) =>
    n === 1 ? "1 Datensatz endgültig löschen?" : `${count} Datensätze endgültig löschen?`,
  destroyText: "Sie lassen sich nicht zurückholen, und was nur zu ihnen gehört, auch nicht.",
  destroying: "Wird endgültig gelöscht",
  destroyed: (count: string, n: number) =>
    n === 1 ? "1 Datensatz ist endgültig gelöscht." : `${count} Datensätze sind endgültig gelöscht.`,
  empty: "Der Papierkorb ist leer",
  emptyText: (objects: string) => `Gelöschte ${objects} finden sich hier.`,
  noMatch: "Nichts im Papierkorb passt",
}
