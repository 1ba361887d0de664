/** Of boards: records as cards in columns. */
export const en = {
  board: (object: string) => `Board of ${object}`,
  noValue: "No value",
  card: "Card",
  add: (column: string) => `New card in ${column}`,
  moveTo: "Move to",
  moved: (record: string, column: string, place: number, total: number) =>
    `Moved ${record} to ${column}, position ${place} of ${total}`,
  movedMany: (n: number, column: string) => `Moved ${n} records to ${column}`,
  movedStep: (record: string, column: string) => `${record} to ${column}`,
  movedManyStep: (n: number, column: string) => `${n} records to ${column}`,
  actions: (record: string) => `${record}: move`,
  boardBy: (field: string) => `New board by ${field}`,
  boardName: (field: string) => `By ${field}`,
  noField: "This board has no field to make columns of. Choose another view.",
  empty: "No cards",
}

export type BoardMessages = typeof en
