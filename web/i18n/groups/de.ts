import type { GroupMessages } from "./en.ts"

export const de: GroupMessages = {
  without: (field: string) => `Ohne ${field}`,
  week: (first: string, last: string) => `${first} – ${last}`,
  quarter: (n: number, year: string) => `${n}. Quartal ${year}`,
  head: (group: string, count: string) => `${group}, ${count}`,
  expand: (group: string) => `${group} aufklappen`,
  collapse: (group: string) => `${group} zuklappen`,
  add: (group: string) => `Neu in ${group}`,
  moveTo: "In eine Gruppe verschieben",
  rowMenu: (record: string) => `${record}: was zu tun ist`,
  noGroup: "Keine Gruppe passt.",
}
