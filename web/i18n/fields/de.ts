import type { FieldMessages } from "./en.ts"

export const de: FieldMessages = {
  noOption: "Keine Option passt.",
  needed: (label: string) => `${label} wird gebraucht.`,
  readOnly: (label: string) => `Sie können ${label} ansehen, aber nicht ändern.`,
  notAnOption: "Wählen Sie eine der Optionen.",
  yesOrNo: (yes: string, no: string) => `Tippen Sie ${yes} oder ${no}.`,
  number: "Geben Sie eine Zahl ein, etwa 1250,50.",
  refused: (label: string, reason: string) => `${label} wurde nicht geändert. ${reason}`,
}
