import type { BoardMessages } from "./en.ts"

export const de: BoardMessages = {
  board: (object: string) => `Tafel: ${object}`,
  noValue: "Kein Wert",
  card: "Karte",
  add: (column: string) => `Neue Karte in ${column}`,
  moveTo: "Verschieben nach",
  moved: (record: string, column: string, place: number, total: number) =>
    `${record} nach ${column} verschoben, Platz ${place} von ${total}`,
  movedMany: (n: number, column: string) => `${n} Datensätze nach ${column} verschoben`,
  movedStep: (record: string, column: string) => `${record} nach ${column}`,
  movedManyStep: (n: number, column: string) => `${n} Datensätze nach ${column}`,
  actions: (record: string) => `${record}: verschieben`,
  boardBy: (field: string) => `Neue Tafel nach ${field}`,
  boardName: (field: string) => `Nach ${field}`,
  noField: "Diese Tafel hat kein Feld, aus dem Spalten werden. Wählen Sie eine andere Ansicht.",
  empty: "Keine Karten",
}
