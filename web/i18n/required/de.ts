import type { RequiredMessages } from "./en.ts"

export const de: RequiredMessages = {
  title: (option: string) => `Nötig für ${option}`,
  one: (record: string) => `Noch leer in ${record}.`,
  all: (n: string) => `Noch leer in ${n} Datensätzen, die alle erhalten, was Sie ausfüllen.`,
  some: (n: string, total: string) =>
    `Noch leer in ${n} von ${total} Datensätzen. Was die anderen haben, bleibt bestehen.`,
  locked: (option: string, fields: string) =>
    `${option} braucht ${fields}. Ihre Rolle darf das nicht ausfüllen. Nichts wurde geändert.`,
}
