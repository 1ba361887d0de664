import type { FieldMessages } from "./en.ts"

export const de: FieldMessages = {
  noOption: "Keine Option passt.",
  needed: (label: string) => `${label} wird gebraucht.`,
  readOnly: (label: string) => `Sie können ${label} ansehen, aber nicht ändern.`,
  notAnOption: "Wählen Sie eine der Optionen.",
  yesOrNo: (yes: string, no: string) => `Tippen Sie ${yes} oder ${no}.`,
  number: "Geben Sie eine Zahl ein, etwa 1250,50.",
  decimals: (n: number) => (n === 0 ? "Geben Sie eine ganze Zahl ein." : `Höchstens ${n} Nachkommastellen.`),
  between: (least: string, most: string) => `Muss zwischen ${least} und ${most} liegen.`,
  tooManyDigits: (most: number) => `Diese Zahl hat zu viele Ziffern (höchstens ${most}).`,
  rating: (most: number) => `Wählen Sie eine Bewertung von 0 bis ${most}.`,
  date: "Das ist kein Datum. Versuchen Sie 2025-10-14 oder nächsten Montag.",
  dateWords: { next: "nächste[rn]?", monthEnd: "monatsende" },
  amount: "Geben Sie einen Betrag ein, etwa 1250,50.",
  currency: "Wählen Sie eine Währung.",
  email: (value: string) => `‚${value}‘ ist keine E-Mail-Adresse.`,
  phone: (value: string) => `‚${value}‘ sieht nicht nach einer Telefonnummer aus.`,
  callingCode: "Wählen Sie eine Landesvorwahl.",
  link: (value: string) => `‚${value}‘ ist keine Webadresse.`,
  linkScheme: "Nur Links mit http und https sind erlaubt.",
  json: (reason: string, line: number, column: number) =>
    `Kein gültiges JSON: ${reason} in Zeile ${line}, Spalte ${column}.`,
  jsonKind: 'Geben Sie ein Objekt ein, etwa {"a": 1}, oder eine Liste.',
  unlinkEach: (label: string) => `Öffnen Sie ${label}, um Datensätze einzeln zu lösen.`,
  refused: (label: string, reason: string) => `${label} wurde nicht geändert. ${reason}`,
}
