import type { AgainMessages } from "./en.ts"

export const de: AgainMessages = {
  title: "Noch einmal anmelden",
  text: "Deine Sitzung ist zu Ende. Auf der Seite ist alles noch da, und was du geändert hast, wird gesendet, sobald du zurück bist.",
  beside: "Wer sich anderswo anmeldet, tut das in einem neuen Fenster. Komm danach hierher zurück.",
  enrol: "Dein Arbeitsbereich verlangt einen zweiten Schritt, den du noch nicht eingerichtet hast.",
  enrolBeside: "In einem neuen Fenster einrichten",
  notMember: "Dieses Konto gehört nicht mehr zum Arbeitsbereich. Frage die Verwaltung.",
}
