/** Of several records that become one, and of records that look the same. */
export const en = {
  title: (objects: string) => `Merge ${objects}`,
  field: "Field",
  keep: "Keep this record",
  kept: "Kept",
  leaveOut: (record: string) => `Leave ${record} out`,
  result: "Result",
  together: "All together",
  choice: (field: string, value: string) => `${field}: ${value}`,
  showAll: (n: number) => (n === 1 ? "Show 1 field that is the same" : `Show ${n} fields that are the same`),
  showDiffering: "Show only what differs",
  same: "These records differ in nothing that you can see.",
  moving: (list: string, record: string) => `${list} will belong to ${record}.`,
  count: (count: string, what: string) => `${count} × ${what}`,
  merge: (n: number) => `Merge ${n} records`,
  confirmTitle: (n: number, record: string) => `Merge ${n} records into ${record}?`,
  confirmText: (n: number) =>
    n === 1
      ? "The other record is deleted for good; what belongs to it moves to the kept one. This cannot be undone."
      : `The other ${n} records are deleted for good; what belongs to them moves to the kept one. This cannot be undone.`,
  action: "Merge",
  merged: (n: number, record: string) => `${n} records are merged into ${record}.`,
  notAll: (reason: string) => `The records are merged, but what you chose was not written. ${reason}`,
  wrongNumberTitle: "Choose 2 to 9 records",
  wrongNumberText: "Records are merged from their table: choose them there, then press Merge.",
  missingTitle: "Some of these records are gone",
  missingText: "They were deleted or merged meanwhile, or they are hidden from you.",
  notAllowedTitle: (objects: string) => `${objects} cannot be merged here`,
  notAllowedText:
    "Merging takes an object with rules for duplicates, and the rights to change its records and delete them for good.",
  back: (objects: string) => `Back to ${objects}`,
  duplicates: (objects: string) => `Duplicates among ${objects}`,
  looked: (done: string, total: string) => `${done} of ${total} records looked at`,
  group: (n: number) => `${n} records that look the same`,
  sameIn: (fields: string) => `Same: ${fields}`,
  notDuplicates: "Not duplicates",
  reviewNext: "Review next",
  more: "Look further",
  none: "No duplicates found",
  noneText: (objects: string) => `No two ${objects} look the same.`,
  dismissed: "They will not be suggested again on this device.",
}

export type MergeMessages = typeof en
