/** What can be done with a record as a whole, wherever it is offered, and what is said when it is done. */
export const en = {
  openPage: "Open as a page",
  openPanel: "Open beside the page",
  copyLink: "Copy link",
  linkCopied: "The link is copied.",
  delete: "Delete",
  deleted: (name: string) => `${name} was deleted.`,
  restore: "Restore",
  restored: (name: string) => `${name} was restored.`,
}

export type RecordActionMessages = typeof en
