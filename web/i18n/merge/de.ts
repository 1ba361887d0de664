import type { MergeMessages } from "./en.ts"

export const de: MergeMessages = {
  title: (objects: string) => `${objects} zusammenführen`,
  field: "Feld",
  keep: "Diesen Datensatz behalten",
  kept: "Bleibt",
  leaveOut: (record: string) => `${record} weglassen`,
  result: "Ergebnis",
  together: "Alle zusammen",
  choice: (field: string, value: string) => `${field}: ${value}`,
  showAll: (n: number) => (n === 1 ? "1 gleiches Feld zeigen" : `${n} gleiche Felder zeigen`),
  showDiffering: "Nur Unterschiede zeigen",
  same: "Diese Datensätze unterscheiden sich in nichts, was Sie sehen.",
  moving: (list: string, record: string) => `${list} gehören dann zu ${record}.`,
  count: (count: string, what: string) => `${count} × ${what}`,
  merge: (n: number) => `${n} Datensätze zusammenführen`,
  confirmTitle: (n: number, record: string) => `${n} Datensätze in ${record} zusammenführen?`,
  confirmText: (n: number) =>
    n === 1
      ? "Der andere Datensatz wird endgültig gelöscht; was zu ihm gehört, geht an den, der bleibt. Das lässt sich nicht rückgängig machen."
      : `Die anderen ${n} Datensätze werden endgültig gelöscht; was zu ihnen gehört, geht an den, der bleibt. Das lässt sich nicht rückgängig machen.`,
  action: "Zusammenführen",
  merged: (n: number, record: string) => `${n} Datensätze sind in ${record} zusammengeführt.`,
  notAll: (reason: string) =>
    `Die Datensätze sind zusammengeführt, aber was Sie gewählt haben, wurde nicht geschrieben. ${reason}`,
  wrongNumberTitle: "Wählen Sie 2 bis 9 Datensätze",
  wrongNumberText: "Zusammengeführt wird aus der Tabelle: dort wählen, dann Zusammenführen drücken.",
  missingTitle: "Einige dieser Datensätze gibt es nicht mehr",
  missingText: "Sie wurden inzwischen gelöscht oder zusammengeführt, oder Sie dürfen sie nicht sehen.",
  notAllowedTitle: (objects: string) => `${objects} lassen sich hier nicht zusammenführen`,
  notAllowedText:
    "Dazu braucht ein Objekt Regeln für Dubletten, und Sie das Recht, Datensätze zu ändern und endgültig zu löschen.",
  back: (objects: string) => `Zurück zu ${objects}`,
  duplicates: (objects: string) => `Dubletten unter ${objects}`,
  looked: (done: string, total: string) => `${done} von ${total} Datensätzen angesehen`,
  group: (n: number) => `${n} Datensätze, die gleich aussehen`,
  sameIn: (fields: string) => `Gleich: ${fields}`,
  notDuplicates: "Keine Dubletten",
  reviewNext: "Weiter",
  more: "Weitersuchen",
  none: "Keine Dubletten gefunden",
  noneText: (objects: string) => `Keine zwei ${objects} sehen gleich aus.`,
  dismissed: "Sie werden auf diesem Gerät nicht mehr vorgeschlagen.",
}
