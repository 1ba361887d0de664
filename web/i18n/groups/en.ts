/** Of tables whose records stand under heads. */
export const en = {
  without: (field: string) => `No ${field}`,
  week: (first: string, last: string) => `${first} – ${last}`,
  quarter: (n: number, year: string) => `Q${n} ${year}`,
  head: (group: string, count: string) => `${group}, ${count}`,
  expand: (group: string) => `Expand ${group}`,
  collapse: (group: string) => `Collapse ${group}`,
  add: (group: string) => `New in ${group}`,
  moveTo: "Move to group",
  rowMenu: (record: string) => `${record}: what to do`,
  noGroup: "No group fits.",
}

export type GroupMessages = typeof en
