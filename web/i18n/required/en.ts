/** Of fields that are asked for before a record gets an option. */
export const en = {
  title: (option: string) => `Needed for ${option}`,
  one: (record: string) => `Still empty in ${record}.`,
  all: (n: string) => `Still empty in ${n} records, which all get what you fill in.`,
  some: (n: string, total: string) => `Still empty in ${n} of ${total} records. What the others have stays.`,
  locked: (option: string, fields: string) =>
    `${option} needs ${fields}, which your role may not fill in. Nothing was changed.`,
}

export type RequiredMessages = typeof en
