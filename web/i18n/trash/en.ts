/** Of records that were deleted, and can be brought back. */
export const en = {
  title: (objects: string) => `${objects} in the trash`,
  back: (objects: string) => `Back to ${objects}`,
  banner: "Deleted records stay here until somebody deletes them permanently.",
  deletedAt: "Deleted",
  deletedBy: "Deleted by",
  restore: "Restore",
  destroy: "Delete permanently",
  restoring: "Restoring",
  restored: (count: string, n: number) => (n === 1 ? "1 record is restored." : `${count} records are restored.`),
  restoredOne: (record: string) => `${record} is restored.`,
  restoreMany: (count: string, n: number) => (n === 1 ? "Restore 1 record" : `Restore ${count} records`),
  destroyTitle: (count: string, n: number) =>
    n === 1 ? "Delete 1 record permanently?" : `Delete ${count} records permanently?`,
  destroyText: "They cannot be brought back, and neither can what belongs to them alone.",
  destroying: "Deleting permanently",
  destroyed: (count: string, n: number) =>
    n === 1 ? "1 record is deleted for good." : `${count} records are deleted for good.`,
  empty: "The trash is empty",
  emptyText: (objects: string) => `Deleted ${objects} will be found here.`,
  noMatch: "Nothing in the trash matches",
}

export type TrashMessages = typeof en
